"""The bar is for people: none in a notebook that a program runs."""

import sys

import pytest

pytest.importorskip("torch")

from cnnlab.train import progress  # noqa: E402

CODE = """
import sys
sys.path.insert(0, {tests!r})
from train_helpers import quick_fit, tiny_net
_ = quick_fit(tiny_net(), verbose=True, epochs=2)
"""


def test_a_terminal_is_watched_and_a_pipe_is_not(monkeypatch):
    assert not progress.is_watched()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert progress.is_watched()


def test_the_bar_goes_to_stdout(monkeypatch, capsys):
    monkeypatch.setattr(progress, "is_watched", lambda: True)
    with progress.bar(3, "epoch 1") as shown:
        for _ in range(3):
            shown.update()
            shown.refresh()
    out, err = capsys.readouterr()
    assert "3/3" in out
    assert err == ""
    with progress.bar(3, "epoch 1", shown=False) as hidden:
        hidden.update()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("someone", [False, True])
def test_in_a_notebook(someone, request):
    """Run by a program there are two lines; with a person, a bar too."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    code = CODE.format(tests=str(request.path.parent))
    if someone:
        # nbclient refuses input for the kernel, as nobody is there
        code = "get_ipython().kernel._allow_stdin = True\n" + code
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code)]
    )
    nbclient.NotebookClient(notebook, timeout=120).execute()
    outputs = notebook.cells[0].outputs
    assert {o.name for o in outputs} == {"stdout"}
    text = "".join(o.text for o in outputs)
    assert text.count("val_accuracy") == 2
    assert ("epoch 1:" in text) == someone
