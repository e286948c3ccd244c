"""Accuracies on ImageNet that others have measured, with their source.

The book trains nothing on ImageNet; these numbers are cited. All are for
the 50,000 validation images, one crop from the middle of each and one
network, no ensemble. The crop is 224x224 except where `pixels` says else.
`source` is the key of the reference in the book.

Sources
-------
torchvision2016 : the metrics beside torchvision's first weights
    (``IMAGENET1K_V1``): short side 256, or 342 for Inception-v3.
cadene2018 : the table of accuracies in the README of
    ``pretrained-models.pytorch``, weights of the authors ported.
tfslim2018 : ``mobilenet_v1.md`` of TensorFlow's slim library.
megvii2019 : ``ShuffleNetV1/README.md`` of the authors' ``ShuffleNet-Series``.
howard2017, zhang2018shufflenet : table 4 and table 3 of the papers.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cited:
    """Top-1 and top-5 accuracy in percent, and where they come from.

    ``params`` and ``macs`` only for networks that the book does not build;
    those were counted with `count_macs` on torchvision's and timm's.
    """

    title: str
    top1: float
    top5: float
    source: str
    pixels: int = 224
    params: int | None = None
    macs: int | None = None


# Names are those of the registry where it has the network.
CITED = {
    "alexnet": Cited("AlexNet", 56.522, 79.066, "torchvision2016"),
    "vgg16": Cited("VGG-16", 71.592, 90.382, "torchvision2016"),
    "vgg19": Cited("VGG-19", 72.376, 90.876, "torchvision2016"),
    "googlenet": Cited("GoogLeNet", 69.778, 89.530, "torchvision2016"),
    "squeezenet": Cited("SqueezeNet", 58.092, 80.420, "torchvision2016"),
    "resnet18": Cited("ResNet-18", 69.758, 89.078, "torchvision2016"),
    "resnet34": Cited("ResNet-34", 73.314, 91.420, "torchvision2016"),
    "resnet50": Cited("ResNet-50", 76.130, 92.862, "torchvision2016"),
    "resnet101": Cited("ResNet-101", 77.374, 93.546, "torchvision2016"),
    "resnet152": Cited("ResNet-152", 78.312, 94.046, "torchvision2016"),
    "resnext50_32x4d": Cited("ResNeXt-50", 77.618, 93.698, "torchvision2016"),
    "densenet121": Cited("DenseNet-121", 74.434, 91.972, "torchvision2016"),
    "dpn68": Cited("DPN-68", 75.868, 92.774, "cadene2018"),
    "se_resnet50_paper": Cited("SE-ResNet-50", 77.636, 93.752, "cadene2018"),
    "senet154": Cited("SENet-154", 81.304, 95.498, "cadene2018"),
    "mobilenet_v1": Cited("MobileNet v1", 70.9, 89.9, "tfslim2018"),
    "mobilenet_v2": Cited("MobileNet v2", 71.878, 90.286, "torchvision2016"),
    "shufflenet_v1": Cited("ShuffleNet v1", 67.8, 87.7, "megvii2019"),
    "shufflenet_v2": Cited("ShuffleNet v2", 69.362, 88.316, "torchvision2016"),
    "inception_v3": Cited(
        "Inception-v3", 77.294, 93.450, "torchvision2016",
        pixels=299, params=23_834_568, macs=5_713_216_096,
    ),
    "inception_v4": Cited(
        "Inception-v4", 80.062, 94.926, "cadene2018",
        pixels=299, params=42_679_816, macs=12_253_974_624,
    ),
    "inception_resnet_v2": Cited(
        "Inception-ResNet-v2", 80.170, 95.234, "cadene2018",
        pixels=299, params=55_843_464, macs=13_155_794_016,
    ),
}  # fmt: skip

# MobileNet v1, (width, pixels) -> top-1: tfslim2018.
MOBILENET_V1_TOP1 = {
    (1.0, 224): 70.9, (1.0, 192): 70.0, (1.0, 160): 68.0, (1.0, 128): 65.2,
    (0.75, 224): 68.4, (0.75, 192): 67.2, (0.75, 160): 65.3,
    (0.75, 128): 62.1,
    (0.5, 224): 63.3, (0.5, 192): 61.7, (0.5, 160): 59.1, (0.5, 128): 56.3,
    (0.25, 224): 49.8, (0.25, 192): 47.7, (0.25, 160): 45.5,
    (0.25, 128): 41.5,
}  # fmt: skip

# MobileNet v1 with separable and with full convolutions, top-1: howard2017.
SEPARABLE_TOP1, STANDARD_TOP1 = 70.6, 71.7

# ShuffleNet v1 1x, groups -> top-1 error without and with the shuffle:
# zhang2018shufflenet.
SHUFFLE_ERRORS = {3: (34.5, 32.6), 8: (37.6, 32.4)}
