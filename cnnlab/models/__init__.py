"""Networks in PyTorch, one family a file; `build` makes one by name.

Builders are functions, also those of a family's name: the file of
`models.alexnet` is found by ``from cnnlab.models.alexnet import ...``.
"""

from cnnlab.models._info import ModelInfo
from cnnlab.models.alexnet import (
    alexnet,
    alexnet_paper,
    alexnet_small,
    alexnet_ungrouped,
)
from cnnlab.models.checkpoint import (
    load_weights,
    save_weights,
    weight_names,
)
from cnnlab.models.cifar import colour_cnn, colour_cnn_bn, colour_resnet
from cnnlab.models.count import count_macs, count_parameters, layer_table
from cnnlab.models.densenet import densenet121, densenet_small
from cnnlab.models.dpn import dpn68, dpn92, dpn_small
from cnnlab.models.efficientnet import efficientnet_lite0
from cnnlab.models.googlenet import googlenet, googlenet_paper
from cnnlab.models.googlenet_small import googlenet_small
from cnnlab.models.lenet import LeNet5, LeNet5Paper, lenet5, lenet5_paper
from cnnlab.models.mlp import MLP, mlp
from cnnlab.models.mobilenet import (
    mobilenet_small,
    mobilenet_v1,
    standard_small,
)
from cnnlab.models.mobilenet2 import mobilenet_v2, mobilenet_v2_small
from cnnlab.models.pretrained import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    imagenet_classes,
    imagenet_net,
    photo_tensor,
)
from cnnlab.models.registry import build, info, names, table
from cnnlab.models.resnet import (
    resnet18,
    resnet34,
    resnet50,
    resnet50_paper,
    resnet101,
    resnet101_paper,
    resnet152,
    resnet152_paper,
)
from cnnlab.models.resnet_cifar import plain20, resnet20
from cnnlab.models.resnext import resnext50_32x4d, resnext_small
from cnnlab.models.senet import (
    se_resnet20,
    se_resnet50,
    se_resnet50_paper,
    senet154,
)
from cnnlab.models.shufflenet import shufflenet_small, shufflenet_v1
from cnnlab.models.shufflenet2 import shufflenet_v2
from cnnlab.models.small_cnn import SmallCNN, small_cnn
from cnnlab.models.squeezenet import squeezenet, squeezenet_small
from cnnlab.models.transfer import (
    CATALOGUE,
    catalogue,
    freeze,
    frozen_bn_eval,
    head_of,
    replace_head,
    unfreeze,
)
from cnnlab.models.vgg import vgg16, vgg16_bn, vgg19, vgg19_bn, vgg_small

__all__ = [
    "CATALOGUE",
    "IMAGENET_MEAN",
    "IMAGENET_STD",
    "MLP",
    "LeNet5",
    "LeNet5Paper",
    "ModelInfo",
    "SmallCNN",
    "alexnet",
    "alexnet_paper",
    "alexnet_small",
    "alexnet_ungrouped",
    "build",
    "catalogue",
    "colour_cnn",
    "colour_cnn_bn",
    "colour_resnet",
    "count_macs",
    "count_parameters",
    "densenet121",
    "densenet_small",
    "dpn68",
    "dpn92",
    "dpn_small",
    "efficientnet_lite0",
    "freeze",
    "frozen_bn_eval",
    "googlenet",
    "googlenet_paper",
    "googlenet_small",
    "head_of",
    "imagenet_classes",
    "imagenet_net",
    "info",
    "layer_table",
    "lenet5",
    "lenet5_paper",
    "load_weights",
    "mlp",
    "mobilenet_small",
    "mobilenet_v1",
    "mobilenet_v2",
    "mobilenet_v2_small",
    "names",
    "photo_tensor",
    "plain20",
    "replace_head",
    "resnet18",
    "resnet20",
    "resnet34",
    "resnet50",
    "resnet50_paper",
    "resnet101",
    "resnet101_paper",
    "resnet152",
    "resnet152_paper",
    "resnext50_32x4d",
    "resnext_small",
    "save_weights",
    "se_resnet20",
    "se_resnet50",
    "se_resnet50_paper",
    "senet154",
    "shufflenet_small",
    "shufflenet_v1",
    "shufflenet_v2",
    "small_cnn",
    "squeezenet",
    "squeezenet_small",
    "standard_small",
    "table",
    "unfreeze",
    "vgg16",
    "vgg16_bn",
    "vgg19",
    "vgg19_bn",
    "vgg_small",
    "weight_names",
]
