"""The ``{quiz}`` directive on the page: nodes and their HTML.

One question is a fieldset with native radio buttons. The style sheet shows
the feedback of the checked one, so a quiz works without JavaScript;
`quiz.js` adds the score and tells the document what was chosen.
"""

import html

import lab_assets
from docutils import nodes
from docutils.statemachine import StringList
from quiz import (
    LETTERS,
    TEXT,
    Choice,
    Question,
    QuizError,
    parse_quiz,
    verdict,
)
from sphinx.util.docutils import SphinxDirective

# What a screen reader says better than LaTeX.
SPOKEN = {
    r"\left": "",
    r"\right": "",
    r"\lfloor": "⌊",
    r"\rfloor": "⌋",
    r"\times": "×",
    r"\cdot": "·",
    r"\,": " ",
}


class quiz_node(nodes.General, nodes.Element):  # noqa: N801 - docutils style
    """A quiz: ``quiz_question`` elements."""


class quiz_question(nodes.Part, nodes.Element):  # noqa: N801
    """A ``quiz_prompt``, more blocks, then ``quiz_choice`` elements."""


class quiz_prompt(nodes.Part, nodes.TextElement):  # noqa: N801
    """The first paragraph of a question: its legend."""


class quiz_choice(nodes.Part, nodes.Element):  # noqa: N801
    """A ``quiz_label`` and the blocks of its feedback."""


class quiz_label(nodes.Part, nodes.TextElement):  # noqa: N801
    """The text beside a radio button."""


class Quiz(SphinxDirective):
    has_content = True

    def run(self) -> list[nodes.Node]:
        try:
            questions = parse_quiz("\n".join(self.content))
            quiz = quiz_node(page=self.env.docname)
            quiz["ids"] = [nodes.make_id(f"quiz-{self._serial('quiz')}")]
            quiz += [self._question(question) for question in questions]
        except QuizError as error:
            line = self._page_line(error.line)
            reporter = self.state_machine.reporter
            return [reporter.error(f"quiz: {error}", line=line)]
        return [quiz]

    def _serial(self, kind: str) -> str:
        """Stable and unique: the page, then a number counted on it."""
        number = self.env.new_serialno(kind) + 1
        return f"{self.env.docname}-{number}"

    def _page_line(self, line: int) -> int:
        return self.lineno + self.content_offset + 1 + line

    def _question(self, question: Question) -> quiz_question:
        serial = self._serial("quiz-question")
        node = quiz_question(number=int(serial.rpartition("-")[2]))
        node["ids"] = [nodes.make_id(f"quiz-question-{serial}")]
        blocks = self._parse(question.text, question.line)
        node += [_as(quiz_prompt, blocks, question.line), *blocks[1:]]
        for letter, choice in zip(LETTERS, question.choices, strict=False):
            node += self._choice(choice, f"{node['ids'][0]}-{letter.lower()}")
        return node

    def _choice(self, choice: Choice, identity: str) -> quiz_choice:
        node = quiz_choice(choice=choice, identity=identity)
        blocks = self._parse(choice.text, choice.line)
        if len(blocks) > 1:
            raise QuizError("a choice is one paragraph", choice.line)
        node += _as(quiz_label, blocks, choice.line)
        node += self._parse(choice.feedback, choice.line)
        return node

    def _parse(self, text: str, line: int) -> list[nodes.Node]:
        holder = nodes.Element()
        lines = StringList(text.splitlines(), self.get_source_info()[0])
        offset = self.content_offset + line
        self.state.nested_parse(lines, offset, holder)
        return holder.children


def _as(node_class: type, blocks: list, line: int) -> nodes.TextElement:
    """The first paragraph as another element that keeps its translation."""
    first = blocks[0]
    if not isinstance(first, nodes.paragraph):
        raise QuizError("the text must begin with a paragraph", line)
    node = node_class(first.rawsource, "", *first.children)
    node.source, node.line = first.source, first.line
    return node


def _label(node: nodes.TextElement, prefix: str = "") -> str:
    """An ``aria-label`` where there is mathematics, else nothing.

    Browsers leave MathML out of the name that they give a control, and
    read "a kernel of on pixels".
    """
    if not any(node.findall(nodes.math)):
        return ""
    text = node.astext()
    for latex, plain in SPOKEN.items():
        text = text.replace(latex, plain)
    return f' aria-label="{html.escape(prefix + text)}"'


def visit_quiz(self, node: quiz_node) -> None:
    self.body.append(
        f'<section class="lab-quiz" id="{node["ids"][0]}" '
        f'data-page="{html.escape(node["page"])}">'
        f'<p class="lab-quiz-title">{TEXT["title"]}</p>\n'
    )


def depart_quiz(self, node: quiz_node) -> None:
    score = html.escape(TEXT["score"])
    self.body.append(
        f'<p class="lab-score" role="status" data-text="{score}"></p>'
        "</section>\n"
    )


def visit_question(self, node: quiz_question) -> None:
    label = _label(node[0], f"{_numbered(node)} ")
    self.body.append(
        f'<fieldset class="lab-question" id="{node["ids"][0]}" '
        f'data-question="{node["number"]}"{label}>'
    )


def _numbered(node: quiz_question) -> str:
    return TEXT["question"].format(number=node["number"])


def depart_question(self, node: quiz_question) -> None:
    self.body.append("</fieldset>\n")


def visit_prompt(self, node: quiz_prompt) -> None:
    number = _numbered(node.parent)
    self.body.append(f'<legend><span class="lab-number">{number}</span> ')


def depart_prompt(self, node: quiz_prompt) -> None:
    self.body.append("</legend>\n")


def visit_choice(self, node: quiz_choice) -> None:
    right = str(node["choice"].correct).lower()
    name = node.parent["ids"][0]
    self.body.append(
        f'<div class="lab-choice" data-right="{right}">'
        f'<input type="radio" id="{node["identity"]}" name="{name}"'
        f"{_label(node[0])}>"
    )


def depart_choice(self, node: quiz_choice) -> None:
    self.body.append("</div></div></div>\n")


def visit_label(self, node: quiz_label) -> None:
    self.body.append(f'<label for="{node.parent["identity"]}">')


def depart_label(self, node: quiz_label) -> None:
    # The live region is there from the start; what it says comes later.
    self.body.append(
        '</label><div class="lab-feedback" aria-live="polite"><div>'
        f"<strong>{verdict(node.parent['choice'])}</strong> "
    )


def setup(app) -> dict:
    app.setup_extension("lab_assets")
    app.add_directive("quiz", Quiz)
    app.add_node(quiz_node, html=(visit_quiz, depart_quiz))
    app.add_node(quiz_question, html=(visit_question, depart_question))
    app.add_node(quiz_prompt, html=(visit_prompt, depart_prompt))
    app.add_node(quiz_choice, html=(visit_choice, depart_choice))
    app.add_node(quiz_label, html=(visit_label, depart_label))
    lab_assets.add_assets(
        app, quiz_node, "quiz.js", "quiz.css", loading_method="defer"
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}
