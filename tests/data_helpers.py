"""Small data sets, and ways to store and to damage them, for tests."""

import dataclasses
import zipfile
from pathlib import Path

import numpy as np

from cnnlab.data import Dataset, _catalogue, _load

KEYS = ("train_images", "train_labels", "test_images", "test_labels")
N_TRAIN, N_TEST = 40, 20


def small_arrays(shape=(28, 28), seed=0) -> dict[str, np.ndarray]:
    """40 + 20 images of noise, labels 0 to 9 in turn."""
    rng = np.random.default_rng(seed)
    arrays = {}
    for part, N in (("train", N_TRAIN), ("test", N_TEST)):
        arrays[f"{part}_images"] = rng.integers(
            0, 256, (N, *shape), dtype=np.uint8
        )
        arrays[f"{part}_labels"] = np.arange(N, dtype=np.uint8) % 10
    return arrays


def small_dataset(shape=(28, 28), **changes) -> Dataset:
    """`small_arrays` as a Dataset; `changes` replace its fields."""
    fields = {
        "name": "small",
        **small_arrays(shape),
        "classes": tuple("abcdefghij"),
        "source": "noise, 40 + 20, from a test",
        "kind": "embedded",
    }
    return Dataset(**{**fields, **changes})


def store(path: Path, **changes) -> dict[str, np.ndarray]:
    """Write `small_arrays` as a cached file; None drops a key."""
    arrays = {**small_arrays(), **changes}
    arrays = {k: v for k, v in arrays.items() if v is not None}
    np.savez(path, **arrays)
    return arrays


def shrink(monkeypatch, name: str, **changes) -> _catalogue.Spec:
    """Make the catalogue expect 40 + 20 images of a data set."""
    spec = dataclasses.replace(
        _catalogue.CATALOGUE[name], counts=(N_TRAIN, N_TEST), **changes
    )
    monkeypatch.setitem(_catalogue.CATALOGUE, name, spec)
    monkeypatch.setattr(_load, name.upper(), spec)
    return spec


def flip_a_byte(path: Path, key: str) -> None:
    """Change one stored byte of an array inside an .npz."""
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(f"{key}.npy").header_offset
    raw = bytearray(path.read_bytes())
    raw[start + 500] ^= 255  # beyond the zip's and the array's headers
    path.write_bytes(raw)


def files(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(p.name for p in folder.iterdir())


def idx(array: np.ndarray) -> bytes:
    """uint8 in the format of MNIST's authors."""
    header = bytes([0, 0, 8, array.ndim])
    return header + np.array(array.shape, ">i4").tobytes() + array.tobytes()
