"""Text of strangers, made fit to be written down, and files written whole."""

import re
from pathlib import Path

CUT = " ... (cut)"
# Characters that show nothing and do something: terminal codes, NUL, and the
# marks that turn the order of what follows them around.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_TERMINAL = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*\x07?)")
NAME_LENGTH = 128  # what the columns of nbgrader's tables hold


def clean(text: object, limit: int = 20_000) -> str:
    """Give the text with its lines, but with nothing that acts on a screen.

    Terminal colours go, other control and direction marks turn into U+FFFD,
    Windows line ends into newlines; more than ``limit`` characters are cut.
    """
    text = _TERMINAL.sub("", str(text)[: 4 * limit])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("\ufffd", encodable(text))
    return text if len(text) <= limit else text[:limit] + CUT


def one_line(text: object, limit: int = 200) -> str:
    """Give the text as one line: names, and lists of short notes."""
    return " ".join(clean(text, limit).split())


def encodable(text: str) -> str:
    """Give the text without halves of characters, which no file can hold."""
    return _SURROGATE.sub("\ufffd", text)


def checked_name(kind: str, name: str) -> str:
    """Return the name of a folder or file if it is one; else ValueError."""
    odd = not isinstance(name, str) or not name or name in (".", "..")
    if odd or len(name) > NAME_LENGTH or re.search(r"[/\\\x00]", name):
        raise ValueError(
            f"`{kind}` (={str(name)[:40]!r}) must be the name of a folder: "
            f"1 to {NAME_LENGTH} characters, no slash. Rename it."
        )
    if encodable(name) != name:
        raise ValueError(f"`{kind}` (={name!r}) is not UTF-8. Rename it.")
    return name


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file that is there whole or, after a kill, not at all.

    One writer a path: what a killed one left behind is written over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.new")
    made.unlink(missing_ok=True)
    with open(made, "x", encoding="utf-8", newline="") as file:
        file.write(text)
    made.chmod(mode)
    made.replace(path)
