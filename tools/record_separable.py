"""Record standard against depthwise separable convolutions, chapter 15.

    python tools/record_separable.py [--seeds N]

Writes ``book/results/separable.json``: small networks of both kinds at
several widths, on a part of MNIST. Stop it at any time; the same command
goes on with what is missing. Learning rate and optimizer were chosen on the
validation part; the test part is only reported.
"""

from typing import Any

import torch
from record import RESULTS, command_line, whole_mnist

from cnnlab import data, hardware
from cnnlab.models import count_macs, count_parameters
from cnnlab.models.mobilenet import DepthwiseSeparable, MobileNetV1, standard
from cnnlab.train import TrainConfig, evaluate, fit
from cnnlab.train.recorder import Recording, record

STEM, TABLE = (16, 2), ((32, 1), (64, 2), (64, 1))
TRIALS = {
    "standard": (standard, (0.25, 0.5, 1.0)),
    "separable": (DepthwiseSeparable, (0.5, 1.0, 2.0)),
}
IMAGES = 3_000  # for training, and half as many for validation
CONFIG = TrainConfig(
    epochs=5, batch_size=32, lr=0.1, optimizer="adam", precision="fp32"
)


def build(kind: str, width: float) -> MobileNetV1:
    """The small network of the page, for 28x28 digits."""
    block = TRIALS[kind][0]
    return MobileNetV1(1, 10, STEM, TABLE, width, block, smallest=8)


def main(seeds: int) -> Recording:
    digits = whole_mnist()
    config = CONFIG.to_dict()
    del config["seed"]
    config |= {
        "stem": STEM,
        "table": TABLE,
        "train_images": IMAGES,
        "validation_images": IMAGES // 2,
        "threads": torch.get_num_threads(),
    }
    return record(
        RESULTS,
        "separable",
        range(seeds),
        lambda seed: train_all(seed, digits),
        config=config,
        data={"source": digits.source, "sha256": digits.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_separable.py --seeds {seeds}",
    )


def train_all(seed: int, digits: data.Dataset) -> dict[str, Any]:
    """One network of each kind and width, on the same images."""
    x, y = digits.tensors("train")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    train, valid = order[:IMAGES], order[IMAGES : IMAGES * 3 // 2]
    trials = []
    for kind, (_, widths) in TRIALS.items():
        for width in widths:
            torch.manual_seed(seed)
            net = build(kind, width).to(memory_format=torch.channels_last)
            history = fit(net, (x[train], y[train]), config=CONFIG,
                          verbose=False)  # fmt: skip
            if history.ended == "interrupted":
                raise KeyboardInterrupt
            trials.append({
                "kind": kind,
                "width": width,
                "parameters": count_parameters(net),
                "macs": count_macs(net, (1, 28, 28)),
                "val_accuracy": evaluate(net, (x[valid], y[valid])).accuracy,
                "test_accuracy": evaluate(
                    net, digits.tensors("test")
                ).accuracy,
            })  # fmt: skip
            print(trials[-1], flush=True)
    return {"trials": trials}


if __name__ == "__main__":
    command_line(main, __doc__, seeds=3)
