"""Transfer learning: another head, and which layers may still change.

    net = catalogue("resnet18", num_classes=2)   # head new, the rest frozen
    unfreeze(net, "layer4")                      # later, with a small rate

"Head" is the layer that gives one number for each class.
"""

from collections.abc import Iterator

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from cnnlab.models.registry import check_count

# The networks of the lecture, by torchvision's names.
CATALOGUE = (
    "resnet18", "alexnet", "squeezenet1_0", "vgg16", "densenet161",
    "inception_v3", "googlenet", "shufflenet_v2_x1_0", "mobilenet_v2",
    "resnext50_32x4d", "wide_resnet50_2", "mnasnet1_0",
)  # fmt: skip
# In training they return the logits of auxiliary heads too.
WITH_AUXILIARY = ("inception_v3", "googlenet")


def catalogue(
    name: str, num_classes: int, *, pretrained: bool = True
) -> nn.Module:
    """A network of torchvision with a new head and the rest frozen.

    ``pretrained`` downloads torchvision's best ImageNet weights for it, once;
    without, weights are random. Auxiliary heads are left out: they are
    there to train the layers below, which are frozen.

    Raises
    ------
    ValueError
        If ``name`` is not in `CATALOGUE`.
    ImportError
        If torchvision is not installed.
    """
    if name not in CATALOGUE:
        raise ValueError(
            f"`name` (={name!r}) must be one of: {', '.join(CATALOGUE)}"
        )
    check_count("num_classes", num_classes)
    net = _torchvision_net(name, pretrained)
    replace_head(net, num_classes)
    freeze(net)
    return net


def _torchvision_net(name: str, pretrained: bool) -> nn.Module:
    try:
        from torchvision import models
    except ImportError as error:
        raise ImportError(
            "the catalogue's networks come from torchvision: "
            "pip install torchvision"
        ) from error
    options = {}
    if name in WITH_AUXILIARY:
        options["aux_logits"] = False
        if not pretrained:  # else torchvision sets it, and refuses ours
            options["init_weights"] = True
    weights = models.get_model_weights(name).DEFAULT if pretrained else None
    return models.get_model(name, weights=weights, **options)


def head_of(net: nn.Module) -> tuple[str, nn.Module]:
    """Name and module of the layer that gives the logits.

    It is the last linear layer, or where there is none, as in SqueezeNet,
    the last convolution.

    Raises
    ------
    ValueError
        If ``net`` has neither.

    Examples
    --------
    >>> from cnnlab.models import build
    >>> head_of(build("lenet5"))
    ('fc3', Linear(in_features=84, out_features=10, bias=True))
    """
    layers = [
        (name, module)
        for name, module in net.named_modules()
        if not _is_auxiliary(name)
    ]
    head = _last_layer(layers)
    if head is None:
        raise ValueError(
            f"`net` (={type(net).__name__}) has no linear layer and no "
            "convolution that could be its head: give a whole classifier"
        )
    return head


def _last_layer(
    layers: list[tuple[str, nn.Module]],
) -> tuple[str, nn.Module] | None:
    for kind in (nn.Linear, nn.Conv2d):
        found = [pair for pair in layers if isinstance(pair[1], kind)]
        if found:
            return found[-1]
    return None


def _is_auxiliary(name: str) -> bool:
    """``aux1`` of GoogLeNet, ``AuxLogits`` of Inception-v3."""
    return name.lower().startswith("aux")


def _heads(net: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """The head, and those of the auxiliary branches."""
    yield head_of(net)
    for branch, module in net.named_children():
        if _is_auxiliary(branch):
            layers = [
                (f"{branch}.{name}", layer)
                for name, layer in module.named_modules()
            ]
            yield _last_layer(layers)


def replace_head(net: nn.Module, num_classes: int) -> None:
    """Put a new layer for ``num_classes`` in the head's place.

    Its weights are random, its inputs, device and dtype as before; heads of
    auxiliary branches are replaced too.
    """
    check_count("num_classes", num_classes)
    for name, old in list(_heads(net)):
        where, _, last = name.rpartition(".")
        setattr(net.get_submodule(where), last, _alike(old, num_classes))


def _alike(old: nn.Module, outputs: int) -> nn.Module:
    """A new layer like ``old`` with another number of outputs."""
    options = {
        "bias": old.bias is not None,
        "device": old.weight.device,
        "dtype": old.weight.dtype,
    }
    if isinstance(old, nn.Linear):
        return nn.Linear(old.in_features, outputs, **options)
    return nn.Conv2d(
        old.in_channels, outputs, old.kernel_size, old.stride, old.padding,
        **options,
    )  # fmt: skip


def freeze(net: nn.Module, *, but_head: bool = True) -> None:
    """Training changes nothing any more, but the head.

    Batch norm in a frozen part also keeps its mean and variance, and uses
    them: before each run of ``net`` it is set to evaluation mode.
    """
    net.requires_grad_(False)
    if but_head:
        for _, head in _heads(net):
            head.requires_grad_(True)
    _watch_batch_norm(net)


def unfreeze(net: nn.Module, from_: str | None = None) -> None:
    """Let training change ``net`` again, all of it or from a part on.

    ``from_`` names a module, such as ``"layer4"`` or ``"features.14"``: it
    and what the network defines after it become trainable; what is before
    stays as it is.

    Raises
    ------
    ValueError
        If ``net`` has no module of that name.
    """
    names = [name for name, _ in net.named_modules()]
    if from_ is None:
        from_ = ""  # the whole network, which comes first
    elif from_ not in names[1:]:
        parts = ", ".join(name for name, _ in net.named_children())
        raise ValueError(
            f"`from_` (={from_!r}) must name a part of the network, one of "
            f"{parts}, or a part of these such as 'features.3'"
        )
    later = set(names[names.index(from_) :])
    for name, module in net.named_modules():
        if name in later:
            for parameter in module.parameters(recurse=False):
                parameter.requires_grad_(True)
            if isinstance(module, _BatchNorm):
                module.train(net.training)


def frozen_bn_eval(net: nn.Module) -> None:
    """Set batch norm whose weights are frozen to evaluation mode.

    ``net.train()`` undoes it. After `freeze` it happens by itself before
    each run of ``net``.
    """
    for module in net.modules():
        if isinstance(module, _BatchNorm) and _is_frozen(module):
            module.eval()


def _is_frozen(module: nn.Module) -> bool:
    own = list(module.parameters(recurse=False))
    return bool(own) and not any(p.requires_grad for p in own)


def _before_run(net: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
    frozen_bn_eval(net)


def _watch_batch_norm(net: nn.Module) -> None:
    """Once a network; a copy of it keeps the hook."""
    if _before_run not in net._forward_pre_hooks.values():
        net.register_forward_pre_hook(_before_run)
