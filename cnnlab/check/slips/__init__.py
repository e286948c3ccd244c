"""What well-known slips give: a dict of sentence -> wrong answer.

Pass one of these as ``wrong=`` to `Outcome.equals`. When a result equals one
of them, the message says which slip it was. A new exercise adds a module
here, so that its test cells do not spell out almost-right formulas; those of
the first, on convolution, are here by their names alone.
"""

from cnnlab.check.slips import (
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
from cnnlab.check.slips.conv import (
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
