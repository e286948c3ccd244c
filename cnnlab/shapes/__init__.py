"""Shape arithmetic: output sizes, receptive fields, the shape ledger.

Standard library only, so that a page can count before it computes.
"""

from cnnlab.shapes.ledger import (
    Conv,
    Flatten,
    Ledger,
    Linear,
    Pool,
    ReLU,
    ledger,
)
from cnnlab.shapes.receptive import ReceptiveField, receptive_field
from cnnlab.shapes.sizes import as_pair, at_least, output_size, same_padding

__all__ = [
    "Conv",
    "Flatten",
    "Ledger",
    "Linear",
    "Pool",
    "ReLU",
    "ReceptiveField",
    "as_pair",
    "at_least",
    "ledger",
    "output_size",
    "receptive_field",
    "same_padding",
]
