"""The fast reference convolution, pure NumPy, against torch on one thread."""

import numpy as np
from rows import Row, geometric_mean, interleaved

from cnnlab.reference.bands import conv2d_bands, conv2d_bands_backward

# N, C_in, H = W, C_out, kernel, stride, padding
SHAPES = (
    (8, 16, 32, 32, 3, 1, 1),
    (128, 1, 32, 6, 5, 1, 0),
    (8, 3, 227, 96, 11, 4, 0),
    (8, 64, 56, 256, 1, 1, 0),
    (8, 64, 56, 64, 3, 1, 1),
    (128, 32, 14, 64, 3, 1, 1),
)
# At most these times torch's time.
AIMS = {"forward": 1 / 1.3, "backward": 1 / 1.5}


def rows(full: bool) -> list[Row]:
    """Forward and backward: each shape, then the geometric mean."""
    rounds = 25 if full else 3
    found = []
    for direction in AIMS:
        one = [_row(shape, direction, rounds) for shape in SHAPES]
        ratio = geometric_mean([row.ratio for row in one])
        ours, theirs = (
            geometric_mean([getattr(row, side) for row in one])
            for side in ("ours", "theirs")
        )
        what = f"{direction}, geometric mean of {len(SHAPES)} shapes"
        aim = AIMS[direction]
        mean = Row("conv2d", what, "ms", ours, theirs, ratio, aim, rounds)
        found += [*one, mean]
    return found


def _row(shape: tuple, direction: str, rounds: int) -> Row:
    N, C_in, H, C_out, K, stride, padding = shape
    sides = _sides(shape, direction)
    for work in sides.values():
        work()  # the first call allocates
    seconds = interleaved(sides, rounds)
    ours, theirs = (1000 * min(seconds[s]) for s in ("ours", "theirs"))
    what = (
        f"{direction}, N{N} C{C_in} {H}x{H} F{C_out} k{K} s{stride} p{padding}"
    )
    # No shape may take more than 2.5 times torch's time.
    return Row("conv2d", what, "ms", ours, theirs, theirs / ours, 0.4, rounds)


def _sides(shape: tuple, direction: str) -> dict:
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(1)
    N, C_in, H, C_out, K, stride, padding = shape
    rng = np.random.default_rng(0)
    x = rng.standard_normal((N, C_in, H, H), dtype=np.float32)
    w = rng.standard_normal((C_out, C_in, K, K), dtype=np.float32)
    tx, tw = torch.tensor(x), torch.tensor(w)
    options = {"stride": stride, "padding": padding}
    if direction == "forward":

        def theirs() -> None:
            with torch.inference_mode():
                F.conv2d(tx, tw, **options)

        return {
            "ours": lambda: conv2d_bands(x, w, **options),
            "theirs": theirs,
        }
    dy = rng.standard_normal(
        conv2d_bands(x, w, **options).shape, dtype=np.float32
    )
    tx.requires_grad_(), tw.requires_grad_()
    y, tdy = F.conv2d(tx, tw, **options), torch.tensor(dy)

    def theirs_backward() -> None:
        torch.autograd.grad(y, (tx, tw), tdy, retain_graph=True)

    return {
        "ours": lambda: conv2d_bands_backward(dy, x, w, **options),
        "theirs": theirs_backward,
    }
