"""Data sets by name, photos, and folders of one's own images.

>>> from cnnlab import data
>>> digits = data.mnist()  # doctest: +SKIP
>>> x, y = digits.tensors("train")  # doctest: +SKIP

A data set comes from the first of these that has it: ``NAME.npz`` in
$CNNLAB_DATA (or the user's cache); torchvision's download, only where
CNNLAB_DOWNLOAD=1 or on Colab; real images from an installed package.
`Dataset.source` says which.
"""

from ._cache import data_dir
from ._download import download_allowed
from ._errors import DataError
from ._folder import image_folder
from ._load import cifar10, fashion_mnist, fetch, mnist, names, where
from ._photos import Photo, photo, photos
from ._verify import Report, fingerprint, verify
from .dataset import Dataset

__all__ = [
    "DataError",
    "Dataset",
    "Photo",
    "Report",
    "cifar10",
    "data_dir",
    "download_allowed",
    "fashion_mnist",
    "fetch",
    "fingerprint",
    "image_folder",
    "mnist",
    "names",
    "photo",
    "photos",
    "verify",
    "where",
]
