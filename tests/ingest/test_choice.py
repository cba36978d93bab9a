"""Two contents of one SOPInstanceUID: a person may choose which counts; both stay."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest

import pacslake
from pacslake import audit, synthetic
from pacslake.catalog import run_checks
from pacslake.errors import NotFoundError


def test_the_chosen_version_counts_and_the_other_stays(tmp_path: Path) -> None:
    from pacslake.ingest import choose_version

    synthetic.simple_series(tmp_path / "export", shape=(4, 8, 8))
    first = min(p for p in (tmp_path / "export").rglob("*") if p.is_file())
    other = pydicom.dcmread(first)
    other.PixelData = np.full((8, 8), 7, "<i2").tobytes()
    other.save_as(tmp_path / "export" / "zz_other")
    lake = pacslake.init(tmp_path / "lake")
    report = lake.ingest(tmp_path / "export", workers=1)
    assert (report.counts["stored"], report.counts["conflict"]) == (4, 1)
    uid = str(other.SOPInstanceUID)
    (late,) = [
        v
        for v, now in lake.rows(
            "SELECT instance_version_id, is_current FROM instance WHERE SOPInstanceUID = ?", [uid]
        )
        if not now
    ]
    assert choose_version(lake, late) == uid
    lake._follow_up()
    assert lake.rows(
        "SELECT instance_version_id FROM instance WHERE is_current AND SOPInstanceUID = ?", [uid]
    ) == [(late,)]
    assert lake.rows("SELECT count(*) FROM instance WHERE SOPInstanceUID = ?", [uid]) == [(2,)]
    assert (np.asarray(lake.instance(uid).pixels()) == 7).all()
    (volume,) = [
        v for (v,) in lake.rows("SELECT volume_id FROM volume_frame WHERE instance_version_id = ?", [late])
    ]
    assert lake.volume(volume).shape == (4, 8, 8)
    states = dict(
        lake.rows("SELECT instance_version_id, superseded_by FROM instance WHERE SOPInstanceUID = ?", [uid])
    )
    (early,) = set(states) - {late}
    assert states == {late: None, early: late}
    assert lake.rows("SELECT entity_id FROM issue WHERE code = 'sop_uid_conflict'") == [(early,)]
    assert {name for name, rows in run_checks(lake.catalog).items() if rows} == set()
    assert [event.action for event in audit.events(lake.dir)] == ["choose_version"]
    choose_version(lake, early)  # and back again
    assert lake.rows("SELECT superseded_by FROM instance WHERE instance_version_id = ?", [late]) == [(early,)]
    assert lake.rows("SELECT entity_id FROM issue WHERE code = 'sop_uid_conflict'") == [(late,)]


def test_a_version_that_is_not_there(tmp_path: Path) -> None:
    from pacslake.ingest import choose_version

    with pytest.raises(NotFoundError, match="conflicts"):
        choose_version(pacslake.init(tmp_path / "lake"), "0" * 64)
