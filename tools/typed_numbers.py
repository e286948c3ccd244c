"""Numbers typed into prose that look measured: a page may not have them.

    python tools/typed_numbers.py [PAGE ...]

Accuracies, seconds, ratios and counts come from a cell, by `glue`, or are a
fact with its reference. So a number with a unit such as ``%``, ``s`` or
``times``, a count such as ``61,706``, a decimal of three digits or more, and
any decimal in a sentence about a loss or a speed is listed, unless

* its sentence, or the paragraph before its table, cites a work, or says that
  a paper or the lecture states it;
* it is a size of a data set in `FACTS`, or a setting such as a momentum;
* it stands in a quiz, whose runs are made up, in the box of a prediction,
  which asks, or in the list of exercises, which gives settings;
* `book/typed_numbers.toml` excuses it with a reason.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import project
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

EXCUSES = project.BOOK / "typed_numbers.toml"
MOST_EXCUSES = 5  # for one page

# Sizes of data sets that many pages name; each is checked by `cnnlab.data`.
FACTS = {
    "60,000": "training images of MNIST",
    "50,000": "training images of CIFAR-10",
    "45,000": "the same without the validation part",
    "10,000": "test images of MNIST and of CIFAR-10",
    "5,000": "digits in the package",
    "1,000": "classes of ImageNet; images of a small part",
}
ROOMS = ("In the slides", "Quiz", "Exercise", "Read on")
QUOTES = ("lecture", "it says")  # heads of columns that cite the lectures
SKIPPED = ("{quiz}", "{code-cell}", "{exercise-card}", "{bibliography}")
OPTION = re.compile(r"^:(?!alt:)[\w-]+:.*$|^---$.*?^---$", re.M | re.S)
UNIT = (
    r"(?:%|percent\b|points?\b|seconds?\b|ms\b|s\b|minutes?\b|hours?\b|"
    r"times\b|fold\b|[KMG]B\b|million\b|billion\b)"
)
NUMBER = re.compile(
    r"(?<![\w.,\-–])(?:"
    rf"\d+(?:,\d{{3}})*(?:\.\d+)?[\s\-]?{UNIT}"  # 98.3%, 12 times
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?"  # 61,706
    r"|\d+\.\d+)(?!\w|\.\d)"  # 0.983, but not section 3.1.2
)
OF_DATA = re.compile(
    r"^( \S+){0,4}? (images|digits|pictures|photos|classes|training|new ones)"
)
SETTING = re.compile(
    r"(Python|rate|L1|L2|momentum|weight|strength|dropout)( of)? $"
)
ABOUT = re.compile(
    r"accura|loss|error|faster|slower|ratio|speed|took|takes|reach|score|"
    r"right|wrong|parameters",
    re.I,
)
STATED = re.compile(
    r"\b(papers?|lectures?|slides?|authors?)\b|published", re.I
)
SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n\n")


@dataclass(frozen=True)
class Typed:
    """A number on a page, with the sentence around it."""

    page: str
    number: str
    sentence: str


def parser():
    allowed = {"amsmath", "colon_fence", "deflist", "dollarmath"}
    config = MdParserConfig(enable_extensions=allowed)
    return create_md_parser(config, RendererHTML)


def words(token: Token) -> str:
    """The text of a paragraph; what is computed or set apart is a sign."""
    signs = {"softbreak": " ", "math_inline": "□", "code_inline": "□"}
    parts = []
    for child in token.children or ():
        if child.type == "myst_role":
            name = child.meta["name"]
            parts.append("[cited]" if name.startswith("cite") else "□")
        elif child.type == "image":
            parts.append(child.content)
        else:
            parts.append(signs.get(child.type, child.content))
    return "".join(parts)


def rooms(text: str) -> Iterator[tuple[str, Token]]:
    """Every token with the title of its chapter or section."""
    room = heading = ""
    for token in parser().parse(text):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "heading_close":
            heading = ""
        elif token.type == "inline" and heading in ("h1", "h2"):
            room = token.content
        yield room, token


def sentences(text: str) -> Iterator[str]:
    """All sentences of a page that make a claim; a row of a table is one."""
    before, row, heads = "", [], []
    for room, token in rooms(text):
        if room in ROOMS:
            continue
        if token.type in ("fence", "colon_fence"):
            yield from inside(token)
        elif token.type == "tr_open":
            row = ["[cited]" if "[cited]" in before else "row"]
        elif token.type == "tr_close":
            yield " | ".join(claims(row, heads))
            heads, row = heads or row, []
        elif token.type == "table_close":
            heads = []
        elif token.type == "inline" and row:
            row.append(words(token))
        elif token.type == "inline":
            before = words(token)
            yield from SENTENCE.split(before)


def claims(row: list[str], heads: list[str]) -> list[str]:
    """The cells of a row without those that quote."""
    if not heads:
        return row
    pairs = zip(row, heads, strict=True)
    return [cell for cell, head in pairs if head not in QUOTES]


def inside(fence: Token) -> Iterator[str]:
    """The prose of a directive: its caption, body and alternative text."""
    if not fence.info.startswith("{") or fence.info.startswith(SKIPPED):
        return
    if re.search(r"^:class: .*\bpredict\b", fence.content, re.M):
        return
    alt = re.search(r"^:alt:(.*)$", fence.content, re.M)
    body = OPTION.sub("", fence.content)
    yield from sentences(re.sub(r"^:alt:.*$", "", body, flags=re.M))
    if alt:
        yield from SENTENCE.split(alt[1].strip())


def suspicious(sentence: str) -> Iterator[str]:
    """The numbers of a sentence that look measured."""
    if "[cited]" in sentence or STATED.search(sentence):
        return
    if sentence.startswith("Time:"):
        return  # how long to read is the author's guess
    for match in NUMBER.finditer(sentence):
        number = match[0]
        bare = number.replace(",", "")
        before, after = sentence[: match.start()], sentence[match.end() :]
        if number in FACTS and OF_DATA.search(after):
            continue
        if number in ("10%", "90%") and "guess" in sentence:
            continue  # one of ten classes
        if re.fullmatch(r"\d+\.\d+", bare):
            digits = len(bare.replace(".", "").lstrip("0"))
            if SETTING.search(before):
                continue
            if digits < 3 and not ABOUT.search(sentence):
                continue  # a setting, too
        yield number


def find(page: str, text: str) -> list[Typed]:
    """All numbers of a page that look measured, excused or not."""
    return [
        Typed(page, number, " ".join(sentence.split()))
        for sentence in sentences(text)
        for number in suspicious(" ".join(sentence.split()))
    ]


def excuses() -> dict[str, list[dict[str, str]]]:
    """For each page the numbers that may stay: ``text`` and ``reason``."""
    return tomllib.loads(EXCUSES.read_text("utf-8"))


def unexcused(page: str, text: str) -> list[Typed]:
    known = [excuse["text"] for excuse in excuses().get(page, ())]
    return [
        typed
        for typed in find(page, text)
        if not any(part in typed.sentence for part in known)
    ]


def main(names: list[str]) -> int:
    count = 0
    for path in project.pages():
        if names and path.stem not in names:
            continue
        for typed in unexcused(path.stem, path.read_text("utf-8")):
            print(f"{typed.page}: {typed.number}: {typed.sentence}")
            count += 1
    print(f"{count} typed numbers")
    return min(count, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
