"""How a fast run steps: groups of parameters, a schedule, two optimizers."""

import torch
from torch import Tensor, nn

# Newton-Schulz in five steps, Jordan et al., "Muon", 2024: the polynomial
# a s + b s^3 + c s^5 drives every singular value s near 1.
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)


def triangle(done: float, start: float, peak: float, end: float) -> float:
    """Rate as a share of the largest: up in a line, then down in a line.

    Parameters
    ----------
    done : share of the steps behind us, 0 to 1.
    start, end : shares of the rate at the first and after the last step.
    peak : when the rate is largest, a share of the steps.

    Examples
    --------
    >>> [round(triangle(t, 0.2, 0.5, 0), 2) for t in (0, 0.25, 0.5, 0.75, 1)]
    [0.2, 0.6, 1.0, 0.5, 0.0]
    """
    if done < peak:
        return start + (1 - start) * done / peak
    return 1 + (end - 1) * (done - peak) / (1 - peak)


def split_parameters(
    net: nn.Module,
) -> tuple[list[Tensor], list[Tensor], list[Tensor]]:
    """Biases of norms; kernels of convolutions; all others that learn."""
    biases, kernels, others = [], [], []
    for name, value in net.named_parameters():
        if not value.requires_grad:
            continue
        if "norm" in name:
            biases.append(value)
        elif value.ndim == 4:
            kernels.append(value)
        else:
            others.append(value)
    return biases, kernels, others


@torch.no_grad()
def orthogonalize(matrix: Tensor, steps: int = 5) -> Tensor:
    """The matrix with its singular values moved to about 1.

    With ``G = U S V^T`` this is near ``U V^T``: of all matrices of that
    size in the spectral norm the one that goes furthest down along ``G``.
    No decomposition is computed, only products.
    """
    a, b, c = NEWTON_SCHULZ
    X = matrix / (matrix.norm() + 1e-7)
    tall = X.shape[0] > X.shape[1]
    X = X.T if tall else X
    for _ in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X.T if tall else X


class Muon(torch.optim.Optimizer):
    """Nesterov's momentum, orthogonalized; for kernels of convolutions.

    A kernel ``(C_out, C_in, KH, KW)`` is stepped as the matrix
    ``(C_out, C_in * KH * KW)`` that it is in im2col. The rate is relative:
    weights are kept at the norm that they have at the start.

    Parameters
    ----------
    lr : step length, as a share of the kernel's own size.
    momentum : share of the last step that is kept.
    """

    def __init__(
        self, kernels: list[Tensor], lr: float = 0.24, momentum: float = 0.6
    ) -> None:
        super().__init__(kernels, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        """One step; a kernel without a gradient stays as it is."""
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    self._step(weight, group["lr"], group["momentum"])

    def _step(self, weight: Tensor, lr: float, momentum: float) -> None:
        state = self.state[weight]
        if not state:
            state["momentum"] = torch.zeros_like(weight)
        velocity = state["momentum"].mul_(momentum).add_(weight.grad)
        ahead = weight.grad.add(velocity, alpha=momentum)  # Nesterov
        # sqrt of the number of filters: a step of about 1 for each of them
        weight.mul_(len(weight) ** 0.5 / weight.norm())
        update = orthogonalize(ahead.reshape(len(ahead), -1))
        weight.add_(update.view_as(weight), alpha=-lr)
