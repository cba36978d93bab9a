"""De-identification beside dicognito and dicom-anonymizer, file by file in one run.

    python benchmarks/bench_deid.py [FOLDER] [--limit 400] [--peers PYTHON]

FOLDER is an export of DICOM files; without it slices are written from pydicom's own. PYTHON is an interpreter that has the peers
(`pip install dicognito dicom-anonymizer` in an environment of its own: they are no part of pacslake); the one that runs this by
default. Figures are files a second of processor time on one core, from reading a file to having written its cleaned copy, and
how many copies were written. `rules` is pacslake without its second program that searches each copy, `whole` with it. The last
line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = r"""
import json, sys, time, warnings
from pathlib import Path
warnings.simplefilter("ignore")
name, files, out = sys.argv[1], json.load(sys.stdin), Path(sys.argv[2])
import pydicom
if name == "dicognito":
    from dicognito.anonymizer import Anonymizer
    tool = Anonymizer(seed="s")
    def clean(path, target):
        ds = pydicom.dcmread(path, force=True); tool.anonymize(ds); ds.save_as(target)
else:
    from dicomanonymizer import anonymize
    def clean(path, target):
        anonymize(str(path), str(target), {}, True)
try:
    clean(files[0], out / "warm.dcm"); (out / "warm.dcm").unlink()
except Exception:
    pass
began, n = time.process_time(), 0
for k, path in enumerate(files):
    target = out / f"{k}.dcm"
    try:
        clean(path, target); n += target.exists()
    except Exception:
        pass
print(json.dumps({"seconds": time.process_time() - began, "written": n}))
"""


def made(folder: Path, n: int) -> None:
    """Slices of pydicom's CT, each an instance of its own."""
    import pydicom
    from pydicom.data import get_testdata_file

    ds = pydicom.dcmread(str(get_testdata_file("CT_small.dcm")))
    for k in range(n):
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.8.498.90.{k + 1}"
        ds.InstanceNumber = k + 1
        ds.save_as(folder / f"{k:05d}.dcm")


def ours(files: list[Path], out: Path, *, verify: bool) -> dict[str, float]:
    """pacslake's cleaner as an ingest calls it."""
    from pacslake.deid import PRESETS, ProjectKey
    from pacslake.deid.cleaner import Cleaner

    cleaner = Cleaner(PRESETS["basic"], ProjectKey(b"k" * 32), verify=verify)
    cleaner.clean(files[0].read_bytes(), "warm")
    began, n, rounds = time.process_time(), 0, 0
    while (
        rounds == 0 or time.process_time() - began < 2
    ):  # as long as the peers take, so that one hiccup counts no more
        n, rounds = 0, rounds + 1
        for k, path in enumerate(files):
            found = cleaner.clean(path.read_bytes(), str(k))
            if found.data is not None:
                (out / f"{k}.dcm").write_bytes(found.data)
                n += 1
    return {"seconds": (time.process_time() - began) / rounds, "written": n}


def peer(python: str, name: str, files: list[Path], out: Path) -> dict[str, float] | None:
    """A peer's loop in a process of its own; None where it is not installed."""
    done = subprocess.run(
        [python, "-c", PEER, name, str(out)], input=json.dumps([str(f) for f in files]), capture_output=True, text=True
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def main() -> None:
    """Measure all and print files a second and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=os.environ.get("PACSLAKE_BENCH_EXPORT"), type=Path)
    parser.add_argument("--limit", type=int, default=400)
    parser.add_argument("--peers", default=sys.executable)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = options.folder
        if folder is None:
            folder = Path(place) / "in"
            folder.mkdir()
            made(folder, options.limit)
        files = sorted(p for p in folder.rglob("*") if p.is_file())[: options.limit]
        out = Path(place) / "out"
        out.mkdir()
        found = {
            "rules": ours(files, out, verify=False), "whole": ours(files, out, verify=True),
            **{name: peer(options.peers, name, files, out) for name in ("dicognito", "dicom-anonymizer")},
        }  # fmt: skip
    print(f"{len(files)} files; files a second of processor time, and copies written")
    rate = {name: len(files) / value["seconds"] if value else None for name, value in found.items()}
    for name, value in found.items():
        if value is None:
            print(f"{name:18} not installed")
        else:
            print(f"{name:18} {rate[name]:8.0f} {value['written']:6.0f}")
    for name in ("dicognito", "dicom-anonymizer"):
        if rate[name]:
            print(
                f"rules / {name:18} {rate['rules'] / rate[name]:6.1f} times; whole {rate['whole'] / rate[name]:.1f} times"
            )
    print(
        json.dumps(
            {
                "files": len(files),
                "per_second": rate,
                "written": {k: v and v["written"] for k, v in found.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
