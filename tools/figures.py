"""Draw the static figures: ``book/figures/NN_name.py`` -> ``.svg``.

    python tools/figures.py [NAME ...]

Each script has ``draw() -> Figure``, with its description as the label.
"""

import runpy
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

from cnnlab import plots  # noqa: E402

FOLDER = Path(__file__).resolve().parents[1] / "book" / "figures"


def render(script: Path) -> str:
    """The SVG that ``script`` draws."""
    with plt.style.context(["default", plots.STYLE]):
        figure = runpy.run_path(str(script))["draw"]()
        svg = plots.themed_svg(figure)
        plt.close(figure)
    return svg + "\n"


def main(names: list[str]) -> None:
    scripts = sorted(FOLDER.glob("[0-9]*.py"))
    for script in scripts:
        if names and script.stem not in names:
            continue
        script.with_suffix(".svg").write_text(render(script))
        print(f"figures/{script.stem}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
