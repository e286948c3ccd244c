"""Two reviews with the same words and the same pairs of neighbours."""

from collections import Counter

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb

from cnnlab import plots

TEXTS = (
    "food was not very good . staff was very bad .",
    "food was not very bad . staff was very good .",
)
REVIEWS = [text.split() for text in TEXTS]
TEXT = {
    "labels": ("negative", "positive"),
    "rows": ("words", "pairs", "triples"),
    "same": "the same {n}",
    "unlike": "only here: {grams}",
    "alt": "Two reviews in which good and bad have changed places. Their "
    "words are the same and their pairs of neighbours are the same. Three "
    "triples of each are in one review only: here not very good and was very "
    "bad, there not very bad and was very good, and one over the full stop.",
}


def grams(words, n):
    return Counter(zip(*(words[k:] for k in range(n)), strict=False))


def compare(own, other, n):
    mine, theirs = grams(own, n), grams(other, n)
    extra = list((mine - theirs).elements())
    if not extra:
        return TEXT["same"].format(n=mine.total())
    return TEXT["unlike"].format(grams=", ".join(" ".join(g) for g in extra))


def draw():
    fig, ax = plt.subplots(figsize=(9, 3.6))
    for k, words in enumerate(REVIEWS):
        top = 5 * k
        for i, word in enumerate(words):
            swapped = word in ("good", "bad")
            ax.add_patch(
                plt.Rectangle(
                    (i * 1.3, top), 1.3, 1, edgecolor=plots.FAINT,
                    facecolor=(*to_rgb(plots.ACCENT_2), 0.3)
                    if swapped else "none",
                )
            )  # fmt: skip
            ax.text(i * 1.3 + 0.65, top + 0.5, word, ha="center", va="center")
        ax.text(-0.3, top + 0.5, TEXT["labels"][k], ha="right", va="center")
        for n, name in enumerate(TEXT["rows"], 1):
            found = compare(words, REVIEWS[1 - k], n)
            color = plots.ACCENT if n == 3 else plots.INK
            y = top + 0.7 + 0.85 * n
            ax.text(0.1, y, name, va="center", fontsize=10)
            ax.text(2, y, found, va="center", fontsize=10, color=color)
    ax.set(xlim=(-2.3, 14.5), ylim=(9, -0.3))
    ax.set_axis_off()
    plots.describe(fig, TEXT["alt"])
    return fig
