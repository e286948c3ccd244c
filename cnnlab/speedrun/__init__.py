"""Training in seconds: recipes that spend a short time well."""

from cnnlab.speedrun.budget import epochs_within
from cnnlab.speedrun.loop import Run, accuracy, train
from cnnlab.speedrun.recipe import CIFAR10, CIFAR10_30S, TOY, Recipe

__all__ = [
    "CIFAR10",
    "CIFAR10_30S",
    "TOY",
    "Recipe",
    "Run",
    "accuracy",
    "epochs_within",
    "train",
]
