"""Each check reports the fault that it is for, and stays silent on a sound lake."""

import pytest

from pacslake.catalog import Changes, commit, run_checks

GOOD = {
    "batch": [
        {
            "batch_id": "b1", "status": "done", "n_files": 2, "n_stored": 1, "n_duplicate": 0, "n_conflict": 0,
            "n_quarantined": 0, "n_not_dicom": 1, "n_dicomdir": 0, "n_unchanged": 0,
        }
    ],
    "file": [
        {"file_id": "f1", "batch_id": "b1", "uri": "/e/1", "outcome": "stored", "instance_version_id": "i1"},
        {"file_id": "f2", "batch_id": "b1", "uri": "/e/2", "outcome": "not_dicom", "reason": "text"},
    ],
    "instance_row": [
        {
            "instance_version_id": "i1", "file_id": "f1", "is_current": True, "patient_key": "|P", "n_frames": 1,
            "SOPInstanceUID": "1.1", "SeriesInstanceUID": "1.2", "StudyInstanceUID": "1.3", "size_bytes": 1,
        }
    ],
    "frame": [{"instance_version_id": "i1", "frame_index": 0}],
    "header_own": [
        {"instance_version_id": "i1", "template_id": "t1", "members": '"00080018":{"vr":"UI","Value":["1.1"]}'}
    ],
    "header_shared": [{"template_id": "t1", "members": '"00080060":{"vr":"CS","Value":["CT"]}'}],
    "volume": [
        {
            "volume_id": "v1", "SeriesInstanceUID": "1.2", "kind": "stack", "verdict": "single", "n_slices": 1,
            "n_time": 1, "affine_lps": [1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
        }
    ],
    "volume_frame": [{"volume_id": "v1", "k": 0, "t": 0, "instance_version_id": "i1", "frame_index": 0}],
    "reference_row": [{"from_instance": "i1", "to_sop_instance": "1.1"}, {"from_instance": "i1", "to_sop_instance": "9"}],
    "issue": [
        {
            "issue_id": "x", "level": "instance", "entity_id": "i1", "code": "invalid_date", "severity": "warning",
            "message": "m",
        }
    ],
    "segment": [{"segment_id": "s1", "instance_version_id": "i1"}],
    "cohort": [{"cohort_id": "c1", "n": 1}],
    "cohort_member": [{"cohort_id": "c1", "entity_id": "v1"}],
    "activity": [{"activity_id": "a1", "kind": "map", "table_name": "t"}],
    "activity_input": [
        {"activity_id": "a1", "entity_id": "v1", "grain": "volume", "content_hash": "h"},
        {"activity_id": "a1", "entity_id": "1.1", "grain": "instance", "content_hash": "i1"},
    ],
}  # fmt: skip

# check -> (table, row to add to the sound lake)
BAD = {
    "lesion_observation_has_lesion": (
        "lesion_observation",
        {"observation_id": "o9", "lesion_id": "l9", "patient_key": "|P", "timepoint_index": 0},
    ),
    "registration_has_verdict": (
        "registration",
        {"registration_id": "x9", "verdict": "failed", "reasons": []},
    ),
    "one_current_version": (
        "instance_row",
        {"instance_version_id": "i9", "SOPInstanceUID": "1.9", "is_current": False},
    ),
    "instance_version_unique": ("instance_row", GOOD["instance_row"][0]),
    "superseded_by_current": (
        "instance_row",
        {"instance_version_id": "i9", "SOPInstanceUID": "1.1", "is_current": False, "superseded_by": "gone"},
    ),
    "instance_has_file": ("instance_row", {"instance_version_id": "i9", "file_id": "f2", "is_current": True}),
    "file_once": ("file", {"file_id": "f9", "uri": "/e/1", "outcome": "not_dicom"}),
    "file_outcome": ("file", {"file_id": "f9", "uri": "/e/9", "batch_id": "b1", "outcome": "lost"}),
    "file_holds_instance": (
        "file",
        {
            "file_id": "f9",
            "uri": "/e/9",
            "batch_id": "b1",
            "outcome": "duplicate",
            "instance_version_id": "none",
        },
    ),
    "file_has_batch": ("file", {"file_id": "f9", "uri": "/e/9", "batch_id": "b9", "outcome": "not_dicom"}),
    "batch_adds_up": ("batch", {"batch_id": "b9", "status": "done", "n_files": 2, "n_stored": 1}),
    "frame_has_instance": ("frame", {"instance_version_id": "none", "frame_index": 0}),
    "frames_add_up": ("frame", {"instance_version_id": "i1", "frame_index": 1}),
    "header_once": ("header_own", {"instance_version_id": "i1", "members": ""}),
    "header_template_once": ("header_shared", {"template_id": "t1", "members": ""}),
    "header_agrees": (
        "header_own",
        {"instance_version_id": "i1", "members": '"00080018":{"vr":"UI","Value":["7"]}'},
    ),
    "volume_frame_resolves": (
        "volume_frame",
        {"volume_id": "v1", "k": 0, "t": 0, "instance_version_id": "i1", "frame_index": 5},
    ),
    "volume_frames_add_up": (
        "volume",
        {
            "volume_id": "v9",
            "SeriesInstanceUID": "1.2",
            "kind": "stack",
            "verdict": "regular",
            "n_slices": 2,
            "n_time": 1,
        },
    ),
    "volume_once": ("volume", GOOD["volume"][0]),
    "volume_geometry": (
        "volume",
        {
            "volume_id": "v9",
            "SeriesInstanceUID": "1.2",
            "verdict": "variable_spacing",
            "slice_spacing_mm": 2.0,
        },
    ),
    "volume_has_series": (
        "volume",
        {"volume_id": "v9", "SeriesInstanceUID": "none", "verdict": "not_a_volume"},
    ),
    "reference_has_source": ("reference_row", {"from_instance": "none", "to_sop_instance": "1.1"}),
    "issue_has_entity": (
        "issue",
        {"level": "file", "entity_id": "none", "code": "a", "severity": "info", "message": "m"},
    ),
    "issue_is_told_well": (
        "issue",
        {"level": "instance", "entity_id": "i1", "code": "Bad Code", "severity": "info", "message": "m"},
    ),
    "segment_has_object": ("roi", {"roi_id": "r", "instance_version_id": "none"}),
    "cohort_members_add_up": ("cohort_member", {"cohort_id": "c1", "entity_id": "v2"}),
    "result_is_stale": (
        "activity_input",
        {"activity_id": "a1", "entity_id": "gone", "grain": "volume", "content_hash": "h"},
    ),
}

# Views cannot break these unless the views themselves are wrong.
BY_CONSTRUCTION = {"counts_add_up", "children_have_parents", "reference_resolved"}


@pytest.fixture
def sound(lake_dir):
    return commit(lake_dir, lambda _: Changes(append=GOOD), note="sound")


def test_a_sound_lake_passes_every_check(sound):
    assert {name: rows for name, rows in run_checks(sound).items() if rows} == {}
    assert sound.rows("SELECT to_sop_instance, resolved FROM reference ORDER BY 1") == [
        ("1.1", True),
        ("9", False),
    ]


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_check_reports_its_fault(lake_dir, sound, name):
    table, row = BAD[name]
    catalog = commit(lake_dir, lambda _: Changes(append={table: [row]}), note="bad")
    assert run_checks(catalog)[name]


def test_every_check_is_tested(sound):
    assert set(run_checks(sound)) == set(BAD) | BY_CONSTRUCTION
