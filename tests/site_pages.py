"""The built site as files: each page is parsed once, whoever asks."""

from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"


@cache
def soup(path: Path) -> BeautifulSoup:
    """A page of the site; it is shared, so read it and change nothing."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")
