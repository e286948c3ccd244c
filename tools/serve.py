"""Serve the book and rebuild it on every change: ``make serve``."""

import os
import subprocess
import sys

import build
import project


def main() -> int:
    build.forget_stale(build.state())
    build.write_learner_notebooks()
    # Jupyter Book writes the Sphinx configuration that it would use itself.
    build.jupyter_book("config sphinx", check=True, stdout=subprocess.DEVNULL)
    command = [
        sys.executable, "-m", "sphinx_autobuild",
        "--watch", str(project.ROOT / "cnnlab"),
        "--ignore", "*.ipynb", "--ignore", "*/_build/*",
        "--ignore", "*/.venv/*", "--ignore", "*/course/*",
        "--open-browser", *sys.argv[1:],
        str(project.ROOT), str(build.BUILD / "serve" / "html"),
    ]  # fmt: skip
    try:
        extensions = {"PYTHONPATH": str(project.BOOK / "_ext")}
        return subprocess.run(
            command, cwd=project.ROOT, env=os.environ | extensions
        ).returncode
    except KeyboardInterrupt:
        return 0
    finally:
        (project.ROOT / "conf.py").unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
