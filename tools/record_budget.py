"""Record page 13's long run: four networks, the same budget of work each.

    python tools/record_budget.py [--seeds N]

The budget is the multiply-adds of the forward passes in training; a network
that is cheap for one image sees the images more often. The page trains with
a smaller budget. Learning rates were chosen on 1,000 validation images, for
the smaller budget here. Stop it at any time: the same command goes on.
"""

import torch
from record import RESULTS, Data, command_line, whole_mnist

from cnnlab import hardware, models
from cnnlab.train import TrainConfig, evaluate, fit
from cnnlab.train.recorder import Recording, record

NAME = "same_budget"
BUDGETS = {"small": 20, "large": 80}  # GMAC
IMAGES = 1_000  # for training; each class its share
RATES = {
    "lenet5": 0.003,
    "alexnet_small": 0.003,
    "vgg_small": 0.003,
    "googlenet_small": 0.01,
}
CONFIG = {
    "batch_size": 32, "optimizer": "adam", "device": "cpu",
    "precision": "fp32",
}  # fmt: skip


def epochs_for(name: str, budget: float) -> int:
    """Passes over the images that cost ``budget`` GMAC, one at least."""
    net = models.build(name, in_channels=1)
    macs = models.count_macs(net, (1, 28, 28))
    return max(1, round(budget * 1e9 / (macs * IMAGES)))


def train_all(seed: int, train: Data, test: Data) -> dict[str, float]:
    """Test errors of all networks of one seed, with both budgets."""
    errors = {}
    for size, budget in BUDGETS.items():
        for name, lr in RATES.items():
            torch.manual_seed(seed)
            net = models.build(name, in_channels=1)
            config = TrainConfig(
                epochs=epochs_for(name, budget), lr=lr, seed=seed, **CONFIG
            )
            history = fit(net, train, config=config, verbose=False)
            if history.ended == "interrupted":
                raise KeyboardInterrupt
            error = 1 - evaluate(net, test).accuracy
            errors[f"{name}_{size}"] = error
            print(f"seed {seed}, {size}, {name}: {error:.2%}", flush=True)
    return errors


def main(seeds: int) -> Recording:
    digits = whole_mnist()
    x, y = digits.tensors("train")
    part = torch.tensor(digits.split(IMAGES)[1])
    train = x[part], y[part]
    config = CONFIG | {
        "rates": RATES, "budgets": BUDGETS, "train_images": IMAGES,
        "epochs": {
            size: {name: epochs_for(name, budget) for name in RATES}
            for size, budget in BUDGETS.items()
        },
        "threads": torch.get_num_threads(),
    }  # fmt: skip
    return record(
        RESULTS,
        NAME,
        range(seeds),
        lambda seed: train_all(seed, train, digits.tensors("test")),
        config=config,
        data={"source": digits.source, "sha256": digits.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_budget.py --seeds {seeds}",
    )


if __name__ == "__main__":
    command_line(main, __doc__, seeds=3)
