"""The page of measurements shows each record, and says what is missing."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "book" / "_ext"), str(ROOT / "tools")]

pytest.importorskip("torch")

import book_tools  # noqa: E402
import measurements  # noqa: E402
import site_pages  # noqa: E402

REAL = measurements.RESULTS
SHAPE = "forward, N8 C3 9x9 F5 k4 s2 p1"
WORDS = "forward, 8 images of 3 × 9 × 9, 5 filters of 4 × 4, stride 2, "
ENVIRONMENT = {"machine": "a machine", "cpu": "a CPU", "cores": 2, "load": 0.5}
ENVIRONMENT |= {"system": "Linux", "python": "3.11.7", "cnnlab": "0.1.0"}
ENVIRONMENT |= {"numpy": "2.4.6", "torch": "2.15.0", "nbgrader": ""}
ENVIRONMENT |= dict.fromkeys(measurements.VARIABLES, "")


def row(**changes) -> dict:
    facts = {"name": "n", "what": SHAPE, "unit": "ms", "ours": 2.0}
    facts |= {"theirs": 4.0, "ratio": 2.0, "aim": 0.8, "rounds": 9}
    return facts | {"reached": True, "detail": {}} | changes


def record(*rows: dict, **more) -> dict:
    facts = {"command": "make bench NAMES=x", "full": True, "rows": rows}
    facts |= {"begun": "yesterday"}
    return facts | {"environment": ENVIRONMENT} | more


SLOW = row(what="slow", ratio=0.5, ours=8.0, reached=False)
MANY = row(what="many", unit="sheets/s", ratio=8.0, aim=5.0)
ALONE = row(
    what="alone", unit="s", ours=1234.0, theirs=None, ratio=None, aim=None,
    limit=900.0, reached=False,
)  # fmt: skip
FREE = row(what="a page's words", aim=None, reached=None)
BESIDE = {"OPENBLAS_CORETYPE": "Haswell", "rows": [row(what="other kernels")]}
RECORDS = {
    "convolution": record(row(), SLOW, beside=BESIDE),
    "grading": record(MANY),
    "book": record(ALONE),
    "zebra": record(FREE),
    "grading.quick": record(row(what="quick one")),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Toy records in place of those of the project."""
    made = tmp_path_factory.mktemp("results")
    for name, found in RECORDS.items():
        (made / f"{name}.json").write_text(json.dumps(found))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measurements, "RESULTS", made)
        yield made


@pytest.fixture(scope="module")
def page(folder, tmp_path_factory):
    """The page as Sphinx makes it."""
    conf = book_tools.CONF.replace(
        '"progress"]', '"ledger", "measurements", "lab_tables"]'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book_tools, "CONF", conf)
        site, warnings = book_tools.build_book(
            tmp_path_factory.mktemp("book"),
            {"measured": "```{measurements}\n```\n"},
            theme="basic",
        )
    assert warnings == ""
    text = (site / "measured.html").read_text("utf-8")
    return BeautifulSoup(text, "html.parser")


def test_a_row_says_what_was_asked_and_what_came():
    lines = measurements.lines([row(), SLOW, MANY, ALONE, FREE])
    kept = "\N{NO-BREAK SPACE}"  # here ~: units stay with their numbers
    assert [tuple(x.replace(kept, "~") for x in line) for line in lines] == [
        (
            f"{WORDS}padding 1",
            "2~ms",
            "4~ms",
            "0.5×",
            "at most 1.25×: reached",
        ),
        ("slow", "8~ms", "4~ms", "2×", "at most 1.25×: missed"),
        ("many", "2~sheets/s", "4~sheets/s", "8×", "at least 5×: reached"),
        ("alone", "1,234~s", "no other side", "", "at most 900~s: missed"),
        ("a page’s words", "2~ms", "4~ms", "0.5×", "nothing"),
    ]


def test_each_record_has_a_table_and_each_row_a_line(page):
    tables = page.select("section section table")
    first = [
        [tr.td.get_text(strip=True) for tr in table.tbody.select("tr")]
        for table in tables
    ]
    assert first == [
        [f"{WORDS}padding 1", "slow"], ["other kernels"], ["alone"], ["many"],
        ["a page’s words"],
    ]  # fmt: skip
    assert "with OPENBLAS_CORETYPE=Haswell, not judged" in page.get_text()
    assert page.find(id="measured-zebra")


def test_heads_of_a_table_say_what_they_head(page):
    heads = page.select("thead th")
    assert len(heads) == 5 * len(page.select("table"))
    assert {head["scope"] for head in heads} == {"col"}


def test_the_environment_and_the_command_stand_above_a_table(page):
    listed = page.find(id="measured-grading").dl
    words = " ".join(listed.get_text().split())
    for fact in (
        "make bench NAMES=x", "a CPU", "a machine", "load 0.5",
        "OPENBLAS_CORETYPE unset", "numpy 2.4.6", "torch 2.15.0",
        "best of 9, a full run",
    ):  # fmt: skip
        assert fact in words
    assert "nbgrader" not in words  # it was not installed


def test_what_is_missing_is_named(page):
    part = page.find(id="measured-speedrun")
    assert "Not measured yet" in part.get_text()
    assert "make bench NAMES=speedrun FULL=1" in part.code.get_text()
    summary = page.select_one("section > p").get_text()
    assert summary.startswith("Of 4 aims 2 are reached and 2 missed.")
    assert measurements.TITLES["speedrun"] in summary
    assert summary.endswith("All tables are of one run, begun at yesterday.")
    assert measurements.TITLES["grading"] not in summary


def test_the_page_hangs_on_the_files(folder):
    import measurements_directive

    env = SimpleNamespace(found_docs={"book/98"})
    assert measurements_directive.with_other_files(None, env) == []
    env.measured = "book/98", measurements.paths()
    assert measurements_directive.with_other_files(None, env) == []
    other = folder / "new.json"
    other.write_text(json.dumps(record(row())))
    assert measurements_directive.with_other_files(None, env) == ["book/98"]
    other.unlink()


def test_tables_of_two_runs_do_not_say_one():
    found = {"a": record(row()), "b": record(row(), begun="today")}
    assert "one run" not in measurements.summary(found)


@pytest.mark.site
def test_every_measurement_is_on_the_page(monkeypatch):
    """In the built site."""
    monkeypatch.setattr(measurements, "RESULTS", REAL)
    path = site_pages.SITE / "book" / "98_measurements.html"
    text = site_pages.soup(path).get_text()
    for found in filter(None, measurements.records().values()):
        for line in measurements.lines(found["rows"]):
            assert all(word in text for word in line)
