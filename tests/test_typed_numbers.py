"""Numbers typed into prose are found: on a page as it is, and planted."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import project  # noqa: E402
import typed_numbers  # noqa: E402

PAGES = {page.stem: page for page in project.pages()}
# Page, sentence, number to be found.
PLANTED = [
    ("02_limits_of_mlp", "After ten epochs 97.8% are right.", "97.8%"),
    ("02_limits_of_mlp", "The larger network has 61,706 of them.", "61,706"),
    ("05_computing_convolution", "With im2col it took 0.42 s here.", "0.42 s"),
    ("05_computing_convolution", "This is 37 times as fast.", "37 times"),
    ("09_first_cnn", "The mean accuracy of five seeds is 0.993.", "0.993"),
    ("09_first_cnn", "The loss ends at 0.03, after the last epoch.", "0.03"),
    ("12_normalization", "Group norm loses 1.5 points.", "1.5 points"),
    ("12_normalization", "All epochs together need 12 seconds.", "12 seconds"),
    ("16_cifar10", "*Test accuracy 86.4%, mean of three seeds.*", "86.4%"),
    ("16_cifar10", "| wide | 270,410 | slower by 2.5x |", "270,410"),
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_number_is_typed(page):
    text = PAGES[page].read_text("utf-8")
    assert typed_numbers.unexcused(page, text) == []


def sections(text: str) -> list[int]:
    """Where sections with claims begin: after their headings."""
    ends = [
        m.end() for m in re.finditer(r"^## (.+)\n", text, re.M)
        if m[1] not in typed_numbers.ROOMS
    ]  # fmt: skip
    # A page's code may have comments that look like headings.
    return [end for end in ends if text[:end].count("```") % 2 == 0]


@pytest.mark.parametrize(("page", "sentence", "number"), PLANTED)
def test_a_planted_number_is_caught(page, sentence, number):
    """In every section of the page."""
    text = PAGES[page].read_text("utf-8")
    places = sections(text)
    assert len(places) >= 4
    table = "| a | b | c |\n|---|---|---|\n" if sentence[0] == "|" else ""
    for place in places:
        planted = f"{text[:place]}\n{table}{sentence}\n\n{text[place:]}"
        found = typed_numbers.unexcused(page, planted)
        assert [typed.number for typed in found] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "The error is 15.3% {cite}`krizhevsky2012`.",
        "The paper reports an error of 15.3%.",
        "There are $120{,}000$ weights, `12 times` more.",
        "It is {glue:text}`accuracy` right after {glue:text}`time` s.",
        "The first of the 60,000 training digits.",
        "A learning rate of 0.05 gives the smallest loss.",
        "Momentum is 0.9.",
        "Layer 3 has 16 maps, see page 12.",
        "Told in section 3.5.2 of it.",
        "| lecture | it says | it is |\n|---|---|---|\n| 1 | 65% | more |",
        "## In the slides\n\nThe loss is 0.37 there.",
        "```{quiz}\n- question: Accuracy 71%, and now?\n```",
        "```{code-cell}\nprint('12 times')\n```",
        "```{figure} a.svg\n:width: 80%\n:alt: A curve.\n\nA curve.\n```",
    ],
)
def test_what_may_be_typed(text):
    assert typed_numbers.find("page", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "```{figure} a.svg\n:alt: It ends at 98.3%.\n\nA curve.\n```",
        "```{figure} a.svg\n:alt: A curve.\n\nIt ends at 98.3%.\n```",
        "```{admonition} Note\nIt ends at 98.3%.\n```",
        "- one\n- ends at 98.3%",
        "> ends at **98.3%**",
        "### It ends at 98.3%",
        "| lecture | it says | it is |\n|---|---|---|\n| 1 | 65% | 98.3% |",
    ],
)
def test_where_it_looks(text):
    assert [t.number for t in typed_numbers.find("page", text)] == ["98.3%"]


def test_excuses_are_few_and_have_reasons():
    for page, excused in typed_numbers.excuses().items():
        assert page in PAGES
        assert len(excused) <= typed_numbers.MOST_EXCUSES
        assert all(len(excuse["reason"]) > 10 for excuse in excused)


def test_excuses_are_needed():
    for page, excused in typed_numbers.excuses().items():
        found = typed_numbers.find(page, PAGES[page].read_text("utf-8"))
        for excuse in excused:
            assert any(excuse["text"] in t.sentence for t in found), excuse
