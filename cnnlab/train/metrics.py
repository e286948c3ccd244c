"""How good a network is: loss, accuracy, confusion matrix."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.train.device import autocast

Data = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Evaluation:
    """What a network makes of labelled images.

    ``loss`` is the mean cross-entropy in nats, ``accuracy`` a share from 0
    to 1, ``logits`` are the outputs ``(N, C)``, float32, on the CPU.
    """

    loss: float
    accuracy: float
    logits: Tensor

    @property
    def predictions(self) -> Tensor:
        """The class of each image, ``(N,)``."""
        return self.logits.argmax(1)


def accuracy(logits: Tensor, labels: Tensor) -> float:
    """Share of rows of ``logits`` whose largest entry is at the label."""
    return (logits.argmax(1) == labels).float().mean().item()


def confusion_matrix(
    predictions: Tensor, labels: Tensor, num_classes: int
) -> Tensor:
    """Counts ``(C, C)``: the row is the truth, the column the prediction.

    Examples
    --------
    >>> truth, guess = torch.tensor([0, 0, 1]), torch.tensor([0, 1, 1])
    >>> confusion_matrix(guess, truth, num_classes=2).tolist()
    [[1, 1], [0, 1]]
    """
    if predictions.shape != labels.shape:
        raise ValueError(
            f"`predictions` has shape {tuple(predictions.shape)}, `labels` "
            f"{tuple(labels.shape)}: pass one class for each label, such as "
            "logits.argmax(1)"
        )
    cells = labels * num_classes + predictions
    counts = torch.bincount(cells, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)


@torch.no_grad()
def evaluate(
    model: nn.Module,
    data: Data,
    batch_size: int = 500,
    precision: str = "fp32",
) -> Evaluation:
    """Run ``model`` over ``data`` in evaluation mode, where it is.

    Parameters
    ----------
    data : images ``(N, C, H, W)`` and labels ``(N,)``, on any device.
    batch_size : images at a time; changes memory and speed only.
    precision : "fp32", or "bf16" for products of 16 bits.
    """
    x, y = data
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    try:
        with autocast(device, precision):
            parts = [model(b.to(device)) for b in x.split(batch_size)]
    finally:
        model.train(was_training)
    logits = torch.cat(parts).float().cpu()
    y = y.cpu()
    loss = F.cross_entropy(logits, y).item()
    return Evaluation(loss, accuracy(logits, y), logits)
