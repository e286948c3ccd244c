"""The ball chart of the page and the package agree.

``python tests/test_explore_balls.py`` writes ``vectors/balls.json`` anew.
"""

import json
from pathlib import Path

import pytest
from widget_vectors import VECTORS as FOLDER
from widget_vectors import as_text, in_node, in_page, needs_node

from cnnlab.explore import beaten_by, frontier, log_share, log_ticks, radius

pytest_plugins = ["tiny_book"]

ROOT = Path(__file__).resolve().parents[1]
VECTORS = FOLDER / "balls.json"
DATA = ROOT / "book" / "widgets" / "data" / "balls.json"

CLOUDS = [
    [(3, 80), (2, 60), (1, 70)],
    [(1, 70), (1, 70), (2, 70), (1, 60)],  # equal ones do not beat each other
    [(5, 50)],
    [(4, 40), (3, 30), (2, 20), (1, 10)],
    [(2, 71.5), (2, 70.25), (9, 71.5), (0.5, 69)],
]
AXES = [(0.085, 38), (1e6, 3e10), (1, 1000), (140e6, 950e6), (3, 4)]
SIZES = [(1e6, 2.5), (138_357_544, 1.5), (61_706, 2)]


def make_vectors() -> dict:
    return {
        "clouds": [
            {
                "points": points,
                "beaten": [beaten_by(points, k) for k in range(len(points))],
                "frontier": frontier(points),
            }
            for points in CLOUDS
        ],
        "axes": [
            {
                "ends": ends,
                "ticks": log_ticks(*ends),
                "shares": [log_share(t, *ends) for t in log_ticks(*ends)],
            }
            for ends in AXES
        ],
        "sizes": [
            {"params": params, "unit": unit, "radius": radius(params, unit)}
            for params, unit in SIZES
        ],
    }


# What the page computes for each vector, in the same shape.
SCRIPT = """async ([vectors, base]) => {
  const b = await import(base + "_balls.js");
  return {
    clouds: vectors.clouds.map(({ points }) => ({
      beaten: points.map((_, k) => b.beatenBy(points, k)),
      frontier: b.frontier(points),
    })),
    axes: vectors.axes.map(({ ends, ticks }) => ({
      ticks: b.logTicks(...ends),
      shares: ticks.map((tick) => b.logShare(tick, ...ends)),
    })),
    sizes: vectors.sizes.map(({ params, unit }) => b.radius(params, unit)),
  };
}"""


def compare(vectors: dict, page: dict) -> None:
    for vector, found in zip(vectors["clouds"], page["clouds"], strict=True):
        for key, value in found.items():
            assert value == vector[key], vector
    for vector, found in zip(vectors["axes"], page["axes"], strict=True):
        # One logarithm each way; ticks are read from the same text.
        assert found["shares"] == pytest.approx(vector["shares"], abs=1e-12)
        assert found["ticks"] == pytest.approx(vector["ticks"], rel=1e-15)
    wanted = [vector["radius"] for vector in vectors["sizes"]]
    assert page["sizes"] == pytest.approx(wanted, rel=1e-12)


def test_vectors_are_those_of_the_package():
    # The last digit of a logarithm is the machine's.
    stored = json.loads(VECTORS.read_text())
    now = json.loads(as_text(make_vectors()))
    assert stored["clouds"] == now["clouds"]
    for vector, found in zip(stored["axes"], now["axes"], strict=True):
        assert found["ends"] == vector["ends"]
        assert found["ticks"] == pytest.approx(vector["ticks"])
        assert found["shares"] == pytest.approx(vector["shares"], abs=1e-12)


def test_the_page_computes_the_vectors(open_page, tiny_site):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_page(open_page, tiny_site, SCRIPT, vectors))


@needs_node
def test_node_computes_the_vectors(tmp_path):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_node(tmp_path, SCRIPT, vectors))


# Amounts as readers write them, and how they come back.
READ = {
    "300 M": 300e6,
    "4.1 G": 4.1e9,
    "4,089,184,256": 4_089_184_256,
    "4.1e9": 4.1e9,
    "25,6 million": 25.6e6,
    "much": None,
    "3 apples": None,
    "": None,
}


@needs_node
def test_amounts(tmp_path):
    script = """async ([texts, base]) => {
      const { amount, readAmount } = await import(base + "_balls.js");
      const back = [4089184256, 61706, 144e6, 7].map(amount);
      return [texts.map(readAmount), back];
    }"""
    found, back = in_node(tmp_path, script, list(READ))
    for text, value in zip(READ, found, strict=True):
        # A number times a power of ten, rounded once.
        wanted = READ[text] and pytest.approx(READ[text], rel=1e-12)
        assert value == wanted, text
    assert back == ["4.09 billion", "61.7 thousand", "144 million", "7"]


@needs_node
def test_names_do_not_touch_and_lie_by_their_own_ball(tmp_path):
    script = """async ([balls, base]) => {
      const { placeLabels } = await import(base + "_ball_labels.js");
      const box = { left: 0, top: 0, right: 400, bottom: 300 };
      return placeLabels(balls, box);
    }"""
    size = {"r": 10, "w": 60, "h": 14, "must": 0}
    centres = [(50, 50), (60, 50), (70, 52), (380, 150), (200, 150)]
    balls = [{"x": x, "y": y} | size for x, y in centres]
    places = in_node(tmp_path, script, balls)
    assert places[3] is not None
    assert places[3][0] + 60 <= 400  # not over the border on the right
    assert None in places  # three on one heap have no room for three names
    boxes = [p for p in places if p]
    for k, (x, y) in enumerate(boxes):
        for a, b in boxes[:k]:
            assert abs(x - a) >= 60 or abs(y - b) >= 14
    balls[1]["must"] = 1
    assert in_node(tmp_path / "again", script, balls)[1] is not None


@pytest.mark.torch
def test_data_is_the_registry():
    """Against the registry itself, not against the tool that wrote it."""
    pytest.importorskip("torch")
    from cnnlab import models
    from cnnlab.models.cited import CITED

    stored = json.loads(DATA.read_text("utf-8"))
    sources = stored.pop("sources")
    assert set(stored) == set(CITED)
    for name, entry in stored.items():
        cited = CITED[name]
        # Written and read as the same decimal text.
        for key in ("top1", "top5"):
            assert entry[key] == pytest.approx(getattr(cited, key), rel=1e-15)
        known = models.info(name) if name in models.names() else cited
        assert (entry["params"], entry["macs"]) == (known.params, known.macs)
        assert entry["built"] == (name in models.names())
        assert (entry["title"], entry["source"]) == (cited.title, cited.source)
        assert entry["pixels"] == cited.pixels
    assert set(sources) == {cited.source for cited in CITED.values()}
    assert {e["family"] for e in stored.values()} == {
        "small", "residual", "Inception", "plain",
    }  # fmt: skip


if __name__ == "__main__":
    VECTORS.write_text(as_text(make_vectors()))
