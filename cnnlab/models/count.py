"""Parameters and multiply-adds of a network, counted by running it."""

import torch
from torch import Tensor, nn

from cnnlab.shapes.ledger import Ledger, Row


def count_parameters(model: nn.Module) -> int:
    """Numbers that training changes; one that is shared counts once."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def count_macs(model: nn.Module, input_shape: tuple[int, ...]) -> int:
    """Multiply-adds of all convolutions and linear layers, bias excluded.

    For one input of ``input_shape``, without the batch axis.
    """
    return layer_table(model, input_shape).macs


def layer_table(model: nn.Module, input_shape: tuple[int, ...]) -> Ledger:
    """The ledger of a network that is there, by one run with zeros.

    Rows are the innermost modules in the order in which they run; one that
    runs twice has two rows, and its parameters in the first.

    Examples
    --------
    >>> net = nn.Sequential(nn.Conv2d(3, 10, 5, padding=2), nn.ReLU())
    >>> print(layer_table(net, (3, 32, 32)))
    layer       output  parameters     MACs
    input      3x32x32           0        0
    0 Conv2d  10x32x32         760  768,000
    1 ReLU    10x32x32           0        0
    total                      760  768,000
    """
    rows = [Row("input", tuple(input_shape), 0, 0)]
    seen: set[int] = set()

    def note(name: str, module: nn.Module, y: Tensor) -> None:
        own = [p for p in module.parameters() if id(p) not in seen]
        seen.update(map(id, own))
        label = f"{name} {type(module).__name__}".strip()
        params = sum(p.numel() for p in own)
        shape = tuple(y.shape[1:])
        rows.append(Row(label, shape, params, _macs(module, y)))

    handles = [
        module.register_forward_hook(
            lambda module, _, y, name=name: note(name, module, y)
        )
        for name, module in model.named_modules()
        if _is_layer(module)
    ]
    was_training = model.training
    parameter = next(model.parameters(), torch.zeros(0))
    x = parameter.new_zeros((1, *input_shape))
    try:
        with torch.no_grad():
            model.eval()(x)
    finally:
        model.train(was_training)
        for handle in handles:
            handle.remove()
    return Ledger(tuple(rows))


def _is_layer(module: nn.Module) -> bool:
    """Innermost, or with weights of its own, as a trainable pooling."""
    own = next(module.parameters(recurse=False), None)
    return own is not None or next(module.children(), None) is None


def _macs(module: nn.Module, y: Tensor) -> int:
    """One product for each weight of a unit, for each number in ``y``."""
    if isinstance(module, nn.Conv1d | nn.Conv2d | nn.Conv3d | nn.Linear):
        return y[0].numel() * module.weight[0].numel()
    return 0
