"""Run one cell of a notebook as Jupyter does, without Jupyter.

IPython loads only for cells that want it: most do not, and it takes longer
than all the rest.
"""

import ast
import inspect
import linecache
import sys
import warnings

ASYNC = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def run_cell(source: str, name: str, namespace: dict) -> object:
    """Run a cell as Jupyter does; return the value of its last line."""
    source = plain_python(source)
    if "get_ipython" in source or "display(" in source:
        offer_ipython(namespace)
    lines = source.splitlines(keepends=True)
    linecache.cache[name] = (len(source), None, lines, name)
    tree = ast.parse(source, name)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    finish(compile(tree, name, "exec", flags=ASYNC), namespace)
    if last is None:
        return None
    return finish(compile(last, name, "eval", flags=ASYNC), namespace)


def finish(code: object, namespace: dict) -> object:
    """Run code; where it awaits something at the top, wait for it."""
    value = eval(code, namespace)
    if inspect.iscoroutine(value) and code.co_flags & inspect.CO_COROUTINE:
        import asyncio

        return asyncio.run(value)
    return value


def plain_python(source: str) -> str:
    """Magics and shell lines become calls, where there are any."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<cell>", "exec", flags=ASYNC)
        return source
    except (SyntaxError, ValueError):
        from IPython.core.inputtransformer2 import TransformerManager

        try:
            return TransformerManager().transform_cell(source)
        except SyntaxError:
            return source


def offer_ipython(namespace: dict) -> None:
    """`get_ipython` and `display`, loaded only for cells that want them."""
    if "get_ipython" in namespace:
        return
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display

    class Shell(InteractiveShell):
        def enable_gui(self, gui: str | None = None) -> None:
            """`%matplotlib inline` asks for this; here is no window."""

    hook, display_hook = sys.excepthook, sys.displayhook
    shell = Shell.instance(user_ns=namespace)
    sys.excepthook, sys.displayhook = hook, display_hook
    namespace["get_ipython"] = lambda: shell
    namespace["display"] = display
