"""Record page 17's digits: a network that knows 0 to 4 learns 5 to 9.

    python tools/record_transfer.py [--seeds N]

Writes ``book/results/transfer_digits.json``. Needs all of MNIST and the
weights ``lenet5_digits04``. Rates, strengths and cuts are chosen on a
validation part; the test part is only reported. Stop it at any time: the
same command goes on with what is missing.
"""

from copy import deepcopy
from dataclasses import dataclass, replace

import torch
from probe import DECAYS, Data, best_probe, linear_probe, share
from record import BLACK, RESULTS, WHITE, command_line, whole_mnist
from torch import Tensor, nn

from cnnlab import data, hardware, models
from cnnlab.train import TrainConfig, evaluate, fit
from cnnlab.train.recorder import Recording, record

BASE = "lenet5_digits04"
VALIDATION = 1_000  # new digits that only choices look at
# Labels a class -> (images a step, epochs): 150, 200 and 300 steps.
SIZES = {10: (10, 30), 50: (25, 20), 500: (50, 6)}
CONFIG = TrainConfig(
    schedule="linear", weight_decay=5e-4, device="cpu", precision="fp32"
)
FRESH, SLOW = (0.03, 0.1), (0.001, 0.003, 0.01)  # rates that are tried
FASTER = 10  # what "at once, fast" is to the slow rate
CUTS = ("pixels", "block1", "block2", "fc1", "fc2")
SEARCH_SEED = 100


@dataclass(frozen=True)
class Digits:
    """Old digits 0 to 4 and new ones, 5 to 9 with labels 0 to 4."""

    train: Data
    valid: Data
    test: Data
    old: Data  # test digits of the old task

    def some(self, count: int, seed: int) -> Data:
        """``count`` training images of each class, other ones a seed."""
        x, y = self.train
        g = torch.Generator().manual_seed(seed)
        order = torch.randperm(len(y), generator=g)
        each = [order[y[order] == c][:count] for c in range(5)]
        chosen = torch.cat(each)
        return x[chosen], y[chosen]


def prepare(digits: data.Dataset) -> Digits:
    """Both tasks, in the scale that the base was trained with."""
    parts = {}
    for part in ("train", "test"):
        x, y = digits.tensors(part)
        parts[part] = x * (WHITE - BLACK) + BLACK, y
    x, y = parts["train"]
    new = torch.nonzero(y > 4).flatten()
    order = new[
        torch.randperm(len(new), generator=torch.Generator().manual_seed(0))
    ]
    held, rest = order[:VALIDATION], order[VALIDATION:]
    x_test, y_test = parts["test"]
    after = y_test > 4
    return Digits(
        (x[rest], y[rest] - 5), (x[held], y[held] - 5),
        (x_test[after], y_test[after] - 5), (x_test[~after], y_test[~after]),
    )  # fmt: skip


@torch.no_grad()
def features(net: nn.Module, x: Tensor) -> dict[str, Tensor]:
    """What each layer of LeNet-5 hands on, as rows: ``{cut: (N, D)}``."""
    found = {"pixels": x}
    found["block1"] = net.block1(x)
    found["block2"] = net.block2(found["block1"])
    found["fc1"] = net.fc1(found["block2"].flatten(1)).relu()
    found["fc2"] = net.fc2(found["fc1"]).relu()
    return {cut: value.flatten(1) for cut, value in found.items()}


def fresh(seed: int) -> nn.Module:
    torch.manual_seed(seed)
    return models.build("lenet5", num_classes=5)


def old_net() -> nn.Module:
    """The network that knows the old digits."""
    net = fresh(0)
    models.load_weights(net, BASE)
    return net.eval()


class Reader(nn.Module):
    """The old convolutional base under a new head, random or given."""

    def __init__(self, seed: int, head: nn.Linear | None = None) -> None:
        super().__init__()
        net = old_net()
        self.base = nn.Sequential(net.block1, net.block2, nn.Flatten())
        torch.manual_seed(seed)
        self.head = nn.Linear(400, 5) if head is None else deepcopy(head)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.base(x))


def old_share(net: Reader, old: Data) -> float:
    """How well the base still serves the old head, on the old digits."""
    was = old_net()
    head = nn.Sequential(was.fc1, nn.ReLU(), was.fc2, nn.ReLU(), was.fc3)
    return evaluate(nn.Sequential(net.base, head), old).accuracy


def learn(
    net: nn.Module, some: Data, count: int, lr: float, seed: int
) -> nn.Module:
    """Train all that is not frozen; return the network."""
    batch_size, epochs = SIZES[count]
    config = replace(
        CONFIG, epochs=epochs, batch_size=batch_size, lr=lr, seed=seed
    )
    if fit(net, some, config=config, verbose=False).ended == "interrupted":
        raise KeyboardInterrupt
    return net


def search(count: int, digits: Digits) -> dict[str, float]:
    """The rates of the best validation accuracy, with images of their own."""
    some = digits.some(count, SEARCH_SEED)
    head = linear_probe(
        features(old_net(), some[0])["block2"], some[1], DECAYS[1]
    )

    def judge(net: nn.Module, rate: float) -> float:
        learn(net, some, count, rate, SEARCH_SEED)
        return evaluate(net, digits.valid).accuracy

    return {
        "fresh": max(FRESH, key=lambda r: judge(fresh(SEARCH_SEED), r)),
        "slow": max(SLOW, key=lambda r: judge(Reader(SEARCH_SEED, head), r)),
    }


def probes(net: nn.Module, some: Data, digits: Digits) -> dict[str, list]:
    """Validation and test accuracy of a probe on each cut, and the head."""
    parts = (some[0], digits.valid[0], digits.test[0])
    x, x_valid, x_test = (features(net, part) for part in parts)
    found = {}
    for cut in CUTS:
        head, right = best_probe(
            x[cut], some[1], x_valid[cut], digits.valid[1]
        )
        found[cut] = [right, share(head(x_test[cut]), digits.test[1]), head]
    return found


def one_size(count: int, seed: int, digits: Digits, rates: dict) -> dict:
    """Every way to learn from the same few images."""
    some = digits.some(count, seed)
    trained = probes(old_net(), some, digits)
    untrained = probes(fresh(seed), some, digits)
    best = max(CUTS, key=lambda cut: trained[cut][0])
    slow = rates["slow"]
    ways = {
        "scratch": (fresh(seed), rates["fresh"]),
        "tune": (Reader(seed, trained["block2"][2]), slow),
        "at once, slow": (Reader(seed), slow),
        "at once, fast": (Reader(seed), FASTER * slow),
    }
    result = {"extract": {"cut": best, "test": trained[best][1]}}
    for way, (net, rate) in ways.items():
        learn(net, some, count, rate, seed)
        result[way] = {"test": evaluate(net, digits.test).accuracy}
        if way != "scratch":
            result[way]["old"] = old_share(net, digits.old)
    return {
        "labels": count, "rates": rates, "ways": result,
        "cuts": {c: trained[c][:2] for c in CUTS},
        "untrained": {c: untrained[c][:2] for c in CUTS},
    }  # fmt: skip


def main(seeds: int) -> Recording:
    whole = whole_mnist()
    digits = prepare(whole)
    rates = {count: search(count, digits) for count in SIZES}
    print(rates, flush=True)
    config = CONFIG.to_dict() | {
        "base": BASE, "sizes": SIZES, "fresh": FRESH, "slow": SLOW,
        "faster": FASTER, "decays": DECAYS, "validation": VALIDATION,
        "threads": torch.get_num_threads(),
    }  # fmt: skip
    for name in ("seed", "epochs", "batch_size", "lr"):
        del config[name]
    return record(
        RESULTS, "transfer_digits", range(seeds),
        lambda seed: {
            "old": old_share(Reader(seed), digits.old),
            "trials": [one_size(n, seed, digits, rates[n]) for n in SIZES],
        },
        config=config,
        data={"source": whole.source, "sha256": whole.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_transfer.py --seeds {seeds}",
    )  # fmt: skip


if __name__ == "__main__":
    command_line(main, __doc__, seeds=5)
