"""Torchvision's own downloads, from a server on this machine."""

import gzip
import hashlib
import io
import pickle
import tarfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from data_helpers import KEYS, files, idx, shrink, small_arrays

from cnnlab import data
from cnnlab.data import _download

pytest_plugins = ["data_fixtures"]
pytestmark = pytest.mark.torch


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Stalling(Quiet):
    """Promises a file and sends one byte of it."""

    gate = threading.Event()

    def do_GET(self):  # noqa: N802
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"1")
        self.wfile.flush()
        self.gate.wait(20)


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """A function that starts a server; its files lie in tmp_path/web."""
    monkeypatch.setenv("no_proxy", "*")
    Stalling.gate.clear()
    servers = []

    def start(handler=Quiet):
        folder = tmp_path / "web"
        folder.mkdir(exist_ok=True)
        bound = partial(handler, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), bound)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return folder, f"http://127.0.0.1:{server.server_port}/"

    yield start
    Stalling.gate.set()
    for server in servers:
        server.shutdown()
        server.server_close()


def md5(raw: bytes) -> str:
    return hashlib.md5(raw, usedforsecurity=False).hexdigest()


def serve_mnist(serve, monkeypatch, handler=Quiet):
    """torchvision's MNIST, pointed at 40 + 20 images of our own."""
    datasets = pytest.importorskip("torchvision.datasets")
    shrink(monkeypatch, "mnist")
    folder, url = serve(handler)
    resources = []
    for key, (name, _) in zip(KEYS, datasets.MNIST.resources, strict=True):
        raw = gzip.compress(idx(small_arrays()[key]))
        (folder / name).write_bytes(raw)
        resources.append((name, md5(raw)))
    monkeypatch.setattr(datasets.MNIST, "mirrors", [url])
    monkeypatch.setattr(datasets.MNIST, "resources", resources)
    return folder


def assert_equal_to_small(found, shape=(28, 28)):
    for key, array in small_arrays(shape).items():
        assert np.array_equal(getattr(found, key), array)


def test_torchvisions_mnist(serve, cache, monkeypatch, capsys):
    serve_mnist(serve, monkeypatch)
    monkeypatch.setenv("CNNLAB_DOWNLOAD", "1")
    found = data.mnist()
    assert found.kind == "download"
    assert_equal_to_small(found)
    assert files(cache) == ["mnist.npz"]
    assert capsys.readouterr().err == ""


def batch(images: np.ndarray, labels: np.ndarray) -> bytes:
    rows = images.transpose(0, 3, 1, 2).reshape(len(images), -1)
    return pickle.dumps({"data": rows, "labels": labels.tolist()})


def test_torchvisions_cifar10(serve, cache, monkeypatch):
    datasets = pytest.importorskip("torchvision.datasets")
    shrink(monkeypatch, "cifar10")
    folder, url = serve()
    arrays = small_arrays((32, 32, 3))
    members = {
        "one": batch(arrays["train_images"], arrays["train_labels"]),
        "test": batch(arrays["test_images"], arrays["test_labels"]),
        "meta": pickle.dumps({"label_names": list("abcdefghij")}),
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, raw in members.items():
            info = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    (folder / "c.tar.gz").write_bytes(packed.getvalue())
    meta = {
        "filename": "meta",
        "key": "label_names",
        "md5": md5(members["meta"]),
    }
    for name, value in {
        "url": f"{url}c.tar.gz",
        "filename": "c.tar.gz",
        "tgz_md5": md5(packed.getvalue()),
        "train_list": [["one", md5(members["one"])]],
        "test_list": [["test", md5(members["test"])]],
        "meta": meta,
    }.items():
        monkeypatch.setattr(datasets.CIFAR10, name, value)
    found = data.fetch("cifar10")
    assert found.kind == "download"
    assert_equal_to_small(found, (32, 32, 3))
    assert files(cache) == ["cifar10.npz"]


def test_a_tampered_download_is_refused(serve, cache, monkeypatch):
    folder = serve_mnist(serve, monkeypatch)
    file = next(folder.glob("t10k-images*"))
    file.write_bytes(gzip.compress(idx(small_arrays()["train_images"])))
    with pytest.raises(data.DataError, match="corrupted"):
        data.fetch("mnist")
    assert files(cache) == []


def test_a_server_without_the_file_is_told(serve, cache, monkeypatch):
    folder = serve_mnist(serve, monkeypatch)
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(data.DataError, match="404"):
        data.fetch("mnist")
    assert files(cache) == []


@pytest.mark.timeout(20)
def test_a_stalled_connection_ends(serve, cache, monkeypatch):
    serve_mnist(serve, monkeypatch, Stalling)
    monkeypatch.setattr(_download, "TIMEOUT", 0.3)
    with pytest.raises(data.DataError, match="timed out"):
        data.fetch("mnist")
    assert files(cache) == []
