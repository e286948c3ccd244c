"""Page and package pool alike: one file of vectors, made here.

``python tests/test_explore_shifts.py`` writes ``vectors/pooling-shift.json``
anew.
"""

import json
import random
from dataclasses import asdict

import numpy as np
import pytest
from widget_vectors import VECTORS as FOLDER
from widget_vectors import as_text, in_node, in_page, needs_node

from cnnlab.explore import moved, shift_effect
from cnnlab.reference import pool

pytest_plugins = ["tiny_book"]

VECTORS = FOLDER / "pooling-shift.json"

KEYS = ("kind", "kernel", "stride", "padding", "ceilMode", "countPad")
# Image H, W; move down, right; then KEYS.
CASES = [
    (8, 8, (0, 1), ("max", 2, 2, 0, False, True)),
    (8, 8, (2, -4), ("max", 2, 2, 0, False, True)),
    (9, 7, (-1, 3), ("max", 3, 2, 1, False, True)),
    (10, 8, (3, 0), ("max", 3, 3, 0, False, True)),  # the floor drops pixels
    (10, 8, (3, 0), ("max", 3, 3, 0, True, True)),
    (6, 7, (1, 1), ("max", 2, 3, 1, True, True)),  # no window in the padding
    (7, 6, (-2, 2), ("max", 2, 4, 0, True, True)),
    (9, 8, (2, 2), ("max", 1, 2, 0, False, True)),  # the stride alone
    (8, 9, (1, -1), ("max", 3, 1, 1, False, True)),
    (8, 8, (0, 2), ("avg", 2, 2, 0, False, True)),
    (7, 8, (2, 1), ("avg", 3, 2, 1, False, True)),
    (7, 8, (2, 1), ("avg", 3, 2, 1, False, False)),
    (7, 8, (-2, 0), ("avg", 3, 2, 1, True, True)),
    (8, 8, (2, 1), ("avg", 3, 2, 1, True, True)),  # beyond the padding
    (9, 9, (0, 3), ("avg", 4, 4, 0, True, True)),  # nearer to one step
    (8, 8, (3, -3), ("max", 4, 4, 2, False, True)),
    (10, 7, (4, 0), ("avg", 4, 4, 2, True, False)),
    (10, 7, (0, 3), ("avg", 4, 3, 2, True, True)),
    (6, 5, (1, -1), ("global max", 2, 2, 0, False, True)),
    (6, 5, (-4, 2), ("global avg", 2, 2, 0, False, True)),  # some is lost
]


def make_vectors() -> dict:
    return {"effects": [_effect(*case) for case in CASES]}


def layer_of(kind, kernel, stride, padding, ceil_mode, count_pad):
    """The reference layer, from (H, W) to (H_out, W_out)."""
    if kind == "global avg":
        return lambda x: pool.global_avg_pool2d(x[None, None])
    if kind == "global max":
        return lambda x: x.max(keepdims=True)
    if kind == "max":
        return lambda x: pool.max_pool2d(
            x[None, None], kernel, stride, padding, 1, ceil_mode
        )[0, 0]
    return lambda x: pool.avg_pool2d(
        x[None, None], kernel, stride, padding, ceil_mode, count_pad
    )[0, 0]


def _picture(H: int, W: int, margin: int = 2) -> np.ndarray:
    # Python's generator gives the same numbers in every version.
    rng = random.Random(100 * H + W)
    image = np.zeros((H, W))
    for row in range(margin, H - margin):
        for col in range(margin, W - margin):
            image[row, col] = rng.randint(0, 9)
    return image


def _effect(H, W, move, case) -> dict:
    image, layer = _picture(H, W), layer_of(*case)
    stride = None if case[0].startswith("global") else case[2]
    # Rounded, so that the text of the file is stable.
    after = np.round(layer(moved(image, move)), 12)
    return {
        "image": image.astype(int).tolist(),
        "spec": dict(zip(KEYS, case, strict=True)),
        "move": move,
        "after": after.tolist(),
        "lost": int((image > 0).sum() - (moved(image, move) > 0).sum()),
        **asdict(shift_effect(layer, image, move, stride)),
    }


# What the page computes for each vector, in the same shape.
SCRIPT = """async ([vectors, base]) => {
  const p = await import(base + "_pool.js");
  return vectors.effects.map(({ image, spec, move }) => {
    const { after, changed, step, differ } = p.shiftEffect(image, spec, move);
    return { after, changed, step, differ, lost: p.lost(image, move) };
  });
}"""


def compare(vectors: dict, page: list[dict]) -> None:
    for vector, found in zip(vectors["effects"], page, strict=True):
        # Means of at most 30 small whole numbers, rounded to 12 decimals.
        np.testing.assert_allclose(
            found.pop("after"), vector["after"], atol=1e-11
        )
        for key, value in found.items():
            assert value == vector[key], (key, vector)


def test_vectors_are_those_of_the_package():
    made = json.loads(as_text(make_vectors()))
    assert json.loads(VECTORS.read_text()) == made, (
        "run `python tests/test_explore_shifts.py` if the change is meant"
    )


def test_the_page_computes_the_vectors(open_page, tiny_site):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_page(open_page, tiny_site, SCRIPT, vectors))


@needs_node
def test_node_computes_the_vectors(tmp_path):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_node(tmp_path, SCRIPT, vectors))


@pytest.mark.parametrize(
    ("move", "row"),
    [((0, 1), [0, 5, 6]), ((0, -2), [7, 0, 0]), ((0, 9), [0, 0, 0])],
)
def test_moved_by_hand(move, row):
    assert moved(np.array([[5, 6, 7]]), move).tolist() == [row]


@pytest.mark.parametrize("kind", ["max", "avg"])
def test_stride_two_moves_along_by_even_moves(kind):
    image = _picture(10, 10, margin=4) + moved(_picture(10, 10, 4), (1, 0))
    layer = layer_of(kind, 2, 2, 0, False, True)
    for right in range(-4, 5):
        effect = shift_effect(layer, image, (0, right), 2)
        assert (effect.differ == []) == (right % 2 == 0), (right, effect)


@pytest.mark.parametrize("kind", ["global max", "global avg"])
def test_global_pooling_stays_until_pixels_leave(kind):
    image = np.zeros((6, 6))
    image[2, 1:4] = 1, 2, 3
    layer = layer_of(kind, 2, 2, 0, False, True)
    for move, stays in {(3, 2): True, (-2, -1): True, (0, 3): False}.items():
        effect = shift_effect(layer, image, move, None)
        assert (effect.changed == []) == stays, (move, effect)


if __name__ == "__main__":
    VECTORS.write_text(as_text(make_vectors()))
