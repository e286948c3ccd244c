"""Pages and solutions of exercises where torch has CUDA, real or pretended."""

import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("nbgrader")
import nbformat  # noqa: E402
from exercise_helpers import FOLDERS, folders, runs  # noqa: E402
from nbclient.exceptions import CellExecutionError  # noqa: E402
from pretend_gpu import pretend_gpu  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import kernels  # noqa: E402

BOOK = ROOT / "book"
REAL = torch.cuda.is_available()
DEVICES = [
    pytest.param(pretend_gpu, id="pretended"),
    pytest.param(
        nullcontext,
        id="real",
        marks=pytest.mark.skipif(not REAL, reason="torch sees no CUDA here"),
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("device", DEVICES)
def test_the_solution_passes_beside_a_gpu(device, folder, monkeypatch):
    monkeypatch.setenv("CNNLAB_CHECK_SEED", "20240229")
    notebook = folders.load(folder).notebook
    with device():
        assert torch.cuda.is_available()
        results = runs.run_notebook(notebook)
    assert not any(results.values()), results


def run_beside_a_gpu(notebook):
    """In a kernel whose torch has CUDA before the first cell runs."""
    first = "import torch\n"
    if not REAL:
        first += (
            f"import sys\nsys.path.append({str(ROOT / 'tests')!r})\n"
            "from pretend_gpu import pretend_gpu\n"
            "_gpu = pretend_gpu()\n"  # kept: its end would end the pretence
            "_gpu.__enter__()\n"
        )
    first += "assert torch.cuda.is_available()"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
    kernels.run(notebook, "python3", BOOK)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", sorted(BOOK.glob("*.ipynb")), ids=lambda page: page.stem
)
def test_a_page_runs_beside_a_gpu(page):
    run_beside_a_gpu(nbformat.read(page, as_version=4))


@pytest.mark.slow
def test_a_page_that_mixes_devices_does_not_run():
    cell = "torch.ones(2, device='cuda') + torch.ones(2)"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell)]
    )
    with pytest.raises(CellExecutionError, match="on the same device"):
        run_beside_a_gpu(notebook)
