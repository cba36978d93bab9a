"""Run the benchmarks and keep their figures: `python benchmarks/run.py [NAME ...]`.

Each `bench_<name>.py` beside this file is a program of its own that measures the product beside its peers in one run
and prints one JSON object as its last line. Figures go to `benchmarks/results/<name>.json` with the machine and the
versions; quote ratios, not seconds.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = ("pydicom", "SimpleITK", "highdicom", "zarr", "duckdb", "pyarrow", "numpy", "imagecodecs", "dask")


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "versions": {name: importlib.metadata.version(name) for name in PEERS},
    }


def main() -> int:
    """Run the benchmarks named, or all."""
    names = sorted(p.stem.removeprefix("bench_") for p in HERE.glob("bench_*.py"))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="one of: " + ", ".join(names))
    chosen = parser.parse_args().names or names
    (HERE / "results").mkdir(exist_ok=True)
    failed = 0
    for name in chosen:
        done = subprocess.run(
            [sys.executable, str(HERE / f"bench_{name}.py")], stdout=subprocess.PIPE, text=True
        )
        print(done.stdout, end="")
        lines = done.stdout.strip().splitlines()
        if done.returncode or not lines:
            failed += 1
            continue
        figures = json.loads(lines[-1])
        (HERE / "results" / f"{name}.json").write_text(
            json.dumps({"machine": machine(), "figures": figures}, indent=1) + "\n"
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
