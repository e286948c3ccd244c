"""Tables as text and as HTML: the first column left, the others right."""

from collections.abc import Sequence
from html import escape

Line = Sequence[str]


def text_table(head: Line, body: Sequence[Line]) -> str:
    """Columns as wide as their widest cell, two spaces apart."""
    lines = [head, *body]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            f"{cell:<{w}}" if k == 0 else f"{cell:>{w}}"
            for k, (cell, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def html_table(head: Line, body: Sequence[Line], notes: Line = ()) -> str:
    """A table that the book and a notebook style; notes stand below."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in line) + "</tr>"
        for line in body
    )
    return (
        f'<table class="lab-ledger"><thead><tr>{top}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        + "".join(f"<p>{escape(note)}</p>" for note in notes)
    )


def in_bytes(n: int) -> str:
    """``40960`` -> ``40.0 KiB``; 0 is left blank."""
    if n < 1024:
        return f"{n} B" if n else ""
    size, unit = n / 1024, "KiB"
    if size >= 1024:
        size, unit = size / 1024, "MiB"
    return f"{size:,.1f} {unit}"


def across(numbers: tuple[int, ...]) -> str:
    """``(7, 7)`` -> ``7``; ``(7, 5)`` -> ``7x5``."""
    same = len(set(numbers)) == 1
    return "x".join(map(str, numbers[:1] if same else numbers))
