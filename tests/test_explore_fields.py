"""Page and package count alike: one file of vectors, made here.

``python tests/test_explore_fields.py`` writes ``vectors/fields.json`` anew.
"""

import json
import random

import numpy as np
import pytest
from widget_vectors import VECTORS as FOLDER
from widget_vectors import as_text, in_node, in_page, needs_node

from cnnlab.explore import (
    core_size,
    field_interval,
    layer_sizes,
    path_counts,
    path_map,
)
from cnnlab.reference.conv import conv2d
from cnnlab.shapes import output_size, receptive_field

pytest_plugins = ["tiny_book"]

VECTORS = FOLDER / "fields.json"

# Input H, W; kernel KH, KW; stride, padding, dilation.
CONVOLUTIONS = [
    (3, 3, 3, 3, 1, 0, 1),
    (5, 4, 3, 2, 1, 0, 1),
    (7, 5, 3, 3, 3, 0, 1),  # the floor drops a row or a column
    (8, 7, 2, 3, 3, 2, 1),
    (6, 8, 3, 2, 2, 2, 2),
    (4, 4, 5, 5, 1, 2, 1),
    (8, 8, 3, 3, 4, 0, 3),
    (1, 2, 1, 2, 1, 1, 1),
]
KEYS = ("kernel", "stride", "padding", "dilation")
# Input size, layers of (kernel, stride, padding, dilation).
STACKS = [
    (24, [(3, 1, 1, 1), (3, 2, 1, 1), (3, 1, 1, 1)]),
    (24, [(3, 1, 0, 1)] * 4),
    (23, [(5, 2, 2, 1), (3, 3, 0, 1), (2, 1, 1, 1)]),
    (24, [(3, 1, 1, 1), (3, 1, 2, 2), (3, 1, 4, 4)]),
    (17, [(2, 2, 0, 1), (4, 1, 2, 1)]),
    (9, [(1, 1, 1, 1), (3, 2, 2, 3)]),  # its first unit sees padding too
    (5, [(1, 1, 2, 1), (1, 1, 0, 1)]),  # units that see padding only
]
SIZES = [(7, 3, s, 0, 1) for s in (1, 2, 3)] + [
    (28, 5, 2, 1, 1),
    (8, 3, 3, 2, 2),
    (5, 3, 2, 0, 3),  # does not fit
    (2, 4, 1, 0, 1),  # nor does this
]


def make_vectors() -> dict:
    return {
        "sizes": [_size(*case) for case in SIZES],
        "convolutions": [_convolution(*case) for case in CONVOLUTIONS],
        "fields": [
            _field(size, layers, unit)
            for size, layers in STACKS
            for unit in range(layer_sizes(layers, size)[-1])
        ],
    }


def _size(*case: int) -> dict:
    try:
        return {"case": case, "out": output_size(*case)}
    except ValueError:
        return {"case": case, "out": 0}


def _convolution(H, W, KH, KW, stride, padding, dilation) -> dict:
    # Python's generator gives the same numbers in every version.
    rng = random.Random(H * 100 + W * 10 + KH)
    x = [[rng.randint(0, 255) for _ in range(W)] for _ in range(H)]
    # Quarters have no rounding error, so the text of the file is stable.
    w = [[rng.randint(-12, 12) / 4 for _ in range(KW)] for _ in range(KH)]
    arrays = np.array([[x]], float), np.array([[w]])
    y = conv2d(*arrays, stride=stride, padding=padding, dilation=dilation)
    spec = {"stride": stride, "padding": padding, "dilation": dilation}
    return {"input": x, "kernel": w, **spec, "output": y[0, 0].tolist()}


def _field(size: int, layers: list, unit: int) -> dict:
    field = receptive_field(layers)
    return {
        "input": size,
        "layers": [dict(zip(KEYS, layer, strict=True)) for layer in layers],
        "unit": unit,
        "sizes": layer_sizes(layers, size),
        "field": [field.size, field.jump, field.start],
        "interval": field.interval(unit),
        "seen": field_interval(layers, size, unit),
        "paths": path_counts(layers, size, unit),
        "core": core_size(path_map(path_counts(layers, size, unit)[0])),
    }


# What the page computes for each vector, in the same shape.
SCRIPT = """async ([vectors, base]) => {
  const c = await import(base + "_convolve.js");
  const r = await import(base + "_receptive.js");
  return {
    sizes: vectors.sizes.map(({ case: a }) => c.outputSize(...a)),
    convolutions: vectors.convolutions.map((spec) => c.conv2d(spec)),
    fields: vectors.fields.map(({ layers, input, unit }) => {
      const last = r.fields(layers).at(-1);
      return {
        sizes: r.layerSizes(layers, input),
        field: [last.size, last.jump, last.start],
        interval: r.interval(layers, unit),
        seen: r.fieldInterval(layers, input, unit),
        paths: r.pathCounts(layers, input, unit),
        core: r.coreSize(r.pathMap(r.pathCounts(layers, input, unit)[0])),
      };
    }),
  };
}"""


def compare(vectors: dict, page: dict) -> None:
    assert page["sizes"] == [v["out"] for v in vectors["sizes"]]
    pairs = zip(vectors["convolutions"], page["convolutions"], strict=True)
    for vector, output in pairs:
        # Sums of at most 25 quarters: exact but for a JSON round trip.
        np.testing.assert_allclose(output, vector["output"], rtol=1e-12)
    for vector, found in zip(vectors["fields"], page["fields"], strict=True):
        start = found["field"].pop()
        assert start == pytest.approx(vector["field"].pop())
        for key, value in found.items():
            assert value == vector[key], (key, vector)


def test_vectors_are_those_of_the_package():
    assert VECTORS.read_text() == as_text(make_vectors()), (
        "run `python tests/test_explore_fields.py` if the change is meant"
    )


def test_the_page_computes_the_vectors(open_page, tiny_site):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_page(open_page, tiny_site, SCRIPT, vectors))


@needs_node
def test_node_computes_the_vectors(tmp_path):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_node(tmp_path, SCRIPT, vectors))


def test_paths_by_hand():
    # Two kernels of 3: 1, 2, 3, 2, 1 paths; the padding takes the first.
    counts = path_counts([(3, 1, 1), (3, 1, 1)], size=6, unit=0)
    assert counts == [[2, 2, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0], [1] + [0] * 5]
    assert field_interval([(1, 1, 2)], size=3, unit=0) is None


def test_unit_that_is_not_there():
    with pytest.raises(IndexError, match=r"`unit` \(=5\) must be from 0 to 4"):
        path_counts([(3,)], size=7, unit=5)


@pytest.mark.parametrize(("size", "layers"), STACKS)
def test_field_lies_in_the_theoretical_one(size, layers):
    field = receptive_field(layers)
    for unit in range(layer_sizes(layers, size)[-1]):
        first, last = field.interval(unit)
        seen = field_interval(layers, size, unit)
        if seen is not None:
            assert max(first, 0) <= seen[0] <= seen[1] <= min(last, size - 1)


@pytest.mark.torch
@pytest.mark.parametrize(("size", "layers"), STACKS)
def test_paths_are_the_gradient_of_a_net_of_ones(size, layers):
    torch = pytest.importorskip("torch")
    for unit in range(layer_sizes(layers, size)[-1]):
        x = torch.zeros(1, 1, size, requires_grad=True)
        y = x
        for K, stride, padding, dilation in layers:
            ones = torch.ones(1, 1, K)
            y = torch.nn.functional.conv1d(
                y, ones, None, stride, padding, dilation
            )
        y[0, 0, unit].backward()
        paths = path_counts(layers, size, unit)[0]
        # Sums of small whole numbers: exact in float32.
        np.testing.assert_allclose(x.grad[0, 0].numpy(), paths, atol=1e-6)


@pytest.mark.torch
def test_path_map_is_the_gradient_in_two_dimensions():
    torch = pytest.importorskip("torch")
    layers = [(3, 1, 1, 1), (3, 2, 0, 2)]
    x = torch.zeros(1, 1, 13, 13, requires_grad=True)
    y = x
    for K, stride, padding, dilation in layers:
        ones = torch.ones(1, 1, K, K)
        y = torch.nn.functional.conv2d(
            y, ones, None, stride, padding, dilation
        )
    y[0, 0, 3, 3].backward()
    counts = path_map(path_counts(layers, 13, 3)[0])
    # Sums of small whole numbers: exact in float32.
    np.testing.assert_allclose(x.grad[0, 0].numpy(), counts, atol=1e-6)


if __name__ == "__main__":
    VECTORS.write_text(as_text(make_vectors()))
