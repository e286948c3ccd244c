"""Cached files are read with care: nothing odd passes in silence."""

import errno
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from data_helpers import KEYS, flip_a_byte, small_arrays, store

from cnnlab import data

pytest_plugins = ["data_fixtures"]


def refusal() -> str:
    """The message of `mnist()` for the file that is in the cache."""
    with pytest.raises(data.DataError) as caught:
        data.mnist()
    return str(caught.value)


def assert_mend(message: str, path: Path) -> None:
    assert str(path) in message
    assert "Delete it and run `cnnlab data fetch mnist`" in message


def test_a_good_file_is_loaded_with_its_origin(cache):
    arrays = store(cache / "mnist.npz")
    found = data.mnist()
    for key in KEYS:
        assert np.array_equal(getattr(found, key), arrays[key])
    assert found.kind == "cache"
    assert found.source == "part of MNIST, 40 + 20, from the cache"


@pytest.mark.parametrize("compress", [np.savez, np.savez_compressed])
def test_both_ways_of_saving_are_read(cache, compress):
    compress(cache / "mnist.npz", **small_arrays())
    assert data.mnist().kind == "cache"


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.999])
def test_a_truncated_file_is_damaged(cache, keep):
    path = cache / "mnist.npz"
    store(path)
    raw = path.read_bytes()
    size = int(keep * len(raw)) if isinstance(keep, float) else keep
    path.write_bytes(raw[:size])
    assert_mend(refusal(), path)


@pytest.mark.parametrize("key", KEYS[::2])
def test_a_changed_byte_is_damage(cache, key):
    path = cache / "mnist.npz"
    store(path)
    flip_a_byte(path, key)
    message = refusal()
    assert_mend(message, path)
    assert "CRC" in message


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_array_is_named(cache, key):
    store(cache / "mnist.npz", **{key: None})
    message = refusal()
    assert_mend(message, cache / "mnist.npz")
    assert f"{key}.npy" in message


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"train_images": np.zeros((40, 28, 28))}, "float64"),
        ({"train_labels": np.full(40, 10, np.uint8)}, "label 10"),
        ({"test_labels": np.zeros(19, np.uint8)}, "for 20 images"),
        (
            {
                "train_images": np.zeros((40, 32, 32), np.uint8),
                "test_images": np.zeros((20, 32, 32), np.uint8),
            },
            "must be (N, 28, 28)",
        ),
        (
            {
                "test_images": np.zeros((0, 28, 28), np.uint8),
                "test_labels": np.zeros(0, np.uint8),
            },
            "N > 0",
        ),
    ],
)
def test_a_wrong_form_is_named(cache, changes, words):
    store(cache / "mnist.npz", **changes)
    message = refusal()
    assert_mend(message, cache / "mnist.npz")
    assert words in message


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


def test_a_pickle_is_refused_and_not_run(cache, tmp_path):
    bomb = np.array([Bomb(tmp_path / "ran")] * 40, dtype=object)
    np.savez(cache / "mnist.npz", **{**small_arrays(), "train_labels": bomb})
    assert_mend(refusal(), cache / "mnist.npz")
    assert not (tmp_path / "ran").exists()


def rewrite(path: Path, key: str, change) -> None:
    """Replace the bytes of one array in an .npz, with a right checksum."""
    with zipfile.ZipFile(path) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    members[f"{key}.npy"] = change(members[f"{key}.npy"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-5],
        lambda raw: raw + b"more",
        lambda raw: b"not an array",
        lambda raw: raw.replace(b"(40,)", b"(4" + b"0" * 14 + b",)"),
        lambda raw: raw.replace(b"'shape'", b"'shame'"),
        lambda raw: raw.replace(b"{", b"("),
    ],
    ids=["short", "long", "no header", "terabytes", "bad key", "bad syntax"],
)
def test_a_tampered_array_is_damaged(cache, change):
    path = cache / "mnist.npz"
    store(path)
    rewrite(path, "train_labels", change)
    assert_mend(refusal(), path)


def test_an_npy_under_the_wrong_name_is_damaged(cache):
    with open(cache / "mnist.npz", "wb") as file:
        np.save(file, np.zeros(3))
    assert_mend(refusal(), cache / "mnist.npz")


def test_a_folder_or_a_broken_link_is_no_silent_fallback(cache):
    path = cache / "mnist.npz"
    path.mkdir()
    assert_mend(refusal(), path)
    path.rmdir()
    path.symlink_to(cache / "gone.npz")
    assert_mend(refusal(), path)


def test_an_unreadable_file_is_no_silent_fallback(cache, monkeypatch):
    store(cache / "mnist.npz")

    def refuse(*args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(zipfile, "ZipFile", refuse)
    assert "Permission denied" in refusal()


def test_a_locked_folder_is_no_silent_fallback(cache, monkeypatch):
    def refuse(self):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "lstat", refuse)
    assert "CNNLAB_DATA" in refusal()


def test_the_cache_is_the_users_without_the_switch(monkeypatch):
    monkeypatch.setenv("CNNLAB_DATA", "")
    assert data.data_dir().name == "cnnlab"
    monkeypatch.setenv("CNNLAB_DATA", "~/lab")
    assert data.data_dir() == Path.home() / "lab"
