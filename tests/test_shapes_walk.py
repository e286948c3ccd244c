"""`walk`: counts, receptive fields and memory of networks that are there."""

import re

import pytest

torch = pytest.importorskip("torch")

import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

from cnnlab.shapes import receptive_field, walk  # noqa: E402

pytestmark = pytest.mark.torch

# Of the lectures' networks, those that torchvision has.
PUBLISHED = {
    "alexnet": "AlexNet", "vgg16": "VGG16", "vgg19": "VGG19",
    "vgg16_bn": "VGG16_BN", "vgg19_bn": "VGG19_BN",
    "googlenet": "GoogLeNet", "resnet18": "ResNet18",
    "resnet34": "ResNet34", "resnet50": "ResNet50",
    "resnet101": "ResNet101", "resnet152": "ResNet152",
    "resnext50_32x4d": "ResNeXt50_32X4D", "densenet121": "DenseNet121",
    "mobilenet_v2": "MobileNet_V2", "squeezenet1_0": "SqueezeNet1_0",
    "shufflenet_v2_x1_0": "ShuffleNet_V2_X1_0",
}  # fmt: skip
# Araujo, Norris and Sim, "Computing receptive fields of convolutional
# neural networks", Distill, 2019, table; before pooling to 1x1 or FC.
FIELDS = {
    "alexnet": 195, "vgg16": 212, "resnet18": 435, "resnet34": 899,
}  # fmt: skip


def published(name):
    """The network without weights, and what torchvision says of it."""
    from torchvision import models

    weights = getattr(models, f"{PUBLISHED[name]}_Weights").IMAGENET1K_V1
    extra = {"init_weights": False} if name == "googlenet" else {}
    with torch.device("meta"):
        return models.get_model(name, **extra), weights.meta


@pytest.mark.parametrize("name", PUBLISHED)
def test_counts_are_torchvisions(name):
    pytest.importorskip("torchvision")
    net, meta = published(name)
    ledger = walk(net, (3, 224, 224))
    assert ledger.params == meta["num_params"]
    # Published in thousand millions with three digits.
    assert ledger.macs / 1e9 == pytest.approx(meta["_ops"], abs=6e-4)
    if name in FIELDS:
        sizes = [s.field for s in ledger.steps if s.field]
        assert sizes[-1] == (FIELDS[name],) * 2
    stages = ledger.by_stage()
    assert (stages.params, stages.macs) == (ledger.params, ledger.macs)
    assert stages.memory == ledger.memory


def bottleneck(stride_on_1x1):
    """Of ResNet-50: channels do not matter to the field, so one."""
    layers = [(7, 2, 3), (3, 2, 1)]
    for blocks, stride in ((3, 1), (4, 2), (6, 2), (3, 2)):
        for k in range(blocks):
            s = stride if k == 0 else 1
            first, middle = (s, 1) if stride_on_1x1 else (1, s)
            layers += [(1, first), (3, middle, 1), (1,)]
    return layers


def test_resnet50_sees_427_or_as_published_483():
    """Araujo et al. have 483: the stride is on the 1x1, as published."""
    assert receptive_field(bottleneck(True)).size == 483
    net, _ = published("resnet50")
    seen = [s.field for s in walk(net, (3, 224, 224)).steps if s.field]
    assert seen[-1] == (receptive_field(bottleneck(False)).size,) * 2
    assert seen[-1] == (427, 427)


class Reader(nn.Module):
    """What readers write: functions, and one layer called twice."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, padding=1, groups=3)
        self.fc = nn.Linear(3 * 4 * 6, 5)

    def forward(self, x):
        y = F.relu(self.conv(x))
        y = x + self.conv(y)
        y = F.max_pool2d(torch.cat([y, y], 1), 2)[:, :3]
        return self.fc(y.flatten(1))


def test_functions_and_a_layer_called_twice():
    ledger = walk(Reader(), (3, 8, 12))
    assert [s.layer for s in ledger.steps] == [
        "input", "conv Conv2d", "relu", "conv Conv2d", "add", "cat",
        "max_pool2d", "getitem", "flatten", "fc Linear",
    ]  # fmt: skip
    conv, again, total = ledger.steps[1], ledger.steps[3], ledger.steps[4]
    # 3 groups of 1 -> 1 channel: 9 weights and a bias each.
    assert (conv.params, again.params) == (30, 0)
    assert conv.macs == again.macs == 9 * 3 * 8 * 12
    assert (conv.sees, total.sees) == ("3", "5")
    assert total.inputs == (0, 3)
    assert ledger.params == 30 + 72 * 5 + 5


def test_memory_by_hand():
    """Four bytes a number; views and what works in place store nothing."""
    net = nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.ReLU(inplace=True), nn.ReLU(), nn.Flatten()
    )
    ledger = walk(net, (3, 8, 12))
    image, map_ = 4 * 3 * 8 * 12, 4 * 4 * 6 * 10
    sizes = [s.memory for s in ledger.steps]
    assert sizes == [image, map_, 0, map_, 0]
    assert ledger.memory == image + 2 * map_
    assert "1.1 KiB" in str(ledger)


def test_a_shared_weight_counts_once():
    a, b = nn.Linear(6, 6), nn.Linear(6, 6)
    b.weight = a.weight
    ledger = walk(nn.Sequential(a, b), (6,))
    assert [s.params for s in ledger.steps] == [0, 42, 6]


def test_one_and_three_axes_and_transposed():
    one = walk(nn.Conv1d(2, 3, 5, stride=2), (2, 11)).steps[-1]
    assert (one.shape, one.field, one.macs) == ((3, 4), (5,), 4 * 3 * 10)
    three = walk(nn.Conv3d(1, 2, (1, 3, 5)), (1, 4, 5, 6)).steps[-1]
    assert (three.sees, three.shape) == ("1x3x5", (2, 4, 3, 2))
    up = walk(nn.ConvTranspose2d(2, 3, 4, 2, 1), (2, 5, 7)).steps[-1]
    # Each of 2x5x7 numbers is spread over 3x4x4.
    assert (up.shape, up.macs) == ((3, 10, 14), 2 * 5 * 7 * 3 * 16)


def test_what_does_not_fit_is_named():
    with pytest.raises(
        ValueError, match=r"`fc`, Linear\(in_features=72.* \(60,\): "
    ):
        walk(Reader(), (3, 8, 10))
    with pytest.raises(ValueError, match="without the batch axis"):
        walk(nn.Conv2d(3, 4, 3), (1, 3, 8, 8))
    with torch.device("meta"):
        net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Conv2d(5, 4, 3))
    with pytest.raises(ValueError, match=r"`1`, Conv2d\(5, 4.*\(4, 6, 6\)"):
        walk(net, (3, 8, 8))


def test_two_inputs_are_refused_in_words():
    with pytest.raises(ValueError, match=r"takes 2 inputs \(input1, input2\)"):
        walk(nn.Bilinear(3, 4, 5), (3,))
    with pytest.raises(ValueError, match="`input_shape`.*one input"):
        walk(nn.ReLU(), ((3, 8, 8), (3, 8, 8)))
    with pytest.raises(ValueError, match="`weight` has no size yet"):
        walk(nn.LazyConv2d(4, 3), (3, 8, 8))


@pytest.mark.parametrize("shape", [(3, 8, 12), (3, 8, 10)])
def test_the_network_is_left_as_it_was(shape):
    """Also when the walk fails, as it does for the second shape."""
    net = Reader().train()
    net.conv.eval()
    before = {k: v.clone() for k, v in net.state_dict().items()}
    calls = []
    net.conv.register_forward_hook(lambda *_: calls.append(1))
    try:
        walk(net, shape)
    except ValueError:
        assert shape == (3, 8, 10)
    assert (net.training, net.conv.training, net.fc.training) == (1, 0, 1)
    assert len(net.conv._forward_hooks) == 1
    assert not net._forward_hooks
    assert not net._forward_pre_hooks
    assert all(torch.equal(v, before[k]) for k, v in net.state_dict().items())


def test_a_tensor_of_the_readers_own_is_met():
    """It is no buffer, so the walk without data cannot use it."""

    class Scaled(nn.Conv2d):
        scale = torch.linspace(0, 1, 6)

        def forward(self, x):
            return super().forward(x) * self.scale

    assert walk(Scaled(3, 4, 3), (3, 8, 8)).macs == 4 * 36 * 27


def test_stages_and_heads_that_do_not_run():
    net, _ = published("googlenet")
    ledger = walk(net, (3, 224, 224))
    assert ledger.idle == {"aux1": 3_188_968, "aux2": 3_191_016}
    assert "not run, and not counted: aux1 (3,188,968" in str(ledger)
    names = [s.name for s in ledger.by_stage().steps]
    assert names[7:9] == ["inception3b", "maxpool3"]
    net, _ = published("resnet50")
    rows = walk(net, (3, 224, 224)).by_stage().steps
    assert rows[5].layer == "layer1 3 x Bottleneck"
    assert (rows[5].inputs, rows[5].sees) == ((4,), "35")


def test_html_is_escaped_and_a_ledger():
    class Odd(nn.ReLU):
        pass

    Odd.__name__ = "<b>"
    html = walk(nn.Sequential(Odd()), (3, 8, 8))._repr_html_()
    assert html.startswith('<table class="lab-ledger">')
    assert "&lt;b&gt;" in html
    assert len(re.findall("<tr>", html)) == 4
