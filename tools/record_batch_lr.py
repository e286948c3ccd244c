"""Record page 10's long run: batch size against learning rate, schedules.

    python tools/record_batch_lr.py [--seeds N]

One small network on digits of 14x14 pixels. First plain SGD at a constant
rate, every batch size with every rate, for the same number of epochs. Then
each schedule with several peak rates at one batch size. The map shows
validation; a schedule's rate is chosen there and reported on the test part.
Stop it at any time: the same command goes on with the next seed.
"""

from dataclasses import replace
from typing import Any

import torch
import torch.nn.functional as F
from record import RESULTS, Data, command_line, whole_mnist
from torch import nn

from cnnlab import hardware
from cnnlab.train import TrainConfig, evaluate, fit
from cnnlab.train.config import CHOICES
from cnnlab.train.recorder import Recording, record

NAME = "batch_lr"
IMAGES, HELD_OUT = 2_000, 3_000  # to learn, for validation
BATCHES = tuple(2**k for k in range(3, 9))  # 8 to 256
RATES = tuple(2.0**k for k in range(-5, 3))  # 1/32 to 4
PEAKS = (0.025, 0.05, 0.1, 0.2, 0.4)  # for the schedules, with momentum 0.9
PLAIN = TrainConfig(
    epochs=4, momentum=0, weight_decay=0, schedule="constant",
    device="cpu", precision="fp32",
)  # fmt: skip
SCHEDULED = replace(PLAIN, batch_size=32, momentum=0.9)


def small_net(seed: int) -> nn.Sequential:
    """The network of the page: two convolutions, one linear layer."""
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(144, 10),
    )  # fmt: skip


def trained(config: TrainConfig, part: Data) -> nn.Sequential:
    """A network after training; as it is, if its loss has exploded."""
    net = small_net(config.seed)
    try:
        history = fit(net, part, config=config, verbose=False)
    except FloatingPointError:
        return net
    if history.ended == "interrupted":
        raise KeyboardInterrupt
    return net


def train_all(seed: int, learn: Data, valid: Data, test: Data) -> dict:
    """All networks of one seed."""
    grid: list[dict[str, Any]] = []
    for batch_size in BATCHES:
        for lr in RATES:
            config = replace(PLAIN, batch_size=batch_size, lr=lr, seed=seed)
            accuracy = evaluate(trained(config, learn), valid).accuracy
            grid.append(
                {"batch_size": batch_size, "lr": lr, "val_accuracy": accuracy}
            )
        print(f"batch size {batch_size}", flush=True)
    scheduled: list[dict[str, Any]] = []
    for schedule in CHOICES["schedule"]:
        for lr in PEAKS:
            config = replace(SCHEDULED, schedule=schedule, lr=lr, seed=seed)
            net = trained(config, learn)
            scheduled.append({
                "schedule": schedule,
                "lr": lr,
                "val_accuracy": evaluate(net, valid).accuracy,
                "test_accuracy": evaluate(net, test).accuracy,
            })  # fmt: skip
        print(schedule, flush=True)
    return {"grid": grid, "scheduled": scheduled}


def main(seeds: int) -> Recording:
    digits = whole_mnist()
    rest, held_out = digits.split(HELD_OUT)
    mix = torch.Generator().manual_seed(0)
    order = torch.randperm(len(rest), generator=mix)
    learn = torch.tensor(rest)[order[:IMAGES]]
    x, y = digits.tensors("train")
    x = F.avg_pool2d(x, 2)
    test, labels = digits.tensors("test")
    config = PLAIN.to_dict() | {
        "batch_size": BATCHES, "lr": RATES, "peaks": PEAKS,
        "scheduled_batch_size": SCHEDULED.batch_size,
        "scheduled_momentum": SCHEDULED.momentum,
        "train_images": IMAGES, "validation_images": HELD_OUT,
        "size": 14, "threads": torch.get_num_threads(),
    }  # fmt: skip
    del config["seed"]
    return record(
        RESULTS,
        NAME,
        range(seeds),
        lambda seed: train_all(
            seed,
            (x[learn], y[learn]),
            (x[held_out], y[held_out]),
            (F.avg_pool2d(test, 2), labels),
        ),
        config=config,
        data={"source": digits.source, "sha256": digits.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_batch_lr.py --seeds {seeds}",
    )


if __name__ == "__main__":
    command_line(main, __doc__, seeds=3)
