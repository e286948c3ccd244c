"""What the book's notebooks call first, and for numbers in their prose."""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab import __version__

if TYPE_CHECKING:
    from cnnlab.train.recorder import Recording


def start(name: str | None = None) -> None:
    """Set the book's figure style; say what this notebook runs on.

    Parameters
    ----------
    name
        The page, such as ``"03_convolution"``: then a second line says how
        long all its cells take here. `make notebooks` writes the name into
        the notebooks; in the built book nobody waits.
    """
    from cnnlab import hardware, pace, plots
    from cnnlab.data import download_allowed

    plots.use_style()
    torch_is_there = importlib.util.find_spec("torch") is not None
    found = hardware.describe(probe_gpu=torch_is_there)
    print(f"cnnlab {__version__} · {found}")
    wait = pace.seconds(name) if name and torch_is_there else None
    if wait is not None:
        more = (
            " What they download comes on top." if download_allowed() else ""
        )
        print(
            f"All cells: {pace.words(wait)} here, on one thread of the CPU."
            + more
        )


def glue(**values: object) -> None:
    """Name numbers so that the prose of the built book can show them.

    Outside the build this does nothing: a notebook prints its own numbers.
    """
    try:
        from myst_nb import glue as keep
    except ImportError:
        return
    for name, value in values.items():
        keep(name, value, display=False)


def recorded(name: str) -> "Recording | None":
    """The long run ``results/NAME.json`` beside this page.

    A notebook may have come without its folder, as on Colab: then None, and
    a line that says so. The numbers stand in the notebook's text as well.
    """
    from cnnlab.train import recorder

    path = Path("results") / f"{name}.json"
    if path.exists():
        return recorder.load(path)
    print(f"{path} is not beside this notebook; the text has its numbers.")
    return None
