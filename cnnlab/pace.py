"""How long a page will take here: its record times this machine's pace.

`page_times.json` has the seconds that each page took on one machine, and the
seconds of the probe there. `tools/page_times.py` writes it.
"""

import json
import time
from pathlib import Path

RECORD = Path(__file__).with_name("page_times.json")
BUDGET = 0.15  # seconds for all rounds of a probe
LEAST_ROUNDS = 2  # the first is a warm-up


def record() -> dict:
    """What stands in the record; empty where it cannot be read."""
    try:
        return json.loads(RECORD.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def probe() -> float:
    """Seconds of a small piece of a page's work, the least of some rounds.

    On one thread, as the pages run, whatever torch is set to; no random
    number is drawn, so a page's own seeds mean what they meant.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _least_time()
    finally:
        torch.set_num_threads(threads)


def _least_time() -> float:
    import torch

    images = torch.linspace(-1, 1, 32 * 28 * 28).reshape(32, 1, 28, 28)
    first = torch.linspace(-1, 1, 16 * 25).reshape(16, 1, 5, 5)
    second = torch.linspace(-1, 1, 32 * 16 * 25).reshape(32, 16, 5, 5)
    end = time.perf_counter() + BUDGET
    times: list[float] = []
    while len(times) < LEAST_ROUNDS or time.perf_counter() < end:
        start = time.perf_counter()
        _step(images, first.requires_grad_(), second.requires_grad_())
        sum(i * i for i in range(20_000))  # pages have plain loops as well
        times.append(time.perf_counter() - start)
    return min(times)


def _step(images, first, second) -> None:
    """One way there and back through two convolutions."""
    from torch.nn import functional as F

    x = F.max_pool2d(F.conv2d(images, first).relu(), 2)  # (32, 16, 12, 12)
    x = F.conv2d(x, second).relu()  # (32, 32, 8, 8)
    x.square().mean().backward()


def seconds(page: str) -> float | None:
    """About how long all cells of `page` take here; None if not known.

    It never raises: a page must start, whatever its clock says.
    """
    known = record()
    try:
        there = known["seconds"][page]
        return there * probe() / known["probe_seconds"]
    except Exception:
        return None


def words(seconds: float) -> str:
    """Rounded as much as a guess deserves.

    >>> words(3), words(41.2), words(100), words(400)
    ('about 5 s', 'about 40 s', 'about 2 minutes', 'about 7 minutes')
    """
    if seconds < 90:
        return f"about {max(5, 5 * round(seconds / 5))} s"
    return f"about {round(seconds / 60)} minutes"
