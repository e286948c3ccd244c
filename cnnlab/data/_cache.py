"""Data sets on disk: one .npz a set, read with care, written whole."""

import os
import secrets
import zipfile
import zlib
from pathlib import Path

import numpy as np

from ._catalogue import Spec
from ._errors import DataError, disk_errors
from .dataset import KEYS, check_arrays


def data_dir() -> Path:
    """The folder of the .npz files: $CNNLAB_DATA, or the user's cache."""
    if os.environ.get("CNNLAB_DATA"):
        return Path(os.environ["CNNLAB_DATA"]).expanduser()
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("cnnlab", appauthor=False))


def cache_path(spec: Spec) -> Path:
    """Where the file of a data set is, or will be."""
    return data_dir() / f"{spec.name}.npz"


def is_cached(path: Path) -> bool:
    """Whether something is at `path`, readable or not."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise DataError(
            f"{path}: cannot look there ({error.strerror}). Mend the "
            "permissions, or set CNNLAB_DATA to another folder."
        ) from error
    return True


def _read_npz(path: Path) -> dict[str, np.ndarray]:
    arrays = {}
    with zipfile.ZipFile(path) as archive:
        for key in KEYS:
            with archive.open(f"{key}.npy") as member:
                # Reading to the end makes zipfile compare the checksum.
                arrays[key] = np.lib.format.read_array(
                    member, allow_pickle=False
                )
                if member.read(1):
                    raise ValueError(f"`{key}` is longer than it says")
    return arrays


def read_arrays(spec: Spec, path: Path) -> dict[str, np.ndarray]:
    """The four arrays of a cached file, checked.

    Raises
    ------
    DataError
        If the file cannot be read, is damaged, holds pickled objects, or
        holds arrays of another form than the data set's.
    """
    mend = f"Delete it and run `cnnlab data fetch {spec.name}`."
    try:
        arrays = _read_npz(path)
        check_arrays(arrays, len(spec.classes))
        for key in ("train_images", "test_images"):
            if arrays[key].shape[1:] != spec.shape or not len(arrays[key]):
                raise ValueError(
                    f"`{key}` has shape {arrays[key].shape}; it must be "
                    f"(N, {', '.join(map(str, spec.shape))}) with N > 0"
                )
    except KeyError as error:
        missing = str(error.args[0])
        raise DataError(f"{path}: {missing}. {mend}") from error
    except OSError as error:
        why = error.strerror or error
        raise DataError(f"{path}: cannot be read ({why}). {mend}") from error
    except (
        ValueError,  # a wrong form, a pickle, a header that lies
        EOFError,
        MemoryError,  # a header that asks for terabytes
        RuntimeError,  # an encrypted member
        SyntaxError,  # a header that does not parse, in older NumPy
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise DataError(f"{path}: damaged ({error}). {mend}") from error
    return arrays


def write_arrays(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write the four arrays to `path`: all of them, or nothing.

    The bytes go to a temporary file in the same folder, reach the disk,
    and take the name last, so that a reader never meets half a file.

    Raises
    ------
    DataError
        If the disk is full or the folder read-only.
    """
    # Not mkstemp: its files are private, and a class shares this folder.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(temporary, "wb") as file:
                # Not compressed: each page that loads it saves the time.
                np.savez(file, **arrays)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
