"""Networks in PyTorch, one family a file; `build` makes one by name."""

from cnnlab.models._info import ModelInfo
from cnnlab.models.count import count_macs, count_parameters, layer_table
from cnnlab.models.lenet import LeNet5, LeNet5Paper, lenet5, lenet5_paper
from cnnlab.models.mlp import MLP, mlp
from cnnlab.models.registry import build, info, names, table
from cnnlab.models.small_cnn import SmallCNN, small_cnn

__all__ = [
    "MLP",
    "LeNet5",
    "LeNet5Paper",
    "ModelInfo",
    "SmallCNN",
    "build",
    "count_macs",
    "count_parameters",
    "info",
    "layer_table",
    "lenet5",
    "lenet5_paper",
    "mlp",
    "names",
    "small_cnn",
    "table",
]
