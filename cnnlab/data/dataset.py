"""`Dataset`: four read-only arrays that know where they came from."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from ._errors import needs
from ._picture import GAP, figure, strip_table

if TYPE_CHECKING:
    import torch

KEYS = ("train_images", "train_labels", "test_images", "test_labels")
Kind = Literal["cache", "download", "embedded", "folder"]

# The picture in a notebook: it fits the text column of the book.
ROWS_SHOWN = 10
IMAGES_SHOWN = 10
STRIP_WIDTH = 600  # CSS pixels


def check_arrays(arrays: dict[str, np.ndarray], classes: int) -> None:
    """Raise `ValueError` unless the four arrays are a data set.

    Parameters
    ----------
    arrays
        Images uint8 (N, H, W) or (N, H, W, 3) and labels uint8 (N,) under
        the four names in `KEYS`; the test part may be empty.
    classes
        Each label must be smaller.
    """
    for key in KEYS:
        if arrays[key].dtype != np.uint8:
            raise ValueError(
                f"`{key}` has dtype {arrays[key].dtype}; it must be uint8"
            )
    shape = arrays["train_images"].shape[1:]
    if not (len(shape) == 2 or (len(shape) == 3 and shape[2] == 3)):
        raise ValueError(
            f"`train_images` has shape {arrays['train_images'].shape}; it "
            "must be (N, H, W) or (N, H, W, 3)"
        )
    if len(arrays["train_images"]) == 0:
        raise ValueError("`train_images` is empty")
    for part in ("train", "test"):
        images, labels = arrays[f"{part}_images"], arrays[f"{part}_labels"]
        if images.shape[1:] != shape:
            raise ValueError(
                f"`{part}_images` has shape {images.shape}; it must be "
                f"(N, {', '.join(map(str, shape))}) like `train_images`"
            )
        if labels.shape != images.shape[:1]:
            raise ValueError(
                f"`{part}_labels` has shape {labels.shape} for "
                f"{len(images)} images"
            )
        if labels.size and labels.max() >= classes:
            raise ValueError(
                f"`{part}_labels` has the label {labels.max()}; there are "
                f"{classes} classes, so it must be below {classes}"
            )


def stratified_split(
    labels: np.ndarray, size: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Two sorted index arrays: the rest, and `size` held out.

    Each class gives its share of the held-out part, rounded so that the
    shares add up to `size`.
    """
    # RandomState's stream is frozen for good (NEP 19); a Generator's may
    # change, and with it every recorded split.
    random = np.random.RandomState(seed)
    members = [np.flatnonzero(labels == c) for c in np.unique(labels)]
    exact = np.array([len(m) for m in members]) * size / len(labels)
    share = np.floor(exact).astype(int)
    largest_remainder = np.argsort(share - exact, kind="stable")
    share[largest_remainder[: size - share.sum()]] += 1
    held_out = np.sort(
        np.concatenate(
            [
                random.permutation(m)[:n]
                for m, n in zip(members, share, strict=True)
            ]
        )
    )
    return np.setdiff1d(np.arange(len(labels)), held_out), held_out


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Images and labels of a training and a test part, read-only.

    Images are uint8, (N, H, W) or (N, H, W, 3); labels are uint8, (N,),
    and index `classes`. `source` says in words where the images came
    from, `kind` says it for programs.
    """

    name: str
    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    classes: tuple[str, ...]
    source: str
    kind: Kind

    def __post_init__(self) -> None:
        check_arrays({k: getattr(self, k) for k in KEYS}, len(self.classes))
        for key in KEYS:
            array = getattr(self, key).view()
            array.flags.writeable = False
            object.__setattr__(self, key, array)

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(H, W) or (H, W, 3)."""
        return self.train_images.shape[1:]

    @cached_property
    def sha256(self) -> str:
        """Hash of the four arrays in their order: what a record keeps."""
        digest = hashlib.sha256()
        for key in KEYS:
            array = getattr(self, key)
            digest.update(f"{key} {array.shape}\n".encode())
            digest.update(np.ascontiguousarray(array))
        return digest.hexdigest()

    def tensors(
        self, split: Literal["train", "test"]
    ) -> "tuple[torch.Tensor, torch.Tensor]":
        """One part as torch has it.

        Returns
        -------
        images
            float32 (N, C, H, W), from 0 to 1; C is 1 for grey images.
        labels
            int64 (N,).
        """
        if split not in ("train", "test"):
            raise ValueError(f"`split` (={split!r}) must be 'train' or 'test'")
        try:
            import torch
        except ImportError as error:
            raise needs("torch", "torch", "`Dataset.tensors`") from error
        images = getattr(self, f"{split}_images")
        if images.ndim == 3:
            images = images[..., None]
        # torch.tensor copies; from_numpy would warn of a read-only array.
        x = torch.tensor(images).permute(0, 3, 1, 2).contiguous()
        y = torch.tensor(getattr(self, f"{split}_labels"))
        return x.float().div_(255), y.long()

    def split(
        self, validation: int | float, seed: int = 0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Indices that part the training images into train and validation.

        Parameters
        ----------
        validation
            How many images to hold out: a count (int) or a share (float
            between 0 and 1). Each class gives its share.
        seed
            Same seed, same split.

        Returns
        -------
        train, validation
            Sorted index arrays into `train_images`; no index is in both.
        """
        N = len(self.train_labels)
        share = isinstance(validation, float)
        size = round(validation * N) if share else validation
        if not 0 < size < N:
            raise ValueError(
                f"`validation` (={validation}) must hold out between 1 and "
                f"{N - 1} of {N:,} images; give a count or a share such as 0.1"
            )
        return stratified_split(self.train_labels, size, seed)

    def __repr__(self) -> str:
        return (
            f"Dataset({self.name!r}, {len(self.train_labels):,} train + "
            f"{len(self.test_labels):,} test, images {self.image_shape}, "
            f"{len(self.classes)} classes, {self.kind})"
        )

    def _repr_html_(self) -> str:
        H, W = self.image_shape[:2]
        height = min(2 * H, 64)
        fitting = int(STRIP_WIDTH * H / (height * (W + GAP)))
        shown = min(max(fitting, 1), IMAGES_SHOWN)
        rows = []
        for number, name in enumerate(self.classes[:ROWS_SHOWN]):
            members = np.flatnonzero(self.train_labels == number)[:shown]
            if members.size:
                rows.append((name, self.train_images[members]))
        more = len(self.classes) - ROWS_SHOWN
        caption = (
            f"{self.source[0].upper()}{self.source[1:]}. Training images of "
            f"{H} x {W} pixels, one class a row"
        )
        caption += f"; {more} more classes." if more > 0 else "."
        return figure(caption, strip_table(rows, height))
