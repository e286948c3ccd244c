"""Local response normalization: AlexNet's, in GoogLeNet too."""

import torch.nn.functional as F
from torch import Tensor, nn

# Krizhevsky et al., "ImageNet classification with deep convolutional neural
# networks", 2012, section 3.3.
N, K, ALPHA, BETA = 5, 2, 1e-4, 0.75


class LocalResponseNorm(nn.Module):
    """Each unit is divided by what the maps next to its own say there.

    With ``a`` of map ``i`` and the sum over maps ``i - 2`` to ``i + 2``::

        b_i = a_i / (K + ALPHA * sum of a_j squared) ** BETA

    PyTorch's layer of that name takes the mean where the paper has the sum:
    to be the same, its ``alpha`` must be five times the paper's.
    """

    def forward(self, a: Tensor) -> Tensor:
        C = a.shape[1]
        squares = F.pad(a.square(), (0, 0, 0, 0, N // 2, N // 2))
        total = sum(squares[:, k : k + C] for k in range(N))
        return a / (K + ALPHA * total) ** BETA
