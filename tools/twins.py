"""Our networks against those of torchvision and timm: `make twins`.

Same random weights, same images, float64: the table shows the largest
difference of logits as a share of the largest logit, then the same after
two layers of ours have been swapped (in AlexNet, where no two have the same
shape, two kernels of one), which must be seen. The pairs are the
`TWINS` of the tests. ``python tools/twins.py resnet18 dpn68`` compares
those two alone.
"""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version

import project
import pytest
from torch import nn

from cnnlab import models

TESTS = project.ROOT / "tests"
sys.path.insert(0, str(TESTS))
import model_twins as twins  # noqa: E402

SIZE = 64  # pixels, height and width
LINE = "{:<18} {:<20} {:>13} {:>12} {:>12}"
HEAD = ("model", "against", "parameters", "difference", "swapped")


def pairs() -> dict[str, tuple]:
    """All `TWINS` of the tests, in the order of the registry."""
    found = {}
    for path in sorted(TESTS.glob("test_models_*.py")):
        found |= getattr(import_module(path.stem), "TWINS", {})
    return {name: found[name] for name in models.names() if name in found}


def theirs(entry: tuple) -> tuple[nn.Module, twins.Renamings]:
    """The other network and the renamings.

    An entry starts with a builder, or with torchvision's name of the
    network and the options for it.
    """
    *builder, renamings = entry
    if callable(builder[0]):
        return builder[0](), renamings
    name, options = builder
    zoo = import_module("torchvision.models")
    return getattr(zoo, name)(**options), renamings


def named_alike(
    source: nn.Module, target: nn.Module, renamings: twins.Renamings
) -> bool:
    """Whether the renamings turn the names of ``source`` into the other's."""
    names = set()
    for name in source.state_dict():
        for pattern, replacement in renamings:
            name = re.sub(pattern, replacement, name)
        names.add(name)
    return names == set(target.state_dict())


def compare(name: str, entry: tuple) -> tuple[str, float, float]:
    """The other library, and the difference before and after a swap."""
    other, renamings = theirs(entry)
    ours = models.info(name).builder()
    x = twins.random_images(3, SIZE)
    # Some renamings are from their names to ours, some the other way.
    source, target = other, ours
    if not named_alike(source, target, renamings):
        source, target = ours, other
    twins.copy_weights(twins.randomize(source, x), target, renamings)
    library = type(other).__module__.split(".")[0]
    before = twins.difference(ours, other, x)
    swap(ours)
    after = twins.difference(ours, other, x)
    return f"{library} {version(library).split('+')[0]}", before, after


def swap(net: nn.Module) -> None:
    try:
        twins.swap_two(net)
    except AssertionError:
        first = next(m for m in net.modules() if isinstance(m, nn.Conv2d))
        first.weight.data[:2] = first.weight.data[:2].flip(0)


def rows(chosen: dict[str, tuple]) -> Iterator[tuple[str, bool]]:
    """A line for each pair, and whether all is well."""
    for name, entry in chosen.items():
        params = f"{models.info(name).params:,}"
        try:
            library, before, after = compare(name, entry)
        except pytest.skip.Exception as reason:
            yield LINE.format(name, str(reason), params, "-", "-"), False
            continue
        numbers = (f"{before:.1e}", f"{after:.1e}")
        well = before <= twins.TOLERANCE and after > 1e-3
        yield LINE.format(name, library, params, *numbers), well


def main(asked: list[str]) -> int:
    known = pairs()
    unknown = [name for name in asked if name not in known]
    if unknown:
        print(f"no twin of {', '.join(unknown)}; there are {', '.join(known)}")
        return 2
    chosen = {name: known[name] for name in asked or known}
    print(LINE.format(*HEAD), flush=True)
    good = True
    for line, well in rows(chosen):
        print(line if well else f"{line}  <- wrong", flush=True)
        good = good and well
    if not asked:
        alone = [name for name in models.names() if name not in known]
        print(f"\nNo twin elsewhere: {', '.join(alone)}.")
    print(f"At {SIZE}x{SIZE}; at most {twins.TOLERANCE:.0e} is allowed.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
