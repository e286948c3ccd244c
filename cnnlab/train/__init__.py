"""Training: a config, one loop, callbacks, metrics, a recorder of runs."""

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

__all__ = [
    "EarlyStopping",
    "EpochRecord",
    "Evaluation",
    "History",
    "ModelCheckpoint",
    "Run",
    "TrainConfig",
    "accuracy",
    "confusion_matrix",
    "evaluate",
    "fit",
    "learning_rate",
    "load_weights",
]
