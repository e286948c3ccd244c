"""Checkpoint files: weights alone, or all that a run needs to go on."""

import os
from typing import TYPE_CHECKING, Any

import torch

from cnnlab.train._atomic import replacing
from cnnlab.train.history import History

if TYPE_CHECKING:
    from cnnlab.train.loop import Run


def save(run: "Run", path: str | os.PathLike, weights_only: bool) -> None:
    """Write a checkpoint: whole, or not at all.

    With ``weights_only`` the file is the ``state_dict``; else a dictionary
    of "model", "optimizer" and "history".
    """
    content: dict[str, Any] = run.model.state_dict()
    if not weights_only:
        content = {
            "model": content,
            "optimizer": run.optimizer.state_dict(),
            "history": run.history.to_dict(),
        }
    with replacing(path) as temporary:
        torch.save(content, temporary)


def load_weights(model: torch.nn.Module, path: str | os.PathLike) -> None:
    """Put the weights of either kind of checkpoint into ``model``."""
    content = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(content.get("model", content))


def resume(run: "Run", path: str | os.PathLike) -> None:
    """Set ``run`` back to where it was when the file was saved.

    Raises
    ------
    ValueError
        If the file has weights alone, or is of a run with another config.
    """
    content = torch.load(path, map_location="cpu", weights_only=True)
    if "history" not in content:
        raise ValueError(
            f"`resume_from` (={os.fspath(path)!r}) holds weights alone: save "
            "with save_weights_only=False, or use load_weights to start from"
        )
    saved = History.from_dict(content["history"])
    for name, value in run.config.to_dict().items():
        if saved.config[name] != value and name not in ("device", "precision"):
            raise ValueError(
                f"`{name}` (={value!r}) was {saved.config[name]!r} in the run "
                f"saved in {os.fspath(path)!r}: resume with the same config"
            )
    run.model.load_state_dict(content["model"])
    run.optimizer.load_state_dict(content["optimizer"])
    run.history.epochs = saved.epochs
    run.epoch = len(saved.epochs)
