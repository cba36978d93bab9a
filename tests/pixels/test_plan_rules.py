"""The rules of the planner one by one: what becomes an axis, what a volume, what none."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from pacslake.pixels.plan import Frame, plan_series, volume_id_of
from pacslake.pixels.plan_codes import CODES, snake

ROOT = "1.2.840.10008.5.1.4.1.1."
CT, MR, EMR, PT, NM, US, SC = (ROOT + c for c in ("2", "4", "4.1", "128", "20", "3.1", "7"))
START = datetime(2024, 1, 5, 10)


def frame(i: int, k: float = 0.0, **changes) -> Frame:
    """A slice at k x 3 mm, made as number `i`."""
    facts = {
        "series_instance_uid": "1.2.3",
        "instance_version_id": f"{i:04d}",
        "frame_index": 0,
        "sop_instance_uid": f"1.2.3.{i}",
        "sop_class_uid": MR,
        "modality": "MR",
        "image_type": ("ORIGINAL", "PRIMARY", "M"),
        "rows": 32,
        "columns": 40,
        "position": (0.0, 0.0, 3.0 * k),
        "orientation": (1.0, 0.0, 0.0, 0.0, 1.0, 0.0),
        "pixel_spacing": (1.0, 1.0),
        "photometric": "MONOCHROME2",
        "instance_number": i,
        "frame_of_reference_uid": "1.9",
    }
    return Frame(**{**facts, **changes})


def grid(attribute: str, values, slices: int = 4, **more) -> list[Frame]:
    """Each slice once for each value."""
    out = []
    for v in values:
        for k in range(slices):
            out.append(frame(len(out), k, **{attribute: v, **more}))
    return out


def plan(frames):
    return list(plan_series(frames).volumes)


def codes(frames) -> set[str]:
    return {i["code"] for i in plan_series(frames).issues}


# --- what changes the kind of image --------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "values", "keyword"),
    [
        ("echo_time", (4.6, 9.2), "EchoTime"),
        ("echo_number", (1, 2), "EchoNumbers"),
        ("inversion_time", (100.0, 900.0), "InversionTime"),
        ("flip_angle", (5.0, 20.0), "FlipAngle"),
        ("image_type", (("ORIGINAL", "PRIMARY", "M"), ("ORIGINAL", "PRIMARY", "P")), "ImageType"),
        ("complex_component", ("MAGNITUDE", "PHASE"), "ComplexImageComponent"),
        ("kernel", (("B30f",), ("B70f",)), "ConvolutionKernel"),
        ("kvp", (80.0, 140.0), "KVP"),
        ("coil", ("HEAD", "BODY"), "ReceiveCoilName"),
        ("reconstruction", ("FBP", "OSEM"), "ReconstructionMethod"),
        ("stack_id", ("1", "2"), "StackID"),
    ],
)
def test_kinds_are_volumes_of_their_own(attribute, values, keyword) -> None:
    volumes = plan(grid(attribute, values))
    assert [v.shape for v in volumes] == [(4, 32, 40)] * 2
    assert all(keyword in v.split_key for v in volumes)
    assert all(f"split_by_{snake(keyword)}" in v.reason_codes for v in volumes)
    assert "several_volumes_in_series" in codes(grid(attribute, values))


@pytest.mark.parametrize("attribute", ["echo_time", "flip_angle", "kvp"])
def test_what_varies_between_positions_only_does_not_split(attribute) -> None:
    (v,) = plan([frame(k, k, **{attribute: 5.0 + k}) for k in range(6)])
    assert v.verdict == "regular"


@pytest.mark.parametrize(
    ("attribute", "values", "keyword"),
    [
        ("rows", (32, 16), "Rows"),
        ("photometric", ("MONOCHROME2", "MONOCHROME1"), "PhotometricInterpretation"),
        ("frame_of_reference_uid", ("1.9", "1.8"), "FrameOfReferenceUID"),
        ("pixel_spacing", ((1.0, 1.0), (0.5, 0.5)), "PixelSpacing"),
    ],
)
def test_what_never_shares_a_grid_splits_without_a_clash(attribute, values, keyword) -> None:
    volumes = plan([frame(i, i, **{attribute: values[i % 2]}) for i in range(8)])
    assert len(volumes) == 2 and all(keyword in v.split_key for v in volumes)


# --- what repeats --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "values", "name"),
    [
        ("temporal_position", (1, 2, 3), "TemporalPositionIdentifier"),
        ("trigger_time", (0.0, 40.0, 80.0), "TriggerTime"),
        ("acquisition_number", (1, 2, 3), "AcquisitionNumber"),
        ("acquired_at", tuple(START + timedelta(seconds=2 * t) for t in range(3)), "AcquisitionDateTime"),
        ("content_at", tuple(START + timedelta(seconds=2 * t) for t in range(3)), "ContentTime"),
    ],
)
def test_time_is_an_axis(attribute, values, name) -> None:
    (v,) = plan(grid(attribute, values))
    assert (v.axes, v.shape, v.axis_name, v.verdict) == ("tzyx", (3, 4, 32, 40), name, "regular")
    assert len(v.axis_values) == 3 and "time_axis" in v.reason_codes


def test_time_of_each_slice_ranks_within_its_position() -> None:
    """Slices of one volume are taken one after another, so no two frames share a time."""
    frames = [frame(99 - i, i % 4, acquired_at=START + timedelta(seconds=i)) for i in range(12)]
    (v,) = plan(frames)
    assert v.shape == (3, 4, 32, 40) and v.axis_name == "AcquisitionDateTime"
    assert v.axis_values == (0, 4, 8)


def test_diffusion_is_an_axis_with_gradients() -> None:
    x, y = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
    weights = [(None, None), (1000.0, x), (1000.0, y)]
    frames = [
        frame(3 * k + i, k, b_value=b, gradient=g) for i, (b, g) in enumerate(weights) for k in range(4)
    ]
    (v,) = plan(frames)
    assert (v.shape, v.axis_name, v.axis_unit) == ((3, 4, 32, 40), "DiffusionBValue", "s/mm2")
    assert v.axis_values == (0, 1000, 1000)
    assert {v.axis_gradients[3:6], v.axis_gradients[6:9]} == {x, y}
    assert "diffusion_axis" in v.reason_codes


def test_unweighted_images_may_come_several_times() -> None:
    b_values = [0.0, 0.0, 0.0, 800.0]
    frames = [frame(4 * i + k, k, b_value=b) for i, b in enumerate(b_values) for k in range(4)]
    (v,) = plan(frames)
    assert v.shape == (4, 4, 32, 40) and v.axis_values == (0, 0, 0, 800)


def test_two_attributes_together_make_one_axis() -> None:
    frames = [
        frame(100 * t + 10 * c + k, k, temporal_position=t, trigger_time=40.0 * c)
        for t in (1, 2)
        for c in range(3)
        for k in range(4)
    ]
    (v,) = plan(frames)
    assert v.shape == (6, 4, 32, 40) and v.axis_name == "TemporalPositionIdentifier,TriggerTime"
    assert v.axis_labels[1] == "TemporalPositionIdentifier=1, TriggerTime=40"


def test_echoes_in_time_are_one_volume_with_an_axis_for_each_echo() -> None:
    frames = [
        frame(100 * t + 10 * e + k, k, temporal_position=t, echo_time=10.0 * (e + 1))
        for t in (1, 2, 3)
        for e in range(2)
        for k in range(4)
    ]
    assert [v.shape for v in plan(frames)] == [(3, 4, 32, 40)] * 2


def test_trigger_time_that_is_the_time_of_a_dynamic_scan() -> None:
    frames = grid("trigger_time", (0.0, 2000.0, 4000.0), manufacturer="Philips Medical Systems")
    (v,) = plan(frames)
    assert v.shape == (3, 4, 32, 40) and "trigger_time_is_scan_time" in v.reason_codes


@pytest.mark.parametrize("time_first", [True, False])
def test_instance_number_is_the_last_resort(time_first: bool) -> None:
    frames = []
    for t in range(3):
        for k in range(4):
            number = t * 4 + k if time_first else k * 3 + t
            frames.append(frame(number, k, digest=f"{t}{k}"))
    (v,) = plan(frames)
    assert v.shape == (3, 4, 32, 40) and "time_from_instance_number" in v.reason_codes
    assert all(r.frame.digest == f"{r.t}{r.k}" for r in v.frames)


@pytest.mark.parametrize("time_first", [True, False])
def test_instance_number_tells_the_time_of_an_incomplete_series(time_first: bool) -> None:
    frames = [
        frame(t * 4 + k if time_first else k * 3 + t, k, digest=f"{t}{k}")
        for t in range(3)
        for k in range(4)
        if (t, k) != (1, 2)
    ]
    whole, rest = plan(frames)
    assert whole.shape == (2, 4, 32, 40) and "incomplete_4d" in whole.reason_codes
    assert rest.verdict == "regular_with_gaps"
    assert {r.frame.digest[0] for r in whole.frames} == {"0", "2"}
    assert {r.frame.digest[0] for r in rest.frames} == {"1"}


def test_left_over_time_point_is_judged_by_the_spacing_of_the_whole() -> None:
    """Two slices 9 mm apart of a series 3 mm apart are no regular stack of 9 mm."""
    frames = [
        f for f in grid("temporal_position", (1, 2, 3)) if f.temporal_position != 2 or f.position[2] in (0, 9)
    ]
    whole, rest = plan(frames)
    assert whole.shape[:2] == (2, 4)
    assert rest.verdict == "variable_spacing" and rest.spacing_mm[0] is None


@pytest.mark.parametrize(("passes", "kind"), [(2, "phases"), (5, "phases"), (6, "perfusion")])
def test_ct_passes_are_phases_and_many_of_them_perfusion(passes: int, kind: str) -> None:
    frames = grid("acquisition_number", range(1, passes + 1), modality="CT", sop_class_uid=CT)
    volumes = plan(frames)
    if kind == "phases":
        assert [v.split_key["AcquisitionNumber"] for v in volumes] == [str(p) for p in range(1, passes + 1)]
    else:
        (v,) = volumes
        assert v.shape == (6, 4, 32, 40) and "perfusion" in v.reason_codes


def test_ct_passes_told_apart_by_time_of_each_slice() -> None:
    """One acquisition number, every rotation its own time; the second pass reaches further."""
    ks = [*range(5), *range(2, 9)]
    frames = [
        frame(
            i,
            k,
            modality="CT",
            sop_class_uid=CT,
            acquisition_number=1,
            acquired_at=START + timedelta(seconds=i),
        )
        for i, k in enumerate(ks)
    ]
    a, b = plan(frames)
    assert (a.n_slices, b.n_slices) == (5, 7) and a.verdict == b.verdict == "regular"


def test_copies_with_equal_bytes_leave_one() -> None:
    frames = [frame(i, i % 4, digest=f"d{i % 4}", modality="CT", sop_class_uid=CT) for i in range(8)]
    (v,) = plan(frames)
    assert v.shape == (4, 32, 40) and "duplicate_position" in v.reason_codes
    assert "duplicate_position" in codes(frames)


def test_blank_slices_of_a_dynamic_series_are_no_copies() -> None:
    """Top slices without signal have equal bytes at every time."""
    frames = grid("temporal_position", (1, 2, 3))
    frames = [
        f._replace(digest="blank" if f.position[2] == 9 else f"{f.instance_version_id}") for f in frames
    ]
    (v,) = plan(frames)
    assert v.shape == (3, 4, 32, 40) and "duplicate_position" not in v.reason_codes


def test_fields_of_view_side_by_side() -> None:
    frames = [frame(i, i % 4, position=(0.0 if i < 4 else 200.0, 0.0, 3.0 * (i % 4))) for i in range(8)]
    assert [v.shape for v in plan(frames)] == [(4, 32, 40)] * 2


# --- geometry that is not there ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"position": None}, "geometry_missing"),
        ({"orientation": None}, "geometry_missing"),
        ({"position": (0.0, 0.0)}, "geometry_missing"),
        ({"position": (0.0, 0.0, float("nan"))}, "geometry_missing"),
        ({"orientation": (1.0, 0.0, 0.0, 0.5, 0.8, 0.0)}, "invalid_orientation"),
        ({"orientation": (0.0,) * 6}, "invalid_orientation"),
        ({"pixel_spacing": None}, "incomplete_pixel_spacing"),
        ({"pixel_spacing": (1.0,)}, "incomplete_pixel_spacing"),
        ({"pixel_spacing": (1.0, 0.0)}, "incomplete_pixel_spacing"),
    ],
)
def test_no_geometry_no_volume(changes, code: str) -> None:
    frames = [frame(i, i, **changes) for i in range(4)]
    (v,) = plan(frames)
    assert (v.verdict, v.affine_lps, v.shape) == ("not_a_volume", None, (4, 32, 40))
    assert code in v.reason_codes and code in codes(frames)


def test_one_bad_slice_leaves_the_others_a_volume() -> None:
    frames = [frame(i, i) for i in range(8)]
    frames[3] = frames[3]._replace(position=None)
    good, bad = plan(frames)
    assert good.verdict == "regular_with_gaps" and good.n_slices == 7
    assert (bad.verdict, bad.n_slices) == ("not_a_volume", 1)


def test_secondary_captures_without_a_place_are_no_fault() -> None:
    frames = [frame(1, sop_class_uid=SC, position=None, orientation=None)]
    (v,) = plan(frames)
    assert v.verdict == "not_a_volume" and "no_image_plane" in v.reason_codes and not codes(frames)


def test_classic_multiframe_has_one_position_for_all_and_so_none() -> None:
    frames = [
        frame(1, frame_index=i, n_frames=5, sop_class_uid=ROOT + "7.9", spacing_between_slices=3.0)
        for i in range(5)
    ]
    (v,) = plan(frames)
    assert v.verdict == "not_a_volume"


def test_in_plane_jitter_is_not_regular() -> None:
    frames = [frame(k, k, position=(0.3 * (k % 2), 0.0, 3.0 * k)) for k in range(8)]
    (v,) = plan(frames)
    assert v.verdict == "variable_spacing" and v.affine_lps is None and "in_plane_jitter" in v.reason_codes


def test_table_of_orientations() -> None:
    """A tenth of a degree parts: radial slices are volumes of their own."""
    frames = []
    for i, angle in enumerate((0.0, 30.0, 60.0)):
        c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        frames.append(frame(i, orientation=(c, s, 0.0, 0.0, 0.0, -1.0), position=(0.0, 0.0, 0.0)))
    assert [v.verdict for v in plan(frames)] == ["single"] * 3


def test_micro_ct_slices_closer_than_rounding_stay_apart() -> None:
    frames = [
        frame(k, position=(0.0, 0.0, round(0.005 * k, 6)), pixel_spacing=(0.005, 0.005)) for k in range(10)
    ]
    (v,) = plan(frames)
    assert v.shape == (10, 32, 40) and v.spacing_mm[0] == pytest.approx(0.005)


# --- multi-frame objects -------------------------------------------------------------------------


def enhanced(n: int, instance: str = "e", **changes) -> list[Frame]:
    return [
        frame(0, k, instance_version_id=instance, frame_index=k, n_frames=n, sop_class_uid=EMR, **changes)
        for k in range(n)
    ]


def test_concatenation_is_joined() -> None:
    parts = [
        f._replace(concatenation_uid="1.5", in_concatenation_number=1, in_concatenation_total=2)
        for f in enhanced(4, "a")
    ]
    parts += [
        f._replace(
            position=(0.0, 0.0, 12.0 + f.position[2]),
            concatenation_uid="1.5",
            in_concatenation_number=2,
            in_concatenation_total=2,
        )
        for f in enhanced(4, "b")
    ]
    (v,) = plan(parts)
    assert v.shape == (8, 32, 40) and "concatenation_joined" in v.reason_codes
    assert "concatenation_incomplete" in codes(parts[:4])


def test_stacks_that_interleave_are_one_volume() -> None:
    frames = [f._replace(stack_id=str(f.frame_index % 2)) for f in enhanced(8)]
    (v,) = plan(frames)
    assert v.verdict == "regular" and v.n_slices == 8 and "stacks_merged" in v.reason_codes


def test_stacks_that_do_not_are_volumes_of_their_own() -> None:
    frames = [
        f._replace(
            stack_id="1" if f.frame_index < 4 else "2",
            position=(0.0, 0.0, f.position[2] + (0 if f.frame_index < 4 else 17)),
        )
        for f in enhanced(8)
    ]
    volumes = plan(frames)
    assert [v.split_key for v in volumes] == [{"StackID": "1"}, {"StackID": "2"}]
    assert "several_volumes_in_instance" in codes(frames)


@pytest.mark.parametrize("n_classic", [6, 3])
def test_twins_are_used_once_and_the_fuller_set_wins(n_classic: int) -> None:
    single = [frame(i, i, digest=f"{i}") for i in range(n_classic)]
    multi = [f._replace(digest=f"{f.frame_index}") for f in enhanced(6)]
    (v,) = plan(single + multi)
    assert v.n_slices == 6 and v.kind == ("stack" if n_classic == 6 else "multiframe")
    assert "classic_enhanced_twins" in codes(single + multi)


def test_same_places_with_other_pixels_are_no_twins() -> None:
    single = [frame(i, i, digest=f"{i}") for i in range(6)]
    multi = [f._replace(digest=f"other{f.frame_index}") for f in enhanced(6)]
    assert sum(len(v.frames) for v in plan(single + multi)) == 12


def test_objects_over_the_same_places_are_volumes_each() -> None:
    ct = {"sop_class_uid": ROOT + "2.1", "modality": "CT"}
    frames = [
        f._replace(digest=f"{o}{f.frame_index}", **ct)
        for o in "ab"
        for f in enhanced(3, o, sop_instance_uid=f"1.{o}")
    ]
    assert [v.split_key for v in plan(frames)] == [{"SOPInstanceUID": "1.a"}, {"SOPInstanceUID": "1.b"}]


# --- mosaics -------------------------------------------------------------------------------------


def mosaic(**changes) -> Frame:
    facts = {
        "image_type": ("ORIGINAL", "PRIMARY", "M", "MOSAIC"),
        "rows": 48,
        "columns": 48,
        "position": (-24.0, -24.0, 5.0),
        "spacing_between_slices": 4.0,
        "mosaic_tiles": 6,
    }
    return frame(1, **{**facts, **changes})


def test_mosaic_becomes_its_slices() -> None:
    """3 x 3 tiles of 16 x 16 hold 6 slices; the first voxel lies 16 mm further in than that of the big picture."""
    (v,) = plan([mosaic()])
    assert (v.kind, v.verdict, v.shape) == ("mosaic", "regular", (6, 16, 16))
    assert v.origin_lps == (-8, -8, 5) and v.spacing_mm == (4, 1, 1)
    assert [r.tile for r in v.frames] == [0, 1, 2, 3, 4, 5]


def test_mosaic_against_the_normal_is_turned_round() -> None:
    (v,) = plan([mosaic(mosaic_normal=(0.0, 0.0, -1.0))])
    assert [r.tile for r in v.frames] == [5, 4, 3, 2, 1, 0]
    assert v.origin_lps == (-8, -8, -15)


def test_mosaics_in_time() -> None:
    frames = [mosaic()._replace(instance_version_id=f"{t}", acquisition_number=t) for t in range(3)]
    (v,) = plan(frames)
    assert v.shape == (3, 6, 16, 16) and v.axis_name == "AcquisitionNumber"


@pytest.mark.parametrize("tiles", [None, 0, 17])
def test_mosaic_without_header_is_no_volume(tiles) -> None:
    frames = [mosaic(mosaic_tiles=tiles)]
    (v,) = plan(frames)
    assert (v.kind, v.verdict) == ("mosaic", "not_a_volume")
    assert "mosaic_without_header" in v.reason_codes and "mosaic_without_header" in codes(frames)


def test_mosaic_without_spacing_keeps_its_slices_but_claims_none() -> None:
    (v,) = plan([mosaic(spacing_between_slices=None)])
    assert (v.shape, v.verdict, v.spacing_mm[0], v.affine_lps) == (
        (6, 16, 16),
        "variable_spacing",
        None,
        None,
    )
    assert "mosaic_spacing_unknown" in v.reason_codes


def test_grid_of_united_imaging_has_a_position_for_each_tile() -> None:
    places = tuple(x for k in range(4) for x in (1.0, 2.0, 2.5 * k))
    f = frame(
        1, image_type=("ORIGINAL", "PRIMARY", "M"), rows=32, columns=32, mosaic_tiles=4, tile_positions=places
    )
    (v,) = plan([f])
    assert (v.kind, v.shape, v.origin_lps, v.spacing_mm[0]) == ("mosaic", (4, 16, 16), (1, 2, 0), 2.5)


# --- nuclear medicine, clips, projections, slides ------------------------------------------------


def nm(n: int, **changes) -> list[Frame]:
    facts = {"sop_class_uid": NM, "modality": "NM", "n_frames": n, "spacing_between_slices": 4.0}
    facts["image_type"] = ("ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION")
    return [
        frame(1, frame_index=i, **{**facts, "nm_slice": i + 1, "nm_key": (1, 1, 0, 0, 0, 0, 0), **changes})
        for i in range(n)
    ]


def test_reconstructed_nuclear_slices_stand_by_slice_vector() -> None:
    (v,) = plan(nm(5))
    assert (v.verdict, v.n_slices, v.spacing_mm[0]) == ("regular", 5, 4)
    assert "nm_slices" in v.reason_codes


def test_sign_of_the_spacing_is_the_direction_of_nuclear_slices() -> None:
    (v,) = plan(nm(5, spacing_between_slices=-4.0))
    assert v.origin_lps == (0, 0, -16) and [r.frame.nm_slice for r in v.frames] == [5, 4, 3, 2, 1]


def test_planar_nuclear_images_have_their_vectors_as_axis() -> None:
    frames = [
        f._replace(
            image_type=("ORIGINAL", "PRIMARY", "DYNAMIC"),
            nm_slice=None,
            nm_key=(1, 1, 0, 0, 0, f.frame_index + 1, 0),
            position=None,
        )
        for f in nm(4)
    ]
    (v,) = plan(frames)
    assert (v.verdict, v.axes, v.axis_name) == ("not_a_volume", "tyx", "TimeSlotVector")


def test_two_films_are_two_clips() -> None:
    frames = [
        frame(
            o,
            instance_version_id=f"{o}",
            frame_index=i,
            n_frames=4,
            sop_class_uid=US,
            modality="US",
            frame_time=40.0,
        )
        for o in (1, 2)
        for i in range(4)
    ]
    volumes = plan(frames)
    assert [(v.kind, v.shape) for v in volumes] == [("us_clip", (4, 32, 40))] * 2
    np.testing.assert_allclose(volumes[0].axis_values, [0, 0.04, 0.08, 0.12])


def test_frame_time_vector_says_when_each_frame_begins() -> None:
    frames = [
        frame(
            1, frame_index=i, n_frames=3, sop_class_uid=US, modality="US", frame_time_vector=(0.0, 30.0, 50.0)
        )
        for i in range(3)
    ]
    np.testing.assert_allclose(plan(frames)[0].axis_values, [0, 0.03, 0.08])


@pytest.mark.parametrize(
    ("sop_class", "n", "kind"),
    [
        ("1", 1, "projection"),
        ("1.1", 1, "projection"),
        ("1.2", 1, "projection"),
        ("12.1", 1, "projection"),
        ("12.1", 9, "us_clip"),
        ("6.1", 1, "us_clip"),
        ("77.1.1", 1, "us_clip"),
    ],
)
def test_whole_objects(sop_class: str, n: int, kind: str) -> None:
    frames = [
        frame(1, frame_index=i, n_frames=n, sop_class_uid=ROOT + sop_class, position=None) for i in range(n)
    ]
    (v,) = plan(frames)
    assert (v.kind, v.verdict) == (kind, "not_a_volume")
    assert len(v.axes) == len(v.shape)


@pytest.mark.parametrize("sop_class", ["66.4", "66.7", "481.3", "481.5"])
def test_derived_objects_are_other_tables_business(sop_class: str) -> None:
    assert plan([frame(1, sop_class_uid=ROOT + sop_class)]) == []


def test_objects_without_pixels_make_nothing() -> None:
    assert plan([frame(1, rows=None)]) == [] and plan([frame(1, pixel_keyword=None)]) == []


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "dtype"),
    [
        ({"bits_allocated": 8, "bits_stored": 8}, "uint8"),
        ({"bits_allocated": 1, "bits_stored": 1}, "uint8"),
        ({"pixel_representation": 1}, "int16"),
        ({"bits_allocated": 32, "bits_stored": 32}, "uint32"),
        ({"pixel_keyword": "FloatPixelData", "bits_allocated": 32}, "float32"),
        ({"pixel_keyword": "DoubleFloatPixelData", "bits_allocated": 64}, "float64"),
        ({"samples": 3, "photometric": "YBR_FULL_422", "bits_allocated": 8}, "uint8"),
        ({"photometric": "PALETTE COLOR", "bits_allocated": 8}, "uint8"),
    ],
)
def test_type_of_the_array(changes, dtype: str) -> None:
    (v,) = plan([frame(k, k, **changes) for k in range(3)])
    assert (v.dtype, v.rescale_mode) == (dtype, "uniform")


def test_bits_stored_do_not_split() -> None:
    (v,) = plan([frame(k, k, bits_stored=12 + k % 2) for k in range(4)])
    assert (v.dtype, v.n_slices, v.rescale_mode) == ("uint16", 4, "uniform")


def test_mixed_sign_is_one_volume_of_real_values() -> None:
    (v,) = plan([frame(k, k, pixel_representation=k % 2) for k in range(4)])
    assert (v.dtype, v.rescale_mode) == ("float32", "per_slice") and "mixed_signedness" in v.reason_codes


def test_real_world_value_map_comes_before_the_rescale() -> None:
    (v,) = plan([frame(k, k, slope=2.0, rwv_slope=0.5, rwv_intercept=1.0, rwv_unit="ms") for k in range(3)])
    assert (v.rescale_source, v.rescale_slope, v.rescale_intercept, v.unit_code) == (
        "real_world_value_map",
        0.5,
        1,
        "ms",
    )


def test_unit_of_ct_is_hu_but_not_of_a_localizer() -> None:
    ct = {"modality": "CT", "sop_class_uid": CT, "slope": 1.0, "intercept": -1024.0}
    assert plan([frame(1, **ct)])[0].unit_code == "HU"
    assert plan([frame(1, **ct, image_type=("ORIGINAL", "PRIMARY", "LOCALIZER"))])[0].unit_code is None
    assert plan([frame(1, **ct, rescale_type="US")])[0].unit_code is None


# --- the whole -----------------------------------------------------------------------------------


def test_id_depends_on_frames_and_places_alone() -> None:
    frames = [frame(k, k) for k in range(4)]
    a, b = (
        plan(frames)[0],
        plan([f._replace(instance_number=9 - f.instance_number, kvp=3.0) for f in frames])[0],
    )
    assert a.volume_id == b.volume_id and a.volume_id[0] == "v" and len(a.volume_id) == 21
    assert plan(frames[:3])[0].volume_id != a.volume_id
    assert volume_id_of("1.2.3", "mosaic", a.frames) != a.volume_id


def test_one_series_at_a_time() -> None:
    with pytest.raises(ValueError, match="one series"):
        plan_series([frame(1), frame(2, series_instance_uid="1.2.4")])


def test_every_code_is_explained() -> None:
    assert all(severity in ("info", "warning", "error") and sentence for severity, sentence in CODES.values())
    assert snake("EchoTime") == "echo_time" and snake("KVP") == "kvp" and snake("StackID") == "stack_id"


def test_large_series_takes_microseconds_a_frame() -> None:
    import time

    frames = [frame(i, i) for i in range(20_000)]
    begin = time.process_time()
    (v,) = plan(frames)
    assert v.verdict == "regular"
    assert (time.process_time() - begin) / len(frames) < 100e-6  # about 10 on an idle machine


# --- copies in other encodings -------------------------------------------------------------------

RLE = "1.2.840.10008.1.2.5"


def twice(syntaxes, **changes) -> list[Frame]:
    """Four slices of CT, one of them a second time with other bytes."""
    frames = [frame(i, i, digest=f"d{i}", transfer_syntax_uid=syntaxes[0], modality="CT", sop_class_uid=CT) for i in range(4)]  # fmt: skip
    again = frames[2]._replace(
        instance_version_id="0009",
        sop_instance_uid="1.2.3.9",
        instance_number=9,
        digest="other",
        transfer_syntax_uid=syntaxes[1],
    )
    return [*frames, again._replace(**changes)]


def test_a_copy_in_another_encoding_is_asked_about_and_told_by_its_pixels() -> None:
    frames = twice(("1.2.840.10008.1.2.1", RLE))
    first = plan_series(frames)
    assert {f.instance_version_id for f in first.undecided} == {"0002", "0009"}
    same = {"0002": "same", "0009": "same"}
    (v,) = plan([f._replace(pixels_sha256=same.get(f.instance_version_id)) for f in frames])
    assert v.shape == (4, 32, 40) and "duplicate_position" in v.reason_codes
    other = {"0002": "one", "0009": "two"}
    known = [f._replace(pixels_sha256=other.get(f.instance_version_id)) for f in frames]
    assert sorted(v.n_slices for v in plan(known)) == [1, 4] and not plan_series(known).undecided


@pytest.mark.parametrize(
    "frames",
    [
        twice(("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")),  # plain bytes are the pixels
        twice((RLE, RLE), digest="d2"),  # equal already
        twice(("1.2.840.10008.1.2.1", RLE), echo_time=9.0),  # another kind of image
        grid("temporal_position", (1, 2, 3), transfer_syntax_uid=RLE),  # a time axis needs no pixels
    ],
)
def test_pixels_are_asked_for_only_where_they_decide(frames: list[Frame]) -> None:
    frames = [f._replace(digest=f.digest or f.instance_version_id) for f in frames]
    assert plan_series(frames).undecided == ()


def test_overlays_in_unused_bits_may_hide_a_copy() -> None:
    frames = [f._replace(overlay_bits=(12,)) for f in twice(("1.2.840.10008.1.2.1",) * 2)]
    assert len(plan_series(frames).undecided) == 2


# --- radiotherapy dose ---------------------------------------------------------------------------


def dose(i: int, offsets, z: float = 0.0, **changes) -> list[Frame]:
    """All planes of one dose object."""
    facts = {
        "sop_class_uid": ROOT + "481.2", "modality": "RTDOSE", "n_frames": len(offsets), "position": (5.0, 6.0, z),
        "grid_offsets": tuple(map(float, offsets)), "dose_scaling": 0.01, "units": "GY",
    }  # fmt: skip
    return [frame(i, frame_index=n, **{**facts, **changes}) for n in range(len(offsets))]


@pytest.mark.parametrize(
    ("offsets", "z", "orientation", "origin"),
    [
        ((0, 4, 8), -30.0, (1.0, 0, 0, 0, 1, 0), (5, 6, -30)),  # along the normal from the position
        ((0, -4, -8), -30.0, (1.0, 0, 0, 0, 1, 0), (5, 6, -38)),
        ((-30, -26, -22), -30.0, (1.0, 0, 0, 0, 1, 0), (5, 6, -30)),  # z of each plane
        ((0, 4, 8), 7.0, (0.0, 1, 0, 0, 0, -1), (5, 6, 7)),  # the normal points to -x
    ],
)
def test_planes_of_a_dose_stand_by_their_offsets(offsets, z: float, orientation, origin) -> None:
    (v,) = plan(dose(1, offsets, z, orientation=orientation))
    assert (v.kind, v.verdict, v.shape) == ("multiframe", "regular", (3, 32, 40))
    assert v.spacing_mm[0] == pytest.approx(4) and v.origin_lps == pytest.approx(origin)
    assert (v.rescale_source, v.rescale_slope, v.unit_code) == ("dose_grid_scaling", 0.01, "GY")


def test_doses_of_several_beams_are_volumes_each() -> None:
    found = plan([f for i in range(7) for f in dose(i, (0, 4, 8))])
    assert [v.shape for v in found] == [(3, 32, 40)] * 7
    assert len({v.split_key["SOPInstanceUID"] for v in found}) == 7


def test_a_dose_that_does_not_say_where_its_planes_are_is_none() -> None:
    for frames in (dose(1, (0, 4), n_frames=3), dose(1, (3, 7), -30.0), dose(1, (0, 4), position=None)):
        (v,) = plan(frames)
        assert (v.verdict, v.reason_codes) == ("not_a_volume", ("geometry_missing",))
