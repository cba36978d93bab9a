"""Volumes of two visits are paired by what was done, not by their names alone."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pacslake.longitudinal.content import Content, describe_slices, regions_in_words
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


def chest(volume_id, timepoint, **more):
    return VolumeFacts(
        volume_id,
        timepoint,
        0,
        90 * timepoint,
        "CT",
        **{"description": "Thorax 1.0", "kernel": "Br40", **more},
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["CHEST"], {"CHEST"}), (["Thorax nativ"], {"CHEST"}), (["CHESTABDPELVIS"], {"CHEST", "ABDOMEN", "PELVIS"}),
        (["ABDOMEN_PELVIS"], {"ABDOMEN", "PELVIS"}), (["Schädel"], {"HEAD"}), (["T1 MPRAGE"], set()), ([None, ""], set()),
        (["WB PET"], {"HEAD", "NECK", "CHEST", "ABDOMEN", "PELVIS"}),
    ],
)  # fmt: skip
def test_parts_of_the_body_in_words(texts, expected):
    assert regions_in_words(texts) == expected


def slices(kind):
    """Axial slices of HU, 200 x 200 pixels of 2 mm: an oval of soft tissue with what the part of the body has."""
    y, x = np.indices((200, 200)) * 2.0 - 200
    plane = np.full((200, 200), -1000.0)
    if kind == "HEAD":
        oval = (x / 75) ** 2 + (y / 95) ** 2
        plane[oval < 1] = 1000  # skull
        plane[oval < 0.82] = 35
    else:
        plane[(x / 170) ** 2 + (y / 110) ** 2 < 1] = 40
        plane[(x / 15) ** 2 + ((y - 80) / 15) ** 2 < 1] = 500
        if kind == "CHEST":
            for side in (-1, 1):
                plane[((x - 80 * side) / 60) ** 2 + (y / 75) ** 2 < 1] = -850
    return np.stack([plane] * 6)


@pytest.mark.parametrize("kind", ["HEAD", "CHEST", "ABDOMEN"])
def test_a_ct_without_text_tells_its_part_of_the_body_itself(kind):
    assert describe_slices(slices(kind), 0.04, hounsfield=True).regions == {kind}


def test_other_parts_of_the_body_are_refused_and_the_sentence_says_so():
    head = chest("head", 1, description="", content=Content(frozenset({"HEAD"}), 220.0))
    (pair,) = rank([chest("chest", 0), head])
    assert not pair.is_best
    assert pair.refusal == "other part of the body (chest, then head)"
    assert "by image content" in pair.reason and pair.components["body_part"] == 0.0


def test_without_text_and_scale_the_size_of_the_section_is_compared():
    a, b = (
        VolumeFacts(str(i), i, 0, i, "MR", content=Content(frozenset(), area))
        for i, area in enumerate((200.0, 250.0))
    )
    assert compare(a, b).components["body_part"] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("kernels", "score"),
    [
        (("Br40", "Br40"), 1.0), (("Br40", "STANDARD"), 0.8), (("Br40d", "Bl57f"), 0.0), (("LUNG", "FC51"), 0.8),
        (("B30f", "B70f"), 0.0), (("unheard of", "STANDARD"), 0.0), ((None, "STANDARD"), None),
    ],
)  # fmt: skip
def test_kernels_are_compared_by_class(kernels, score):
    pair = compare(*(chest(str(i), i, kernel=k) for i, k in enumerate(kernels)))
    assert pair.components["kernel"] == score


@pytest.mark.parametrize(
    ("text", "times", "expected"),
    [
        ("t2_tse_tra", (), "T2"), ("T2 FLAIR", (), "FLAIR"), ("ep2d_diff_ADC", (), "ADC"), ("T1 MPRAGE", (), "T1"),
        ("bold run", (), "BOLD"), ("axial", (120.0, 9000.0, 2500.0), "FLAIR"), ("axial", (3.0, 500.0, None), "T1"),
        ("axial", (100.0, 4000.0, None), "T2"), ("axial", (), None),
    ],
)  # fmt: skip
def test_kinds_of_mr_images(text, times, expected):
    facts = VolumeFacts("v", 0, 0, 0, "MR", text, times_ms=times)
    assert facts.sequence_class == expected


def test_phases_of_contrast():
    art, ven, ven2 = (
        chest(n, i, description=f"Thorax {n}", contrast_agent="x")
        for i, n in enumerate(("arterial", "venous", "portal"))
    )
    assert compare(art, ven).components["contrast"] == 0.5
    assert compare(ven, ven2).components["contrast"] == 1.0
    assert compare(chest("n", 0, description="Thorax native"), ven).refusal == "other contrast state"


def test_what_a_person_chose_leaves_no_place_to_the_rules():
    pairs = rank([chest("a", 0), chest("b", 1)], [("b", 0)])
    assert [p.is_best for p in pairs] == [False]
