"""The ``{widget}`` directive on the page: its node, HTML and scripts."""

import html
import json
from pathlib import Path

import lab_assets
from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.fileutil import copy_asset
from widget import WIDGETS, parse_config, widget_names
from widget_data import write_data


class widget_node(nodes.General, nodes.Element):  # noqa: N801 - docutils style
    """A widget; its children are shown until the script takes over."""


class Widget(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec = {"config": str}

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in widget_names():
            known = ", ".join(widget_names())
            raise self.error(f"widget: no widget `{name}`; there is {known}")
        if not any(self.content):
            raise self.error(
                f"widget `{name}`: the body is empty; give what is shown "
                "without JavaScript and in the notebook"
            )
        try:
            config = parse_config(self.options.get("config"))
        except ValueError as error:
            raise self.error(f"widget `{name}`: {error}") from error
        node = widget_node(name=name, config=config)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


def visit_widget(self, node: widget_node) -> None:
    config = html.escape(json.dumps(node["config"], ensure_ascii=False))
    self.body.append(
        f'<div class="lab-widget" data-widget="{node["name"]}" '
        f'data-config="{config}">\n'
    )


def depart_widget(self, node: widget_node) -> None:
    self.body.append("</div>\n")


def copy_widgets(app) -> None:
    if app.builder.format == "html":
        target = Path(app.outdir) / "_static" / "widgets"
        copy_asset(WIDGETS, target)
        write_data(target / "data")


def setup(app) -> dict:
    app.setup_extension("lab_assets")
    app.add_directive("widget", Widget)
    app.add_node(widget_node, html=(visit_widget, depart_widget))
    app.connect("builder-inited", copy_widgets)
    lab_assets.add_assets(app, widget_node, "widgets/boot.js", type="module")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
