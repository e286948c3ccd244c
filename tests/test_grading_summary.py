"""The end of a run in plain words."""

import io

import pytest

pytest.importorskip("nbgrader")

from gradebook_course import FAILED, PASSED, result
from rich.console import Console

from cnnlab.grading import summary

LONG = 10_000


def shown(results, width=100):
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=False)
    summary.show(results, console)
    return out.getvalue()


def class_of(lost, passed):
    names = (f"s{number:03}" for number in range(lost + passed))
    kinds = [FAILED] * lost + [PASSED] * passed
    return [result(*pair) for pair in zip(names, kinds, strict=True)]


def test_scores_and_failures():
    text = summary.text(class_of(lost=2, passed=3))
    assert "5 notebooks, 9 points each at most" in text
    assert "scores: lowest 0, median 4, highest 4" in text
    assert "5 notebooks ran in a bubblewrap box" in text
    assert "double-test: 2 of 5" in text
    assert "5 students: grade by hand in formgrader" in text


def test_one_of_each_kind_of_thing():
    given = result(
        repairs=["cell double came back"],
        limits=["double: 10 s of CPU"],
        suspicious=["opens the network"],
        test=PASSED | {"where": "inside"},
        penalty=1.5,
        notes=["timestamp.txt could not be read"],
    )
    bad = result("bob", status="unreadable", problem="no JSON", box="plain")
    text = summary.text([given, bad])
    for line in (
        "1 x cell double came back",
        "ada: double: 10 s of CPU",
        "ada: opens the network",
        "test cell double-test",
        "ada: 1.5 points less for being late",
        "ada: timestamp.txt could not be read",
        "bob: no JSON",
        "1 notebook ran WITHOUT a box",
    ):
        assert line in text
        assert line in shown([given, bad])


def test_nothing_noted_says_nothing():
    text = summary.text([result()])
    for head in ("Repaired", "Limits", "Suspicious", "inside", "Late"):
        assert head not in text


def test_the_worst_cell_is_first():
    given = class_of(lost=1, passed=1)
    for one in given:
        extra = one["cells"][3] | {"grade_id": "z-worse", "score": 0.0}
        one["cells"].append(extra)
    text = summary.text(given)
    assert text.index("z-worse: 2 of 2") < text.index("double-test: 1 of 2")


def test_long_lists_are_cut():
    given = [result(f"s{n}", limits=["memory"]) for n in range(30)]
    assert "and 22 more" in summary.text(given)


def test_order_and_seconds_change_nothing(tmp_path):
    given = class_of(lost=3, passed=3)
    for one in given:
        one["limits"] = ["memory"]
    other = [one | {"seconds": 9.0} for one in reversed(given)]
    summary.write(tmp_path / "a", given)
    summary.write(tmp_path / "b", other)
    one, two = (tmp_path / name / "summary.txt" for name in "ab")
    assert one.read_bytes() == two.read_bytes()


def test_strangers_words_are_neither_markup_nor_terminal_codes():
    words = "[bold red]x[/] \x1b[31m\x1b]0;title\x07 \u202e \n\n" + "y" * LONG
    given = result(suspicious=[words], repairs=[words], limits=[words])
    for text in (shown([given], width=400), summary.text([given])):
        assert "[bold red]x[/]" in text
        for sign in ("\x1b", "\x07", "\u202e", "[31m", "title"):
            assert sign not in text
        assert max(map(len, text.splitlines())) < 400


def test_no_submission():
    assert "no submission" in summary.text([])
    assert "no submission" in shown([])
