"""Cached files are written whole, or not at all."""

import errno
import os

import numpy as np
import pytest
from data_helpers import files, small_arrays

from cnnlab import data
from cnnlab.data import _cache

pytest_plugins = ["data_fixtures"]


def test_written_arrays_come_back_and_replace_the_old(cache):
    path = cache / "deep" / "mnist.npz"
    _cache.write_arrays(path, small_arrays(seed=1))
    _cache.write_arrays(path, small_arrays(seed=2))
    assert files(path.parent) == ["mnist.npz"]
    with np.load(path) as stored:
        for key, array in small_arrays(seed=2).items():
            assert np.array_equal(stored[key], array)


def failing(code):
    def fail(*args, **kwargs):
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EACCES, "cannot be written to"),
        (errno.EROFS, "cannot be written to"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_a_failed_write_leaves_the_old_file(
    cache, monkeypatch, step, code, words
):
    path = cache / "mnist.npz"
    _cache.write_arrays(path, small_arrays(seed=1))
    before = path.read_bytes()
    monkeypatch.setattr(os, step, failing(code))
    with pytest.raises(data.DataError, match=words) as caught:
        _cache.write_arrays(path, small_arrays(seed=2))
    assert str(path) in str(caught.value)
    assert "CNNLAB_DATA" in str(caught.value)
    assert path.read_bytes() == before
    assert files(cache) == ["mnist.npz"]


def test_a_disk_that_fills_midway_leaves_nothing(cache, monkeypatch):
    def half(file, **arrays):
        file.write(b"x" * 1000)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(np, "savez", half)
    with pytest.raises(data.DataError, match="disk is full"):
        _cache.write_arrays(cache / "mnist.npz", small_arrays())
    assert files(cache) == []


def test_bytes_reach_the_disk_before_the_name(cache, monkeypatch):
    steps = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(
        os, "fsync", lambda f: (steps.append("fsync"), sync(f))
    )
    monkeypatch.setattr(
        os, "replace", lambda a, b: (steps.append("replace"), replace(a, b))
    )
    _cache.write_arrays(cache / "mnist.npz", small_arrays())
    assert steps == ["fsync", "replace"]


def test_a_class_can_read_what_one_member_wrote(cache):
    before = os.umask(0o022)
    try:
        _cache.write_arrays(cache / "mnist.npz", small_arrays())
    finally:
        os.umask(before)
    assert (cache / "mnist.npz").stat().st_mode & 0o044 == 0o044
