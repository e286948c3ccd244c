"""Is a cached file the data set that it says it is?"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from ._cache import cache_path, is_cached, read_arrays
from ._catalogue import spec_of
from ._errors import DataError

Status = Literal["known", "unknown but well-formed", "damaged", "missing"]


@dataclass(frozen=True)
class Report:
    """What `verify` found at `path`; `detail` is for people."""

    name: str
    path: Path
    status: Status
    detail: str


def fingerprint(arrays: dict[str, np.ndarray]) -> str:
    """A hash of labelled images that does not depend on their order.

    Each image is hashed with its label; the hashes of a part are sorted,
    then hashed. Images moved from one part to the other do change it.
    """
    total = hashlib.sha256()
    for part in ("train", "test"):
        images = np.ascontiguousarray(arrays[f"{part}_images"])
        labels = arrays[f"{part}_labels"].tolist()
        hashes = sorted(
            hashlib.sha256(bytes([label]) + image.tobytes()).digest()
            for image, label in zip(images, labels, strict=True)
        )
        total.update(f"{part} {images.shape}\n".encode())
        total.update(b"".join(hashes))
    return total.hexdigest()


def verify(name: str) -> Report:
    """Read the cached file of a data set to the last byte and judge it.

    "known": the published images with their labels, in whatever order.
    "unknown but well-formed": another set in the right form.
    """
    spec = spec_of(name)
    path = cache_path(spec)
    try:
        if not is_cached(path):
            return Report(name, path, "missing", "no such file")
        arrays = read_arrays(spec, path)
    except DataError as error:
        return Report(name, path, "damaged", str(error))
    digest = fingerprint(arrays)
    counts = len(arrays["train_labels"]), len(arrays["test_labels"])
    if digest in spec.digests:
        detail = f"the {counts[0]:,} + {counts[1]:,} images of {spec.title}"
        return Report(name, path, "known", detail)
    detail = (
        f"{counts[0]:,} + {counts[1]:,} images, not those of {spec.title} as "
        f"published (fingerprint {digest[:12]})"
    )
    return Report(name, path, "unknown but well-formed", detail)
