"""How a catalogue grows: time, memory and bytes from 10^4 to 10^7 instances, one lake after another in one run.

    python benchmarks/bench_growth.py [--rows 10000 100000 1000000] [--picture docs/images/growth.svg]

Each size is `bench_catalog.py` in a process of its own. With 100 instances a series, 10^7 instances are 10^5 series and volumes. The
last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

STEPS = {
    "rows in commits of 20,000": "commit",
    "compact": "compact",
    "store patient, study, series": "store views",
}
QUERIES = (
    "instances of a series", "one instance by SOPInstanceUID", "cohort over series", "cohort over instances", "group-by over instances",
    "patients with 2 or more CT studies", "cold: import, open, first query",
)  # fmt: skip


def measured(rows: int) -> dict[str, Any]:
    script = Path(__file__).with_name("bench_catalog.py")
    done = subprocess.run(
        [sys.executable, str(script), "--rows", str(rows)], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def draw(found: list[dict[str, Any]], path: Path) -> None:
    """Both axes in powers of ten: what grows with the lake, and what does not."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "growth"  # the same file for the same figures
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    rows = [f["rows"] for f in found]
    for step, label in STEPS.items():
        left.plot(rows, [f[step] for f in found], "o-", label=f"{label}, s")
    left.plot(rows, [f["peak_mb"] / 1000 for f in found], "s--", color="grey", label="peak memory, GB")
    for query in QUERIES:
        right.plot(rows, [f[query] for f in found], "o-", label=query)
    left.set_ylabel("seconds, GB")
    right.set_ylabel("ms")
    for axes in (left, right):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("instances")
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    found = []
    for rows in options.rows:
        found.append(measured(rows))
        print(json.dumps(found[-1]), flush=True)
    if options.picture is not None:
        draw(found, options.picture)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
