"""Heads of tables say what they head: ``scope`` for screen readers.

Docutils writes the head of a column as ``<th>`` without it.
"""

from docutils import nodes


def visit_entry(translator, node: nodes.entry) -> None:
    """As the writer itself does it, and the scope of a head."""
    start = len(translator.body)
    type(translator).visit_entry(translator, node)
    in_head = isinstance(node.parent.parent, nodes.thead)
    scope = "col" if in_head else "row"
    tag = translator.body[start]
    translator.body[start] = tag.replace("<th", f'<th scope="{scope}"', 1)


def depart_entry(translator, node: nodes.entry) -> None:
    type(translator).depart_entry(translator, node)


def setup(app) -> dict:
    writers = (visit_entry, depart_entry)
    app.add_node(nodes.entry, override=True, html=writers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
