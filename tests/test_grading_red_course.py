"""Attacks through a whole run: gradebook, tables and feedback pages."""

import csv
import os
import re
import sqlite3

import pytest
import red_course as red
from test_grading_red_team import LIMITS

from cnnlab.grading import jail

pytest.importorskip("nbgrader")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("red_course"),
    pytest.mark.skipif(
        bool(jail.works("bubblewrap")) and not os.environ.get("CI"),
        reason="there is no bubblewrap here",
    ),
]
CHOSEN = {
    *("scripts_everywhere", "write_gradebook", "write_neighbour"),
    *("write_home", "read_frames", "link_to_source", "link_beside"),
    *("hard_link_beside", "odd_names", "pipe_for_notebook"),
    *("broken_notebook", "forge_results", "exit_at_once"),
    *("exception_that_lies", "forge_signature", "link_folder"),
}
NAMES = ("=1+1", "+cmd|'calc'!A0", "<img src=x onerror=alert(1)>", "a\nb")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    from cnnlab.grading.run import Options, grade_course

    course = red.Course(tmp_path_factory.mktemp("whole"))
    course.add_honest("0-honest")
    for attack in red.attacks():
        if attack.name in CHOSEN:
            course.add(attack)
    for name in NAMES:
        course.write(course.folder(name), red.handed_in(scale=red.SCALE))
    before = course.fingerprint()
    options = Options(course.root, red.NAME, jobs=2, limits=LIMITS, seed=5)
    return course, before, grade_course(options)


def written(course, pattern):
    """What stands in the files that a run has written."""
    found = {}
    for path in course.root.rglob(pattern):
        if not {"source", "submitted"} & set(path.parts):
            found[path] = path.read_text("utf-8")
    return found


def test_submissions_and_sources_are_as_before(graded):
    course, before, _ = graded
    after = course.fingerprint()
    assert {path: after.get(path) for path in before} == before


def test_everybody_is_in_the_outcome(graded):
    course, _, outcome = graded
    students = {result["student"] for result in outcome.results}
    assert CHOSEN | {"0-honest"} <= students
    assert {name for name in NAMES if "\n" not in name} <= students


def test_scores_are_those_without_the_attack(graded):
    _, _, outcome = graded
    for result in outcome.results:
        most = red.POINTS if "honest" in result["student"] else red.HONEST
        assert result["score"] <= most, result["student"]


def test_the_gradebook_has_the_same_scores(graded):
    course, _, outcome = graded
    with sqlite3.connect(course.root / "gradebook.db") as book:
        rows = book.execute(
            "SELECT a.student_id, SUM(COALESCE(g.auto_score, 0)), "
            "MAX(COALESCE(g.manual_score, 0)) FROM grade g "
            "JOIN submitted_notebook n ON n.id = g.notebook_id "
            "JOIN submitted_assignment a ON a.id = n.assignment_id "
            "GROUP BY a.student_id"
        ).fetchall()
    book.close()
    scores = {student: score for student, score, _ in rows}
    expected = {r["student"]: r["score"] for r in outcome.results}
    assert scores == expected
    assert max(mark for *_, mark in rows) == 0


def test_feedback_pages_run_nothing(graded):
    course, _, _ = graded
    pages = written(course, "*.html")
    assert len(pages) >= len(CHOSEN)
    for path, text in pages.items():
        ours = re.sub(r"(?s)<style>.*?</style>", "", text)
        tags = re.findall(r"<[a-zA-Z!/][^>]*>", ours)
        for tag in tags:
            assert not re.match(r"(?i)<(script|img|iframe|object)", tag), path
            assert not re.search(r"(?i)\son\w+\s*=|javascript:", tag), path
        assert not re.search("[\x00-\x08\x1b\u202e]", text), path


def test_no_page_shows_a_hidden_test_or_a_file(graded):
    course, _, _ = graded
    for pattern in ("*.html", "*.csv", "*.txt", "logs/**/*.json"):
        for path, text in written(course, pattern).items():
            for kind, canary in red.CANARIES.items():
                own = kind == "neighbour" and "honest" in str(path)
                assert own or canary not in text, (path, kind)


def test_tables_hold_no_formula(graded):
    course, _, _ = graded
    tables = written(course, "*.csv")
    assert tables
    for path, text in tables.items():
        for row in csv.reader(text.splitlines()):
            for field in row:
                assert not re.match(r"[=+@\t\r]", field), (path, field)
