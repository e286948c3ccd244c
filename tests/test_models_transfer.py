"""Heads, freezing and the lecture's twelve networks.

Most run on the device "meta", where tensors have a shape and no numbers.
"""

import re
import sys

import pytest

torch = pytest.importorskip("torch")

import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

from cnnlab import models  # noqa: E402
from cnnlab.models import transfer  # noqa: E402

# Where each keeps its head: the lecture's six steps name them one by one.
HEADS = {
    "resnet18": "fc",
    "alexnet": "classifier.6",
    "squeezenet1_0": "classifier.1",
    "vgg16": "classifier.6",
    "densenet161": "classifier",
    "inception_v3": "fc",
    "googlenet": "fc",
    "shufflenet_v2_x1_0": "fc",
    "mobilenet_v2": "classifier.1",
    "resnext50_32x4d": "fc",
    "wide_resnet50_2": "fc",
    "mnasnet1_0": "classifier.1",
}
LAZY = {"init_weights": False}  # slow, and of no use without numbers
AUXILIARY = {
    "inception_v3": ["AuxLogits.fc"],
    "googlenet": ["aux1.fc2", "aux2.fc2"],
}
OURS = models.names()


def theirs():
    return pytest.importorskip("torchvision").models


@pytest.fixture
def on_meta(monkeypatch):
    """`catalogue` builds on "meta", and without numbers."""
    real = theirs().get_model

    def build(name, **options):
        if name in AUXILIARY:
            options |= LAZY
        with torch.device("meta"):
            return real(name, **options)

    monkeypatch.setattr(theirs(), "get_model", build)


def trainable(net):
    return {k for k, p in net.named_parameters() if p.requires_grad}


def batch(name, count=2):
    size = 299 if name == "inception_v3" else 224
    return torch.empty(count, 3, size, size, device="meta")


def test_the_twelve_of_the_lecture():
    assert tuple(HEADS) == transfer.CATALOGUE


@pytest.mark.parametrize("name", HEADS)
def test_catalogue_gives_a_new_head_and_freezes_the_rest(name, on_meta):
    net = models.catalogue(name, 5, pretrained=False)
    label, head = models.head_of(net)
    assert label == HEADS[name]
    assert trainable(net) == {f"{label}.weight", f"{label}.bias"}
    y = net.train()(batch(name))  # logits, no tuple of auxiliary ones
    assert y.shape == (2, 5)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            assert not module.training
    old = theirs().get_model(name, weights=None)
    outputs, *inputs = head.weight.shape
    assert outputs == 5
    before = models.head_of(old)[1]
    assert type(head) is type(before)
    assert inputs == list(before.weight.shape[1:])


@pytest.mark.parametrize("name", AUXILIARY)
def test_auxiliary_heads_are_replaced_too(name, on_meta):
    net = theirs().get_model(name, weights=None)
    models.replace_head(net, 5)
    models.freeze(net)
    heads = [HEADS[name], *AUXILIARY[name]]
    expected = {f"{h}.{kind}" for h in heads for kind in ("weight", "bias")}
    assert trainable(net) == expected
    outputs = net.train()(batch(name))
    assert [tuple(y.shape) for y in outputs] == [(2, 5)] * len(heads)


def test_our_googlenets_auxiliary_heads_are_replaced_too():
    with torch.device("meta"):
        net = models.googlenet(aux=True)
    models.replace_head(net, 5)
    outputs = net.train()(batch("googlenet"))
    assert [tuple(y.shape) for y in outputs] == [(2, 5)] * 3


@pytest.mark.parametrize("name", OURS)
def test_every_network_of_ours_gets_another_head(name):
    known = models.info(name)
    with torch.device("meta"):
        net = models.build(name)
    before = models.count_parameters(net)
    models.replace_head(net, 7)
    label, head = models.head_of(net)
    size = known.input_size
    shape = (2, known.in_channels, size, size)
    assert net(torch.empty(shape, device="meta")).shape == (2, 7)
    inputs = head.weight[0].numel() + (head.bias is not None)
    assert before - models.count_parameters(net) == inputs * (
        known.num_classes - 7
    )
    models.freeze(net)
    assert {k.rpartition(".")[0] for k in trainable(net)} == {label}


def test_pretrained_asks_for_the_best_weights(monkeypatch):
    """By a stub: nothing is downloaded."""
    asked, real = [], theirs().get_model

    def build(name, *, weights, **options):
        asked.append((name, weights, options))
        with torch.device("meta"):
            return real(name, weights=None, **LAZY, **options)

    monkeypatch.setattr(theirs(), "get_model", build)
    models.catalogue("googlenet", 2)
    weights = theirs().GoogLeNet_Weights.DEFAULT
    assert asked == [("googlenet", weights, {"aux_logits": False})]


def small():
    """A network of ours with batch norm, a batch and its classes."""
    torch.manual_seed(0)
    net = models.build("resnet20", num_classes=4)
    return net, 3 + torch.randn(8, 3, 16, 16), torch.arange(8) % 4


def step(net, x, y):
    """One step of training; which entries of the state moved."""
    before = {k: v.clone() for k, v in net.state_dict().items()}
    net.train()
    free = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(free, lr=0.1)
    F.cross_entropy(net(x), y).backward()
    optimizer.step()
    after = net.state_dict()
    return {k for k in before if not torch.equal(before[k], after[k])}


def test_a_step_moves_the_head_alone():
    net, x, y = small()
    models.freeze(net)
    assert step(net, x, y) == {"fc.weight", "fc.bias"}
    # A hook that was set twice would be one too many.
    models.freeze(net)
    assert len(net._forward_pre_hooks) == 1


def test_a_step_after_unfreezing_moves_what_is_behind():
    net, x, y = small()
    models.freeze(net)
    step(net, x, y)
    last = [n for n, _ in net.named_children()][-3]
    models.unfreeze(net, last)
    inside = (last, "fc")
    moved = step(net, x, y)
    assert {k for k in moved if not k.startswith(inside)} == set()
    norms = [k for k in moved if k.endswith("running_mean")]
    every = [k for k in net.state_dict() if k.endswith("running_mean")]
    assert norms == [k for k in norms if k.startswith(last)]
    assert 0 < len(norms) < len(every)
    models.unfreeze(net)
    assert step(net, x, y) == set(net.state_dict())


def test_unfreeze_takes_a_part_within_a_part():
    with torch.device("meta"):
        net = models.build("efficientnet_lite0", num_classes=2)
    models.freeze(net)
    models.unfreeze(net, "features.16")
    parts = {k.split(".")[1] for k in trainable(net) if k[0] == "f"}
    assert parts == {"16", "17"}
    assert "classifier.bias" in trainable(net)


def test_batch_norm_trains_again_once_unfrozen():
    net, x, _ = small()
    net.train()
    models.freeze(net)
    net(x)
    assert not net.bn1.training
    models.unfreeze(net)
    assert net.bn1.training
    models.freeze(net)
    models.frozen_bn_eval(net)
    assert not net.bn1.training
    net.eval()
    models.unfreeze(net)
    assert not net.bn1.training


def test_freeze_without_a_head():
    net, _, _ = small()
    models.freeze(net, but_head=False)
    assert trainable(net) == set()


def test_a_new_head_is_where_the_old_one_was():
    net = models.build("squeezenet").double()
    models.replace_head(net, 3)
    label, head = models.head_of(net)
    assert head.weight.dtype == torch.float64
    assert (head.out_channels, head.kernel_size) == (3, (1, 1))


def test_errors_name_the_argument_and_its_value():
    net, _, _ = small()
    words = r"`name` \(='resnet19'\) must be one of: resnet18, alexnet"
    with pytest.raises(ValueError, match=words):
        models.catalogue("resnet19", 2)
    with pytest.raises(ValueError, match=r"`num_classes` \(=0\)"):
        models.catalogue("resnet18", 0)
    with pytest.raises(ValueError, match=r"`num_classes` \(=2.5\)"):
        models.replace_head(net, 2.5)
    words = re.escape("`from_` (='layer9') must name a part")
    with pytest.raises(ValueError, match=f"{words}.*conv1.*fc"):
        models.unfreeze(net, "layer9")
    with pytest.raises(ValueError, match=r"`net` \(=ReLU\) has no linear"):
        models.head_of(nn.ReLU())


def test_without_torchvision_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "torchvision", None)
    with pytest.raises(ImportError, match="pip install torchvision"):
        models.catalogue("resnet18", 2)
