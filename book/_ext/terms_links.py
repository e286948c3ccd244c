"""Links from the first use of a Korean word on each page to the glossary.

They are set when a page is written, so its source, its notebook and its
translation stay as they are.
"""

from posixpath import dirname, join

import terms
from docutils import nodes
from quiz_directive import quiz_node
from sphinx.transforms.post_transforms import SphinxPostTransform
from terms_directive import reference
from widget_directive import widget_node

# Their words are read out as a name, may be hidden, or give way to a script.
CLOSED = (
    nodes.literal,
    nodes.reference,
    quiz_node,
    widget_node,
)


class LinkTerms(SphinxPostTransform):
    default_priority = 800  # after all references are resolved
    formats = ("html",)

    def run(self, **kwargs) -> None:
        here = self.env.docname
        page = join(dirname(here), terms.PAGE)
        if page not in self.env.found_docs or here == page:
            return
        address = self.app.builder.get_relative_uri(here, page)
        waiting = terms.by_korean(terms.load())
        for text in list(self.document.findall(nodes.Text)):
            if is_prose(text):
                link_first_uses(text, waiting, address)


def is_prose(text: nodes.Text) -> bool:
    """Whether it stands in a paragraph or caption that every reader sees."""
    in_prose, node = False, text.parent
    while node is not None:
        if is_closed(node):
            return False
        in_prose |= isinstance(node, (nodes.paragraph, nodes.caption))
        node = node.parent
    return in_prose


def is_closed(node: nodes.Element) -> bool:
    if isinstance(node, nodes.caption):
        return any(node.findall(nodes.math))
    output = "cell_output" in node.get("classes", ())
    return output or isinstance(node, CLOSED)


def link_first_uses(
    text: nodes.Text, waiting: dict[str, terms.Term], address: str
) -> None:
    """Link the words that ``waiting`` still holds, and take them out of it.

    A word that the glossary does not have stays as it is.
    """
    said, pieces, end = str(text), [], 0
    for use in terms.KOREAN.finditer(said):
        term = waiting.pop(use[1], None)
        if term is None:
            continue
        target = f"{address}#{term.anchor}"
        pieces.append(nodes.Text(said[end : use.start(1)]))
        pieces.append(reference(use[1], refuri=target, reftitle=term.say))
        end = use.end(1)
    if pieces:
        text.parent.replace(text, [*pieces, nodes.Text(said[end:])])


def note_file(app, doctree) -> None:
    """A page is written again when a definition, its title here, changes."""
    app.env.note_dependency(str(terms.FILE))


def setup(app) -> dict:
    app.add_post_transform(LinkTerms)
    app.connect("doctree-read", note_file)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
