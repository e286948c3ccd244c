"""What did a network look at? Maps of the input that answer.

All functions take a network in eval mode and name its layers by their path,
as ``net.get_submodule`` does: ``"features.17"``. They leave the network as
it was. Maps are not normalized and have the resolution at which they were
computed; `upsample` brings them to the picture's.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.shapes import output_size

BATCH = 32  # occluded pictures at a time: 32 of 224 x 224 fit everywhere


@contextmanager
def record_activations(
    net: nn.Module, layers: Sequence[str]
) -> Iterator[dict[str, Tensor]]:
    """Keep the outputs of ``layers`` while the ``with`` block runs.

    Yields
    ------
    dict
        Empty at first; after ``net(x)``, layer -> its last output, still
        part of the graph, so that gradients can be asked for.

    Raises
    ------
    ValueError
        If a layer does not exist; the message lists its neighbours.

    Examples
    --------
    >>> net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU())
    >>> with record_activations(net, ["0"]) as seen:
    ...     _ = net(torch.zeros(1, 1, 8, 8))
    >>> seen["0"].shape
    torch.Size([1, 4, 6, 6])
    """
    seen: dict[str, Tensor] = {}
    handles = []
    try:
        for name in layers:
            module = _layer(net, name)

            def keep(module, inputs, output, name=name):
                seen[name] = output
                # What follows may work in place, on this copy then.
                return output.clone()

            handles.append(module.register_forward_hook(keep))
        yield seen
    finally:
        for handle in handles:
            handle.remove()


def occluded_logits(
    net: nn.Module, x: Tensor, *, patch: int, stride: int, fill: float = 0.0
) -> Tensor:
    """Logits for one picture with a square covered, for every place.

    Parameters
    ----------
    x : ``(1, C, H, W)``.
    patch, stride : side of the square and its step, in pixels. What the
        last step does not reach stays uncovered, as in a convolution.
    fill : the value that covers; 0 is the mean of centred pictures.

    Returns
    -------
    Tensor
        ``(rows, columns, classes)``, at the price of rows times columns
        forward passes.
    """
    _check(net, x, one=True)
    rows, columns = (output_size(n, patch, stride) for n in x.shape[2:])
    places = torch.cartesian_prod(torch.arange(rows), torch.arange(columns))
    logits = []
    with torch.no_grad():
        for some in (places * stride).split(BATCH):
            covered = x.repeat(len(some), 1, 1, 1)
            for picture, (i, j) in zip(covered, some.tolist(), strict=True):
                picture[:, i : i + patch, j : j + patch] = fill
            logits.append(net(covered))
    return torch.cat(logits).reshape(rows, columns, -1)


def occlusion(
    net: nn.Module,
    x: Tensor,
    target: int,
    *,
    patch: int,
    stride: int,
    fill: float = 0.0,
) -> Tensor:
    """How much the target's logit falls when a square is covered.

    Parameters are those of `occluded_logits`. The result, ``(rows,
    columns)``, is positive where the square held evidence.
    """
    covered = occluded_logits(net, x, patch=patch, stride=stride, fill=fill)
    with torch.no_grad():
        return net(x)[0, target] - covered[..., target]


def saliency(net: nn.Module, x: Tensor, target: int) -> Tensor:
    """Largest ``|d logit / d pixel|`` over the colours, ``(N, H, W)``.

    Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks",
    2014, section 3.1.
    """
    _check(net, x)
    with torch.enable_grad():
        x = x.detach().clone().requires_grad_()
        (slope,) = torch.autograd.grad(net(x)[:, target].sum(), x)
    return slope.abs().amax(dim=1)


def grad_cam(net: nn.Module, x: Tensor, target: int, layer: str) -> Tensor:
    """Grad-CAM at the maps of ``layer``, ``(N, H', W')``, 0 or more.

    With the maps ``A`` and the target's logit ``z``: ``alpha_k`` is the
    mean of ``dz / dA_k`` over all places, and the result is
    ``relu(sum_k alpha_k A_k)``. Selvaraju et al., "Grad-CAM: visual
    explanations from deep networks via gradient-based localization",
    2017, equations 1 and 2.

    Raises
    ------
    ValueError
        If the layer's output has no places.
    """
    _check(net, x)
    with torch.enable_grad(), record_activations(net, [layer]) as seen:
        logits = net(x.detach().clone().requires_grad_())
        maps = seen[layer]
        if maps.ndim != 4:
            raise ValueError(
                f"`layer` (={layer!r}) gives {tuple(maps.shape)}, not maps "
                "(N, C, H, W): choose a layer before flatten or pooling to 1x1"
            )
        (slopes,) = torch.autograd.grad(logits[:, target].sum(), maps)
    alpha = slopes.mean(dim=(2, 3), keepdim=True)
    return (alpha * maps.detach()).sum(dim=1).relu()


def effective_field(net: nn.Module, layer: str, x: Tensor) -> Tensor:
    """Share that each pixel has in the middle unit of ``layer``, ``(H, W)``.

    The absolute gradient of the unit, all its channels added up, with
    respect to each pixel, averaged over the pictures ``x`` and over their
    channels, and divided by its sum. After Luo et al., "Understanding the
    effective receptive field in deep convolutional neural networks", 2016.

    Raises
    ------
    ValueError
        If the gradient is 0 everywhere: the unit is dead.
    """
    _check(net, x)
    with torch.enable_grad(), record_activations(net, [layer]) as seen:
        x = x.detach().clone().requires_grad_()
        net(x)
        maps = seen[layer]
        i, j = (n // 2 for n in maps.shape[2:])
        (slope,) = torch.autograd.grad(maps[:, :, i, j].sum(), x)
    share = slope.abs().mean(dim=(0, 1))
    if not share.sum() > 0:
        raise ValueError(
            f"the middle unit of `layer` (={layer!r}) does not depend on `x`"
        )
    return share / share.sum()


def upsample(cam: Tensor, size: tuple[int, int]) -> Tensor:
    """Maps ``(N, h, w)`` or ``(h, w)`` to ``size``, bilinear."""
    flat = cam.reshape(-1, 1, *cam.shape[-2:])
    large = F.interpolate(flat, size, mode="bilinear", align_corners=False)
    return large.reshape(*cam.shape[:-2], *size)


def deletion(
    net: nn.Module,
    x: Tensor,
    target: int,
    scores: Tensor,
    fractions: Sequence[float],
    *,
    fill: float = 0.0,
) -> Tensor:
    """Probability of the target as the pixels of highest score are covered.

    Parameters
    ----------
    x : ``(1, C, H, W)``.
    scores : ``(H, W)``; the order in which pixels go.
    fractions : shares of the pixels to cover, from 0 to 1.

    Returns
    -------
    Tensor
        One probability a fraction. A good map makes it fall early.
    """
    _check(net, x, one=True)
    if scores.shape != x.shape[2:]:
        raise ValueError(
            f"`scores` has shape {tuple(scores.shape)}, the picture "
            f"{tuple(x.shape[2:])}: use `upsample` first"
        )
    order = scores.flatten().argsort(descending=True, stable=True)
    pictures = x.repeat(len(fractions), 1, 1, 1).flatten(2)
    for picture, fraction in zip(pictures, fractions, strict=True):
        picture[:, order[: round(fraction * len(order))]] = fill
    with torch.no_grad():
        logits = net(pictures.reshape(-1, *x.shape[1:]))
    return logits.softmax(1)[:, target]


def _layer(net: nn.Module, name: str) -> nn.Module:
    known = dict(net.named_modules())
    if name not in known:
        parent = name.rpartition(".")[0]
        beside = parent if parent in known else ""
        names = [k for k, _ in known[beside].named_children()]
        where = f"`{beside}`" if beside else "the network"
        raise ValueError(
            f"`layer` (={name!r}) does not exist; {where} has "
            f"{', '.join(names)}"
        )
    return known[name]


def _check(net: nn.Module, x: Tensor, one: bool = False) -> None:
    if net.training:
        raise ValueError(
            "the network is in training mode, where dropout and batch norm "
            "change the answer: call net.eval() first"
        )
    if x.ndim != 4 or (one and len(x) != 1):
        wanted = "(1, C, H, W)" if one else "(N, C, H, W)"
        raise ValueError(f"`x` has shape {tuple(x.shape)}, not {wanted}")
