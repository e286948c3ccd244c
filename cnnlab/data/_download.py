"""Torchvision's downloads, turned into the cached .npz."""

import io
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import (
    ExitStack,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from http.client import HTTPException
from pathlib import Path

import numpy as np

from ._cache import write_arrays
from ._catalogue import Spec
from ._errors import DataError, disk_error, disk_errors, needs

TIMEOUT = 10.0  # seconds without a byte


def download_allowed() -> bool:
    """Whether a page may touch the network: a switch, or Colab."""
    return (
        os.environ.get("CNNLAB_DOWNLOAD") == "1"
        or "COLAB_RELEASE_TAG" in os.environ
        or "google.colab" in sys.modules
    )


@contextmanager
def _socket_timeout(seconds: float) -> Iterator[None]:
    # torchvision passes no timeout, so only the default one reaches it.
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


@contextmanager
def _silence() -> Iterator[None]:
    # A progress bar on stderr fails a cell in nbgrader.
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        yield


def _torchvision_class(spec: Spec) -> type:
    try:
        import torchvision.datasets
    except ImportError as error:
        raise needs(
            "torchvision", "torch", f"Downloading {spec.title}"
        ) from error
    return getattr(torchvision.datasets, spec.torchvision)


def _arrays_from(dataset_class: type, root: str) -> dict[str, np.ndarray]:
    arrays = {}
    for part in ("train", "test"):
        data = dataset_class(root, train=part == "train", download=True)
        arrays[f"{part}_images"] = np.asarray(data.data, dtype=np.uint8)
        arrays[f"{part}_labels"] = np.asarray(data.targets, dtype=np.uint8)
    return arrays


def _fetch_into(
    folder: Path, spec: Spec, progress: bool
) -> dict[str, np.ndarray]:
    """Download into a folder beside the cache, then remove that folder."""
    dataset_class = _torchvision_class(spec)
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(
            dir=folder, prefix=f".{spec.name}-", ignore_cleanup_errors=True
        )
        root = stack.enter_context(temporary)
        stack.enter_context(_socket_timeout(TIMEOUT))
        if not progress:
            stack.enter_context(_silence())
        return _arrays_from(dataset_class, root)


def download(spec: Spec, path: Path, progress: bool = False) -> None:
    """Download a data set and write it to `path`.

    Parameters
    ----------
    progress
        Leave torchvision's progress bars on stderr.

    Raises
    ------
    DataError
        If torchvision is missing, the connection fails or stalls for
        10 s, what came is not whole, the disk is full, or the folder
        cannot be written. Then nothing is left behind.
    """
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        arrays = _fetch_into(path.parent, spec, progress)
        counts = len(arrays["train_labels"]), len(arrays["test_labels"])
        if counts != spec.counts:
            raise EOFError(f"{counts} images came, not {spec.counts}")
    except DataError:
        raise
    except (OSError, RuntimeError, HTTPException, EOFError) as error:
        raise disk_error(error, path) or DataError(
            f"{spec.title}: the download failed ({_one_line(error)}), and "
            "nothing was written. Check the connection, then run `cnnlab "
            f"data fetch {spec.name}`. Pages download nothing where "
            "CNNLAB_DOWNLOAD is not 1."
        ) from error
    write_arrays(path, arrays)


def _one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
