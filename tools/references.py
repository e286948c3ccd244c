"""Citations for notebooks, from the book's own BibTeX file."""

from functools import cache

import project
from pybtex.database import Entry, parse_file
from pybtex.plugin import find_plugin


@cache
def _entries() -> dict[str, Entry]:
    return dict(
        parse_file(str(project.BOOK / "references.bib")).entries.items()
    )


def _entry(key: str) -> Entry:
    if key not in _entries():
        raise KeyError(f"references.bib has no entry {key!r}")
    return _entries()[key]


def short(keys: list[str], textual: bool = False) -> str:
    """``[LeCun et al., 1998]`` or, textual, ``LeCun et al. [1998]``."""
    parts = []
    for key in keys:
        entry = _entry(key)
        names = [str(p.last_names[0]) for p in entry.persons["author"]]
        names = [n.replace("{", "").replace("}", "") for n in names]
        who = names[0] if len(names) == 1 else f"{names[0]} et al."
        if len(names) == 2:
            who = f"{names[0]} and {names[1]}"
        year = entry.fields["year"]
        parts.append(f"{who} [{year}]" if textual else f"{who}, {year}")
    return ", ".join(parts) if textual else f"[{'; '.join(parts)}]"


def full(key: str) -> str:
    """The whole reference on one line of Markdown."""
    style = find_plugin("pybtex.style.formatting", "unsrt")()
    backend = find_plugin("pybtex.backends", "markdown")()
    (formatted,) = style.format_entries([_entry(key)])
    text = formatted.text.render(backend)
    return text.replace("\\.", ".").replace("\\-", "-")
