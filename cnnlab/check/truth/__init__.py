"""Expected values by the plainest route: loops over the definition.

Nothing here is fast, and nothing here is shared with `cnnlab.reference` or
with a learner's answer. While a learner's function runs, these functions
refuse to work (see `cnnlab.check.forbid`). One module an exercise; those of
the first, on convolution, are here by their names alone.
"""

from cnnlab.check.truth import (
    callbacks,
    channels,
    classic,
    efficient,
    gradcam,
    im2col,
    improve,
    lenet,
    mlp,
    norms,
    pooling,
    regularization,
    residual,
    sharing,
    text,
    transfer,
    transposed,
)
from cnnlab.check.truth.conv import (
    conv2d,
    output_size,
    receptive_field,
    zero_pad,
)

__all__ = [
    "callbacks",
    "channels",
    "classic",
    "conv2d",
    "efficient",
    "gradcam",
    "im2col",
    "improve",
    "lenet",
    "mlp",
    "norms",
    "output_size",
    "pooling",
    "receptive_field",
    "regularization",
    "residual",
    "sharing",
    "text",
    "transfer",
    "transposed",
    "zero_pad",
]
