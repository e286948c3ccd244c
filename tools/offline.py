"""The book in one zip, to be read without a server: ``make offline``.

    python tools/offline.py [SITE [FOLDER]]

Takes the built site and writes the zip into dist/. Pages are those of the
site; scripts and data are changed as `offline_bundle` says. Two zips of the
same site are equal to the byte.
"""

import posixpath
import re
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import offline_bundle
import project

SITE = project.ROOT / "_build" / "html"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier day
# What comes with the theme and no page asks for.
UNUSED = (
    ".buildinfo",
    "objects.inv",
    "*.map",
    "_static/locales/*",
    "_static/scripts/fontawesome.js*",
    "_static/vendor/*",
)
MODULE = re.compile(
    r'<script type="module" src="(?P<src>[^"?]+)[^"]*"></script>\s*'
)
SUMMARY = "SHOW_SEARCH_SUMMARY: true"
ABOUT = """\
CNN Lab {version}, the book for reading without a network.

Unpack all of it and open index.html in a browser. Nothing in it asks another
site for anything. Notebooks of the pages lie in _sources/book, exercises in
exercises/.

The search lists pages without an excerpt: a page that is a file may not read
the other pages.
"""


def edition(site: Path) -> dict[str, bytes]:
    """The files of the zip by their paths.

    Raises
    ------
    FileNotFoundError
        If ``site`` holds no built book.
    """
    if not (site / "index.html").exists():
        raise FileNotFoundError(
            f"`site` (={site}) holds no built book: run `make book`"
        )
    files, entries = {}, set()
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site).as_posix()
        if file.is_dir() or any(fnmatch(path, name) for name in UNUSED):
            continue
        files[path] = file.read_bytes()
        if file.suffix == ".html":
            text, found = classic(path, files[path].decode("utf-8"))
            files[path] = text.encode("utf-8")
            entries |= found
    script = offline_bundle.bundle(site, entries)
    data = offline_bundle.data_scripts(site)
    for path, text in {offline_bundle.NAME: script, **data}.items():
        files[path] = text.encode("utf-8")
    options = "_static/documentation_options.js"
    files[options] = without_excerpts(files[options])
    about = ABOUT.format(version=project.version())
    return files | {"README.txt": about.encode("utf-8")}


def classic(path: str, page: str) -> tuple[str, set[str]]:
    """A page with the one script instead of modules; and those modules."""
    folder = posixpath.dirname(path)
    sources = [match["src"] for match in MODULE.finditer(page)]
    if not sources:
        return page, set()
    entries = [
        posixpath.normpath(posixpath.join(folder, src)) for src in sources
    ]
    script = posixpath.relpath(offline_bundle.NAME, folder or ".")
    tag = (
        f'<script defer src="{script}" data-entries="{" ".join(entries)}">'
        "</script>\n"
    )
    page = MODULE.sub("", page)
    return page.replace("</head>", tag + "</head>", 1), set(entries)


def without_excerpts(options: bytes) -> bytes:
    """The search must not try to read other pages: it is not allowed to."""
    text = options.decode("utf-8")
    if SUMMARY not in text:
        raise ValueError(f"no `{SUMMARY}` in documentation_options.js")
    return text.replace(SUMMARY, SUMMARY.replace("true", "false")).encode()


def write_zip(files: dict[str, bytes], folder: Path) -> Path:
    top = f"cnnlab-book-{project.version()}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{top}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return path


def main(site: Path = SITE, folder: Path = project.ROOT / "dist") -> int:
    files = edition(site)
    path = write_zip(files, folder)
    size = path.stat().st_size / 1e6
    print(f"{len(files)} files, {size:.1f} MB: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
