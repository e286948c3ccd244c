"""What may cross the border of the box: plain values, never objects.

A message is JSON with its length in front. Arrays are raw bytes with a dtype
and a shape; nothing is pickled. Everything that comes out of the box is
checked here before anybody uses it.
"""

import base64
import json
import math
import re
import struct

import numpy as np

MOST_BYTES = 128 * 2**20  # of one message
DEEPEST = 24  # containers in containers
MOST_ITEMS = 2_000_000  # of containers in a message; each takes memory
MOST_KEYS = 10_000  # of a dict or set: their hashes can be made to collide
LONGEST_TEXT = 4000  # characters of an error's text
# Floats, integers, booleans, complex numbers, text. No objects, no records.
DTYPE = re.compile(r"[<>|]?(b1|[iu][1248]|f(2|4|8|16)|c(8|16)|[SU]\d{1,4})")
DAMAGE = (
    *(KeyError, TypeError, ValueError, AttributeError),
    *(IndexError, OverflowError, MemoryError, RecursionError),
)
CONTAINERS = (tuple, list, set, frozenset)
HEAD = struct.Struct(">I")


class WireError(Exception):
    """A value cannot cross, or what has crossed is not a message."""


class Opaque:
    """Stands for a value that cannot cross; only its looks are known."""

    def __repr__(self) -> str:
        return getattr(self, "text", "<an object>")


def opaque(kind: str, text: str) -> Opaque:
    """An `Opaque` whose class is called ``kind``, as messages show it."""
    name = kind if kind.isidentifier() else "object"
    found = type(name[:80], (Opaque,), {})()
    found.text = text[:200]
    return found


def encode(message: object) -> bytes:
    """A message with its length in front."""
    body = json.dumps(message).encode()
    if len(body) > MOST_BYTES:
        raise WireError(
            f"a value of {len(body) / 2**20:.0f} MB is too large to hand over "
            f"(at most {MOST_BYTES // 2**20} MB)"
        )
    return HEAD.pack(len(body)) + body


def decode(body: bytes) -> dict:
    """Read the body of a message."""
    if sum(body.count(mark) for mark in b"[{,") > MOST_ITEMS:
        raise WireError("the box sent a value of too many items")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WireError("the box sent something that is no message") from error
    if not isinstance(message, dict):
        raise WireError("the box sent something that is no message")
    return message


def pack(value: object, other=None, depth: int = 0) -> dict:
    """Turn a plain value into JSON.

    ``other(value)`` packs what is not plain; without it, that is an error.
    """
    if depth > DEEPEST:
        raise WireError(f"a value is nested more than {DEEPEST} deep")
    packed = _pack_leaf(value)
    if packed is not None:
        return packed
    if isinstance(value, dict):
        pairs = [
            [pack(k, other, depth + 1), pack(v, other, depth + 1)]
            for k, v in value.items()
        ]
        return {"dict": pairs}
    for kind in CONTAINERS:
        if isinstance(value, kind):
            items = [pack(item, other, depth + 1) for item in value]
            return {kind.__name__: items}
    if other is None:
        kind = type(value).__name__
        raise WireError(f"a value of type {kind} cannot cross the border")
    return other(value)


def _pack_leaf(value: object) -> dict | None:
    if isinstance(value, np.ndarray | np.generic):
        return _pack_array(value)
    if value is None or isinstance(value, bool | str):
        return {"plain": value}
    if isinstance(value, int | float):
        return _pack_number(value)
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    return None


def _pack_number(value: float) -> dict:
    if isinstance(value, int) and value.bit_length() > 4096:
        return {"opaque": ["int", "a number of more than 4096 bits"]}
    return {"plain": value}


def _pack_array(value: np.ndarray) -> dict | None:
    array = np.asarray(value)
    if not DTYPE.fullmatch(array.dtype.str):
        return None
    if array.nbytes > MOST_BYTES * 3 // 4:
        raise WireError(
            f"an array of {array.nbytes / 2**20:.0f} MB is too large to hand "
            f"over (at most {MOST_BYTES * 3 // 4 // 2**20} MB)"
        )
    return {
        "array": base64.b64encode(array.tobytes()).decode(),
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "scalar": isinstance(value, np.generic),
    }


def unpack(packed: object, other=None, depth: int = 0) -> object:
    """Undo `pack`; ``other(packed)`` reads what it alone knows."""
    try:
        return _unpack(packed, other, depth)
    except DAMAGE as error:
        raise WireError(f"the box sent a damaged value: {error}") from error


def _unpack(packed: dict, other, depth: int) -> object:
    if depth > DEEPEST:
        raise WireError("the box sent a value that is nested too deep")
    for key, leaf in LEAVES.items():
        if key in packed:
            return leaf(packed)
    if "dict" in packed:
        _few(packed["dict"])
        return {
            _unpack(k, other, depth + 1): _unpack(v, other, depth + 1)
            for k, v in packed["dict"]
        }
    for kind in CONTAINERS:
        if kind.__name__ in packed:
            items = packed[kind.__name__]
            if kind in (set, frozenset):
                _few(items)
            return kind(_unpack(item, other, depth + 1) for item in items)
    if other is not None:
        return other(packed)
    raise WireError("the box sent a value of an unknown kind")


def _few(items: list) -> None:
    if len(items) > MOST_KEYS:
        raise WireError(f"a dict or a set of more than {MOST_KEYS} items")


def _plain(packed: dict) -> object:
    value = packed["plain"]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise WireError("the box sent a value of an unknown kind")


def _unpack_array(packed: dict) -> np.ndarray | np.generic:
    if not DTYPE.fullmatch(packed["dtype"]):
        raise WireError(f"an array of dtype {packed['dtype']!r:.40}")
    dtype, shape = np.dtype(packed["dtype"]), packed["shape"]
    data = base64.b64decode(packed["array"], validate=True)
    whole = all(type(n) is int and n >= 0 for n in shape)
    if not whole or len(shape) > 32:
        raise WireError(f"an array of shape {shape!r:.80}")
    if math.prod(shape) * dtype.itemsize != len(data):
        raise WireError("an array whose bytes do not fit its shape")
    array = np.frombuffer(data, dtype).reshape(shape).copy()
    return array[()] if packed.get("scalar") is True else array


LEAVES = {
    "plain": _plain,
    "array": _unpack_array,
    "complex": lambda packed: complex(*packed["complex"]),
    "bytes": lambda packed: base64.b64decode(packed["bytes"], validate=True),
    "opaque": lambda packed: opaque(*map(str, packed["opaque"])),
}


def clip(text: object, most: int = LONGEST_TEXT) -> str:
    """A text of at most ``most`` characters, and a text in any case."""
    text = text if isinstance(text, str) else repr(text)
    return text if len(text) <= most else text[: most - 2] + " …"
