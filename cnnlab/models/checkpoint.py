"""Trained weights in small files, each with a card that says what it is.

``NAME.safetensors`` holds the tensors, ``NAME.json`` the model card with
the sha256 of the tensors' file, which is checked at each loading. Those of
the book lie in ``cnnlab/weights``; ``tools/weights.py`` of the repository
trains them.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import safetensors.torch
from torch import Tensor, nn

WEIGHTS = Path(__file__).resolve().parents[1] / "weights"
LARGEST = 3_000_000  # bytes of one file, for it travels with the package


def weight_names(folder: str | PathLike | None = None) -> tuple[str, ...]:
    """The trained networks in a folder, or those of the book."""
    cards = Path(folder or WEIGHTS).glob("*.json")
    return tuple(sorted(path.stem for path in cards))


def save_weights(
    net: nn.Module,
    folder: str | PathLike,
    name: str,
    card: Mapping[str, Any],
) -> Path:
    """Write the weights of ``net`` and their card; give the card's path.

    ``card`` is what a reader should know: what the network does, the data,
    the command, the seed, the accuracy. The file's sha256 is added.

    Raises
    ------
    ValueError
        If ``name`` is not made of letters, digits and ``_``, or the weights
        take more than 3 MB.
    """
    if not re.fullmatch(r"\w+", name):
        raise ValueError(
            f"`name` (={name!r}) must be letters, digits and _, such as "
            "'lenet5_mnist'"
        )
    tensors = {k: v.cpu().contiguous() for k, v in net.state_dict().items()}
    content = safetensors.torch.save(tensors)
    if len(content) > LARGEST:
        raise ValueError(
            f"`net` takes {len(content):,} bytes, the most is {LARGEST:,}: "
            "take a smaller network"
        )
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.safetensors").write_bytes(content)
    whole = {**card, "bytes": len(content), "sha256": _sha256(content)}
    path = folder / f"{name}.json"
    text = json.dumps(whole, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


def load_weights(
    net: nn.Module, name: str, folder: str | PathLike | None = None
) -> dict[str, Any]:
    """Put trained weights into ``net`` and give their card.

    Without ``folder`` they are those of the book. ``net`` changes only if
    all is well; its mode and device stay.

    Raises
    ------
    FileNotFoundError
        If the weights or their card are missing.
    ValueError
        If a file is damaged, or the weights are of another network.
    """
    mend = _mend(name, folder)
    folder = Path(folder or WEIGHTS)
    text = _read(folder / f"{name}.json", mend)
    content = _read(folder / f"{name}.safetensors", mend)
    card = _card(text, name, mend)
    if card["sha256"] != _sha256(content):
        raise ValueError(
            f"{name}.safetensors is damaged: {len(content):,} bytes of the "
            f"{card.get('bytes', 0):,} on its card, and the sha256 differs; "
            f"{mend}"
        )
    tensors = safetensors.torch.load(content)
    _check_fits(net, tensors, name, card)
    net.load_state_dict(tensors)
    return card


def _mend(name: str, folder: str | PathLike | None) -> str:
    if folder is not None:
        return "write both files again with `save_weights`"
    return (
        "install cnnlab again, or train it in the repository: "
        f"python tools/weights.py {name}"
    )


def _read(path: Path, mend: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        there = ", ".join(weight_names(path.parent)) or "none"
        raise FileNotFoundError(
            f"{path.name} is not in {path.parent} (cards there: {there}); "
            f"{mend}"
        ) from None


def _card(text: bytes, name: str, mend: str) -> dict[str, Any]:
    try:
        card = json.loads(text)
        card["sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{name}.json is damaged; {mend}") from error
    return card


def _check_fits(
    net: nn.Module, tensors: Mapping[str, Tensor], name: str, card: dict
) -> None:
    """Names and shapes are compared before anything is changed."""
    mine = {k: tuple(v.shape) for k, v in net.state_dict().items()}
    saved = {k: tuple(v.shape) for k, v in tensors.items()}
    for key in {**mine, **saved}:  # in the network's order
        if mine.get(key) != saved.get(key):
            builder = card.get("network", "the network of its card")
            raise ValueError(
                f"`net` (={type(net).__name__}) does not fit {name}: "
                f"`{key}` is {mine.get(key, 'missing')} in the network and "
                f"{saved.get(key, 'missing')} in the file; build {builder}"
            )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
