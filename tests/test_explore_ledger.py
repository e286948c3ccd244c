"""The ledger of the page and the package count alike, slips included.

``python tests/test_explore_ledger.py`` writes ``vectors/ledger.json`` anew.
"""

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from widget_vectors import VECTORS as FOLDER
from widget_vectors import as_text, in_node, in_page, needs_node

from cnnlab.explore import AdaptivePool, BatchNorm, CeilPool, usual_slips
from cnnlab.shapes import Conv, Flatten, Linear, Pool, ledger

pytest_plugins = ["tiny_book"]

ROOT = Path(__file__).resolve().parents[1]
VECTORS = FOLDER / "ledger.json"

CASES = [
    ((3, 32, 32), Conv(10, 5, padding=2)),
    ((1, 28, 28), Conv(6, 5, stride=2)),
    ((4, 11, 7), Conv(6, (3, 2), stride=3, padding=2)),  # floored on one side
    ((3, 9, 12), Conv(8, 3, stride=(2, 1), padding=(0, 2))),
    ((6, 13, 10), Conv(9, 3, padding=2, dilation=2, groups=3)),
    ((6, 13, 10), Conv(9, 3, stride=2, dilation=3, groups=3, bias=False)),
    ((8, 7, 7), Conv(8, 3, stride=2, padding=1, groups=8)),
    ((64, 28, 28), Conv(16, 1, bias=False)),
    ((3, 4, 4), Conv(2, 5)),  # does not fit
    ((4, 8, 8), Conv(6, 3, groups=3)),  # nor do these groups
    ((4, 8, 8), Conv(6, 3, groups=4)),
    ((400,), Conv(6, 3)),
    ((6, 28, 28), Pool(2)),
    ((5, 13, 8), Pool(3, stride=2)),
    ((5, 13, 8), Pool((2, 3), stride=3, padding=1)),
    ((5, 13, 8), Pool(3, stride=2, dilation=2)),
    ((5, 14, 8), CeilPool(3, stride=2)),
    ((5, 7, 8), CeilPool(2, stride=3, padding=1)),  # no window in the border
    ((5, 2, 8), CeilPool(3, stride=2)),
    ((512, 7, 6), AdaptivePool()),
    ((256, 6, 6), AdaptivePool(6)),
    ((64, 14, 9), BatchNorm()),
    ((120,), BatchNorm()),
    ((16, 5, 4), Flatten()),
    ((10,), Flatten()),
    ((400,), Linear(120)),
    ((400,), Linear(120, bias=False)),
    ((16, 5, 5), Linear(120)),
]
KINDS = {
    Conv: "conv", Pool: "pool", CeilPool: "pool", AdaptivePool: "adaptive",
    BatchNorm: "norm", Flatten: "flatten", Linear: "linear",
}  # fmt: skip
KEYS = {
    "out_channels": "channels", "kernel_size": "kernel",
    "output_size": "size", "out_features": "features",
}  # fmt: skip


def make_vectors() -> dict:
    return {"layers": [_layer(shape, layer) for shape, layer in CASES]}


def _layer(shape, layer) -> dict:
    spec = {"kind": KINDS[type(layer)]}
    spec |= {KEYS.get(k, k): v for k, v in asdict(layer).items()}
    if isinstance(layer, CeilPool):
        spec["ceil"] = True
    found = {"input": shape, "layer": spec, "right": None, "slips": None}
    try:
        numbers = layer.count(shape)
        keys = ("shape", "params", "macs")
        found["right"] = dict(zip(keys, numbers, strict=True))
        found["slips"] = asdict(usual_slips(shape, layer))
    except ValueError:
        pass
    return found


# What the page computes for each vector, in the same shape.
SCRIPT = """async ([{ layers }, base]) => {
  const { count } = await import(base + "_ledger_count.js");
  const { usualSlips } = await import(base + "_ledger_slips.js");
  return layers.map(({ layer, input }) => {
    const right = count(layer, input);
    if (right.misfit) return { right: null, slips: null };
    return { right, slips: usualSlips(layer, input) };
  });
}"""


def compare(vectors: dict, page: list[dict]) -> None:
    pairs = zip(vectors["layers"], page, strict=True)
    for vector, found in pairs:
        assert found["right"] == vector["right"], vector
        assert found["slips"] == vector["slips"], vector
        # The first slip that fits is named, so their order counts too.
        for cell, slips in (found["slips"] or {}).items():
            assert list(slips) == list(vector["slips"][cell]), vector


def test_vectors_are_those_of_the_package():
    assert VECTORS.read_text() == as_text(make_vectors()), (
        "run `python tests/test_explore_ledger.py` if the change is meant"
    )


def test_the_page_computes_the_vectors(open_page, tiny_site):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_page(open_page, tiny_site, SCRIPT, vectors))


@needs_node
def test_node_computes_the_vectors(tmp_path):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_node(tmp_path, SCRIPT, vectors))


def test_slips_of_the_page_of_chapter_4():
    """The five readers who count late at night."""
    usual = usual_slips((3, 32, 32), Conv(16, 3))
    assert usual.params["no_bias"] == 432
    assert usual.macs["one_slice"] * 3 == 16 * 27 * 30 * 30
    usual = usual_slips((3, 32, 32), Conv(10, 5, padding=2))
    assert usual.sizes["padding_once"] == (30, 30)
    assert usual.macs["one_place"] == 750
    usual = usual_slips((1, 28, 28), Conv(6, 5, stride=2))
    assert usual.sizes["rounded_up"] == (13, 13)
    usual = usual_slips((16, 14, 14), Conv(32, 3, padding=1))
    assert usual.params["one_slice"] == 320
    usual = usual_slips((64, 56, 56), Conv(64, 3, stride=2, padding=1))
    assert usual.macs["input_places"] == 115_605_504


@pytest.mark.parametrize(("shape", "layer"), CASES)
def test_slips_are_wrong(shape, layer):
    try:
        out, params, macs = layer.count(shape)
    except ValueError:
        return
    usual = usual_slips(shape, layer)
    assert params not in usual.params.values()
    assert macs not in usual.macs.values()
    assert out[0] not in [*usual.channels.values(), *usual.features.values()]
    assert out[1:] not in usual.sizes.values()


def test_a_slip_is_what_the_ledger_gives_for_another_layer():
    shape = 6, 13, 10
    layer = Conv(9, 3, stride=2, padding=2, dilation=2, groups=3)
    usual = usual_slips(shape, layer)

    def row(**changes):
        return ledger(shape, [replace(layer, **changes)]).rows[-1]

    assert row(bias=False).params == usual.params["no_bias"]
    assert row(groups=1).params == usual.params["no_groups"]
    assert row(padding=1).shape[1:] == usual.sizes["padding_once"]
    assert row(padding=0).shape[1:] == usual.sizes["no_padding"]
    assert row(stride=1).shape[1:] == usual.sizes["no_stride"]
    assert row(dilation=1).shape[1:] == usual.sizes["no_dilation"]


# Rows of every network: what goes in, then the numbers to be found.
NETWORKS = """async ([networks, base]) => {
  const { ledger } = await import(base + "_ledger_count.js");
  return Object.values(networks).map((network) =>
    ledger(network).map(({ input, times, right }) =>
      [input, times, right.shape, right.params, right.macs]));
}"""


@pytest.fixture(scope="module")
def tool():
    pytest.importorskip("torch")
    sys.path.insert(0, str(ROOT / "tools"))
    return pytest.importorskip("widget_networks")


@pytest.mark.torch
def test_files_are_current(tool):
    for name, text in tool.files().items():
        assert (tool.FOLDER / name).read_text("utf-8") == text, (
            f"{name}: run `python tools/widget_networks.py`"
        )


@pytest.mark.torch
def test_page_counts_the_networks_as_walk_does(tool, open_page, tiny_site):
    text = (tool.FOLDER / "networks.json").read_text("utf-8")
    networks = json.loads(text)
    page = in_page(open_page, tiny_site, NETWORKS, networks)
    for name, rows in zip(networks, page, strict=True):
        left = [tuple(map(str, row)) for row in rows for _ in range(row[1])]
        left = [(row[0], *row[2:]) for row in left]
        for step, before, _ in tool.layers(name):
            seen = before, list(step.shape), step.params, step.macs
            left.remove(tuple(map(str, seen)))  # ValueError: it is not there
        assert left == [], name
        sums = [sum(t * row[k] for row in rows for t in [row[1]])
                for k in (3, 4)]  # fmt: skip
        known = networks[name]
        assert sums == [known["params"], known["macs"]], name


if __name__ == "__main__":
    VECTORS.write_text(as_text(make_vectors()))
