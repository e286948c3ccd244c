"""Turn the constant inside over: 3/2 for 2/3."""
# expect: lenet-squash
# says: 3/2 for 2/3

import torch


def scaled_tanh(x):
    return 1.7159 * torch.tanh(3 / 2 * x)
