"""What a reader has done: the ``{progress}`` directive and the marks.

The record is kept by the reader's browser (``book/widgets/_progress.js``).
Every page shows marks; the page with the directive shows the record. Its body
stands there without JavaScript::

    ```{progress}
    Your progress stands here when JavaScript is on.
    ```

A page counts when it has a quiz: those are the pages that one reads through.
"""

from docutils import nodes
from quiz_directive import quiz_question
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from widget_directive import widget_node


class Progress(SphinxDirective):
    has_content = True

    def run(self) -> list[nodes.Node]:
        if not any(self.content):
            raise self.error(
                "progress: the body is empty; give what is shown without "
                "JavaScript"
            )
        node = widget_node(name="progress", config={})
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


def _is_view(node: nodes.Node) -> bool:
    return (
        isinstance(node, widget_node)
        and node["name"] == "progress"
        and not node["config"]
    )


def _noted(env: BuildEnvironment, what: str) -> dict:
    """By docname, kept with the environment: "questions" and "views"."""
    if not hasattr(env, "lab_progress"):
        env.lab_progress = {"questions": {}, "views": {}}
    return env.lab_progress[what]


def note(app: Sphinx, doctree: nodes.document) -> None:
    """How many questions a page has, and whether it shows the record."""
    env = app.env
    questions = list(doctree.findall(quiz_question))
    if questions:
        _noted(env, "questions")[env.docname] = len(questions)
    if any(doctree.findall(_is_view)):
        _noted(env, "views")[env.docname] = True


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for what in ("questions", "views"):
        _noted(env, what).pop(docname, None)


def merge(app, env: BuildEnvironment, docnames, other) -> None:
    for what in ("questions", "views"):
        found = _noted(other, what)
        _noted(env, what).update(
            {name: found[name] for name in docnames if name in found}
        )


def in_order(env: BuildEnvironment, docname: str) -> list[str]:
    """The pages below ``docname``, as the table of contents has them."""
    found = [docname]
    for child in env.toctree_includes.get(docname, []):
        found += in_order(env, child)
    return found


def fill_view(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Tell the view which pages there are, now that all are read."""
    env = app.env
    counts = _noted(env, "questions")
    for node in doctree.findall(_is_view):
        node["config"] = {
            "pages": [
                {
                    "page": page,
                    "title": env.titles[page].astext(),
                    "href": app.builder.get_relative_uri(docname, page),
                    "questions": counts[page],
                }
                for page in in_order(env, env.config.root_doc)
                if page in counts
            ]
        }


def views(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages to be written again when any page has changed."""
    return list(_noted(env, "views"))


def setup(app: Sphinx) -> dict:
    app.setup_extension("quiz")
    app.setup_extension("widget")
    app.add_directive("progress", Progress)
    app.add_js_file("progress-marks.js", type="module")
    app.connect("doctree-read", note)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", fill_view)
    app.connect("env-updated", views)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
