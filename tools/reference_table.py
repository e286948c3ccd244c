"""Print every reference layer beside torch: ``make reference``.

Columns: the largest difference to torch of the outputs and of the gradients,
as a share of the largest number there; the largest relative error of the
gradient check; that of the adjoint identity. All in float64.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from reference_cases import CASES  # noqa: E402

from cnnlab.reference.gradcheck import (  # noqa: E402
    max_relative_error,
    numerical_gradient,
)

FAST = {case.name: case.forward for case in CASES}


def measure(case) -> list[str]:
    """The four numbers of a case, as text."""
    tensors = [torch.from_numpy(a).requires_grad_() for a in case.inputs]
    expected = case.twin(*tensors)
    y = case.forward(*case.inputs)
    dy = np.random.default_rng(1).standard_normal(y.shape)
    expected.backward(torch.as_tensor(dy))
    found = case.backward(dy, *case.inputs)
    found = found if isinstance(found, tuple) else (found,)
    forward = max_relative_error(y, expected.detach().numpy())
    backward = max(
        max_relative_error(a, t.grad.numpy())
        for a, t in zip(found, tensors, strict=False)
    )
    check = max(
        max_relative_error(a, _numerical(case, dy, k))
        for k, a in enumerate(found)
    )
    numbers = [forward, backward, None if "ties" in case.name else check]
    numbers.append(_adjoint(case, dy, found) if case.linear_in else None)
    return ["-" if n is None else f"{n:.0e}" for n in numbers]


def _numerical(case, dy: np.ndarray, k: int) -> np.ndarray:
    forward = FAST[case.name.replace(" loops", "")]

    def loss(moved: np.ndarray) -> float:
        inputs = [moved if j == k else a for j, a in enumerate(case.inputs)]
        return float((dy * forward(*inputs)).sum())

    return numerical_gradient(loss, case.inputs[k])


def _adjoint(case, dy: np.ndarray, found: tuple) -> float:
    """|<dy, A x> - <A^T dy, x>| over the larger of the two."""
    worst = 0.0
    for k in case.linear_in:
        zero = [
            np.zeros_like(a) if j == k else a
            for j, a in enumerate(case.inputs)
        ]
        image = case.forward(*case.inputs) - case.forward(*zero)
        left = (dy * image).sum()
        right = (found[k] * case.inputs[k]).sum()
        worst = max(worst, abs(left - right) / max(abs(left), abs(right)))
    return worst


def main() -> None:
    table = Table("layer", title="NumPy layers against torch, float64")
    for name in ("forward", "backward", "gradient check", "adjoint"):
        table.add_column(name, justify="right")
    for case in CASES:
        table.add_row(case.name, *measure(case))
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
