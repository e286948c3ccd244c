"""Files as they come out of old, foreign and broken editors."""

import json

from fair_course import DOUBLE, MEAN, Sheet, as_file, grade_id

KOREAN = "# 두 배로 만든다\n" + DOUBLE + "\nprint('결과')"
FRENCH = "# déjà vu: à quoi ça sert\n" + DOUBLE


def text_of(sheet: Sheet) -> str:
    """Write the file with letters as they are, not as numbers."""
    return json.dumps(json.loads(as_file(sheet.cells)), ensure_ascii=False)


def with_answer(source: str) -> Sheet:
    sheet = Sheet()
    sheet.write("double", source)
    return sheet


def cp949() -> bytes:
    return text_of(with_answer(KOREAN)).encode("cp949")


def cp1252() -> bytes:
    return text_of(with_answer(FRENCH)).encode("cp1252")


def utf_8_with_a_mark() -> bytes:
    return text_of(with_answer(KOREAN)).encode("utf-8-sig")


def utf_16() -> bytes:
    return text_of(with_answer(KOREAN)).encode("utf-16")


def utf_16_without_a_mark() -> bytes:
    return text_of(with_answer(KOREAN)).encode("utf-16-le")


def one_bad_byte() -> bytes:
    """Save a file in UTF-8 into which a byte of something else got."""
    data = text_of(with_answer(KOREAN)).encode()
    return data.replace("결".encode(), b"\xff\xfe", 1)


def windows_lines() -> bytes:
    sheet = Sheet()
    for cell in sheet.cells:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    return as_file(sheet.cells).replace(b", ", b",\r\n")


def lists_of_lines() -> bytes:
    sheet = Sheet()
    for cell in sheet.cells:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return as_file(sheet.cells)


def tabs() -> bytes:
    return as_file(with_answer(DOUBLE.replace("    ", "\t")).cells)


def zeros_at_the_end() -> bytes:
    """Save on a disk that filled the last block up."""
    return as_file(Sheet().cells) + b"\0" * 100


def saved_twice_into_one_file() -> bytes:
    return as_file(Sheet().cells) + b"\n" + as_file([])


def without_metadata() -> bytes:
    return as_file(Sheet().cells, metadata={})


def without_any_key_but_cells() -> bytes:
    return json.dumps({"cells": Sheet().cells}).encode()


def of_another_language() -> bytes:
    kernel = {"kernelspec": {"name": "ir", "language": "R"}}
    return as_file(Sheet().cells, metadata=kernel)


def format_4_0() -> bytes:
    return as_file(Sheet().cells, nbformat_minor=0)


def format_of_the_future() -> bytes:
    cells = [cell | {"new": 1} for cell in Sheet().cells]
    return as_file(cells, nbformat=5, nbformat_minor=9)


def format_3() -> bytes:
    """Save as IPython 2 did: worksheets, headings, and `input`."""
    cells = []
    for cell in Sheet().cells:
        if cell["cell_type"] == "code":
            cell = cell | {"input": cell["source"], "prompt_number": 1}
            del cell["source"], cell["execution_count"]
        elif not grade_id(cell):
            cell = cell | {"cell_type": "heading", "level": 1}
        cells.append(cell)
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}}
    return json.dumps(old | {"worksheets": [{"cells": cells}]}).encode()


def cells_that_are_none() -> bytes:
    """Mix things that are no cells in between."""
    cells = [None, 3, "x", {}, {"cell_type": "code"}, *Sheet().cells, []]
    cells.append({"cell_type": "code", "source": 7, "metadata": []})
    return as_file(cells)


def giant_outputs() -> bytes:
    sheet = Sheet()
    text = ["0123456789\n"] * 100_000
    noise = {"output_type": "stream", "name": "stdout", "text": text}
    sheet["mean"]["outputs"] = [noise, {"output_type": "error", "x": []}]
    return as_file(sheet.cells)


def thousand_cells() -> bytes:
    sheet = Sheet()
    sheet.after("mean", *[f"n{i} = {i}" for i in range(1000)], MEAN)
    return as_file(sheet.cells)


FILES = [
    cp949,
    cp1252,
    utf_8_with_a_mark,
    utf_16,
    utf_16_without_a_mark,
    one_bad_byte,
    windows_lines,
    lists_of_lines,
    tabs,
    zeros_at_the_end,
    saved_twice_into_one_file,
    without_metadata,
    without_any_key_but_cells,
    of_another_language,
    format_4_0,
    format_of_the_future,
    format_3,
    cells_that_are_none,
    giant_outputs,
    thousand_cells,
]
