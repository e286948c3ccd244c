"""Serve the book and rebuild it on every change: ``make serve``."""

import subprocess
import sys

import build
import project


def main() -> int:
    build.forget_stale()
    build.write_learner_notebooks()
    # Jupyter Book writes the Sphinx configuration that it would use itself.
    build.jupyter_book("config sphinx", check=True, stdout=subprocess.DEVNULL)
    conf = project.ROOT / "conf.py"
    folder = build.BUILD / "serve"
    folder.mkdir(parents=True, exist_ok=True)
    text = conf.read_text()
    conf.unlink()
    (folder / "conf.py").write_text(text)
    command = [
        sys.executable, "-m", "sphinx_autobuild", "-c", str(folder),
        "--watch", str(project.ROOT / "cnnlab"),
        "--ignore", "*.ipynb", "--ignore", "*/_build/*",
        "--ignore", "*/.venv/*", "--ignore", "*/course/*",
        "--open-browser", *sys.argv[1:],
        str(project.ROOT), str(build.BUILD / "serve" / "html"),
    ]  # fmt: skip
    try:
        return subprocess.run(command, cwd=project.ROOT).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
