"""Record page 11's experiment: 500 digits, each remedy alone and together.

    python tools/record_remedies.py [--seeds N]

Writes ``book/results/remedies_search.json``, strengths judged on a validation
part, and ``remedies.json``, the best of them on the test part. Stop it at any
time: the same command goes on with what is missing.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import partial
from statistics import fmean

import torch
from record import RESULTS, command_line, whole_mnist
from torch import Tensor, nn

from cnnlab import data, hardware
from cnnlab.train import Augment, EarlyStopping, TrainConfig, evaluate, fit
from cnnlab.train.recorder import Recording, record

IMAGES, VALIDATION = 500, 1_000  # each class its share
WATCHED = 100  # images that early stopping looks at
PATIENCE = 5
NOISE = {"clean": 0.0, "noisy": 0.2}  # share of wrong training labels
# A constant rate gives early stopping a fair chance: nothing is lost by not
# reaching the end of a schedule.
CONFIG = TrainConfig(
    epochs=40, batch_size=50, lr=0.05, schedule="constant", weight_decay=0,
    device="cpu", precision="fp32",
)  # fmt: skip
GRID = {
    "l1": (1e-4, 3e-4, 1e-3),
    "l2": (3e-3, 1e-2, 3e-2),
    "dropout": (0.25, 0.5, 0.75),
    "augment": (0.5, 1.0, 2.0),
}
SCALES = (0.5, 1.0)  # of L2 and dropout, when they are not alone
SEARCH_SEEDS = (100,)  # other images, other first weights
Data = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Remedies:
    """How strong each remedy is; 0 is none."""

    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0  # behind the hidden fully connected layer
    spatial: float = 0.0  # whole maps, behind each pooling
    augment: float = 0.0  # times the amounts in `augmentation`
    stop: str = ""  # what early stopping watches: "own" or "other" images


def augmentation(s: float) -> Augment:
    """The affine family, ``s`` times; no flips: a mirrored 2 is no digit."""
    return Augment(
        rotate=10 * s, shift=2 * s, rescale=0.1 * s, stretch=0.1 * s,
        shear=10 * s,
    )  # fmt: skip


def build(dropout: float = 0.0, spatial: float = 0.0) -> nn.Module:
    """2 conv + 2 FC for 28x28 digits, small enough to train often."""
    net = nn.Sequential(
        nn.Conv2d(1, 16, 5, stride=2), nn.ReLU(),  # (N, 16, 12, 12)
        nn.MaxPool2d(2), nn.Dropout2d(spatial),  # (N, 16, 6, 6)
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),  # (N, 32, 6, 6)
        nn.MaxPool2d(2), nn.Dropout2d(spatial),  # (N, 32, 3, 3)
        nn.Flatten(),
        nn.Linear(288, 128), nn.ReLU(), nn.Dropout(dropout),
        nn.Linear(128, 10),
    )  # fmt: skip
    return net.to(memory_format=torch.channels_last)


def parts(digits: data.Dataset, seed: int, noise: float) -> tuple[Data, Data]:
    """Images to learn from, other ones for each seed; the validation part."""
    x, y = digits.tensors("train")
    rest, valid = digits.split(VALIDATION)
    g = torch.Generator().manual_seed(seed)
    order = torch.tensor(rest)[torch.randperm(len(rest), generator=g)]
    each = [order[y[order] == c][: IMAGES // 10] for c in range(10)]
    # Classes in turn, so that the first 100 are 10 of each.
    chosen = torch.stack(each, 1).flatten()
    return (x[chosen], wrong(y[chosen], noise, seed)), (x[valid], y[valid])


def wrong(y: Tensor, share: float, seed: int) -> Tensor:
    """Labels of which ``share``, drawn by chance, are of another class."""
    g = torch.Generator().manual_seed(seed)
    hit = torch.rand(len(y), generator=g) < share
    return (y + hit * torch.randint(1, 10, y.shape, generator=g)) % 10


def learn(seed: int, own: Data, other: Data, how: Remedies) -> dict:
    """One network: how it does on its own images, and how long it took."""
    watched, callbacks = None, []
    if how.stop:
        watched = tuple(t[:WATCHED] for t in (other, own)[how.stop == "own"])
        callbacks = [
            EarlyStopping(patience=PATIENCE, restore_best_weights=True)
        ]
    if how.stop == "own":
        own = tuple(t[WATCHED:] for t in own)
    torch.manual_seed(seed)
    net = build(how.dropout, how.spatial)
    history = fit(
        net, own, watched, replace(CONFIG, seed=seed, l1=how.l1, l2=how.l2),
        callbacks,
        augment=augmentation(how.augment) if how.augment else None,
        verbose=False,
    )  # fmt: skip
    if history.ended == "interrupted":
        raise KeyboardInterrupt
    score = evaluate(net, own)
    return {
        "net": net,
        "epochs": callbacks[0].best_epoch if callbacks else CONFIG.epochs,
        "train_loss": score.loss,
        "train_accuracy": score.accuracy,
    }


def search(seed: int, digits: data.Dataset) -> dict:
    """Validation accuracy of each strength of each remedy."""
    trials = []

    def attempt(labels: str, remedy: str, strength: float, how: Remedies):
        own, other = parts(digits, seed, NOISE[labels])
        result = learn(seed, own, other, how)
        score = evaluate(result.pop("net"), other)
        trials.append({
            "labels": labels, "remedy": remedy, "strength": strength,
            **result, "val_accuracy": score.accuracy, "val_loss": score.loss,
        })  # fmt: skip
        print(trials[-1], flush=True)

    for labels in NOISE:
        attempt(labels, "none", 0.0, Remedies())
        best = {}
        for remedy, strengths in GRID.items():
            for s in strengths:
                attempt(labels, remedy, s, Remedies(**{remedy: s}))
            best[remedy] = best_of(trials, labels, remedy)
        for s in SCALES:
            attempt(labels, "together", s, together(best, s))
    return {"trials": trials}


def together(best: dict[str, float], scale: float) -> Remedies:
    """L2, dropout and augmentation at once."""
    return Remedies(
        l2=scale * best["l2"], dropout=scale * best["dropout"],
        augment=best["augment"],
    )  # fmt: skip


def best_of(trials: Iterable[dict], labels: str, remedy: str) -> float:
    """The strength of the best mean validation accuracy."""
    found: dict[float, list[float]] = {}
    for t in trials:
        if (t["labels"], t["remedy"]) == (labels, remedy):
            found.setdefault(t["strength"], []).append(t["val_accuracy"])
    return max(found, key=lambda s: fmean(found[s]))


def plans(searched: Recording) -> dict[str, dict[str, Remedies]]:
    """What is compared, with the strengths that the search found best."""
    trials = [t for run in searched.values("trials") for t in run]
    ways = {}
    for labels in NOISE:
        best = {r: best_of(trials, labels, r) for r in GRID}
        scale = best_of(trials, labels, "together")
        ways[labels] = {
            "none": Remedies(),
            **{r: Remedies(**{r: s}) for r, s in best.items()},
            "stop": Remedies(stop="own"),
            "together": together(best, scale),
        }
    three = ways["clean"]["together"]
    ways["clean"] |= {
        "stop, other": Remedies(stop="other"),
        "spatial": Remedies(spatial=0.2),
        "together, no l2": replace(three, l2=0.0),
        "together, no dropout": replace(three, dropout=0.0),
        "together, no augment": replace(three, augment=0.0),
    }
    return ways


def compare(seed: int, digits: data.Dataset, todo: dict) -> dict:
    """Test accuracy of every plan, all from the same images and weights."""
    trials, test = [], digits.tensors("test")
    for labels, ways in todo.items():
        own, other = parts(digits, seed, NOISE[labels])
        for name, how in ways.items():
            result = learn(seed, own, other, how)
            score = evaluate(result.pop("net"), test)
            trials.append({
                "labels": labels, "name": name, **result,
                "test_accuracy": score.accuracy, "test_loss": score.loss,
            })  # fmt: skip
            print(trials[-1], flush=True)
    return {"trials": trials}


def main(seeds: int) -> Recording:
    digits = whole_mnist()
    config = CONFIG.to_dict() | {
        "images": IMAGES, "validation": VALIDATION, "watched": WATCHED,
        "patience": PATIENCE, "noise": NOISE, "grid": GRID,
        "augment": asdict(augmentation(1.0)),
        "threads": torch.get_num_threads(),
    }  # fmt: skip
    del config["seed"]
    keep = partial(
        record, RESULTS,
        data={"source": digits.source, "sha256": digits.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command=f"python tools/record_remedies.py --seeds {seeds}",
    )  # fmt: skip
    searched = keep(
        "remedies_search", SEARCH_SEEDS, lambda s: search(s, digits),
        config=config,
    )  # fmt: skip
    todo = plans(searched)
    config["plans"] = {
        labels: {name: asdict(how) for name, how in ways.items()}
        for labels, ways in todo.items()
    }
    return keep(
        "remedies", range(seeds), lambda s: compare(s, digits, todo),
        config=config,
    )  # fmt: skip


if __name__ == "__main__":
    command_line(main, __doc__, seeds=5)
