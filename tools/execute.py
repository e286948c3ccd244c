"""Run the pages that have no outputs yet, one on each core.

Sphinx would run them one after the other. What is run here goes into the
cache that MyST-NB looks into, under the hash of a page's code, so Sphinx
finds it there. A page that fails here is run again by Sphinx, which shows the
error.
"""

import logging
import time
from pathlib import Path

import project
from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

CACHE = project.ROOT / "_build" / ".jupyter_cache"
READER = {"name": "myst_nb_md", "type": "plugin"}  # as MyST-NB reads a page
MOST_SECONDS = 60  # that a page may take, see the contributors' guide


def notebooks() -> list[Path]:
    return [page for page in project.pages() if project.is_notebook(page)]


def execute(pages: list[Path], folder: Path = CACHE) -> int:
    """Run what is not in the cache; return how many pages that were."""
    cache = get_cache(str(folder))
    config = project.config()["execute"]
    for page in pages:
        cache.add_nb_to_project(str(page), read_data=READER)
    logger = logging.getLogger("jupyter_cache")
    executor = load_executor("local-parallel", cache, logger=logger)
    chosen = [str(page) for page in pages]
    waiting = executor.get_records(chosen)
    if not waiting:
        return 0
    print(f"Running {len(waiting)} pages, one on each core", flush=True)
    start = time.perf_counter()
    executor.run_and_cache(filter_uris=chosen, timeout=config["timeout"])
    print(f"... in {time.perf_counter() - start:.0f} s", flush=True)
    return len(waiting)


def seconds(pages: list[Path], folder: Path = CACHE) -> dict[str, float]:
    """How long each page ran when it was last executed."""
    cache = get_cache(str(folder))
    found = {}
    for page in pages:
        record = cache.get_cached_project_nb(str(page))
        if record is not None:
            found[page.stem] = record.data["execution_seconds"]
    return found


def report(times: dict[str, float]) -> str:
    """A line for each page, and their sum; slow ones are marked."""
    lines = [
        f"  {name:32}{time:6.1f} s"
        + ("  more than a page may take" if time > MOST_SECONDS else "")
        for name, time in times.items()
    ]
    total = sum(times.values())
    return "\n".join([*lines, f"  {'all pages':32}{total:6.1f} s"])
