"""Shape arithmetic: output sizes, receptive fields, the shape ledger.

Standard library only, so that a page can count before it computes; `walk`
loads torch when it is called, for it walks a network of torch's.
"""

from cnnlab.shapes._calls import Window
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
from cnnlab.shapes.sizes import (
    as_pair,
    at_least,
    output_size,
    same_padding,
    transposed_size,
)
from cnnlab.shapes.walk import Step, Walk, walk

__all__ = [
    "Conv",
    "Flatten",
    "Ledger",
    "Linear",
    "Pool",
    "ReLU",
    "ReceptiveField",
    "Step",
    "Walk",
    "Window",
    "as_pair",
    "at_least",
    "ledger",
    "output_size",
    "receptive_field",
    "same_padding",
    "transposed_size",
    "walk",
]
