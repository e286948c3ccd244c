"""The helper package of CNN Lab: what pages and exercises import.

``import cnnlab`` is cheap: no torch, no NumPy, no Matplotlib.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("cnnlab")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
