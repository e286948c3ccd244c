"""The primer's example as a graph: values forward, gradients backward."""

import matplotlib.pyplot as plt

from cnnlab import plots

X, W, B, T = (3, 1, -1), 2, -1, 3
TEXT = {
    "forward": "forward: values",
    "backward": "backward: gradients of L",
    "local": "on an arrow: how fast its head changes with its tail",
    "alt": "A graph from w and b to the loss. Both feed three places z1, z2, "
    "z3; a ReLU turns each into a1, a2, a3; their sum s minus the target is "
    "e, and the loss L is e squared, {L}. Read backwards, the gradient is "
    "{de} up to the sum, stops at the third ReLU, and arrives as {dw} at w "
    "and {db} at b.",
}
ROWS = (2.0, 0.0, -2.0)
COLUMNS = {"wb": 0.0, "z": 3.4, "a": 5.4, "s": 7.2, "e": 9.0, "L": 10.8}
# Where a slope is written: how far along its arrow, and how far beside it.
# Three arrows leave w and b each, and cross: near the heads there is room.
BESIDE = {
    "w": ((0.5, 0.22), (0.78, 0.24), (0.86, 0.34)),
    "b": ((0.86, -0.34), (0.78, -0.24), (0.5, -0.22)),
}
SUBSCRIPTS = "₁₂₃"
HALF = 0.62  # half the width of a node


def compute() -> tuple[dict, dict]:
    """Values and gradients of every node, by the chain rule."""
    z = [W * x + B for x in X]
    a = [max(v, 0) for v in z]
    s = sum(a)
    e = s - T
    value = {"w": W, "b": B, "s": s, "e": e, "L": e**2}
    de = 2 * e
    dz = [de if v > 0 else 0 for v in z]
    dw = sum(d * x for d, x in zip(dz, X, strict=True))
    slope = {"w": dw, "b": sum(dz), "s": de, "e": de, "L": 1}
    for k, i in enumerate(SUBSCRIPTS):
        value |= {f"z{i}": z[k], f"a{i}": a[k]}
        slope |= {f"z{i}": dz[k], f"a{i}": de}
    return value, slope


def places() -> dict[str, tuple[float, float]]:
    at = {name: (COLUMNS[name], 0.0) for name in "seL"}
    at |= {"w": (COLUMNS["wb"], 1.1), "b": (COLUMNS["wb"], -1.1)}
    for i, y in zip(SUBSCRIPTS, ROWS, strict=True):
        at |= {f"z{i}": (COLUMNS["z"], y), f"a{i}": (COLUMNS["a"], y)}
    return at


def arrows(value: dict) -> list[tuple[str, str, int, float, float]]:
    """Tail, head, local slope, and where beside the arrow it is written."""
    found = [("s", "e", 1, 0.5, 0.22), ("e", "L", 2 * value["e"], 0.5, 0.22)]
    for k, (i, x) in enumerate(zip(SUBSCRIPTS, X, strict=True)):
        is_on = int(value[f"z{i}"] > 0)
        found += [
            ("w", f"z{i}", x, *BESIDE["w"][k]),
            ("b", f"z{i}", 1, *BESIDE["b"][k]),
            (f"z{i}", f"a{i}", is_on, 0.5, 0.22),
            (f"a{i}", "s", 1, 0.4, (0.34, 0.22, -0.34)[k]),
        ]
    return found


def signed(number: int) -> str:
    return str(number).replace("-", "\N{MINUS SIGN}")


def draw_node(ax, name: str, xy, value: int, slope: int) -> None:
    x, y = xy
    ax.text(
        x,
        y,
        f"{name} = {signed(value)}",
        ha="center",
        va="center",
        bbox={
            "boxstyle": "round,pad=0.35",
            "facecolor": "none",
            "edgecolor": plots.ACCENT,
        },
    )
    ax.text(
        x,
        y - 0.5,
        signed(slope),
        ha="center",
        va="center",
        color=plots.ACCENT_2,
        weight="bold",
    )


def draw_arrow(ax, tail, head, slope: int, along: float, beside: float):
    (x0, y0), (x1, y1) = tail, head
    x0, x1 = x0 + HALF, x1 - HALF
    ax.annotate(
        "",
        (x1, y1),
        (x0, y0),
        arrowprops={"arrowstyle": "->", "color": plots.FAINT},
    )
    x, y = x0 + along * (x1 - x0), y0 + along * (y1 - y0)
    ax.text(x, y + beside, signed(slope), ha="center", va="center", fontsize=9)


def draw():
    value, slope = compute()
    at = places()
    fig, ax = plt.subplots(figsize=(10, 4.4))
    for tail, head, *label in arrows(value):
        draw_arrow(ax, at[tail], at[head], *label)
    for name, xy in at.items():
        draw_node(ax, name, xy, value[name], slope[name])
    legend = (("forward", plots.ACCENT), ("backward", plots.ACCENT_2))
    for k, (key, color) in enumerate(legend):
        ax.text(7.0, -1.9 - 0.42 * k, TEXT[key], color=color)
    ax.text(7.0, -2.8, TEXT["local"], fontsize=9)
    ax.set(xlim=(-0.8, 11.6), ylim=(-3.0, 2.5))
    ax.set_axis_off()
    plots.describe(
        fig,
        TEXT["alt"].format(
            L=value["L"], de=slope["e"], dw=slope["w"], db=slope["b"]
        ),
    )
    return fig
