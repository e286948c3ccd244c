"""MobileNet and ShuffleNet: counts, twins, and what the papers promise."""

import pytest

torch = pytest.importorskip("torch")

from model_twins import (  # noqa: E402
    TOLERANCE,
    copy_weights,
    difference,
    random_images,
    randomize,
    swap_two,
)
from torch import nn  # noqa: E402

from cnnlab.models import (  # noqa: E402
    count_macs,
    count_parameters,
    layer_table,
    mobilenet,
    mobilenet2,
    shufflenet,
    shufflenet2,
)

FILES = (mobilenet, mobilenet2, shufflenet, shufflenet2)
MODELS = {name: known for file in FILES for name, known in file.MODELS.items()}


def tv_mobilenet_v2():
    return pytest.importorskip("torchvision").models.mobilenet_v2()


def tv_shufflenet_v2():
    return pytest.importorskip("torchvision").models.shufflenet_v2_x1_0()


def timm_mobilenet_v1():
    # Its default activation is ReLU6, the paper's is ReLU.
    timm = pytest.importorskip("timm")
    return timm.create_model("mobilenetv1_100", act_layer=nn.ReLU)


# Our name -> their builder and how their tensors are called here.
TWINS = {
    "mobilenet_v1": (
        timm_mobilenet_v1,
        [
            (r"^conv_stem", "stem.conv"),
            (r"^bn1", "stem.bn"),
            (
                r"^blocks\.(\d)\.(\d)\.",
                lambda m: f"blocks.{(0, 1, 3, 5, 11)[int(m[1])] + int(m[2])}.",
            ),
            (r"conv_dw", "depthwise.conv"),
            (r"(\d\.)bn1", r"\1depthwise.bn"),
            (r"conv_pw", "pointwise.conv"),
            (r"bn2", "pointwise.bn"),
            (r"^classifier", "fc"),
        ],
    ),
    "mobilenet_v2": (
        tv_mobilenet_v2,
        [
            (r"^features\.0\.0", "stem.conv"),
            (r"^features\.0\.1", "stem.bn"),
            (r"^features\.18\.0", "last.conv"),
            (r"^features\.18\.1", "last.bn"),
            (r"^classifier\.1", "fc"),
            (r"^features\.(\d+)", lambda m: f"blocks.{int(m[1]) - 1}"),
            # The first block has no expanding layer.
            (r"^blocks\.0\.conv\.0\.", "blocks.0.depthwise."),
            (r"^blocks\.0\.conv\.1\.", "blocks.0.project.conv."),
            (r"^blocks\.0\.conv\.2\.", "blocks.0.project.bn."),
            (r"conv\.0\.(\d)", r"expand.\1"),
            (r"conv\.1\.(\d)", r"depthwise.\1"),
            (r"conv\.2\.", "project.conv."),
            (r"conv\.3\.", "project.bn."),
            (r"(expand|depthwise)\.0", r"\1.conv"),
            (r"(expand|depthwise)\.1", r"\1.bn"),
        ],
    ),
    "shufflenet_v2": (
        tv_shufflenet_v2,
        [
            (r"^conv1\.0", "stem.conv"),
            (r"^conv1\.1", "stem.bn"),
            (r"^conv5\.0", "last.conv"),
            (r"^conv5\.1", "last.bn"),
            (
                r"^stage(\d)\.(\d)",
                lambda m: f"stages.{(0, 4, 12)[int(m[1]) - 2] + int(m[2])}",
            ),
            (r"branch1\.0", "side.0.conv"),
            (r"branch1\.1", "side.0.bn"),
            (r"branch1\.2", "side.1.conv"),
            (r"branch1\.3", "side.1.bn"),
            (r"branch2\.0", "branch.0.conv"),
            (r"branch2\.1", "branch.0.bn"),
            (r"branch2\.3", "branch.1.conv"),
            (r"branch2\.4", "branch.1.bn"),
            (r"branch2\.5", "branch.2.conv"),
            (r"branch2\.6", "branch.2.bn"),
        ],
    ),
}


def built(name, seed=0, **options):
    torch.manual_seed(seed)
    return MODELS[name].builder(**options)


@pytest.mark.parametrize("name", TWINS)
def test_same_weights_same_logits(name):
    build, renamings = TWINS[name]
    x = random_images(3, 64)
    theirs = randomize(build(), x)
    ours = built(name)
    copy_weights(theirs, ours, renamings)
    assert difference(ours, theirs, x) <= TOLERANCE
    swapped = swap_two(ours)
    assert difference(ours, theirs, x) > 1e-3, swapped


@pytest.mark.parametrize("name", MODELS)
def test_counts(name):
    known, net = MODELS[name], built(name)
    shape = (3, known.input_size, known.input_size)
    assert count_parameters(net) == known.params
    assert count_macs(net, shape) == known.macs


@pytest.mark.parametrize("name", MODELS)
def test_sizes_classes_and_channels(name):
    smallest = MODELS[name].smallest
    net = built(name, num_classes=7, in_channels=1).eval()
    for size in ((smallest, smallest), (smallest + 5, smallest + 14)):
        assert net(torch.zeros(2, 1, *size)).shape == (2, 7)
    least = f"H, W of {smallest} or more"
    for wrong in ((2, 3, 64, 64), (2, 1, 64, smallest - 1), (1, 64, 64)):
        with pytest.raises(ValueError, match=f"network takes.*{least}"):
            net(torch.zeros(wrong))


@pytest.mark.parametrize("name", MODELS)
def test_gradient_reaches_every_parameter(name):
    net, size = built(name), min(64, MODELS[name].input_size)
    y = net(random_images(3, size, 4).float())
    torch.nn.functional.cross_entropy(y, torch.arange(4)).backward()
    for label, parameter in net.named_parameters():
        assert parameter.grad is not None, label
        assert parameter.grad.abs().max() > 0, label


@pytest.mark.parametrize(
    ("C_in", "C_out", "stride"), [(5, 11, 1), (12, 3, 2), (64, 128, 2)]
)
def test_a_separable_block_costs_what_the_formula_says(C_in, C_out, stride):
    shape = (C_in, 14, 14)
    standard = mobilenet.standard(C_in, C_out, stride)
    separable = mobilenet.DepthwiseSeparable(C_in, C_out, stride)
    ratio = count_macs(separable, shape) / count_macs(standard, shape)
    # One division in float64
    assert ratio == pytest.approx(1 / C_out + 1 / 9, rel=1e-12)


def test_width_multiplies_every_layer():
    """Table 6 of the MobileNet paper: 1.0, 0.75, 0.5 and 0.25."""
    published = {1.0: 4.2, 0.75: 2.6, 0.5: 1.3, 0.25: 0.5}
    for width, millions in published.items():
        net = mobilenet.mobilenet_v1(width=width)
        assert round(count_parameters(net) / 1e6, 1) == millions
        assert net.fc.in_features == 1024 * width


def test_v2_sums_narrow_ends_where_the_shape_stays():
    net = built("mobilenet_v2")
    adds = [block.adds_input for block in net.blocks]
    assert sum(adds) == 10
    assert not adds[0]
    for block in net.blocks:
        assert isinstance(block.project.act, nn.Identity)
        conv = block.project.conv
        assert conv.in_channels >= conv.out_channels


@pytest.mark.parametrize(("groups", "size"), [(2, 3), (3, 4), (4, 2)])
def test_the_shuffle_is_the_written_permutation(groups, size):
    C = groups * size
    x = torch.arange(2.0 * C * 3 * 5).reshape(2, C, 3, 5)
    y = shufflenet.channel_shuffle(x, groups)
    for place in range(C):
        i, j = divmod(place, groups)
        assert torch.equal(y[:, place], x[:, j * size + i]), place
    # Dealing out by the other number undoes it.
    assert torch.equal(shufflenet.channel_shuffle(y, size), x)


def test_a_shuffle_that_does_not_divide_is_refused():
    with pytest.raises(ValueError, match=r"`groups` \(=4\).*6 channels"):
        shufflenet.channel_shuffle(torch.zeros(1, 6, 2, 2), 4)


@pytest.mark.parametrize("shuffle", [True, False])
def test_the_shuffle_carries_every_group_to_every_group(shuffle):
    torch.manual_seed(0)
    unit = shufflenet.ShuffleUnit(48, 48, 1, groups=3, shuffle=shuffle)
    x = random_images(48, 3).requires_grad_()
    y = unit.double().eval()(x) - x.relu()
    reached = torch.zeros(3, 3, dtype=torch.bool)
    for j in range(3):
        (grad,) = torch.autograd.grad(
            y[:, 16 * j : 16 * j + 16].sum(), x, retain_graph=True
        )
        seen = grad.abs().sum(dim=(0, 2, 3)).reshape(3, 16)
        reached[j] = (seen > 0).any(dim=1)
    everything = torch.ones(3, 3, dtype=torch.bool)
    expected = everything if shuffle else torch.eye(3, dtype=torch.bool)
    # The sum with the input and its ReLU link a group to itself anyway.
    assert torch.equal(reached | torch.eye(3, dtype=torch.bool), expected)


def test_shufflenet_v1_has_the_shapes_and_groups_of_table_1():
    table = layer_table(built("shufflenet_v1"), (3, 224, 224))
    shapes = [row.shape for row in table.rows]
    for shape in ((24, 56, 56), (240, 28, 28), (480, 14, 14), (960, 7, 7)):
        assert shape in shapes
    stages = built("shufflenet_v1").stages
    groups = [(u.reduce.conv.groups, u.expand.conv.groups) for u in stages]
    assert groups == [(1, 3)] + [(3, 3)] * 15
    middles = [u.depthwise.conv.out_channels for u in stages]
    assert middles == [60] * 4 + [120] * 8 + [240] * 4


def test_a_v1_unit_with_stride_2_puts_the_averaged_input_first():
    unit = shufflenet.ShuffleUnit(8, 24, 2, groups=2).double().eval()
    x = random_images(8, 6)
    y = unit(x)
    pooled = torch.nn.functional.avg_pool2d(x, 3, 2, 1).relu()
    assert torch.equal(y[:, :8], pooled)
    assert y.shape == (2, 24, 3, 3)
    assert y.min() == 0


def test_half_of_the_channels_pass_a_v2_unit_untouched():
    unit = shufflenet2.SplitUnit(8, 8, 1).double().eval()
    x = random_images(8, 5)
    assert torch.equal(unit(x)[:, ::2], x[:, :4])
