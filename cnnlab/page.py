"""What the book's notebooks call first, and for numbers in their prose."""

import importlib.util

from cnnlab import __version__


def start() -> None:
    """Set the book's figure style; say what this notebook runs on."""
    from cnnlab import hardware, plots

    plots.use_style()
    torch_is_there = importlib.util.find_spec("torch") is not None
    found = hardware.describe(probe_gpu=torch_is_there)
    print(f"cnnlab {__version__} · {found}")


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
