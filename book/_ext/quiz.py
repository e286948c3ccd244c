"""The ``{quiz}`` directive: questions with feedback on every choice.

The body is YAML; every text is Markdown and goes through the page's own
parser, so that mathematics looks as it does elsewhere::

    ```{quiz}
    - question: How many outputs has a kernel of 3 on 7 pixels, stride 2?
      choices:
        - text: $3$
          correct: true
          feedback: $\\lfloor (7 - 3) / 2 \\rfloor + 1 = 3$.
        - text: $2$
          feedback: Count the first position too.
    ```

Here is what needs no Sphinx: the YAML, and the Markdown for notebooks. The
page itself is made in `quiz_directive`.
"""

from dataclasses import dataclass

import yaml

LETTERS = "ABCDEFGH"
TEXT = {
    "title": "Check yourself",
    "question": "Question {number}",
    "right": "Right.",
    "wrong": "Not quite.",
    "answers": "Answers",
    "score": "{right} of {total} right",
}


def setup(app) -> dict:
    import quiz_directive  # Sphinx is there only when Sphinx asks

    return quiz_directive.setup(app)


@dataclass(frozen=True)
class Choice:
    text: str
    feedback: str
    correct: bool
    line: int  # 0 is the first line of the directive's body


@dataclass(frozen=True)
class Question:
    text: str
    choices: tuple[Choice, ...]
    line: int


class QuizError(ValueError):
    """What is wrong with a quiz, and on which line of its body."""

    def __init__(self, message: str, line: int):
        super().__init__(message)
        self.line = line


def parse_quiz(body: str) -> list[Question]:
    """Read the YAML of a quiz.

    Raises
    ------
    QuizError
        If a question has fewer than two choices or no correct one, a choice
        has no feedback, a key is unknown, or the YAML cannot be read.
    """
    try:
        root = yaml.compose(body, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise QuizError(
            f"cannot read the YAML: {error.problem}; a text with a colon or "
            "a backtick at its start needs quotes or a block (|)",
            mark.line if mark else 0,
        ) from error
    if root is None:
        raise QuizError("a quiz needs at least one question", 0)
    return [_question(node) for node in _items(root, "a quiz")]


def to_markdown(options: dict, body: str) -> str:
    """The quiz as plain Markdown, for a notebook: answers folded away.

    A quiz has no options; all directives of the book have this signature.
    """
    asked, answered = [], []
    for number, question in enumerate(parse_quiz(body), start=1):
        lettered = list(zip(LETTERS, question.choices, strict=False))
        asked.append(f"**{number}.** {question.text}")
        asked.append(
            "\n".join(_item(f"**{a}.** {c.text}") for a, c in lettered)
        )
        answered.append(f"**{number}.**")
        answered.append(
            "\n".join(
                _item(f"**{a}. {verdict(c)}** {c.feedback}")
                for a, c in lettered
            )
        )
    # Markdown inside HTML is read as Markdown only after an empty line.
    opening = f"<details>\n<summary>{TEXT['answers']}</summary>"
    parts = [f"**{TEXT['title']}**", *asked, opening, *answered, "</details>"]
    return "\n\n".join(parts)


def verdict(choice: Choice) -> str:
    return TEXT["right" if choice.correct else "wrong"]


def _item(text: str) -> str:
    return "- " + text.replace("\n", "\n  ")


def _question(node: yaml.Node) -> Question:
    fields = _fields(node, "a question", {"question", "choices"})
    line = node.start_mark.line
    choices = tuple(
        _choice(item) for item in _items(fields["choices"], "`choices`")
    )
    if not 2 <= len(choices) <= len(LETTERS):
        raise QuizError(
            f"a question needs 2 to {len(LETTERS)} choices, this one has "
            f"{len(choices)}",
            line,
        )
    if not any(choice.correct for choice in choices):
        raise QuizError("no choice is marked `correct: true`", line)
    return Question(_scalar(fields["question"]), choices, line)


def _choice(node: yaml.Node) -> Choice:
    fields = _fields(node, "a choice", {"text", "feedback"}, {"correct"})
    correct = fields.get("correct")
    if correct is not None and correct.value not in ("true", "false"):
        raise QuizError(
            f"`correct` (={correct.value!r}) must be true or false",
            correct.start_mark.line,
        )
    return Choice(
        text=_scalar(fields["text"]),
        feedback=_scalar(fields["feedback"]),
        correct=correct is not None and correct.value == "true",
        line=node.start_mark.line,
    )


def _items(node: yaml.Node, what: str) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise QuizError(
            f"{what} must be a list (each item begins with `- `)",
            node.start_mark.line,
        )
    return node.value


def _fields(
    node: yaml.Node,
    what: str,
    required: set[str],
    optional: frozenset[str] | set[str] = frozenset(),
) -> dict[str, yaml.Node]:
    """The keys of a mapping, checked against those that may be there."""
    line = node.start_mark.line
    allowed = ", ".join(f"`{key}`" for key in sorted(required | optional))
    if not isinstance(node, yaml.MappingNode):
        raise QuizError(f"{what} must have the keys {allowed}", line)
    fields = {}
    for key, value in node.value:
        if key.value not in required | optional or key.value in fields:
            raise QuizError(
                f"unknown or repeated key `{key.value}`: {what} has {allowed}",
                key.start_mark.line,
            )
        fields[key.value] = value
    for key in sorted(required - set(fields)):
        raise QuizError(f"{what} has no `{key}`", line)
    return fields


def _scalar(node: yaml.Node) -> str:
    """The text as it was typed: ``3.0`` stays ``3.0``, ``yes`` stays so."""
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise QuizError(
            "a text is empty or not a text; quote it if it begins with [ or {",
            node.start_mark.line,
        )
    return node.value.strip()
