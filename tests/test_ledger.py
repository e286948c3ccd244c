"""The results ledger lists every number of every record and page."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "book" / "_ext"), str(ROOT / "tools")]

pytest.importorskip("torch")

import ledger  # noqa: E402
import nbformat  # noqa: E402
import project  # noqa: E402
import recorded  # noqa: E402

from cnnlab.train.recorder import Recording  # noqa: E402

RECORDS = {record.name: record for record in ledger.records()}
RUN = {
    "seed": 1,
    "accuracy": 0.5,
    "wrong": {"plain": [0.25, 2], "kind": "digits"},
    "history": {"epochs": [{"loss": 1.0}]},
    "confusion": [[1] * 10] * 13,
    "stopped": True,
    "hardware": "a machine",
}


def test_every_number_of_a_run_is_listed_and_nothing_else():
    assert ledger.measured(RUN) == {
        "accuracy": 0.5,
        "wrong.plain[0]": 0.25,
        "wrong.plain[1]": 2.0,
        "history.epochs": "1 entries, in the file",
        "confusion": "13 entries, in the file",
    }


def test_mean_and_spread_of_the_seeds():
    runs = [{"seed": s, "loss": v} for s, v in ((0, 1.0), (1, 1.5), (2, 3.5))]
    record = Recording("x", {}, {}, runs)
    assert ledger.numbers(record) == [("loss", "2", "1.3", "1 · 1.5 · 3.5")]
    one = Recording("x", {}, {}, runs[1:2])
    assert ledger.numbers(one) == [("loss", "1.5", "", "1.5")]


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_says_what_made_it(name):
    record = RECORDS[name]
    facts = dict(ledger.facts(record))
    assert len(ledger.numbers(record)) >= 2
    assert len(record.data["sha256"]) == 64
    for what in ("command", "data", "hardware", "versions", "settings"):
        assert len(facts[what]) > 8, what


def test_every_file_of_results_is_listed():
    listed = {*RECORDS, *ledger.tried()}
    assert listed == {path.stem for path in ledger.RESULTS.glob("*.json")}


def cell(source: str, *tags: str):
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})


def test_a_number_is_traced_to_its_record():
    head = "from cnnlab import page\nfrom cnnlab.page import glue\n"
    found = recorded.sources(
        "x",
        [
            cell(head + "page.recorded('lenet5'); glue(a=1)", "recorded"),
            cell(head + "open('results/norms.json'); glue(b=1)", "recorded"),
            cell(head + "glue(c=1)"),
        ],
    )
    assert found == {"a": ["lenet5"], "b": ["norms"]}


def test_glued_numbers_are_read_as_shown(tmp_path):
    outputs = {
        "a": {"data": {"text/plain": "'98.4%'"}},
        "b": {"data": {"text/plain": "3"}},
        "c": {"data": {"text/plain": "<Figure size 1x1>"}},
    }
    (tmp_path / "p.glue.json").write_text(json.dumps(outputs))
    assert ledger.glued(tmp_path, "p") == {"a": "98.4%", "b": "3"}
    assert ledger.glued(tmp_path, "q") == {}


@pytest.mark.site
def test_the_ledger_has_every_number_of_every_page():
    """In the built site, with a link to its page."""
    executed = ROOT / "_build" / "jupyter_execute"
    path = ROOT / "_build" / "html" / "book" / "96_results_ledger.html"
    html = path.read_text("utf-8")
    pages = 0
    for page in project.pages():
        name = page.relative_to(ROOT).with_suffix("").as_posix()
        numbers = ledger.glued(executed, name)
        pages += bool(numbers)
        for number in numbers:
            assert f">{number}<" in html, f"{name}: {number}"
        assert not numbers or f'href="{page.stem}.html"' in html
    assert pages >= 16
