"""Every term of the book, read from ``terms.yml``; its directives and links.

``{terms} GROUP`` lists the terms of a group, ``{korean-terms}`` all Korean
words in their own order. On every page the first Korean word in parentheses
leads to its term.

Here is what needs no Sphinx. The page is made in `terms_directive`, the links
in `terms_links`.
"""

import re
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[1] / "terms.yml"
PAGE = "94_glossary"
GROUPS = ("networks", "arrays", "layers", "training", "use")
KOREAN = re.compile(r"\(([가-힣][가-힣 ]*)\)")
CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
PLAIN = str.maketrans("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ")
LEAST_WORDS = 4


def setup(app) -> dict:
    import terms_directive  # Sphinx is there only when Sphinx asks
    import terms_links

    terms_directive.setup(app)
    return terms_links.setup(app)


class TermError(ValueError):
    """An entry of ``terms.yml`` that cannot be used, with the mend."""


@dataclass(frozen=True)
class Term:
    """One entry; the file itself says what each field is."""

    en: str
    ko: str
    page: str
    group: str
    say: str
    also: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return "term-" + re.sub(r"[^a-z0-9]+", "-", self.en.lower()).strip("-")

    @property
    def words(self) -> tuple[str, ...]:
        """The Korean words, the preferred one first."""
        return (self.ko, *self.also)


def load(text: str | None = None) -> list[Term]:
    """The terms in the order of the file.

    Raises
    ------
    TermError
        If an entry has a wrong field, or a word stands twice.
    """
    text = FILE.read_text("utf-8") if text is None else text
    terms = [_term(entry) for entry in yaml.safe_load(text) or []]
    for field in ("en", "ko", "anchor"):
        seen = set()
        for term in terms:
            value = getattr(term, field)
            if value in seen:
                raise TermError(f"`{field}` ({value!r}) stands twice")
            seen.add(value)
    return terms


def by_korean(terms: list[Term]) -> dict[str, Term]:
    """Korean word -> its term; a preferred word wins over another's."""
    others = {word: term for term in terms for word in term.also}
    return others | {term.ko: term for term in terms}


def initial(word: str) -> str:
    """What a Korean dictionary sorts the word under."""
    code = ord(word[0]) - ord("가")
    if not 0 <= code <= ord("힣") - ord("가"):
        return "0–9"
    return CONSONANTS[code // 588].translate(PLAIN)  # 21 vowels x 28 finals


def _term(entry: dict) -> Term:
    name = entry.get("en")
    known = {field.name for field in fields(Term)}
    if set(entry) - {"also"} != known - {"also"}:
        raise TermError(
            f"{name!r} has the fields {sorted(entry)}: it needs all of "
            f"{sorted(known - {'also'})} and may have `also`"
        )
    term = Term(**(entry | {"also": tuple(entry.get("also", ()))}))
    if term.group not in GROUPS:
        raise TermError(
            f"{name!r}: `group` (={term.group!r}) must be one of {GROUPS}"
        )
    if not term.say.endswith(".") or len(term.say.split()) < LEAST_WORDS:
        raise TermError(
            f"{name!r}: `say` ({term.say!r}) must be a sentence of "
            f"{LEAST_WORDS} words or more, with its full stop"
        )
    return term
