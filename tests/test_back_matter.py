"""The back matter: formulas that are checked, figures that compute."""

import ast
import re
import runpy
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
sys.path.insert(0, str(ROOT / "tools"))

import format_pages  # noqa: E402
import project  # noqa: E402

PAGES = sorted(BOOK.glob("*.md"))
PRIMER = (BOOK / "90_primer.md").read_text("utf-8")
SHEET = (BOOK / "91_cheat_sheet.md").read_text("utf-8")
CITED = re.compile(r"\{cite(?::[pt])?\}`([^`]+)`")
ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.M)
LABEL = re.compile(r"^\$\$ \((eq-[\w-]+)\)$", re.M)

# A slip in a formula of the cheat sheet, which its own cell must catch.
SLIPS = {
    "size: first place forgotten": ("- 1) // S + 1", "- 1) // S"),
    "same: even kernel's rule": ("D * (K - 1) // 2 for", "D * K // 2 for"),
    "pool: last window": (">= n + P)", "> n + P)"),
    "transposed: padding once": ("S - 2 * P + D", "S - P + D"),
    "transposed: way back": ("(m + 2 - 3) % 3", "(m - 3) % 3"),
    "field: jump after the layer": ("layers[:k]", "layers[: k + 1]"),
    "count: no bias": ("* K * K + 1)", "* K * K)"),
    "count: groups forgotten": ("(C_in // G) * K", "C_in * K"),
    "count: linear": ("F_out * (F_in + 1)", "F_in * (F_out + 1)"),
    "separable: wrong channels": ("1 / C_out + 1", "1 / C_in + 1"),
    "linear: gradient of X": ("(dy @ W,", "(dy @ W / 5,"),
    "slope of the sigmoid": ("* (1 - sigmoid(z))),", "),"),
    "slope of tanh": ("1 - np.tanh(z) ** 2", "1 - np.tanh(z)"),
    "softmax: overflow": ("z = z - z.max(axis=1, keepdims=True)", "pass"),
    "softmax: target": ("t] -= 1", "t] += 1"),
    "softmax: mean over the batch": ("dz / len(t)", "dz"),
    "batch norm: a term's sign": ("m * dy - dbeta", "m * dy + dbeta"),
    "batch norm: running variance": ("alpha * m / (m - 1)", "alpha"),
    "dropout: the wrong rate": ("[0, 1 / (1 - p)]", "[0, 1 / p]"),
    "He: factor of ReLU": ("* fan_in, 2,", "* fan_in, 1,"),
    "default: variance": ("1 / 3, tolerance", "1, tolerance"),
    "Nesterov without looking ahead": ("(g + momentum * v if", "(v if"),
    "weight decay forgotten": ("+ decay * w", ""),
    "one cycle: peak": ("0.3 * T - 1", "0.3 * T"),
    "edge: momentum forgotten": ("2 * (1 + beta) / 4.0", "2 / 4.0"),
    "batches: rate not scaled": ("x, y, k * eta)", "x, y, eta)"),
}


def cells(text: str) -> list[str]:
    return [match[2] for match in format_pages.CELL.finditer(text)]


def sections(text: str) -> dict[str, str]:
    """Heading -> what follows it, up to the next heading."""
    prose = re.split(r"^(#{2,3} .+)$", text, flags=re.M)
    return dict(zip(prose[1::2], prose[2::2], strict=True))


def draws(name: str) -> dict:
    """The names that a figure's script defines."""
    return runpy.run_path(str(BOOK / "figures" / f"{name}.py"))


def test_labels_of_equations_are_unique_in_the_book():
    labels = Counter(
        label for page in PAGES for label in LABEL.findall(page.read_text())
    )
    assert [label for label, n in labels.items() if n > 1] == []


@pytest.mark.parametrize(
    ("text", "prefix"), [(PRIMER, "eq-primer-"), (SHEET, "eq-sheet-")]
)
def test_labels_name_their_page(text, prefix):
    found = LABEL.findall(text)
    assert found
    assert all(label.startswith(prefix) for label in found)


def unchecked(text: str) -> list[str]:
    """Sections whose last formula no later cell checks."""
    checks = re.compile(r"^\s*(agree\(|assert )", re.M)
    found = []
    for heading, body in sections(text).items():
        formulas = list(LABEL.finditer(body))
        if formulas:
            after = cells(body[formulas[-1].end() :])
            if not any(checks.search(cell) for cell in after):
                found.append(heading)
    return found


def test_every_formula_of_the_sheet_is_checked():
    assert unchecked(SHEET) == []


def test_a_formula_without_a_check_is_noticed():
    formula = "### New\n\n$$\na = b\n$$ (eq-sheet-new)\n\n"
    cell = "```{code-cell} ipython3\nprint(1)\n```\n\n"
    assert unchecked(formula + cell + SHEET[SHEET.index("## Sizes") :]) == [
        "### New"
    ]


@pytest.fixture(scope="module")
def ran():
    """Each cell of the sheet with the names that it finds when it runs."""
    torch = pytest.importorskip("torch")
    before = torch.get_default_dtype(), torch.get_num_threads()
    names, states = {}, []
    try:
        for cell in cells(SHEET):
            states.append((cell, dict(names)))
            if "page.start()" not in cell and "plt.subplots" not in cell:
                exec(cell, names)
        yield states
    finally:
        torch.set_default_dtype(before[0])
        torch.set_num_threads(before[1])


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_in_a_formula_stops_the_sheet(ran, slip):
    (found,) = [(cell, names) for cell, names in ran if slip[0] in cell]
    cell, names = found
    with pytest.raises(AssertionError):
        exec(cell.replace(*slip), dict(names))


def test_agree_says_what_differs():
    source = next(c for c in cells(SHEET) if "def agree" in c)
    tree = ast.parse(source)
    tree.body = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
    names = {"np": pytest.importorskip("numpy")}
    exec(compile(tree, "sheet", "exec"), names)
    names["agree"]("same", [1, 2], [1, 2])
    with pytest.raises(AssertionError, match="far: differ"):
        names["agree"]("far", [1, 2], [1, 2.1])
    with pytest.raises(AssertionError, match="shape"):
        names["agree"]("shape", [1, 2], [[1, 2]])
    with pytest.raises(AssertionError, match="nan"):
        names["agree"]("nan", [float("nan")], [1])


@pytest.mark.torch
def test_graph_has_the_gradients_of_autograd():
    torch = pytest.importorskip("torch")
    script = draws("90_graph")
    value, slope = script["compute"]()
    x = torch.tensor(script["X"], dtype=torch.float64)
    leaves = {
        name: torch.tensor(float(script[name.upper()]), requires_grad=True)
        for name in "wb"
    }
    kept = {"z": leaves["w"] * x + leaves["b"]}
    kept["a"] = kept["z"].relu()
    kept["s"] = kept["a"].sum()
    kept["e"] = kept["s"] - script["T"]
    kept["L"] = kept["e"] ** 2
    for tensor in kept.values():
        tensor.retain_grad()
    kept["L"].backward()
    for name, tensor in (kept | leaves).items():
        here = [n for n in value if n[0] == name]
        # Small whole numbers, exact in floats.
        assert tensor.tolist() == pytest.approx(
            [value[n] for n in here] if len(here) > 1 else value[name]
        )
        assert tensor.grad.tolist() == pytest.approx(
            [slope[n] for n in here] if len(here) > 1 else slope[name]
        )


def test_the_pencil_of_the_primer_is_right():
    script = draws("90_graph")
    value, slope = script["compute"]()
    three = [tuple(value[f"{n}{i}"] for i in "₁₂₃") for n in "za"]
    by_hand = sections(PRIMER)["### By hand"]
    assert f"$x = {script['X']}$, $w = {script['W']}$" in by_hand
    for text in (
        f"$z = {three[0]}$",
        f"$a = {three[1]}$",
        f"$s = {value['s']}$, $e = {value['e']}$, $L = {value['L']}$",
        f"= {slope['w']}$",
        f"= {slope['b']}$",
    ):
        assert text in by_hand


def test_only_the_diagonal_of_the_broadcast_figure_is_zero():
    script = draws("90_broadcast")
    difference = script["PREDICTION"] - script["TARGET"]
    assert difference.shape == (4, 4)
    zeros = {(i, j) for i in range(4) for j in range(4) if i == j}
    assert set(zip(*(difference == 0).nonzero(), strict=True)) == zeros


def cited(text: str) -> set[str]:
    return {
        key.strip() for keys in CITED.findall(text) for key in keys.split(",")
    }


def test_references_are_those_that_pages_cite():
    text = (BOOK / "references.bib").read_text("utf-8")
    entries = ENTRY.findall(text)
    assert len(entries) == len(set(entries)) > 100
    needed, used = (
        set().union(*(cited(page.read_text("utf-8")) for page in pages))
        for pages in (project.pages(), PAGES)
    )
    assert sorted(needed - set(entries)) == []
    assert sorted(set(entries) - used) == []


def test_citations_of_all_kinds_are_found():
    text = "{cite}`a2000, b2001` {cite:t}`c2002` {cite:p}`d2003` `e2004`"
    assert cited(text) == {"a2000", "b2001", "c2002", "d2003"}
    assert ENTRY.findall("@book{f2005,\n}\n@misc{g-2006, x = 1}") == [
        "f2005",
        "g-2006",
    ]


@pytest.mark.site
@pytest.mark.parametrize("page", project.pages(), ids=lambda page: page.stem)
def test_every_page_has_a_way_to_report_an_error(page):
    name = page.relative_to(ROOT).with_suffix(".html")
    text = (ROOT / "_build" / "html" / name).read_text("utf-8")
    links = re.findall(r'<a href="([^"]+/issues/new\?[^"]*)"', text)
    url, _ = project.repository()
    assert links
    for link in links:
        assert link.startswith(f"{url}/issues/new?title=")
        assert name.as_posix() in link
