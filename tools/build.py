"""Build the book: ``make book``.

Pages are executed through a cache. It is thrown away when `cnnlab`, the data
or the pinned versions change, so that no output on a page can be stale.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import project

BUILD = project.ROOT / "_build"
KEY = BUILD / ".key"


def state() -> str:
    """A hash of all that pages depend on beside their own text."""
    digest = hashlib.sha256()
    files = sorted((project.ROOT / "cnnlab").rglob("*"))
    files += sorted((project.BOOK / "_ext").glob("*.py"))
    files += [project.ROOT / "requirements.txt", project.ROOT / "_config.yml"]
    for path in files:
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.name.encode() + path.read_bytes())
    folder = os.environ.get("CNNLAB_DATA")
    for path in sorted(Path(folder).glob("*.npz")) if folder else []:
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()


def forget_stale() -> None:
    """Remove executed pages if what they depend on has changed."""
    now = state()
    if KEY.exists() and KEY.read_text() == now:
        return
    for name in (".jupyter_cache", ".doctrees", "jupyter_execute"):
        shutil.rmtree(BUILD / name, ignore_errors=True)
    BUILD.mkdir(exist_ok=True)
    KEY.write_text(now)


def main() -> int:
    start = time.perf_counter()
    forget_stale()
    number = len(project.pages())
    print(f"Building {number} pages; those that changed are executed.")
    command = [
        sys.executable, "-m", "jupyter_book.cli.main", "build",
        str(project.ROOT), "-W", "-n", "--keep-going",
    ]  # fmt: skip
    code = subprocess.run(command, cwd=project.ROOT).returncode
    minutes = (time.perf_counter() - start) / 60
    if code:
        # A page that failed must be executed again next time.
        KEY.unlink(missing_ok=True)
        print(f"The book was NOT built ({minutes:.1f} min): see above.")
        return code
    index = BUILD / "html" / "index.html"
    print(f"\nThe book is built ({minutes:.1f} min): {index}")
    print(f"Open it in a browser: {index.as_uri()}")
    print("Or `make serve` for live rebuild.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
