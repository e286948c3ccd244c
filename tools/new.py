"""Start an exercise or a page: ``make new-exercise NAME=19_video``.

    python tools/new.py exercise 19_video
    python tools/new.py page 19_video

What is made is whole: it runs, it passes what can be tested without content,
and says in capitals what is to be written. Nothing that exists is changed but
`_toc.yml`, where a new page gets its line.
"""

import re
import sys
from pathlib import Path

import project

TEMPLATES = Path(__file__).with_name("templates")
NAME = re.compile(r"(\d\d)_([a-z][a-z0-9_]*)")


class NewError(Exception):
    """What was asked for cannot be made; the message says why."""


def parts(name: str) -> tuple[str, str]:
    match = NAME.fullmatch(name)
    if not match:
        raise NewError(
            f"NAME (={name!r}) must be two digits, _ and a word in small "
            "letters, such as NAME=19_video"
        )
    return match[1], match[2]


def new_exercise(name: str, root: Path = project.ROOT) -> list[Path]:
    """A folder with one function, its tests and two wrong answers."""
    number, theme = parts(name)
    folder = root / "exercises" / name
    if folder.exists():
        raise NewError(f"{folder} exists: choose another name, or edit it")
    made = []
    for source in sorted((TEMPLATES / "exercise").rglob("*.*")):
        relative = source.relative_to(TEMPLATES / "exercise")
        path = folder / str(relative).replace("THEME", theme)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(filled(source, number, theme, name), "utf-8")
        made.append(path)
    return made


def new_page(name: str, root: Path = project.ROOT) -> list[Path]:
    """A page with all parts that a chapter has, and its line in the toc."""
    number, theme = parts(name)
    path = root / "book" / f"{name}.md"
    if path.exists():
        raise NewError(f"{path} exists: choose another name, or edit it")
    toc = root / "_toc.yml"
    text = with_page(toc.read_text("utf-8"), name)
    path.write_text(
        filled(TEMPLATES / "page.md", number, theme, name), "utf-8"
    )
    toc.write_text(text, "utf-8")
    return [path, toc]


def filled(template: Path, number: str, theme: str, name: str) -> str:
    text = template.read_text("utf-8")
    for word, value in (("NUMBER", number), ("THEME", theme), ("NAME", name)):
        text = text.replace(word, value)
    return text


def with_page(toc: str, name: str) -> str:
    """The table of contents with a line behind the page before it."""
    lines = toc.splitlines()
    entry = re.compile(r"( *- file: book/)(\d\d_\w+)")
    known = [(i, entry.fullmatch(line)) for i, line in enumerate(lines)]
    before = [(i, m) for i, m in known if m and m[2] < name]
    if not before:
        raise NewError(f"_toc.yml has no page before {name}: add it by hand")
    index, match = before[-1]
    lines.insert(index + 1, match[1] + name)
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    kinds = {"exercise": new_exercise, "page": new_page}
    if len(arguments) != 2 or arguments[0] not in kinds:
        print("say what and how it is called: make new-page NAME=19_video")
        return 2
    try:
        made = kinds[arguments[0]](arguments[1])
    except NewError as error:
        print(error)
        return 2
    for path in made:
        print(path)
    print("Next: write what is in CAPITALS, then `make notebooks` and")
    print("`make test`, which says what is still missing.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
