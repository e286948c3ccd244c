"""Record page 17's ants and bees: where to cut, and how to go on.

    python tools/record_bees.py --data FOLDER [--seeds N] [--full N]

FOLDER holds ``train`` and ``val`` with a folder a class, such as the ants
and bees of PyTorch's tutorial. Writes into ``book/results``: ``bees_cut``,
linear classifiers on the features after each block of the ImageNet network;
``bees_tune``, the last blocks trained in several ways; ``bees_full``, the
whole network. Choices are made on a part of ``train``; ``val`` is only
reported. Stop it at any time: the same command goes on.
"""

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import process_time

import bees
import torch
from bees import Bees, Upper, Whole, of
from probe import Data, best_probe, share
from record import RESULTS, may_be_stopped
from torch import Tensor, nn

from cnnlab import hardware, models
from cnnlab.train import TrainConfig, evaluate, fit
from cnnlab.train.recorder import record

FEW = (5, 20)  # labels a class, besides all
SLOW = (0.001, 0.003, 0.01)  # rates that are tried
CONFIG = TrainConfig(
    epochs=6, batch_size=16, schedule="linear", weight_decay=5e-4,
    device="cpu", precision="fp32",
)  # fmt: skip
SEARCH_SEED = 100
Rows = dict[str, list[Tensor]]


def cut_run(seed: int, them: Bees, kinds: dict[str, Rows]) -> dict:
    """The best cut for all labels and for few, by the validation part."""
    own, held = them.parts(seed)
    y = them.y["train"]
    g = torch.Generator().manual_seed(seed)
    order = own[torch.randperm(len(own), generator=g)]
    result = {}
    for kind, rows in kinds.items():
        for count in (*FEW, len(own)):
            each = [order[y[order] == c][:count] for c in range(2)]
            chosen = torch.cat(each)
            tried = [
                best_probe(*of(x, y, chosen), *of(x, y, held), each=True)
                for x in rows["train"]
            ]
            valid = [right for _, right in tried]
            best = max(range(len(valid)), key=valid.__getitem__)
            tests = [
                share(tried[k][0](rows["test"][k]), them.y["test"])
                for k in (best, -1)
            ]
            name = "all" if count == len(own) else str(count)
            result[f"{kind}, {name}"] = {
                "valid": valid, "best": best, "test": tests[0],
                "test_last": tests[1],
            }  # fmt: skip
    return result


def learn(net: nn.Module, part: Data, lr: float, seed: int, **more) -> float:
    """Train all of ``net``; the processor's seconds."""
    start = process_time()
    config = replace(CONFIG, lr=lr, seed=seed)
    done = fit(net, part, config=config, verbose=False, **more)
    if done.ended == "interrupted":
        raise KeyboardInterrupt
    return process_time() - start


def first_head(them: Bees, rows: Rows, seed: int) -> tuple[nn.Linear, float]:
    """Step three: the head alone, on the features of the last block."""
    x, y = rows["train"][-1], them.y["train"]
    own, held = them.parts(seed)
    return best_probe(*of(x, y, own), *of(x, y, held))


def tune_run(
    kind: type[Upper], seed: int, slow: float, them: Bees, x: dict, rows: Rows
) -> dict:
    """Every way on the same part of the training photos."""
    torch.manual_seed(seed)
    own, held = them.parts(seed)
    head, right = first_head(them, rows, seed)
    y, test = them.y, share(head(rows["test"][-1]), them.y["test"])
    result = {"head": {"valid": right, "test": test}}
    plans = bees.ways(kind, them.net, head, slow)
    for way, (mine, rate, more) in plans.items():
        seconds = learn(mine, of(x["train"], y["train"], own), rate, seed,
                        **more)  # fmt: skip
        valid = evaluate(mine, of(x["train"], y["train"], held), 16)
        result[way] = {
            "valid": valid.accuracy,
            "test": evaluate(mine, (x["test"], y["test"]), 16).accuracy,
            "kept": bees.kept_answers(them.net, mine.base, x["test"]),
            "cpu_seconds": seconds,
        }
        print(way, result[way], flush=True)
    return {"slow": slow, "ways": result}


def slow_rate(kind: type[Upper], them: Bees, x: dict, rows: Rows) -> float:
    """The rate of the least validation loss, after the head."""
    own, held = them.parts(SEARCH_SEED)
    head, _ = first_head(them, rows, SEARCH_SEED)
    y = them.y["train"]
    losses = {}  # with so few photos accuracies would often tie
    for rate in SLOW:
        mine = kind(them.net, head)
        learn(mine, of(x["train"], y, own), rate, SEARCH_SEED)
        losses[rate] = evaluate(mine, of(x["train"], y, held), 16).loss
    print(kind.__name__, losses, flush=True)
    return min(losses, key=losses.get)


def settings() -> dict:
    config = CONFIG.to_dict() | {
        "size": bees.SIZE, "held_out": bees.HELD_OUT, "few": FEW,
        "upper": bees.UPPER, "slow": SLOW, "faster": bees.FASTER,
        "threads": torch.get_num_threads(),
    }  # fmt: skip
    del config["seed"], config["lr"]
    return config


def main(folder: Path, seeds: int, full: int) -> None:
    them = bees.load(folder, models.imagenet_net())
    torch.manual_seed(0)
    nets = {"trained": them.net, "untrained": models.efficientnet_lite0()}
    kinds = {
        kind: {part: bees.cuts(net, x) for part, x in them.x.items()}
        for kind, net in nets.items()
    }
    rows = kinds["trained"]
    named = bees.named_share(them.net, rows["test"][-1], them.y["test"])
    keep = partial(
        record, RESULTS, config=settings(),
        data={"source": them.found.source, "sha256": them.found.sha256},
        hardware=hardware.describe(probe_gpu=True),
        command="python tools/record_bees.py --data FOLDER "
        f"--seeds {seeds} --full {full}",
    )  # fmt: skip
    keep(
        "bees_cut",
        range(seeds),
        lambda seed: cut_run(seed, them, kinds) | {"named": named},
    )
    upper = {k: bees.before_upper(them.net, v) for k, v in them.x.items()}
    tune(keep, "bees_tune", Upper, min(seeds, 3), them, upper, rows)
    tune(keep, "bees_full", Whole, full, them, them.x, rows)


def tune(keep, name, kind, count, them, x, rows) -> None:
    """Choose the slow rate, then every way with ``count`` seeds."""
    if count:
        slow = slow_rate(kind, them, x, rows)
        keep(
            name,
            range(count),
            lambda seed: tune_run(kind, seed, slow, them, x, rows),
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seeds", type=int, default=5, metavar="N")
    parser.add_argument("--full", type=int, default=0, metavar="N")
    options = parser.parse_args()
    with may_be_stopped():
        main(options.data, options.seeds, options.full)
