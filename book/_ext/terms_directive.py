"""The ``{terms}`` and ``{korean-terms}`` directives on the glossary's page."""

from itertools import groupby
from posixpath import dirname, join

import terms
from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective


class TermsOfGroup(SphinxDirective):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        group = self.arguments[0]
        if group not in terms.GROUPS:
            raise self.error(f"terms: no group `{group}` in {terms.GROUPS}")
        self.env.note_dependency(str(terms.FILE))
        listed = nodes.definition_list(classes=["lab-terms"])
        chosen = [term for term in terms.load() if term.group == group]
        for term in sorted(chosen, key=lambda term: term.en.lower()):
            listed += self.entry(term)
        return [listed]

    def entry(self, term: terms.Term) -> nodes.definition_list_item:
        head = nodes.term(ids=[term.anchor])
        head += [nodes.strong("", term.en), nodes.Text(" ")]
        head += korean(term.ko)
        said = nodes.paragraph("", f"{term.say} ")
        if term.also:
            said += [nodes.Text("Also "), korean(", ".join(term.also))]
            said += nodes.Text(". ")
        said += self.place(term)
        return nodes.definition_list_item("", head, nodes.definition("", said))

    def place(self, term: terms.Term) -> list[nodes.Node]:
        """A link to the page that explains it, once that is in the book."""
        here = self.env.docname
        if join(dirname(here), term.page) not in self.env.found_docs:
            return []
        link = addnodes.pending_xref(
            refdomain="std",
            reftype="doc",
            refdoc=here,
            reftarget=term.page,
            refexplicit=False,
            refwarn=True,
        )
        link += nodes.inline(classes=["xref", "doc"])
        return [nodes.Text("Page: "), link, nodes.Text(".")]


class KoreanTerms(SphinxDirective):
    """All words under the consonant that they begin with."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(terms.FILE))
        words = sorted(terms.by_korean(terms.load()).items())
        listed = nodes.definition_list(classes=["lab-terms"])
        # Doubled consonants are sorted apart, but stand with the plain ones.
        words.sort(key=lambda pair: terms.initial(pair[0]))
        for letter, found in groupby(words, lambda w: terms.initial(w[0])):
            head = nodes.term("", letter, classes=["language-ko"])
            line = nodes.paragraph()
            for word, term in found:
                line += nodes.Text(" · ") if len(line) else []
                line += reference(word, refid=term.anchor)
                line += nodes.Text(f" {term.en}")
            body = nodes.definition("", line)
            listed += nodes.definition_list_item("", head, body)
        return [listed]


def korean(word: str) -> nodes.inline:
    """A word that browsers and screen readers know to be Korean."""
    return nodes.inline("", word, classes=["language-ko"])


def reference(word: str, **target: str) -> nodes.reference:
    """A Korean word that is a link."""
    return nodes.reference("", "", korean(word), internal=True, **target)


def setup(app) -> None:
    app.add_directive("terms", TermsOfGroup)
    app.add_directive("korean-terms", KoreanTerms)
