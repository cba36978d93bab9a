"""Figures for Prometheus: read by rules of its text format written here again, right, and of nobody."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from pydicom.data import get_testdata_file

import pacslake
from pacslake.metrics import Figure, Requests, text

SAMPLE = re.compile(
    r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)'
)


def parsed(page: str) -> dict[str, float]:
    """Samples by name with labels; every line is a comment or a sample, and each metric is described before its samples."""
    found: dict[str, float] = {}
    described: set[str] = set()
    assert page.endswith("\n")
    for line in page.splitlines():
        if line.startswith("# "):
            assert re.fullmatch(r"# (HELP \S+ .+|TYPE \S+ (counter|gauge|histogram))", line), line
            described.add(line.split()[2])
            continue
        match = SAMPLE.fullmatch(line)
        assert match, line
        assert match[1] in described or re.sub("_(bucket|sum|count)$", "", match[1]) in described, line
        key = f"{match[1]}{{{match[2]}}}" if match[2] else match[1]
        assert key not in found, key
        found[key] = float(match[3])
    return found


def test_requests_are_counted_by_kind_and_their_times_in_buckets() -> None:
    requests = Requests()
    for seconds, status in ((0.004, 200), (0.2, 200), (60, 404)):
        requests.add("Search for studies", status, seconds)
    found = parsed(text(requests.figures()))
    assert found['pacslake_requests_total{what="Search for studies",status="200"}'] == 2
    assert found['pacslake_request_seconds_bucket{what="Search for studies",le="0.01"}'] == 1
    assert found['pacslake_request_seconds_bucket{what="Search for studies",le="0.5"}'] == 2
    assert found['pacslake_request_seconds_bucket{what="Search for studies",le="+Inf"}'] == 3
    assert found['pacslake_request_seconds_count{what="Search for studies"}'] == 3
    assert abs(found['pacslake_request_seconds_sum{what="Search for studies"}'] - 60.204) < 1e-9


def test_labels_are_escaped() -> None:
    page = text([Figure("pacslake_x", "gauge", "x.", (({"what": 'a "b" \\ c\nd'}, 0.5),))])
    assert parsed(page) == {'pacslake_x{what="a \\"b\\" \\\\ c\\nd"}': 0.5}


def test_a_batch_leaves_its_figures_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(str(get_testdata_file("CT_small.dcm")), tmp_path / "in" / "ct.dcm")
    (tmp_path / "in" / "note.txt").write_text("no dicom")
    lake = pacslake.init(tmp_path / "lake")
    file = tmp_path / "pacslake.prom"
    command = [
        str(Path(sys.executable).with_name("pacslake")),
        "ingest",
        str(tmp_path / "in"),
        "--lake",
        str(lake.path),
        "--metrics",
        str(file),
        "-q",
    ]
    for unchanged in (0, 2):
        assert subprocess.run(command).returncode == 0
        found = parsed(file.read_text())
        assert found['pacslake_ingest_files{outcome="unchanged"}'] == unchanged
        assert found['pacslake_ingest_files{outcome="stored"}'] == (0 if unchanged else 1)
        assert found['pacslake_ingest_files{outcome="not_dicom"}'] == (0 if unchanged else 1)
    assert [p.name for p in tmp_path.iterdir() if p.suffix not in ("", ".prom")] == []
