"""Every topic of the lectures has its place, and the place has content."""

import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from site_pages import SITE, soup

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import project  # noqa: E402

TOPICS = yaml.safe_load((ROOT / "book" / "topics.yml").read_text())
# The lectures have this many topics; none may be lost by an edit.
NUMBER = 78
LEAST_WORDS = 150
WRITTEN = [topic for topic in TOPICS if "anchor" in topic]


def test_no_topic_is_lost_or_doubled():
    counts = Counter(topic["id"] for topic in TOPICS)
    assert len(TOPICS) == NUMBER
    assert counts.most_common(1)[0][1] == 1


def test_topics_have_source_and_pages():
    for topic in TOPICS:
        assert topic["source"][:3] in {"000", "001", "002", "003", "004"}
        assert topic["pages"]


def test_a_written_page_tells_all_its_topics():
    for topic in TOPICS:
        written = [
            page for page in topic["pages"]
            if ROOT / "book" / f"{page}.md" in project.pages()
        ]  # fmt: skip
        if len(written) == len(topic["pages"]):
            assert len(topic.get("anchor", [])) == len(written), topic["id"]


def test_print_progress(capsys):
    with capsys.disabled():
        print(f"\ntopics: {len(WRITTEN)} of {len(TOPICS)} written")


def section_of(page: BeautifulSoup, anchor: str):
    """The `<section>` that the anchor stands in or is."""
    target = page.find(id=anchor)
    if target is None:
        return None
    return (
        target if target.name == "section" else target.find_parent("section")
    )


def enough(section) -> bool:
    """More than a heading: words, or a figure with a caption."""
    caption = section.select_one("figure figcaption")
    if caption is not None and caption.get_text(strip=True):
        return True
    return len(section.get_text(" ").split()) >= LEAST_WORDS


def test_enough_can_say_no():
    empty = "<section id='x'><h2>A title</h2><p>Few words.</p></section>"
    page = BeautifulSoup(empty, "html.parser")
    assert not enough(section_of(page, "x"))
    assert section_of(page, "y") is None


@pytest.mark.site
@pytest.mark.parametrize("topic", WRITTEN, ids=lambda topic: topic["id"])
def test_anchor_leads_to_content(topic):
    for page, anchor in zip(topic["pages"], topic["anchor"], strict=True):
        section = section_of(soup(SITE / "book" / f"{page}.html"), anchor)
        assert section is not None, f"{page}.html has no #{anchor}"
        assert enough(section), f"{page}.html#{anchor} is little but a title"
