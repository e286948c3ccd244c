"""Training in seconds: recipes that spend a short time well."""

from cnnlab.speedrun.loop import Run, accuracy, train
from cnnlab.speedrun.recipe import (
    CIFAR10,
    CIFAR10_30S,
    CIFAR10_MUON,
    TOY,
    Recipe,
)

__all__ = [
    "CIFAR10",
    "CIFAR10_30S",
    "CIFAR10_MUON",
    "TOY",
    "Recipe",
    "Run",
    "accuracy",
    "train",
]
