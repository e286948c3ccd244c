"""A first layer that is computed, not trained: it whitens patches.

Neighbouring pixels of a photo are nearly equal, so a few directions among
all patches have almost all of the variance, and a gradient runs to and fro
along them. Filters that give every direction the variance 1 take that away
before training begins (Page 2019; Jordan 2024).
"""

import torch
import torch.nn.functional as F
from torch import Tensor

FLOOR = 5e-4  # added to each variance, so that noise is not blown up


@torch.no_grad()
def whitening_filters(
    x: Tensor, size: int, stride: int = 1, floor: float = FLOOR
) -> Tensor:
    """Filters whose answers on patches of ``x`` are uncorrelated.

    With ``C = U diag(v) U^T``, the second moments of the patches, filter
    ``k`` is ``u_k / sqrt(v_k + floor)``, largest ``v`` first. Then come all
    of them again with the other sign: behind a ReLU, nothing is lost.

    Parameters
    ----------
    x : normalized images ``(N, C, H, W)``; some thousand are enough.
    size : height and width of a patch in pixels.
    stride : pixels between the patches that are looked at.

    Returns
    -------
    filters : ``(2 * C * size**2, C, size, size)``.
    """
    C = x.shape[1]
    patches = F.unfold(x.float(), size, stride=stride)  # (N, C*s*s, places)
    # float64: variances of a patch differ by a factor of some thousand.
    moments = torch.zeros(2 * (C * size**2,), dtype=torch.float64)
    for part in patches.cpu().double().split(500):
        moments += torch.einsum("nap,nbp->ab", part, part)
    moments /= len(patches) * patches.shape[2]
    variances, directions = torch.linalg.eigh(moments)  # smallest first
    filters = (directions / (variances + floor).sqrt()).flip(1).T
    filters = torch.cat([filters, -filters]).reshape(-1, C, size, size)
    return filters.to(x)
