"""Training: a config, one loop, callbacks, metrics, a recorder of runs."""

from cnnlab.train.augment import Augment, warp
from cnnlab.train.callbacks import EarlyStopping, ModelCheckpoint
from cnnlab.train.checkpoint import load_weights
from cnnlab.train.config import TrainConfig
from cnnlab.train.history import EpochRecord, History
from cnnlab.train.loop import Run, fit
from cnnlab.train.metrics import (
    Evaluation,
    accuracy,
    confusion_matrix,
    evaluate,
)
from cnnlab.train.optimize import learning_rate
from cnnlab.train.penalty import gradient_norms, penalty
from cnnlab.train.range_test import RangeTest, lr_range_test

__all__ = [
    "Augment",
    "EarlyStopping",
    "EpochRecord",
    "Evaluation",
    "History",
    "ModelCheckpoint",
    "RangeTest",
    "Run",
    "TrainConfig",
    "accuracy",
    "confusion_matrix",
    "evaluate",
    "fit",
    "gradient_norms",
    "learning_rate",
    "load_weights",
    "lr_range_test",
    "penalty",
    "warp",
]
