"""Expected values by the plainest route: loops over the definition.

Nothing here is fast, and nothing here is shared with `cnnlab.reference` or
with a learner's answer. While a learner's function runs, these functions
refuse to work (see `cnnlab.check.forbid`). One module an exercise; those of
the first, on convolution, are here by their names alone.
"""

from cnnlab.check.truth import (
    channels,
    im2col,
    mlp,
    norms,
    pooling,
    regularization,
    sharing,
    text,
    transposed,
)
from cnnlab.check.truth.conv import (
    conv2d,
    output_size,
    receptive_field,
    zero_pad,
)

__all__ = [
    "channels",
    "conv2d",
    "im2col",
    "mlp",
    "norms",
    "output_size",
    "pooling",
    "receptive_field",
    "regularization",
    "sharing",
    "text",
    "transposed",
    "zero_pad",
]
