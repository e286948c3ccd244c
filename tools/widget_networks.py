"""Write what the widgets `ledger` and `ball-chart` fetch.

    python tools/widget_networks.py [--check]

`networks.json` holds the layers of the registry's networks: what goes in,
and what PyTorch was told. The numbers to be found are not in it; the page
computes them. `balls.json` holds the cited accuracies with counted sizes.
Run it after a change of the registry.

``--check`` writes nothing and fails if a file is not current.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import cache

import project
import torch
from pybtex.database import parse_file
from torch import nn

from cnnlab import models, shapes
from cnnlab.models.cited import CITED
from cnnlab.models.registry import MODELS

FOLDER = project.BOOK / "widgets" / "data"
# Its trainable pooling and its slices are found in no other network.
LEFT_OUT = ("lenet5_paper",)
# As on page 15, the beginnings of names.
FAMILIES = {
    "small": ("mobilenet", "shufflenet", "squeezenet"),
    "residual": ("resn", "dpn", "se", "densenet"),
    "Inception": ("inception", "googlenet"),
    "plain": ("alexnet", "vgg"),
}


def conv(m: nn.Conv2d) -> dict:
    layer = {"kind": "conv", "channels": m.out_channels}
    layer |= window(m, stride=1) | {"groups": m.groups, "bias": True}
    if m.bias is None:
        layer["bias"] = False
    return without(layer, padding=0, dilation=1, groups=1, bias=True)


def pool(m: nn.MaxPool2d | nn.AvgPool2d) -> dict:
    kind = {"kind": "pool", "how": HOW[type(m)]}
    layer = kind | window(m, stride=m.kernel_size) | {"ceil": m.ceil_mode}
    return without(layer, padding=0, dilation=1, ceil=False)


def window(m: nn.Module, stride: int | tuple[int, int]) -> dict:
    """Numbers of a sliding window; of stride only what is not usual."""
    names = {"kernel": "kernel_size", "stride": "stride"}
    names |= {"padding": "padding", "dilation": "dilation"}
    found = {key: plain(getattr(m, n, 1)) for key, n in names.items()}
    return without(found, stride=plain(stride))


def plain(value: int | tuple[int, int]) -> int | list[int]:
    """A square pair is one number."""
    pair = shapes.as_pair(value)
    return pair[0] if pair[0] == pair[1] else list(pair)


def without(layer: dict, **usual: object) -> dict:
    """What PyTorch assumes need not be said."""
    return {k: v for k, v in layer.items() if usual.get(k, ...) != v}


def linear(m: nn.Linear) -> dict:
    layer = {"kind": "linear", "features": m.out_features}
    return layer if m.bias is not None else layer | {"bias": False}


def adaptive(m: nn.AdaptiveAvgPool2d) -> dict:
    return {"kind": "adaptive", "size": plain(m.output_size)}


HOW = {nn.MaxPool2d: "max", nn.AvgPool2d: "average"}
LAYERS = {
    nn.Conv2d: conv,
    nn.MaxPool2d: pool,
    nn.AvgPool2d: pool,
    nn.Linear: linear,
    nn.AdaptiveAvgPool2d: adaptive,
    nn.BatchNorm2d: lambda m: {"kind": "norm"},
}


@cache
def walked(name: str) -> tuple[nn.Module, shapes.Walk]:
    known = models.info(name)
    size = known.in_channels, known.input_size, known.input_size
    with torch.device("meta"):  # shapes need no weights
        net = models.build(name)
    return net, shapes.walk(net, size)


def layers(name: str) -> Iterator[tuple[shapes.Step, list[int], dict]]:
    """Step, input shape and layer of all that has a number to be found.

    The rest has no weights and keeps the shape, or joins branches.
    """
    net, walk = walked(name)
    for step in walk.steps[1:]:
        before = list(walk.steps[step.inputs[0]].shape)
        if step.kind == "flatten":
            if len(before) > 1:
                yield step, before, {"kind": "flatten"}
            continue
        module = net.get_submodule(step.name)
        if step.kind != type(module).__name__ or type(module) not in LAYERS:
            assert not step.params, f"{name}: what is {step.layer}?"
            continue
        yield step, before, LAYERS[type(module)](module)


def network(name: str) -> dict:
    """Its rows; equal layers on equal inputs are one row, with a number.

    A row says what goes in where that is not what the row above gives.
    """
    known = models.info(name)
    size = [known.in_channels, known.input_size, known.input_size]
    rows: dict[str, dict] = {}
    above = size
    for step, before, layer in layers(name):
        key = json.dumps([before, layer])
        if key not in rows:
            rows[key] = {"name": step.name or step.kind, "times": 0}
            rows[key] |= layer if before == above else {"in": before, **layer}
            above = list(step.shape)
        rows[key]["times"] += 1
    return {
        "title": known.title,
        "input": size,
        "params": known.params,
        "macs": known.macs,
        "rows": [without(row, times=1) for row in rows.values()],
    }


def networks() -> dict[str, dict]:
    return {n: network(n) for n in models.names() if n not in LEFT_OUT}


def ball(name: str) -> dict:
    entry = CITED[name]
    known = entry if entry.params else MODELS[name]
    family = next(f for f, start in FAMILIES.items() if name.startswith(start))
    return {
        "title": entry.title,
        "family": family,
        "params": known.params,
        "macs": known.macs,
        "top1": entry.top1,
        "top5": entry.top5,
        "pixels": entry.pixels,
        "source": entry.source,
        "built": name in MODELS,
    }


def sources() -> dict[str, str]:
    """Author and year of each source, from the book's references."""
    entries = parse_file(project.BOOK / "references.bib").entries
    found = {}
    for key in dict.fromkeys(entry.source for entry in CITED.values()):
        people = entries[key].persons["author"]
        names = " and ".join(" ".join(p.last_names) for p in people)
        found[key] = f"{names}, {entries[key].fields['year']}".translate(
            {ord("{"): None, ord("}"): None}
        )
    return found


def lines(content: dict[str, object]) -> str:
    """JSON with one entry a line, so that a change shows where it is."""
    rows = [
        f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}"
        for key, value in content.items()
    ]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def files() -> dict[str, str]:
    """Name of each file, and what it has to say."""
    balls = {name: ball(name) for name in CITED}
    return {
        "networks.json": lines(networks()),
        "balls.json": lines({"sources": sources(), **balls}),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for name, text in files().items():
        path = FOLDER / name
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
        if not check:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
    if check and stale:
        print(f"not current: {', '.join(stale)}; run `{sys.argv[0]}`")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
