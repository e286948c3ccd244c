"""Downloads, with a stub in the place of torchvision."""

import errno
import os
import socket
import sys
import types
from http.client import IncompleteRead
from urllib.error import URLError

import numpy as np
import pytest
from data_helpers import files, shrink, small_arrays

from cnnlab import data
from cnnlab.data import _download

pytest_plugins = ["data_fixtures"]


@pytest.fixture
def stub(cache, monkeypatch):
    """A torchvision whose MNIST runs `stub.act`, then has 40 + 20."""
    shrink(monkeypatch, "mnist")
    asked = types.SimpleNamespace(act=lambda: None, arrays=small_arrays())

    class FakeMNIST:
        def __init__(self, root, train, download):
            assert download
            assert os.path.dirname(root) == str(cache)
            (open(os.path.join(root, "raw"), "w")).close()
            asked.timeout = socket.getdefaulttimeout()
            print("Downloading", file=sys.stderr)
            print("Downloading")
            asked.act()
            part = "train" if train else "test"
            self.data = asked.arrays[f"{part}_images"]
            self.targets = asked.arrays[f"{part}_labels"].tolist()

    datasets = types.ModuleType("torchvision.datasets")
    datasets.MNIST = FakeMNIST
    torchvision = types.ModuleType("torchvision")
    torchvision.datasets = datasets
    monkeypatch.setitem(sys.modules, "torchvision", torchvision)
    monkeypatch.setitem(sys.modules, "torchvision.datasets", datasets)
    return asked


def test_a_download_becomes_the_cached_file(stub, cache, capsys):
    found = data.fetch("mnist")
    assert found.kind == "download"
    assert found.source == "full MNIST, 40 + 20, from a download"
    for key, array in stub.arrays.items():
        assert np.array_equal(getattr(found, key), array)
    assert files(cache) == ["mnist.npz"]
    out, err = capsys.readouterr()
    assert err == "", "stderr fails a cell in nbgrader"
    assert out == f"MNIST: downloading 12 MB, once, to {cache}/mnist.npz\n"
    assert stub.timeout == pytest.approx(10.0)
    assert socket.getdefaulttimeout() is None
    stub.act = None  # not asked again
    assert data.fetch("mnist").kind == "cache"


def test_progress_leaves_the_bars_on_stderr(stub, capsys):
    data.fetch("mnist", progress=True)
    assert "Downloading" in capsys.readouterr().err


def test_the_folder_is_made(stub, cache, monkeypatch):
    monkeypatch.setenv("CNNLAB_DATA", str(cache / "new"))
    # The stub checks that its folder lies beside the file to come.
    with pytest.raises(AssertionError):
        data.fetch("mnist")
    assert (cache / "new").is_dir()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (URLError("no route"), "no route"),
        (TimeoutError("timed out"), "timed out"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "reset"),
        (RuntimeError("Error\ndownloading"), "Error downloading"),
        (IncompleteRead(b""), "IncompleteRead"),
        (EOFError("ended early"), "ended early"),
        (OSError(errno.ENOSPC, "No space"), "disk is full"),
        (PermissionError(errno.EACCES, "no"), "cannot be written to"),
    ],
)
def test_a_failed_download_leaves_nothing(stub, cache, error, words):
    def fail():
        raise error

    stub.act = fail
    with pytest.raises(data.DataError) as caught:
        data.fetch("mnist")
    message = str(caught.value)
    assert words in message
    assert "\n" not in message
    assert "cnnlab data fetch mnist" in message or "CNNLAB_DATA" in message
    assert files(cache) == []
    assert socket.getdefaulttimeout() is None


def test_ctrl_c_leaves_nothing(stub, cache):
    def stop():
        raise KeyboardInterrupt

    stub.act = stop
    with pytest.raises(KeyboardInterrupt):
        data.fetch("mnist")
    assert files(cache) == []


def test_part_of_the_data_is_not_kept(stub, cache):
    stub.arrays = {k: v[:19] for k, v in stub.arrays.items()}
    with pytest.raises(data.DataError, match=r"\(19, 19\) images came"):
        data.fetch("mnist")
    assert files(cache) == []


def test_a_full_disk_while_saving_leaves_nothing(stub, cache, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(data.DataError, match="disk is full"):
        data.fetch("mnist")
    assert files(cache) == []


def test_a_read_only_cache_is_told_before_the_download(
    stub, cache, monkeypatch
):
    def locked(*args, **kwargs):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(_download.tempfile, "TemporaryDirectory", locked)
    stub.act = None  # not asked
    with pytest.raises(data.DataError, match="cannot be written to"):
        data.fetch("mnist")


def test_a_file_where_the_folder_should_be_is_told(stub, cache, monkeypatch):
    (cache / "file").write_text("")
    monkeypatch.setenv("CNNLAB_DATA", str(cache / "file"))
    with pytest.raises(data.DataError, match="CNNLAB_DATA"):
        data.fetch("mnist")


def test_a_damaged_file_is_not_downloaded_over(stub, cache):
    (cache / "mnist.npz").write_bytes(b"half")
    stub.act = None  # not asked
    with pytest.raises(data.DataError, match="Delete it"):
        data.fetch("mnist")
    assert (cache / "mnist.npz").read_bytes() == b"half"


def test_without_torchvision_the_extra_is_named(cache, monkeypatch):
    monkeypatch.setitem(sys.modules, "torchvision", None)
    monkeypatch.setitem(sys.modules, "torchvision.datasets", None)
    with pytest.raises(data.DataError, match=r'"cnnlab\[torch\]"'):
        data.fetch("cifar10")
    assert files(cache) == []
