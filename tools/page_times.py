"""Record how long each page took: ``python tools/page_times.py``.

Run it after `make book` has executed every page, on the same machine while
nothing else runs. It writes `cnnlab/page_times.json`, from which a notebook
says how long it will take elsewhere.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import execute

from cnnlab import hardware, pace

PROBES = 5


def content(times: dict[str, float], probe: float) -> dict:
    machine = hardware.detect(probe_gpu=True)
    return {
        "command": "make book && python tools/page_times.py",
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": f"{machine.cpu}, {machine}",
        "probe_seconds": round(probe, 6),
        "seconds": {page: round(time, 1) for page, time in times.items()},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=execute.CACHE)
    pages = execute.notebooks()
    times = execute.seconds(pages, parser.parse_args().cache)
    missing = [page.stem for page in pages if page.stem not in times]
    if missing:
        print(f"not executed yet, run `make book` first: {missing}")
        return 1
    found = content(times, min(pace.probe() for _ in range(PROBES)))
    text = json.dumps(found, indent=1, ensure_ascii=False)
    pace.RECORD.write_text(text + "\n", encoding="utf-8")
    print(f"{len(times)} pages, {sum(times.values()):.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
