"""The arithmetic behind the book's widgets, one module for each.

`book/widgets/` computes the same in the reader's browser. Tests hold the two
together by one file of vectors a widget (`tests/vectors/`).
"""

from cnnlab.explore.fields import field_interval, layer_sizes, path_counts

__all__ = ["field_interval", "layer_sizes", "path_counts"]
