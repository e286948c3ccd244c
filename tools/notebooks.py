"""Write the notebook beside each page: ``make notebooks``.

    python tools/notebooks.py [--check]

``--check`` writes nothing and fails if a notebook is not current.
"""

import argparse
import sys
from pathlib import Path

import jupytext
import nbformat
import project
import recorded
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from plain import Page, PlainError

INSTALL = """\
# Installs cnnlab where it is missing, as on Colab.
try:
    import cnnlab
except ModuleNotFoundError:
    {line}
"""
START = "page.start()"  # with the page's name it says how long it will take
HEAD = """\
*This notebook is a page of [CNN Lab]({url}). It is generated: edit
`{source}`, then run `make notebooks`.*"""


def build(path: Path) -> str:
    """The notebook of one page, as the text of its file."""
    parsed = jupytext.reads(path.read_text(), fmt="md:myst").cells
    page = Page(path, recorded.numbers(path.name, parsed))
    url, _ = project.repository()
    address = path.relative_to(project.ROOT).as_posix()
    cells = [
        new_markdown_cell(HEAD.format(url=url, source=address)),
        new_code_cell(INSTALL.format(line=project.install_line()).rstrip()),
    ]
    for cell in parsed:
        if cell.cell_type == "code":
            source = cell.source.replace(START, f'page.start("{path.stem}")')
            cells.append(new_code_cell(source, metadata=cell.metadata))
        else:
            cells.append(new_markdown_cell(page.plain(cell.source)))
    for number, cell in enumerate(cells):
        cell.id = f"{path.stem.replace('_', '-')[:56]}-{number:03d}"
    notebook = new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for path in filter(project.is_notebook, project.pages()):
        target = path.with_suffix(".ipynb")
        try:
            text = build(path)
        except (PlainError, KeyError) as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
        if target.exists() and target.read_text() == text:
            continue
        stale.append(target.name)
        if not check:
            target.write_text(text)
    if stale:
        print(("not current: " if check else "wrote ") + ", ".join(stale))
    if stale and check:
        print("run `make notebooks` and commit what it writes")
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main())
