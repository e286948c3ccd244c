"""The helper package of CNN Lab: what pages and exercises import.

``import cnnlab`` is cheap: no torch, no NumPy, no Matplotlib.
"""

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """`__version__`, read when somebody asks for it."""
    if name != "__version__":
        raise AttributeError(f"module 'cnnlab' has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cnnlab")
    except PackageNotFoundError:  # a source tree that was never installed
        return "0+unknown"
