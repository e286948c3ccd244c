"""What is known of each data set before any file is read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Spec:
    """One data set: its form, its size, and how to recognize it.

    `digests` are order-independent fingerprints (`_verify.fingerprint`):
    the same images in another order have the same one. `torchvision` is
    the class that downloads the set, `download_mb` the size of that.
    """

    name: str
    title: str
    shape: tuple[int, ...]
    classes: tuple[str, ...]
    counts: tuple[int, int]
    torchvision: str
    download_mb: int
    digests: tuple[str, ...]


MNIST = Spec(
    name="mnist",
    title="MNIST",
    shape=(28, 28),
    classes=tuple("0123456789"),
    counts=(60_000, 10_000),
    torchvision="MNIST",
    download_mb=12,
    digests=(
        "bcd8b9c6ffed1b02ccdaf45172969b82c6b9053ed4e1814486ce4ba980c6dd67",
    ),
)
FASHION_MNIST = Spec(
    name="fashion_mnist",
    title="Fashion-MNIST",
    shape=(28, 28),
    classes=(
        "T-shirt/top",
        "trouser",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    ),
    counts=(60_000, 10_000),
    torchvision="FashionMNIST",
    download_mb=31,
    digests=(
        "d12e657323a44aa5cc06834e6c1b90f68e3e65e18484d18c7b72be70dfbc9650",
    ),
)
CIFAR10 = Spec(
    name="cifar10",
    title="CIFAR-10",
    shape=(32, 32, 3),
    classes=(
        "airplane",
        "automobile",
        "bird",
        "cat",
        "deer",
        "dog",
        "frog",
        "horse",
        "ship",
        "truck",
    ),
    counts=(50_000, 10_000),
    torchvision="CIFAR10",
    download_mb=170,
    digests=(
        "feded8b2b9996ef61b85fbe40a8b8a3738b51933956ff19ed17f5439c6c3376b",
    ),
)

CATALOGUE = {spec.name: spec for spec in (MNIST, FASHION_MNIST, CIFAR10)}


def spec_of(name: str) -> Spec:
    """The entry of a data set; `ValueError` with the names if unknown."""
    if name not in CATALOGUE:
        raise ValueError(
            f"`name` (={name!r}) must be one of {', '.join(CATALOGUE)}"
        )
    return CATALOGUE[name]
