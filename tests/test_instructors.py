"""The page for instructors: its tables are counted, its commands exist."""

import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cnnlab.cli import app

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
sys.path[:0] = [str(BOOK / "_ext"), str(ROOT / "tools")]

import course_plan  # noqa: E402
import project  # noqa: E402

TEXT = (BOOK / "95_instructors.md").read_text("utf-8")
PLANS = re.findall(r"^```\{course-plan\}\n(.*?)^```$", TEXT, re.M | re.S)
CHAPTERS = [p.stem for p in project.pages() if re.match(r"[01]\d_", p.stem)]


@pytest.fixture(scope="module")
def plan():
    return course_plan.Plan(set(CHAPTERS) | {"intro"})


def lines(table: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    return [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in table.splitlines()[2:]
    ]


@pytest.mark.parametrize(
    ("body", "number"), [*zip(PLANS, (15, 13), strict=True)]
)
def test_a_plan_has_every_page_once_in_order(body, number):
    weeks = course_plan.parse_weeks(body)
    pages = [page for week in weeks for page in week]
    assert len(weeks) == number
    assert pages == sorted(pages)
    assert len(pages) == 18
    assert set(CHAPTERS) <= set(pages)


def test_sums_are_those_of_the_exercises(plan):
    *weeks, total = lines(plan.weeks(PLANS[0]))
    facts = plan.exercises.values()
    assert len(weeks) == 18
    assert total[0] == "all"
    assert total[4] == str(sum(f["minutes"] for f in facts))
    assert total[5] == str(sum(f["points"] for f in facts))
    assert total[2] == str(sum(int(week[2] or 0) for week in weeks))


def test_a_line_says_what_page_and_exercise_say(plan):
    (line, _) = lines(plan.weeks("- [03_convolution]"))
    facts = plan.exercises["03_convolution"]
    text = (BOOK / "03_convolution.md").read_text("utf-8")
    assert line[0] == "1"
    assert line[1] == "3 {doc}`03_convolution`"
    assert f"about {line[2]} minutes to read" in text
    assert line[3:] == [
        facts["title"],
        str(facts["minutes"]),
        str(facts["points"]),
    ]


def test_what_is_not_written_is_said(plan):
    (line, _) = lines(plan.weeks("- [19_not_there]"))
    assert line == ["1", "19 in preparation", "", "in preparation", "", ""]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("- 03_convolution", "list of weeks"),
        ("03_convolution", "list of weeks"),
        ("- [03_convolution]\n- [03_convolution]", "03_convolution"),
    ],
)
def test_a_wrong_plan_is_refused(body, named):
    with pytest.raises(ValueError, match=named):
        course_plan.parse_weeks(body)


def test_a_page_without_minutes_is_refused():
    with pytest.raises(ValueError, match="92_notation"):
        course_plan.minutes_to_read("92_notation")


def test_lectures_and_headings_are_read():
    found = course_plan.sources("001 3.1, 3.2; 000 Filters; 003")
    assert found == [("001", "3.1, 3.2"), ("000", "Filters"), ("003", "")]


def test_every_topic_is_in_the_map(plan):
    lectures = re.findall(r"^```\{lecture-map\} (\d+)$", TEXT, re.M)
    assert lectures == [f"00{n}" for n in range(5)]
    rows = [row for name in lectures for row in lines(plan.lecture(name))]
    topics = course_plan.yaml.safe_load(course_plan.TOPICS.read_text("utf-8"))
    wanted = sum(len(course_plan.sources(t["source"])) for t in topics)
    assert len(rows) == wanted
    assert not [row for row in rows if len(row) != 3 or not row[1]]
    with pytest.raises(ValueError, match="005"):
        plan.lecture("005")


def test_map_leads_to_sections(plan):
    (row,) = [r for r in lines(plan.lecture("001")) if "261" in r[0]]
    assert row[1:] == ["{ref}`page 3 <sec-worked-patch>`", "3.3.1.2"]


def test_headings_with_numbers_come_first():
    rows = [("a", "", "Filters"), ("b", "", "3.10"), ("c", "", "3.9")]
    ordered = sorted(rows, key=course_plan.by_number)
    assert [row[0] for row in ordered] == ["c", "b", "a"]


def test_commands_exist():
    """What the page tells an instructor to type or to open."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"(?:`|^)make ([\w-]+)", TEXT, re.M)
    assert len(targets) > 2
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.M), target
    for name in re.findall(r"`(tools/\w+\.py|exercises/README\.md)", TEXT):
        assert (ROOT / name).exists(), name
    (chosen,) = re.findall(r"course\.py --only (\w+)", TEXT)
    assert (ROOT / "exercises" / chosen).is_dir()
    options = CliRunner().invoke(app, ["grade", "--help"]).output
    for option in set(re.findall(r"`(--[\w-]+)", TEXT)):
        assert option in options, option
