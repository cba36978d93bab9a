"""Volumes of two visits are paired by what was done, not by their names alone."""

from __future__ import annotations

import dataclasses

from pacslake.longitudinal.pairing import VolumeFacts, compare, rank

SAGITTAL = (1.0, 0.0, 0.0)
BASE = VolumeFacts(
    "base", 0, 0, 0, "MR", "T1 MPRAGE SAG", "T1", "HEAD", "1.1", times_ms=(2.3, 1900.0, 900.0),
    spacing_mm=(1.0, 1.0, 1.0), extent_mm=(176.0, 256.0, 256.0), normal=SAGITTAL,
)  # fmt: skip


def later(volume_id, description, **more):
    return dataclasses.replace(BASE, volume_id=volume_id, timepoint_index=1, day=90, frame_of_reference="1.2",
                               description=description, **more)  # fmt: skip


def test_the_plain_series_of_equal_contrast_is_chosen_whatever_its_name():
    follow_up = [
        later("plain", "t1_mprage_sag_iso"),
        later("post", "T1 post", contrast_agent="Gadovist"),
        later("flair", "T2 FLAIR", times_ms=(120.0, 9000.0, 2500.0)),
    ]
    best = [p for p in rank([BASE, *follow_up]) if p.is_best and p.b.volume_id in ("plain", "post")]
    assert [(p.a.volume_id, p.b.volume_id) for p in best] == [("base", "plain")]
    assert rank([BASE, *follow_up])[0].b.volume_id == "plain"
    assert "equal contrast state" in best[0].reason


def test_another_contrast_state_is_said_and_never_chosen():
    (pair,) = rank([BASE, later("post", "T1 MPRAGE SAG post")])
    assert not pair.is_best
    assert "other contrast state" in pair.reason


def test_other_modality_person_or_the_same_visit_give_no_pair():
    assert compare(BASE, later("x", "T1 MPRAGE SAG", modality="CT")) is None
    assert compare(BASE, later("x", "T1 MPRAGE SAG", person=1)) is None
    assert compare(BASE, dataclasses.replace(BASE, volume_id="x")) is None


def test_what_is_not_known_does_not_count():
    bare = VolumeFacts("a", 0, 0, 0, "CT")
    pair = compare(bare, dataclasses.replace(bare, volume_id="b", timepoint_index=1))
    assert pair.score == 0.0
    assert all(v is None for v in pair.components.values())


def test_a_thin_reconstruction_pairs_with_the_thin_one():
    thin = dataclasses.replace(BASE, volume_id="thin", modality="CT", times_ms=(), spacing_mm=(1.0, 0.7, 0.7))
    thick = dataclasses.replace(thin, volume_id="thick", spacing_mm=(5.0, 0.7, 0.7))
    now = dataclasses.replace(thin, volume_id="now", timepoint_index=1, spacing_mm=(1.25, 0.7, 0.7))
    assert [p.a.volume_id for p in rank([thin, thick, now]) if p.is_best] == ["thin"]
