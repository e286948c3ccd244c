"""The ``{widget} NAME`` directive: an interactive figure.

The options say what it starts with, the body is what stands there without
JavaScript and in a notebook::

    ```{widget} conv
    :config: {"input": [[93, 139, 101]], "kernel": [[-1, 0, 1]]}

    ![One step of a convolution](figures/worked_patch.svg)
    ```

A longer configuration goes into a YAML block (``config: |`` between two
lines of ``---``). A widget is the file ``book/widgets/NAME.js``, which
exports ``mount(element, config)``.

Here is what needs no Sphinx. The page is made in `widget_directive`.
"""

from pathlib import Path

import yaml

WIDGETS = Path(__file__).resolve().parents[1] / "widgets"


def setup(app) -> dict:
    import widget_directive  # Sphinx is there only when Sphinx asks

    return widget_directive.setup(app)


def widget_names() -> list[str]:
    """Those that there are; files with a leading `_` are their parts."""
    stems = (path.stem for path in WIDGETS.glob("[!_]*.js"))
    return sorted(stem for stem in stems if stem != "boot")


def parse_config(text: str | None) -> dict:
    """Read the option ``config``, YAML or JSON.

    Raises
    ------
    ValueError
        If it cannot be read or is not a mapping.
    """
    try:
        config = yaml.safe_load(text or "{}")
    except yaml.YAMLError as error:
        raise ValueError(f"cannot read `config`: {error}") from error
    if not isinstance(config, dict):
        raise ValueError(f"`config` (={config!r}) must be a mapping")
    return config


def to_markdown(options: dict, body: str) -> str:
    """What a notebook shows: the body, the fallback of the page."""
    return body.strip("\n")
