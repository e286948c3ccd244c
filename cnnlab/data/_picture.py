"""Arrays as PNG pictures inside HTML, for the notebook."""

import base64
import io
from html import escape

import numpy as np

GAP = 2  # pixels between two images of a strip


def png_uri(array: np.ndarray, max_side: int | None = None) -> str:
    """A uint8 array (H, W) or (H, W, 3 or 4) as a `data:` URI.

    `max_side` shrinks a picture whose longer side has more pixels.
    """
    from PIL import Image

    image = Image.fromarray(np.ascontiguousarray(array))
    if max_side is not None:
        image.thumbnail((max_side, max_side))
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True)
    text = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f"data:image/png;base64,{text}"


def strip(images: np.ndarray) -> np.ndarray:
    """Images (N, H, W[, 3]) side by side: (H, N * (W + GAP) - GAP, 4).

    The gaps are transparent, so that they suit a light and a dark page.
    """
    if images.ndim == 3:
        images = np.repeat(images[..., None], 3, axis=-1)
    N, H, W, _ = images.shape
    sheet = np.zeros((H, N, W + GAP, 4), np.uint8)
    sheet[:, :, :W, :3] = images.transpose(1, 0, 2, 3)
    sheet[:, :, :W, 3] = 255
    return sheet.reshape(H, N * (W + GAP), 4)[:, :-GAP]


def figure(caption: str, body: str) -> str:
    """HTML of a captioned figure; `caption` is escaped, `body` is not."""
    return (
        '<figure style="margin:0">'
        f"{body}<figcaption>{escape(caption)}</figcaption></figure>"
    )


def strip_table(rows: list[tuple[str, np.ndarray]], height: int) -> str:
    """One row a class: its label, and a strip of its images.

    Parameters
    ----------
    rows
        Pairs of a label and images (N, H, W[, 3]), N >= 1.
    height
        Height of a strip on the page in CSS pixels.
    """
    cells = []
    for label, images in rows:
        label = escape(label, quote=True)
        alt = f"{len(images)} training images of class {label}"
        cells.append(
            '<tr><th scope="row" style="text-align:right">'
            f'{label}</th><td style="text-align:left">'
            f'<img src="{png_uri(strip(images))}" alt="{alt}" '
            f'style="height:{height}px;max-width:none;'
            'image-rendering:pixelated"></td></tr>'
        )
    return (
        '<div style="overflow-x:auto"><table style="margin:0">'
        f"<tbody>{''.join(cells)}</tbody></table></div>"
    )
