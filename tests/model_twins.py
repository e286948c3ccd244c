"""Compare a network of ours with the same one of another library.

Weights are made random, copied by a list of renamings that the test writes
out, and both networks must then give the same logits in float64.
"""

import re
from collections.abc import Sequence

import torch
from torch import Tensor, nn

Renamings = Sequence[tuple[str, str]]  # regular expression, replacement
# float64 has 16 digits; some hundred layers in another order of sums lose
# a few of them.
TOLERANCE = 1e-10


def random_images(channels: int, size: int, count: int = 2) -> Tensor:
    generator = torch.Generator().manual_seed(1)
    shape = (count, channels, size, size)
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def randomize(net: nn.Module, x: Tensor, seed: int = 0) -> nn.Module:
    """Fill ``net`` so that no layer is an identity and signals keep size.

    Weights by He's rule, biases and affines random. The statistics of batch
    norm are those of ``x``, then moved by up to a fifth: with the initial 0
    and 1 a swap of two layers' statistics could not be seen.
    """
    torch.manual_seed(seed)
    net.double()
    norms = []
    for module in net.modules():
        weight = getattr(module, "weight", None)
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            nn.init.uniform_(weight, 0.5, 1.5)
            module.momentum = 1.0
            norms.append(module)
        elif isinstance(weight, Tensor) and weight.dim() > 1:
            nn.init.kaiming_normal_(weight, nonlinearity="relu")
        if isinstance(getattr(module, "bias", None), Tensor):
            nn.init.normal_(module.bias, std=0.1)
    with torch.no_grad():
        net.train()(x)
        for norm in norms:
            norm.running_mean += 0.2 * torch.randn_like(norm.running_mean)
            norm.running_var *= 0.8 + 0.4 * torch.rand_like(norm.running_var)
        spread = net.eval()(x).std()
        last = _last_layer(net)
        last.weight /= spread
        last.bias /= spread
    return net


def _last_layer(net: nn.Module) -> nn.Module:
    """The last linear layer, or the last convolution if there is none."""
    modules = list(net.modules())
    linear = [m for m in modules if isinstance(m, nn.Linear)]
    return (linear or [m for m in modules if isinstance(m, nn.Conv2d)])[-1]


def copy_weights(
    source: nn.Module, target: nn.Module, renamings: Renamings
) -> None:
    """Load all of ``source`` into ``target``; nothing may be left over."""
    renamed = {}
    for name, value in source.state_dict().items():
        for pattern, replacement in renamings:
            name = re.sub(pattern, replacement, name)
        assert name not in renamed, f"two tensors would be called {name}"
        renamed[name] = value
    target.double().load_state_dict(renamed, strict=True)


def difference(ours: nn.Module, theirs: nn.Module, x: Tensor) -> float:
    """Largest difference of logits, as a share of the largest logit."""
    with torch.no_grad():
        a, b = ours.eval()(x), theirs.eval()(x)
    spread = float(b.std())
    assert 0.1 <= spread <= 10, f"logits have a spread of {spread:.2g}"
    return float((a - b).abs().max() / b.abs().max())


def swap_two(net: nn.Module) -> tuple[str, str]:
    """Swap the first two equal-shaped convolution weights; say which."""
    seen: dict[torch.Size, tuple[str, nn.Module]] = {}
    for name, module in net.named_modules():
        if not isinstance(module, nn.Conv2d):
            continue
        other = seen.setdefault(module.weight.shape, (name, module))
        if other[1] is not module:
            first, second = other[1].weight.data, module.weight.data
            kept = first.clone()
            first.copy_(second)
            second.copy_(kept)
            return other[0], name
    raise AssertionError("no two convolutions have the same shape")
