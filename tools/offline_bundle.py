"""Scripts and data of the site in a form that runs from ``file://``.

From a file, browsers load no ES modules and fetch nothing. So all modules are
put into one classic script, and each data file gets a script beside it that
holds its bytes and is loaded when a module fetches the file.

The modules of the book are plain: imports and exports stand at the start of a
line. What this tool does not understand is an error.
"""

import base64
import json
import posixpath
import re
from pathlib import Path

NAME = "_static/lab-offline.js"
MARK = ".offline.js"  # follows the name of a data file
DYNAMIC = re.compile(r"\bimport\((?=[`\"'\w])")
IMPORT = re.compile(
    r"^import\s+(?:(?P<what>\{[^}]*\}|\*\s+as\s+\w+)\s+from\s+)?"
    r'"(?P<path>[^"]+)";',
    re.MULTILINE,
)
DECLARED = re.compile(
    r"^export (?P<rest>(?:const|class|(?:async )?function\*?) ?(?P<name>\w+))",
    re.MULTILINE,
)
LISTED = re.compile(
    r'^export \{(?P<names>[^}]*)\}(?: from "(?P<path>[^"]+)")?;', re.MULTILINE
)
LEFT = re.compile(r"^(?:import|export)\b.*|.*\bimport\.meta\b.*", re.MULTILINE)

HEAD = """\
// All modules of the site as one classic script: tools/offline_bundle.py
(() => {
  "use strict";
  const { src, dataset } = document.currentScript;
  const root = new URL("../", src).href;
  const made = {};
  const data = {};

  function labTake(path) {
    if (!(path in made)) {
      if (!(path in makers)) throw new Error(`no module ${path}`);
      const here = root + path;
      const load = async (name) =>
        labTake(new URL(name, here).href.slice(root.length));
      made[path] = makers[path](here, load);
    }
    return made[path];
  }

  function readData(path) {
    return new Promise((done, failed) => {
      const element = document.createElement("script");
      element.onload = done;
      element.onerror = () => failed(new TypeError(`no file ${path}`));
      element.src = `${root}${path}.offline.js`;
      document.head.append(element);
    });
  }

  window.labOffline = (path, text) => {
    data[path] = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  };

  const fetched = window.fetch.bind(window);
  window.fetch = async (what, options) => {
    const address = new URL(what.url ?? what, document.baseURI);
    const path = address.href.split(/[?#]/)[0];
    if (!path.startsWith(root)) return fetched(what, options);
    const file = path.slice(root.length);
    if (!(file in data)) await readData(file);
    return new Response(data[file]);
  };

  const makers = {
"""

TAIL = """\
  };

  const start = () => dataset.entries.split(" ").forEach(labTake);
  if (document.readyState !== "loading") start();
  else document.addEventListener("DOMContentLoaded", start);
})();
"""


def bundle(site: Path, entries: set[str]) -> str:
    """One classic script with ``entries``, their parts and all widgets."""
    waiting = sorted(entries | set(_files(site, "_static/widgets", {".js"})))
    makers = {}
    while waiting:
        path = waiting.pop(0)
        if path not in makers:
            text = (site / path).read_text("utf-8")
            makers[path], parts = as_function(path, text)
            waiting += parts
    functions = [
        f"{json.dumps(path)}(labHere, labLoad) {{\n{makers[path]}}},\n"
        for path in sorted(makers)
    ]
    return HEAD + "".join(functions) + TAIL


def as_function(path: str, text: str) -> tuple[str, list[str]]:
    """The body of a function that returns what a module exports.

    Returns it with the paths of the modules that it imports.

    Raises
    ------
    ValueError
        If a line with ``import`` or ``export`` is not understood.
    """
    parts, exports = [], {}

    def imported(match: re.Match) -> str:
        parts.append(_resolve(path, match["path"]))
        taken = f"labTake({json.dumps(parts[-1])});"
        return _binding(match["what"]) + taken if match["what"] else taken

    def declared(match: re.Match) -> str:
        exports[match["name"]] = match["name"]
        return match["rest"]

    def listed(match: re.Match) -> str:
        source = ""
        if match["path"]:
            parts.append(_resolve(path, match["path"]))
            source = f"labTake({json.dumps(parts[-1])})."
        for name in filter(None, map(str.strip, match["names"].split(","))):
            inner, _, outer = name.partition(" as ")
            exports[outer or inner] = source + inner
        return ""

    for pattern, change in (
        (IMPORT, imported),
        (DECLARED, declared),
        (LISTED, listed),
    ):
        text = pattern.sub(change, text)
    text = DYNAMIC.sub("labLoad(", text)
    text = text.replace("import.meta.url", "labHere")
    if left := LEFT.search(text):
        raise ValueError(
            f"{path}: cannot put `{left[0].strip()}` into the offline "
            "edition; write it as the other modules do"
        )
    names = ", ".join(f"{outer}: {inner}" for outer, inner in exports.items())
    return f"{text}return {{ {names} }};\n", parts


def _binding(what: str) -> str:
    """``{ a as b }`` -> ``const { a: b } = ``, ``* as x`` -> ``const x = ``"""
    if what.startswith("*"):
        return f"const {what.split()[-1]} = "
    return f"const {re.sub(r' as ', ': ', what)} = "


def _resolve(path: str, other: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), other))


def _files(site: Path, folder: str, suffixes: set[str]) -> list[str]:
    found = sorted((site / folder).rglob("*"))
    return [
        file.relative_to(site).as_posix()
        for file in found
        if file.is_file() and file.suffix in suffixes
    ]


def data_scripts(site: Path) -> dict[str, str]:
    """Scripts with the data files of widgets, by their paths."""
    known = {".js", ".css", ".map"}
    suffixes = {p.suffix for p in (site / "_static/widgets").rglob("*")}
    scripts = {}
    for path in _files(site, "_static/widgets", suffixes - known):
        text = base64.b64encode((site / path).read_bytes()).decode()
        call = f"labOffline({json.dumps(path)}, {json.dumps(text)});\n"
        scripts[path + MARK] = call
    return scripts
