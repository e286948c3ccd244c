"""Run a notebook with the Python of another environment."""

import json
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def add(python: Path, folder: Path, name: str) -> str:
    """Write a kernel for `python`; put `folder` on JUPYTER_PATH to use it."""
    spec = folder / "kernels" / name
    spec.mkdir(parents=True, exist_ok=True)
    # The level leaves out what a kernel says about its own connection.
    argv = [
        *(str(python), "-m", "ipykernel_launcher", "--log-level=40"),
        *("-f", "{connection_file}"),
    ]
    content = {"argv": argv, "display_name": name, "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(content))
    return name


def run(
    notebook: nbformat.NotebookNode, kernel: str, folder: Path
) -> nbformat.NotebookNode:
    """Execute `notebook` in `folder`; a cell that fails raises."""
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook,
        kernel_name=kernel,
        timeout=600,
        startup_timeout=300,  # a new environment's first start is slow
        resources=resources,
    )
    return client.execute()


def complaints(notebook: nbformat.NotebookNode) -> str:
    """What its cells wrote to the error stream."""
    return "".join(
        output.text
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    )
