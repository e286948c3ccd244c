"""One file of vectors for a widget and its twin in `cnnlab.explore`.

Python makes the file; a browser, and Node where there is one, compute the
same from it.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
VECTORS = HERE / "vectors"
WIDGETS = HERE.parent / "book" / "widgets"

needs_node = pytest.mark.skipif(
    not shutil.which("node"), reason="there is no Node"
)


def as_text(vectors: dict[str, list]) -> str:
    """JSON with one vector a line."""
    rows = [
        f'"{key}": [\n' + ",\n".join(json.dumps(v) for v in group) + "\n]"
        for key, group in vectors.items()
    ]
    return "{" + ",\n".join(rows) + "}\n"


def in_page(open_page: Callable, site: str, script: str, vectors: dict):
    """What ``script``, an ``async ([vectors, base]) =>``, gives in a page."""
    base = f"{site}/_static/widgets/"
    return open_page("plain").evaluate(script, [vectors, base])


def in_node(folder: Path, script: str, vectors: dict):
    """The same in Node, without a browser around it."""
    # Without a package.json above, Node reads .js as CommonJS.
    shutil.copytree(WIDGETS, folder / "widgets")
    (folder / "package.json").write_text('{"type": "module"}')
    base = (folder / "widgets").as_uri() + "/"
    call = f"({script})({json.dumps([vectors, base])})"
    program = folder / "run.js"
    program.write_text(f"console.log(JSON.stringify(await {call}));")
    command = ["node", program]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return json.loads(done.stdout)
