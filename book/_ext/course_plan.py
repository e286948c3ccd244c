"""The ``{course-plan}`` and ``{lecture-map}`` directives: tables that count.

The body of a plan is a list of weeks, each a list of pages::

    ```{course-plan}
    - [01_pixels_and_mlp]
    - [02_limits_of_mlp, 03_convolution]
    ```

Minutes and points come from the pages and from `exercises/*/exercise.toml`.
``{lecture-map} 001`` lists the topics of one lecture with their sections, from
`topics.yml`. Both are written as Markdown, which Sphinx then reads.
"""

import re
import tomllib
from pathlib import Path

import yaml

BOOK = Path(__file__).resolve().parents[1]
EXERCISES = BOOK.parent / "exercises"
TOPICS = BOOK / "topics.yml"
TEXT = {
    "plan": (
        "week",
        "page",
        "minutes to read",
        "exercise",
        "minutes to solve",
        "points",
    ),
    "map": ("topic", "page", "heading in the lecture"),
    "missing": "in preparation",
    "sum": "all",
}


class Plan:
    """What the tables need to know; ``found`` are the pages of the book."""

    def __init__(self, found: set[str]):
        self.found = found
        self.exercises = {}
        for path in sorted(EXERCISES.glob("*/exercise.toml")):
            facts = tomllib.loads(path.read_text("utf-8"))
            self.exercises[facts["page"]] = facts

    def weeks(self, body: str) -> str:
        """The table of a course; the last line adds up."""
        lines, total = [], [0, 0, 0]
        for number, pages in enumerate(parse_weeks(body), start=1):
            for page in pages:
                numbers = self.minutes_and_points(page)
                total = [a + b for a, b in zip(total, numbers, strict=True)]
                lines.append(self.line(number, page, numbers))
        read, solve, points = total
        lines.append((TEXT["sum"], "", read, "", solve, points))
        return table(TEXT["plan"], lines)

    def line(self, week: int, page: str, numbers: tuple) -> tuple:
        read, solve, points = numbers
        facts = self.exercises.get(page)
        title = facts["title"] if facts else TEXT["missing"]
        return (
            week,
            self.link(page),
            read or "",
            title,
            solve or "",
            points or "",
        )

    def minutes_and_points(self, page: str) -> tuple[int, int, int]:
        """Minutes to read, minutes to solve, points; 0 if not there yet."""
        facts = self.exercises.get(page, {})
        read = minutes_to_read(page) if page in self.found else 0
        return read, facts.get("minutes", 0), facts.get("points", 0)

    def link(self, page: str) -> str:
        number = f"{int(page[:2])} " if page[:2].isdigit() else ""
        if page in self.found:
            return f"{number}{{doc}}`{page}`"
        return f"{number}{TEXT['missing']}"

    def lecture(self, wanted: str) -> str:
        """The table of one lecture, such as ``001``."""
        lines = []
        for topic in yaml.safe_load(TOPICS.read_text("utf-8")):
            for lecture, heading in sources(topic["source"]):
                if lecture == wanted:
                    lines.append((*self.topic(topic), heading))
        if not lines:
            raise ValueError(f"no topic is from the lecture {wanted!r}")
        return table(TEXT["map"], sorted(lines, key=by_number))

    def topic(self, topic: dict) -> tuple[str, str]:
        """What it is about, and its sections."""
        anchors = topic.get("anchor", [None] * len(topic["pages"]))
        places = []
        for page, anchor in zip(topic["pages"], anchors, strict=False):
            known = page in self.found and anchor
            name = f"page {int(page[:2])}" if page[:2].isdigit() else page
            places.append(f"{{ref}}`{name} <{anchor}>`" if known else name)
        what = topic.get("what", topic["id"].replace("-", " "))
        return what.replace("->", "→"), ", ".join(places)


def parse_weeks(body: str) -> list[list[str]]:
    """Lists of pages.

    Raises
    ------
    ValueError
        If it is not a list of lists, or a page stands twice.
    """
    weeks = yaml.safe_load(body)
    if not isinstance(weeks, list) or not all(
        isinstance(week, list) for week in weeks
    ):
        raise ValueError("the body must be a list of weeks, each a list")
    pages = [page for week in weeks for page in week]
    twice = sorted({page for page in pages if pages.count(page) > 1})
    if twice:
        raise ValueError(f"{twice} stand in more than one week")
    return weeks


def sources(text: str) -> list[tuple[str, str]]:
    """``"001 3.1; 000 Filters; 003"`` -> lectures with their headings."""
    found = re.findall(r"(\d{3})\b\s*([^;]*)", text)
    return [(lecture, heading.strip()) for lecture, heading in found]


def minutes_to_read(page: str) -> int:
    """What the page itself says.

    Raises
    ------
    ValueError
        If it does not say it.
    """
    text = (BOOK / f"{page}.md").read_text("utf-8")
    said = re.search(r"^\*Time:\* about (\d+) minutes to read", text, re.M)
    if said is None:
        raise ValueError(f"{page} does not say its minutes to read")
    return int(said[1])


def by_number(line: tuple) -> tuple:
    """Headings with numbers first, in their order, then the others."""
    number = re.match(r"\d+(\.\d+)+", line[-1])
    places = re.findall(r"\d+", number[0]) if number else []
    return (not places, [int(n) for n in places])


def table(head: tuple, lines: list[tuple]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def setup(app) -> dict:
    from course_plan_directive import CoursePlan, LectureMap

    app.add_directive("course-plan", CoursePlan)
    app.add_directive("lecture-map", LectureMap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
