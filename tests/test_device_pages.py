"""Solutions of exercises where torch has CUDA, real or pretended."""

from contextlib import nullcontext

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("nbgrader")
from exercise_helpers import FOLDERS, folders, runs  # noqa: E402
from pretend_gpu import pretend_gpu  # noqa: E402

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
