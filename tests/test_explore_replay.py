"""Page and package count a replay alike: one file of vectors, made here.

``python tests/test_explore_replay.py`` writes ``vectors/replay.json`` anew.
"""

import json
import math
import random

import pytest
from book_tools import BOOK
from widget_vectors import VECTORS as FOLDER
from widget_vectors import as_text, in_node, in_page, needs_node

from cnnlab.explore import (
    across_seeds,
    learned_and_forgotten,
    lowest_place,
    misread,
    relative_change,
)

pytest_plugins = ["tiny_book"]

VECTORS = FOLDER / "replay.json"
DIGITS = 12  # of a result in the file
RUNS = json.loads(
    (BOOK / "widgets" / "data" / "replay.json").read_text("utf-8")
)
WEIGHTS = [
    ([3, 4], [3, 9]),
    ([1, -2, 2], [1, -2, 2]),  # nothing moved
    ([-120, 7, 0, 33], [41, -7, 12, 30]),
]
ANSWERS = [
    ("7710", "7214", "7210"),
    ("9999", "9999", "1234"),  # nothing learned
    ("10", "01", "10"),  # both forgotten
    ("0", "0", "0"),
]


def curves() -> list[list[list[float]]]:
    """Runs of several seeds, of one, of one epoch; and recorded ones."""
    rng = random.Random(0)
    shapes = [(5, 10), (1, 4), (3, 1), (2, 2)]
    made = [
        [[rng.randint(0, 999) / 1000 for _ in range(E)] for _ in range(S)]
        for S, E in shapes
    ]
    tie = [[0.5, 0.25, 0.25, 0.5]] * 2  # the first of two lowest
    return [*made, tie, RUNS["lenet5_replay"]["curves"]["val_loss"]]


def make_vectors() -> dict:
    return {
        "curves": [_curves(runs) for runs in curves()],
        "weights": [
            {"case": case, "moved": round(relative_change(*case), DIGITS)}
            for case in WEIGHTS
        ],
        "answers": [
            {
                "case": case,
                "misread": misread(*case[1:]),
                **learned_and_forgotten(*case),
            }
            for case in ANSWERS
        ],
    }


def _curves(runs: list[list[float]]) -> dict:
    found = across_seeds(runs)
    return {
        "runs": runs,
        **{k: [round(x, DIGITS) for x in v] for k, v in found.items()},
        "lowest": lowest_place(found["mean"]),
    }


# What the page computes for each vector, in the same shape.
SCRIPT = """async ([vectors, base]) => {
  const r = await import(base + "_replay.js");
  return {
    curves: vectors.curves.map(({ runs }) => {
      const found = r.acrossSeeds(runs);
      return { ...found, lowest: r.lowestPlace(found.mean) };
    }),
    weights: vectors.weights.map(({ case: c }) => r.relativeChange(...c)),
    answers: vectors.answers.map(({ case: [before, after, labels] }) => ({
      misread: r.misread(after, labels),
      ...r.learnedAndForgotten(before, after, labels),
    })),
  };
}"""


def compare(vectors: dict, page: dict) -> None:
    for vector, found in zip(vectors["curves"], page["curves"], strict=True):
        assert found.pop("lowest") == vector["lowest"], vector
        for key, values in found.items():
            # Sums of five numbers below 3 in float64; the file is rounded.
            assert values == pytest.approx(vector[key], abs=2e-12), key
    moved = [v["moved"] for v in vectors["weights"]]
    # Square roots of sums of four squares, rounded in the file.
    assert page["weights"] == pytest.approx(moved, abs=2e-12)
    for vector, found in zip(vectors["answers"], page["answers"], strict=True):
        assert found.items() <= vector.items()


def test_vectors_are_those_of_the_package():
    assert VECTORS.read_text() == as_text(make_vectors()), (
        "run `python tests/test_explore_replay.py` if the change is meant"
    )


def test_the_page_computes_the_vectors(open_page, tiny_site):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_page(open_page, tiny_site, SCRIPT, vectors))


@needs_node
def test_node_computes_the_vectors(tmp_path):
    vectors = json.loads(VECTORS.read_text())
    compare(vectors, in_node(tmp_path, SCRIPT, vectors))


def test_seeds_by_hand():
    found = across_seeds([[1.0, 5.0], [2.0, 5.0], [6.0, 5.0]])
    assert found["mean"] == pytest.approx([3, 5])
    assert found["low"] == pytest.approx([1, 5])
    assert found["high"] == pytest.approx([6, 5])
    # (4 + 1 + 9) / 2
    assert found["spread"] == pytest.approx([math.sqrt(7), 0])
    assert across_seeds([[1.0]])["spread"] == pytest.approx([0])


def test_runs_of_different_length():
    message = r"`curves` have 2, 1 epochs: compare runs with as many"
    with pytest.raises(ValueError, match=message):
        across_seeds([[1, 2], [1]])
    with pytest.raises(ValueError, match="`curves` have no epochs"):
        across_seeds([])


TICKS = """async (cases) => {
  const { ticks } = await import("./_static/widgets/_replay.js");
  return cases.map((a) => ticks(...a).map((t) => Number(t.toPrecision(6))));
}"""


def test_marks_of_an_axis(open_page):
    cases = [
        (0, 1, False),
        (74, 99.9, False),
        (0.0054, 2.3, True),
        (0.35, 1.8, True),
    ]
    found = open_page("plain").evaluate(TICKS, cases)
    assert [[f"{t:g}" for t in ticks] for ticks in found] == [
        ["0", "0.2", "0.4", "0.6", "0.8", "1"],
        ["75", "80", "85", "90", "95"],
        ["0.01", "0.1", "1"],
        ["0.5", "1"],
    ]


if __name__ == "__main__":
    VECTORS.write_text(as_text(make_vectors()))
