"""`fit`: a whole training loop on one page."""

import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from cnnlab.train import checkpoint
from cnnlab.train._advice import advice
from cnnlab.train.config import TrainConfig
from cnnlab.train.device import autocast, pick_device, pick_precision
from cnnlab.train.history import EpochRecord, History
from cnnlab.train.metrics import Data, evaluate
from cnnlab.train.optimize import learning_rate, make_optimizer
from cnnlab.train.penalty import penalty
from cnnlab.train.progress import bar

LOOK_EVERY = 20  # steps; looking at the loss makes a GPU wait
HOOKS = ("on_fit_start", "on_epoch_start", "on_epoch_end", "on_fit_end")


@dataclass
class Run:
    """A training under way: what each method of a callback is given.

    ``epoch`` counts from 1. ``logs`` has the numbers of the epoch that has
    just ended. Setting ``stop = True`` makes this epoch the last one.
    """

    model: nn.Module
    optimizer: torch.optim.Optimizer
    config: TrainConfig
    history: History
    epoch: int = 0
    logs: dict[str, float] = field(default_factory=dict)
    stop: bool = False

    def log(self, record: EpochRecord) -> None:
        """Add an epoch that has ended."""
        self.history.epochs.append(record)
        self.logs = record.logs()


def fit(
    model: nn.Module,
    train_data: Data,
    valid_data: Data | None = None,
    config: TrainConfig | None = None,
    callbacks: Sequence[object] = (),
    *,
    augment: Callable[[Tensor], Tensor] | None = None,
    lr_scales: Mapping[str, float] | None = None,
    verbose: bool = True,
    resume_from: str | os.PathLike | None = None,
) -> History:
    """Train ``model`` in place.

    Parameters
    ----------
    train_data, valid_data : images ``(N, C, H, W)`` and labels ``(N,)``:
        whole sets as tensors, moved to the device once.
    callbacks : objects with any of the methods ``on_fit_start``,
        ``on_epoch_start``, ``on_epoch_end``, ``on_fit_end``; each is given
        the `Run`.
    augment : changes each training batch, such as `Augment`.
    lr_scales : factors of the learning rate for parts of the model, by the
        beginning of their names: ``{"features": 0.1}``.
    verbose : print a line an epoch, and a bar where somebody watches.
    resume_from : a file that `ModelCheckpoint` saved whole; training goes
        on after its epoch with the numbers it would have had.

    Returns
    -------
    History
        Also after the stop button (KeyboardInterrupt): the epochs so far.

    Raises
    ------
    FloatingPointError
        If the loss is no longer a number.

    Notes
    -----
    Seeds torch's generator anew for each epoch. Same weights, data, config
    and number of threads give the same numbers on a CPU; on a GPU, nearly.
    """
    _check(train_data, valid_data, callbacks)
    run = _start(model, config or TrainConfig(), lr_scales, resume_from)
    train, valid = (_to_device(run, d) for d in (train_data, valid_data))
    _tell(callbacks, "on_fit_start", run)
    try:
        while run.epoch < run.config.epochs and not run.stop:
            run.epoch += 1
            start = time.perf_counter()
            _tell(callbacks, "on_epoch_start", run)
            loss, accuracy = _train_epoch(run, *train, augment, verbose)
            score = valid and evaluate(
                model, valid, precision=run.history.precision
            )
            record = EpochRecord(
                epoch=run.epoch,
                loss=loss,
                accuracy=accuracy,
                val_loss=score.loss if score else None,
                val_accuracy=score.accuracy if score else None,
                lr=_rate(run.optimizer.param_groups[0]),
                seconds=time.perf_counter() - start,
            )
            run.log(record)
            if verbose:
                print(record, flush=True)
            _tell(callbacks, "on_epoch_end", run)
        if run.stop:
            run.history.ended = "stopped"
    except KeyboardInterrupt:
        run.history.ended = "interrupted"
        if verbose:
            print(f"interrupted in epoch {run.epoch}")
    _tell(callbacks, "on_fit_end", run)
    return run.history


def _start(
    model: nn.Module,
    config: TrainConfig,
    lr_scales: Mapping[str, float] | None,
    resume_from: str | os.PathLike | None,
) -> Run:
    device = pick_device(config.device)
    precision = pick_precision(config.precision, device)
    # The optimizer must see the weights where they will be.
    model.to(device)
    history = History(config.to_dict(), str(device), precision)
    optimizer = make_optimizer(model, config, lr_scales)
    run = Run(model, optimizer, config, history)
    if resume_from is not None:
        checkpoint.resume(run, resume_from)
    return run


def _to_device(run: Run, data: Data | None) -> Data | None:
    if data is None:
        return None
    x, y = data
    return x.to(run.history.device), y.to(run.history.device)


def _train_epoch(
    run: Run,
    x: Tensor,
    y: Tensor,
    augment: Callable[[Tensor], Tensor] | None,
    verbose: bool,
) -> tuple[float, float]:
    """One pass over the data in a new order; mean loss and accuracy."""
    config, device = run.config, x.device
    # A seed for each epoch: a resumed run meets the same order and dropout.
    torch.manual_seed(config.seed * 10_000 + run.epoch)
    batches = torch.randperm(len(x)).to(device).split(config.batch_size)
    loss_sum = torch.zeros((), device=device)
    correct = torch.zeros((), device=device, dtype=torch.int64)
    run.model.train()
    with bar(len(batches), f"epoch {run.epoch}", verbose) as progress:
        for step, batch in enumerate(batches):
            done = (run.epoch - 1) * len(batches) + step
            lr = learning_rate(config, done, config.epochs * len(batches))
            for group in run.optimizer.param_groups:
                group["lr"] = lr * group["lr_scale"]
            images = x[batch] if augment is None else augment(x[batch])
            with autocast(device, run.history.precision):
                logits = run.model(images)
            loss = F.cross_entropy(logits.float(), y[batch])
            run.optimizer.zero_grad()
            _with_penalty(loss, run).backward()
            run.optimizer.step()
            loss_sum += loss.detach() * len(batch)
            correct += (logits.argmax(1) == y[batch]).sum()
            if step % LOOK_EVERY == 0 or step == len(batches) - 1:
                if not math.isfinite(loss_sum.item()):
                    raise FloatingPointError(
                        advice(
                            run.config.lr,
                            f"step {step + 1} of epoch {run.epoch}",
                            x,
                        )
                    )
                progress.set_postfix_str(f"loss {loss.item():.3f}", False)
            progress.update()
    return loss_sum.item() / len(x), correct.item() / len(x)


def _rate(group: dict) -> float:
    """The rate of the schedule, before a part's own factor."""
    return group["lr"] / group["lr_scale"] if group["lr_scale"] else 0.0


def _with_penalty(loss: Tensor, run: Run) -> Tensor:
    """What is minimized; the loss that is shown leaves the penalty out."""
    config = run.config
    if not config.l1 and not config.l2:
        return loss
    return loss + penalty(run.model, config.l1, config.l2)


def _tell(callbacks: Sequence[object], hook: str, run: Run) -> None:
    for callback in callbacks:
        method = getattr(callback, hook, None)
        if method is not None:
            method(run)


def _check(
    train_data: Data, valid_data: Data | None, callbacks: Sequence[object]
) -> None:
    pairs = (("train_data", train_data), ("valid_data", valid_data))
    for name, pair in pairs:
        if pair is None:
            continue
        x, y = pair
        if len(x) != len(y) or len(x) == 0:
            raise ValueError(
                f"`{name}` has {len(x)} images and {len(y)} labels: one "
                "label an image, one image at least"
            )
        if not x.is_floating_point():
            raise ValueError(
                f"`{name}` has images of {x.dtype}: turn them into floats, "
                "such as x.float() / 255"
            )
    for callback in callbacks:
        if isinstance(callback, type) or not any(
            hasattr(callback, hook) for hook in HOOKS
        ):
            raise TypeError(
                f"`callbacks` holds {callback!r}: it must be an object with "
                f"one of the methods {', '.join(HOOKS)}"
            )
