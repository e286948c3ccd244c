"""Render mathematics when the book is built: no script, no request later.

KaTeX (``_vendor/katex``) runs inside Python through ``mini-racer``; a formula
with an error stops the build and names its page and line.
"""

import shutil
from functools import cache, lru_cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.math import get_node_equation_number

KATEX = Path(__file__).parents[1] / "_vendor" / "katex"
MACROS = {r"\R": r"\mathbb{R}", r"\floor": r"\left\lfloor #1 \right\rfloor"}


@lru_cache(maxsize=1)
def _engine():
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    engine.eval((KATEX / "katex.min.js").read_text())
    return engine


@cache
def render(latex: str, display: bool = False) -> str:
    """LaTeX -> HTML with hidden MathML for screen readers."""
    options = {
        "displayMode": display,
        "throwOnError": True,
        "strict": "ignore",
        "macros": MACROS,
    }
    return _engine().call("katex.renderToString", latex, options)


def _render_node(node: nodes.Element, display: bool) -> str:
    latex = node.astext()
    if display and r"\\" in latex and r"\begin" not in latex:
        latex = r"\begin{aligned}" + latex + r"\end{aligned}"
    try:
        return render(latex, display)
    except Exception as error:  # the engine has one class for all of these
        reason = next(
            (s for s in str(error).splitlines() if "KaTeX" in s), str(error)
        )
        raise ExtensionError(
            f"{node.source}:{node.line}: formula {latex!r}: {reason[:300]}"
        ) from None


def visit_inline(self, node: nodes.math) -> None:
    self.body.append(
        f'<span class="lab-math">{_render_node(node, False)}</span>'
    )
    raise nodes.SkipNode


def visit_block(self, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="lab-math-block"))
    self.body.append(_render_node(node, True))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="lab-eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def copy_files(app: Sphinx) -> None:
    """Put the style sheet and the fonts where pages look for them."""
    if app.builder.format == "html":
        target = Path(app.outdir) / "_static" / "katex"
        shutil.copytree(
            KATEX,
            target,
            ignore=shutil.ignore_patterns("*.js"),
            dirs_exist_ok=True,
        )


def setup(app: Sphinx) -> dict:
    app.add_html_math_renderer(
        "lab_math",
        inline_renderers=(visit_inline, None),
        block_renderers=(visit_block, None),
    )
    app.add_css_file("katex/katex.min.css")
    app.connect("builder-inited", copy_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
