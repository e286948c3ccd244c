"""Reading files that strangers call notebooks."""

import json
import os

import pytest
from fair_files import FILES

from cnnlab.grading import notebook
from cnnlab.grading.notebook import UnreadableError, read, read_file


def file_of(*cells, **changes):
    return json.dumps({"cells": cells} | changes).encode()


CODE = {"cell_type": "code", "source": "x = 1", "metadata": {}}


def told(make):
    return " ".join(read(make()).repairs)


def test_a_clean_file_needs_no_repair():
    found = read(file_of(CODE))
    assert found.repairs == []
    assert [(c.kind, c.source) for c in found.cells] == [("code", "x = 1")]


REPAIRS = {
    "cp949": "read as cp949",
    "cp1252": "read as cp1252",
    "utf_8_with_a_mark": "",
    "utf_16": "UTF-16",
    "utf_16_without_a_mark": "UTF-16",
    "one_bad_byte": "not in UTF-8",
    "windows_lines": "line ends of Windows",
    "zeros_at_the_end": "",
    "saved_twice_into_one_file": "behind the end",
    "format_3": "format 3",
}


@pytest.mark.parametrize("name", REPAIRS)
def test_each_mend_is_told(name):
    make = next(make for make in FILES if make.__name__ == name)
    words = REPAIRS[name]
    assert words in told(make)
    assert bool(told(make)) == bool(words)


def test_korean_and_french_letters_come_back():
    makes = {make.__name__: make for make in FILES}
    assert "두 배로" in str(read(makes["cp949"]()).cells)
    assert "두 배로" in str(read(makes["utf_16"]()).cells)
    assert "déjà vu: à quoi" in str(read(makes["cp1252"]()).cells)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"hello", "not JSON"),
        (b'{"cells": [', "not JSON"),
        (b"[" * 10**6, "not JSON"),
        (b"[1]", "not a notebook"),
        (b"3", "not a notebook"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b'{"worksheets": 3}', "no cells"),
        (b"PK\x03\x04 a zip", "not JSON"),
    ],
    ids=lambda x: str(x)[:12],
)
def test_what_is_no_notebook_is_said(data, says):
    with pytest.raises(UnreadableError, match=says):
        read(data)


def test_fields_of_a_cell_are_checked():
    odd = {"cell_type": "poem", "source": 3, "metadata": [], "id": 7}
    odd_tags = CODE | {"metadata": {"tags": ["a", 3], "nbgrader": []}}
    named = CODE | {"metadata": {"nbgrader": {"grade_id": "q1"}}, "id": "c1"}
    first, second, third = read(file_of(odd, odd_tags, named)).cells
    assert (first.kind, first.source, first.id) == ("markdown", "", "7")
    assert (second.tags, second.grade_id) == (("a",), "")
    assert (third.grade_id, third.id) == ("q1", "c1")


def test_giants_are_cut(monkeypatch):
    monkeypatch.setattr(notebook, "MOST_CELLS", 3)
    monkeypatch.setattr(notebook, "MOST_SOURCE", 4)
    found = read(file_of(*[CODE] * 5))
    assert [cell.source for cell in found.cells] == ["x = "] * 3
    assert "only the first 3 cells" in found.repairs[0]


def test_line_ends_of_all_kinds():
    cell = CODE | {"source": ["a\r\n", "b\r", "c\n", None]}
    assert read(file_of(cell)).cells[0].source == "a\nb\nc\n"


# -- files on disk ----------------------------------------------------------


def test_a_plain_file_is_read(tmp_path):
    (tmp_path / "a.ipynb").write_bytes(b"{}")
    assert read_file(tmp_path / "a.ipynb") == b"{}"


def test_links_folders_and_pipes_are_not(tmp_path):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, says in {
        "link": "a link, not a file",
        "folder": "not a plain file",
        "pipe": "not a plain file",
        "nothing": "No such file",
    }.items():
        with pytest.raises(UnreadableError, match=says):
            read_file(tmp_path / name)


def test_a_second_name_of_a_file_is_refused_where_that_matters(tmp_path):
    (tmp_path / "secret").write_text("secret")
    os.link(tmp_path / "secret", tmp_path / "mine.ipynb")
    assert read_file(tmp_path / "mine.ipynb") == b"secret"
    with pytest.raises(UnreadableError):
        read_file(tmp_path / "mine.ipynb", alone=True)


def test_a_giant_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(notebook, "MOST_BYTES", 2**20)
    (tmp_path / "a").write_bytes(bytes(2**20 + 1))
    with pytest.raises(UnreadableError, match="has 1 MB: not a notebook"):
        read_file(tmp_path / "a")
