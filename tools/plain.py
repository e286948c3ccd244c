"""MyST Markdown -> plain Markdown that Jupyter and Colab can show.

Every directive and role that pages use has a line here; an unknown one is an
error, so that nothing reaches a notebook as raw markup.
"""

import base64
import re
import sys
from collections.abc import Callable
from pathlib import Path

import project
import references
import yaml
from markdown_it import MarkdownIt

sys.path.insert(0, str(project.BOOK / "_ext"))

import exercise_card  # noqa: E402
import quiz  # noqa: E402
import widget  # noqa: E402

ADMONITIONS = {
    "note", "tip", "warning", "important", "caution", "hint", "seealso",
    "admonition",
}  # fmt: skip
LIVE = "*(printed by the cell above)*"


class PlainError(ValueError):
    """A page holds markup that a notebook cannot show."""


class Page:
    """One page on its way to plain Markdown."""

    def __init__(self, path: Path, recorded: dict[str, str] | None = None):
        self.path = path
        self.recorded = recorded or {}  # glued names and their values
        self.text = path.read_text()
        labels = re.findall(r"^\$\$ \(([\w-]+)\)$", self.text, re.MULTILINE)
        self.equations = {name: n for n, name in enumerate(labels, 1)}
        self.cited: list[str] = []

    def plain(self, text: str) -> str:
        """Markdown with directives -> Markdown without."""
        lines = text.splitlines()
        tokens = MarkdownIt("commonmark").parse(text)
        fences = [
            t for t in tokens
            if t.type == "fence" and t.info.strip().startswith("{")
        ]  # fmt: skip
        for token in reversed(fences):
            start, end = token.map
            indent = re.match(r"\s*", lines[start]).group()
            body = self.directive(token.info.strip(), token.content)
            lines[start:end] = [indent + s for s in body.splitlines()]
        return self.inline("\n".join(lines))

    def directive(self, info: str, content: str) -> str:
        name, _, argument = info[1:].partition("}")
        options, body = split_options(content)
        argument = argument.strip()
        if name in ADMONITIONS:
            return self.admonition(name, argument, options, body)
        method = f"do_{name.replace('-', '_')}"
        handler: Callable | None = getattr(self, method, None)
        if handler is None:
            raise PlainError(
                f"{self.path.name}: the notebook generator does not know "
                f"the directive {{{name}}}: add `{method}` to tools/plain.py"
            )
        return handler(argument, options, body)

    def admonition(self, name, argument, options, body) -> str:
        title = argument or name.capitalize()
        inner = self.plain(body)
        if "dropdown" in options.get("class", ""):
            return (
                f"<details><summary>{title}</summary>\n\n{inner}\n\n</details>"
            )
        quoted = [f"> {s}".rstrip() for s in inner.splitlines()]
        return "\n".join([f"> **{title}**", ">", *quoted])

    def do_figure(self, argument, options, body) -> str:
        if not options.get("alt"):
            raise PlainError(f"{self.path.name}: {argument} has no :alt:")
        data = (self.path.parent / argument).read_bytes()
        svg = re.sub(rb"</?div[^>]*>", b"", data).strip()
        # As a picture of its own it cannot take the page's colours.
        svg = svg.replace(b'style="', b'style="background: white; ', 1)
        url = base64.b64encode(svg).decode()
        alt = options["alt"].replace("[", "(").replace("]", ")")
        image = f"![{alt}](data:image/svg+xml;base64,{url})"
        return f"{image}\n\n*{self.plain(body)}*" if body else image

    def do_math(self, argument, options, body) -> str:
        return f"$$\n{body}\n$$"

    def do_quiz(self, argument, options, body) -> str:
        return self.plain(quiz.to_markdown(options, body))

    def do_widget(self, argument, options, body) -> str:
        return self.plain(widget.to_markdown(options, body))

    def do_exercise_card(self, argument, options, body) -> str:
        return exercise_card.to_markdown(options, body, argument)

    def do_bibliography(self, argument, options, body) -> str:
        return "\n".join(f"- {references.full(key)}" for key in self.cited)

    def inline(self, text: str) -> str:
        if own := re.search(r"\\(floor|R)\b", text):
            raise PlainError(
                f"{self.path.name}: Jupyter does not know the book's own "
                f"macro {own.group()}: write it out"
            )
        text = re.sub(r"^\(([\w-]+)\)=$", r'<a id="\1"></a>', text, flags=re.M)
        text = re.sub(r"^%.*\n?", "", text, flags=re.M)
        text = re.sub(
            r"^\$\$ \(([\w-]+)\)$",
            lambda m: rf"\tag{{{self.equations[m[1]]}}}" + "\n$$",
            text,
            flags=re.M,
        )
        return re.sub(r"\{([\w:-]+)\}`([^`]+)`", self.role, text)

    def role(self, match: re.Match) -> str:
        name, text = match.groups()
        label = re.fullmatch(r"(.*?)\s*<([^>]+)>", text, re.DOTALL)
        shown, target = label.groups() if label else ("", text)
        if name in ("cite", "cite:p", "cite:t"):
            keys = [key.strip() for key in text.split(",")]
            self.cited += [k for k in keys if k not in self.cited]
            return references.short(keys, textual=name == "cite:t")
        if name == "doc":
            page = (self.path.parent / target).with_suffix(".md")
            kind = ".ipynb" if project.is_notebook(page) else ".md"
            return f"[{shown or project.title(page)}]({target}{kind})"
        if name == "eq":
            return f"({self.equations[text]})"
        if name == "glue:text":
            return self.recorded.get(text.split(":")[0], LIVE)
        if name in ("ref", "term") and (shown or name == "term"):
            return shown or text
        raise PlainError(
            f"{self.path.name}: the notebook generator does not know "
            f"{match.group()}: add the role to tools/plain.py"
        )


def split_options(content: str) -> tuple[dict[str, str], str]:
    """``:name: value`` lines (or a YAML block) and what follows."""
    lines, options = content.splitlines(), {}
    if lines and lines[0] == "---":
        end = lines.index("---", 1)
        options = yaml.safe_load("\n".join(lines[1:end])) or {}
        lines = lines[end + 1 :]
    while lines and (found := re.match(r":([\w-]+):\s*(.*)", lines[0])):
        key, value = found.groups()
        lines.pop(0)
        while lines and re.match(r"\s+\S", lines[0]):
            value += " " + lines.pop(0).strip()
        options[key] = value
    return options, "\n".join(lines).strip("\n")
