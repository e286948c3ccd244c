"""What must hold for the text of every page, without a build."""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[1] / "book"
PAGES = sorted(path.stem for path in BOOK.glob("*.md"))


def heads(text: str) -> list[list[str]]:
    """The cells of the first line of every table."""
    lines = text.splitlines()
    return [
        [cell.strip() for cell in before.strip().strip("|").split("|")]
        for before, line in zip(lines, lines[1:], strict=False)
        if re.fullmatch(r"\s*\|[-:| ]+\|\s*", line) and "|" in before
    ]


def test_heads_are_found():
    table = "| a | |\n|---|---|\n| 1 | 2 |\n\ntext\n\n| b | c |\n|:-:|--|\n"
    assert heads(table) == [["a", ""], ["b", "c"]]


@pytest.mark.parametrize("page", PAGES)
def test_every_column_of_a_table_has_a_head(page):
    """A screen reader says the head before each cell; axe wants words in it,
    and a formula alone is none."""
    for head in heads((BOOK / f"{page}.md").read_text()):
        words = [re.sub(r"\$[^$]*\$", "", cell).strip() for cell in head]
        assert all(words), f"a column of this table has no head: {head}"


def test_each_chapter_has_a_quiz():
    chapters = [name for name in PAGES if "01" <= name[:2] <= "18"]
    assert len(chapters) == 18
    for name in chapters:
        text = (BOOK / f"{name}.md").read_text("utf-8")
        assert "```{quiz}" in text, name
