"""Page and package normalize alike: one file of vectors, made here.

``python tests/test_explore_norms.py`` writes ``vectors/norms.json`` anew.
"""

import json
import random
import re

import numpy as np
import pytest
import yaml
from book_tools import BOOK
from widget_vectors import VECTORS as FOLDER
from widget_vectors import as_text, in_node, in_page, needs_node

from cnnlab.reference import norm

pytest_plugins = ["tiny_book"]

VECTORS = FOLDER / "norms.json"
DIGITS = 9  # of a result in the file; the last ones differ between machines

# N, C, H, W; axes; groups of channels; what it is called.
CASES = [
    ((3, 4, 2, 3), "NHW", 1, "batch"),
    ((3, 4, 2, 3), "CHW", 1, "layer"),
    ((3, 4, 2, 3), "HW", 1, "instance"),
    ((3, 4, 2, 3), "CHW", 2, "group"),
    ((3, 4, 2, 3), "CHW", 4, "instance"),  # a group is a channel
    ((2, 6, 3, 2), "CHW", 3, "group"),
    ((2, 6, 1, 3), "NCHW", 6, "batch"),  # the same by another way
    ((2, 3, 2, 2), "C", 1, "place"),
    ((2, 3, 2, 2), "C", 3, "single"),
    ((2, 3, 2, 2), "N", 1, "unit"),
    ((2, 3, 2, 2), "", 1, "single"),
    ((2, 3, 2, 2), "NCHW", 1, "all"),
    ((2, 4, 2, 2), "NCHW", 2, "none"),
    ((2, 4, 2, 3), "CH", 2, "none"),
    ((1, 2, 3, 1), "NH", 1, "none"),
    ((2, 3, 2, 2), "NC", 1, "none"),
]
FLAT = (0, 0, slice(None), slice(None))  # this slice is constant


def cube(shape: tuple[int, ...]) -> np.ndarray:
    """Halves from -8 to 8; the first slice is constant."""
    # Python's generator gives the same numbers in every version.
    rng = random.Random(str(shape))
    count = int(np.prod(shape))
    x = np.array([rng.randint(-16, 16) / 2 for _ in range(count)])
    x = x.reshape(shape)
    x[FLAT] = 2.5
    return x


def normalized(x: np.ndarray, axes: str, groups: int):
    """By `cnnlab.reference.norm`: x̂, and mean and variance of each entry."""
    N, C, H, W = x.shape
    split = x.reshape(N, groups, C // groups, H, W)
    where = {"N": 0, "C": 2, "H": 3, "W": 4}
    if "C" not in axes:
        split = x.reshape(N, 1, C, H, W)
    over = tuple(where[letter] for letter in axes)
    # Over no axis, (), each entry is its own mean.
    mean = split.mean(axis=over, keepdims=True)
    variance = split.var(axis=over, keepdims=True)
    hat = norm.normalized(split, over)
    each = [np.broadcast_to(a, split.shape) for a in (mean, variance)]
    return [a.reshape(x.shape) for a in (hat, *each)], mean.size


def make_vectors() -> dict:
    return {"norms": [_case(*case) for case in CASES]}


def _case(shape, axes, groups, name) -> dict:
    x = cube(shape)
    (hat, mean, variance), count = normalized(x, axes, groups)
    last = tuple(size - 1 for size in shape)
    return {
        "values": x.tolist(),
        "axes": axes,
        "groups": groups,
        "name": name,
        "means": count,
        "normalized": _rounded(hat),
        "last": [_rounded(mean[last]), _rounded(variance[last])],
    }


def _rounded(a: np.ndarray) -> list:
    # Adding zero turns a rounded -0.0 into 0.0.
    return (np.round(a, DIGITS) + 0.0).tolist()


# What the page computes for each vector, in the same shape.
SCRIPT = """async ([vectors, base]) => {
  const m = await import(base + "_norm_cube.js");
  return vectors.norms.map(({ values, axes, groups }) => {
    const shape = m.shapeOf(values);
    const last = shape.map((size) => size - 1);
    const cells = m.sharing(shape, axes, groups, last);
    const numbers = cells.map((cell) => m.at(values, cell));
    const { mean, variance } = m.moments(numbers);
    const means = m.countMeans(shape, axes, groups);
    const size = shape.reduce((a, b) => a * b);
    return {
      name: m.nameOf(shape, axes, groups),
      means,
      even: means * cells.length === size,
      normalized: m.normalized(values, axes, groups),
      last: [mean, variance],
    };
  });
}"""


def compare(vectors: dict, page: list) -> None:
    for vector, found in zip(vectors["norms"], page, strict=True):
        assert found["name"] == vector["name"], vector
        assert found["means"] == vector["means"], vector
        assert found["even"], vector
        for key in ("normalized", "last"):
            # The file is rounded; a constant group is divided by 0.003,
            # which multiplies the rounding of its mean.
            np.testing.assert_allclose(found[key], vector[key], atol=2e-9)


def test_vectors_are_those_of_the_package():
    assert VECTORS.read_text() == as_text(make_vectors()), (
        "run `python tests/test_explore_norms.py` if the change is meant"
    )


def test_the_page_computes_the_vectors(open_page, tiny_site):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_page(open_page, tiny_site, SCRIPT, vectors))


@needs_node
def test_node_computes_the_vectors(tmp_path):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_node(tmp_path, SCRIPT, vectors))


def named(x: np.ndarray, name: str, groups: int) -> np.ndarray:
    """The norm of that name, without scale and shift."""
    ones, zeros = np.ones(x.shape[1]), np.zeros(x.shape[1])
    entries = np.ones(x.shape[1:]), np.zeros(x.shape[1:])
    if name == "layer":
        return norm.layer_norm(x, *entries)
    if name == "place":  # PyTorch's LayerNorm(C) with the channels last
        last = x.transpose(0, 2, 3, 1)
        return norm.normalized(last, (3,)).transpose(0, 3, 1, 2)
    if name == "unit":
        flat = x.reshape(len(x), -1, 1, 1)
        ones, zeros = np.ones(flat.shape[1]), np.zeros(flat.shape[1])
        return norm.batch_norm(flat, ones, zeros).reshape(x.shape)
    if name == "group":
        return norm.group_norm(x, ones, zeros, groups)
    return getattr(norm, f"{name}_norm")(x, ones, zeros)


@pytest.mark.parametrize(("shape", "axes", "groups", "name"), CASES)
def test_a_name_means_that_norm(shape, axes, groups, name):
    x = cube(shape)
    (hat, _, _), _ = normalized(x, axes, groups)
    if name == "single":
        # Each number minus itself.
        np.testing.assert_allclose(hat, 0, atol=1e-12)
    elif name not in ("all", "none"):
        # float64 and at most 24 numbers a mean; the flat slice is exact.
        np.testing.assert_allclose(hat, named(x, name, groups), atol=1e-12)


def test_the_widget_of_the_page_has_the_cube_of_the_page():
    """Page 12 draws it with NumPy; the widget's defaults are these numbers."""
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, 10, (2, 4, 3, 3)).astype(float)
    drawn[1] *= 2
    text = (BOOK / "widgets" / "norm-cube.js").read_text("utf-8")
    values = re.search(r"values: (\[.*?\]),\n  axes", text, re.DOTALL)[1]
    np.testing.assert_array_equal(yaml.safe_load(values), drawn)
    page = (BOOK / "12_normalization.md").read_text("utf-8")
    assert "cube = rng.integers(0, 10, (2, 4, 3, 3)).astype(float)" in page


if __name__ == "__main__":
    VECTORS.write_text(as_text(make_vectors()))
