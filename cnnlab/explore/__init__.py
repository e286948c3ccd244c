"""The arithmetic behind the book's widgets, one module for each.

`book/widgets/` computes the same in the reader's browser. Tests hold the two
together by one file of vectors a widget (`tests/vectors/`).
"""

from cnnlab.explore.balls import (
    beaten_by,
    frontier,
    log_share,
    log_ticks,
    radius,
)
from cnnlab.explore.digits import centred, shrunk
from cnnlab.explore.fields import (
    core_size,
    field_interval,
    layer_sizes,
    path_counts,
    path_map,
)
from cnnlab.explore.replay import (
    across_seeds,
    learned_and_forgotten,
    lowest_place,
    misread,
    relative_change,
)
from cnnlab.explore.shifts import ShiftEffect, moved, shift_effect
from cnnlab.explore.slips import (
    AdaptivePool,
    BatchNorm,
    CeilPool,
    Usual,
    usual_slips,
)

__all__ = [
    "AdaptivePool",
    "BatchNorm",
    "CeilPool",
    "ShiftEffect",
    "Usual",
    "across_seeds",
    "beaten_by",
    "centred",
    "core_size",
    "field_interval",
    "frontier",
    "layer_sizes",
    "learned_and_forgotten",
    "log_share",
    "log_ticks",
    "lowest_place",
    "misread",
    "moved",
    "path_counts",
    "path_map",
    "radius",
    "relative_change",
    "shift_effect",
    "shrunk",
    "usual_slips",
]
