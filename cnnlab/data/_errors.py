"""The one error of `cnnlab.data`, and disk errors told as such."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


class DataError(RuntimeError):
    """Data that cannot be had: the message names the file and the mend."""


def needs(package: str, extra: str, what: str) -> DataError:
    """The error for a missing package, with the extra that installs it."""
    return DataError(
        f"{what} needs the package {package}, which is not installed. "
        f'Run `pip install "cnnlab[{extra}]"`.'
    )


def disk_error(error: Exception, path: Path) -> DataError | None:
    """A full disk or a read-only folder as a `DataError`, else None."""
    code = getattr(error, "errno", None)
    if code in _FULL:
        return DataError(
            f"{path}: the disk is full, and nothing was written. Make room, "
            "or set CNNLAB_DATA to a folder on another disk."
        )
    if code in _READ_ONLY:
        return DataError(
            f"{path}: the folder {path.parent} cannot be written to. Set "
            "CNNLAB_DATA to a folder that can."
        )
    return None


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn every `OSError` of writing `path` into a `DataError`."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, path) or DataError(
            f"{path}: cannot be written ({error}). Set CNNLAB_DATA to a "
            "folder that can."
        ) from error
