"""Page and package stamp alike: one file of vectors, made here.

``python tests/test_explore_transposed.py`` writes ``vectors/transposed.json``
anew. The twin of the widget is `cnnlab.reference.transposed`.
"""

import json
import random

import numpy as np
from widget_vectors import VECTORS as FOLDER
from widget_vectors import as_text, in_node, in_page, needs_node

from cnnlab.reference.transposed import conv_transpose2d_loops
from cnnlab.shapes import transposed_size

pytest_plugins = ["tiny_book"]

VECTORS = FOLDER / "transposed.json"

KEYS = ("stride", "padding", "outputPadding", "dilation")
# Input H, W; kernel KH, KW; KEYS. A height of None: 1-D.
CASES = [
    (None, 3, None, 3, 2, 0, 0, 1),  # the shape of the worked example
    (None, 5, None, 4, 2, 1, 0, 1),
    (None, 4, None, 3, 2, 1, 1, 1),
    (None, 4, None, 5, 3, 2, 2, 1),
    (None, 3, None, 2, 3, 0, 2, 1),  # gaps, and zeros past the last stamp
    (None, 4, None, 3, 2, 0, 1, 2),  # stride and dilation share a factor
    (None, 5, None, 3, 1, 2, 1, 2),
    (None, 1, None, 1, 1, 0, 0, 1),
    (2, 3, 3, 3, 2, 0, 0, 1),
    (3, 2, 2, 4, 2, 1, 1, 1),
    (2, 4, 3, 2, 3, 0, 2, 1),
    (3, 3, 2, 3, 3, 1, 1, 2),
    (2, 2, 3, 3, 1, 1, 0, 1),
    (4, 3, 4, 4, 2, 1, 0, 1),
]
# Size, kernel, stride, padding, output padding, dilation. Twice nothing left.
SIZES = [
    (13, 4, 2, 1, 0, 1), (7, 3, 2, 1, 1, 1), (3, 5, 3, 2, 2, 2),
    (1, 2, 1, 1, 0, 1), (1, 1, 2, 2, 1, 1), (1, 2, 2, 1, 1, 1),
]  # fmt: skip


def make_vectors() -> dict:
    return {
        "sizes": [_size(*case) for case in SIZES],
        "stamps": [_stamps(*case) for case in CASES],
    }


def _size(*case: int) -> dict:
    try:
        return {"case": case, "out": transposed_size(*case)}
    except ValueError:
        return {"case": case, "out": 0}


def transposed(x: np.ndarray, w: np.ndarray, rank: int, *geometry: int):
    """The reference on one channel, from rows to rows."""
    if rank == 1:  # an image of one row
        geometry = zip((1, 0, 0, 1), geometry, strict=True)
    images = x[None, None], w[None, None]
    return conv_transpose2d_loops(*images, None, *geometry)[0, 0]


def _stamps(H, W, KH, KW, *geometry: int) -> dict:
    rank = 1 if H is None else 2
    # Python's generator gives the same numbers in every version.
    rng = random.Random(1000 * W + 100 * KW + geometry[0])
    # Quarters have no rounding error, so the text of the file is stable.
    x, w = (
        np.array([[rng.randint(-12, 12) / 4 for _ in range(b)]] * a)
        for a, b in ((H or 1, W), (KH or 1, KW))
    )
    x += np.arange(len(x))[:, None]  # rows that differ
    w += np.arange(len(w))[:, None] / 2
    ones = np.ones_like(x), np.ones_like(w)
    counts, flat = _middle(w, rank, *geometry)
    return {
        "rank": rank,
        "input": x.tolist(),
        "kernel": w.tolist(),
        **dict(zip(KEYS, geometry, strict=True)),
        "output": transposed(x, w, rank, *geometry).tolist(),
        "overlaps": transposed(*ones, rank, *geometry).astype(int).tolist(),
        "phases": {"counts": counts, "flat": flat},
    }


def _middle(w: np.ndarray, rank: int, *geometry: int) -> tuple[list, list]:
    """One period of stamps and of outputs, in the middle of a large map."""
    S = geometry[0]
    large = np.ones((1 if rank == 1 else 12, 12))
    at = 6 * S  # a multiple of S, far from the border
    rows = slice(0, 1) if rank == 1 else slice(at, at + S)
    return tuple(
        transposed(large, kernel, rank, *geometry)[rows, at : at + S].tolist()
        for kernel in (np.ones_like(w), w)
    )


# What the page computes for each vector, in the same shape.
SCRIPT = """async ([vectors, base]) => {
  const t = await import(base + "_transposed.js");
  return {
    sizes: vectors.sizes.map(({ case: [size, K, S, P, extra, D] }) =>
      t.transposedSize({ size, K, S, P, extra, D })),
    stamps: vectors.stamps.map((spec) => ({
      output: t.convTranspose(spec),
      overlaps: t.overlaps(spec),
      phases: t.phases(spec),
      sums: t.convTranspose(spec).map((line, row) => line.map((_, col) =>
        t.termsOn(spec, t.stampCount(spec), row, col)
          .reduce((sum, { x, w }) => sum + x * w, 0))),
    })),
  };
}"""


def compare(vectors: dict, page: dict) -> None:
    assert page["sizes"] == [v["out"] for v in vectors["sizes"]]
    for vector, found in zip(vectors["stamps"], page["stamps"], strict=True):
        assert found["overlaps"] == vector["overlaps"], vector
        for name in ("output", "sums"):
            # Sums of at most 16 products of quarters: exact.
            np.testing.assert_allclose(
                found[name], vector["output"], rtol=1e-12
            )
        for name in ("counts", "flat"):
            np.testing.assert_allclose(
                found["phases"][name], vector["phases"][name], rtol=1e-12
            )


def test_vectors_are_those_of_the_package():
    assert VECTORS.read_text() == as_text(make_vectors()), (
        "run `python tests/test_explore_transposed.py` if the change is meant"
    )


def test_the_page_computes_the_vectors(open_page, tiny_site):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_page(open_page, tiny_site, SCRIPT, vectors))


@needs_node
def test_node_computes_the_vectors(tmp_path):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_node(tmp_path, SCRIPT, vectors))


if __name__ == "__main__":
    VECTORS.write_text(as_text(make_vectors()))
