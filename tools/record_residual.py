"""Record page 14's long run: plain and residual networks by depth.

    python tools/record_residual.py [--seeds N]

The page trains such networks on fewer digits and for 3 epochs; here they
get 12, to see whether a deep plain network only needs more time. Everything
else is as on the page. Stop it at any time: the same command goes on.
"""

from dataclasses import replace

import torch
import torch.nn.functional as F
from record import RESULTS, Data, command_line, whole_mnist

from cnnlab import hardware
from cnnlab.models.resnet_cifar import resnet_cifar
from cnnlab.train import TrainConfig, evaluate, fit
from cnnlab.train.recorder import Recording, record

NAME = "residual_depth"
DEPTHS = (8, 20, 38)
WIDTH = 8  # kernels of the first stage
IMAGES = 1_000  # for training; each class its share
CONFIG = TrainConfig(
    epochs=12, batch_size=32, lr=0.1, device="cpu", precision="fp32"
)


def small(x: torch.Tensor) -> torch.Tensor:
    """The middle 20x20 pixels of digits, averaged two by two: 10x10."""
    return F.avg_pool2d(x[..., 4:24, 4:24], 2)


def train_all(seed: int, train: Data, test: Data) -> dict[str, float]:
    """Errors of all networks of one seed, and their losses."""
    numbers = {}
    for depth in DEPTHS:
        for kind in ("plain", "residual"):
            torch.manual_seed(seed)
            net = resnet_cifar(
                depth, shortcut=kind == "residual", width=WIDTH, in_channels=1
            )
            config = replace(CONFIG, seed=seed)
            history = fit(net, train, config=config, verbose=False)
            if history.ended == "interrupted":
                raise KeyboardInterrupt
            name = f"{kind}{depth}"
            numbers[f"{name}_train_error"] = 1 - evaluate(net, train).accuracy
            numbers[f"{name}_test_error"] = 1 - evaluate(net, test).accuracy
            numbers[f"{name}_train_loss"] = history.epochs[-1].loss
    return numbers


def main(seeds: int) -> Recording:
    digits = whole_mnist()
    x, y = digits.tensors("train")
    part = torch.tensor(digits.split(IMAGES)[1])
    train = small(x[part]), y[part]
    x, y = digits.tensors("test")
    test = small(x), y
    config = CONFIG.to_dict() | {
        "depths": DEPTHS, "width": WIDTH, "train_images": IMAGES,
        "size": 10, "threads": torch.get_num_threads(),
    }  # fmt: skip
    del config["seed"]
    return record(
        RESULTS,
        NAME,
        range(seeds),
        lambda seed: train_all(seed, train, test),
        config=config,
        data={"source": digits.source, "sha256": digits.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_residual.py --seeds {seeds}",
    )


if __name__ == "__main__":
    command_line(main, __doc__, seeds=3)
