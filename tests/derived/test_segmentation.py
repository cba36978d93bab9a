"""Segmentations as facts and sizes: highdicom and arithmetic are the oracles."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacslake.derived import SegmentSpec, build_seg
from pacslake.derived.masks import segment_mask
from pacslake.derived.measure import measure_segments, slice_step
from pacslake.derived.segmentation import Frame, Pixels, parse_segmentation
from pacslake.errors import DecodeError, NotFoundError
from tests.derived.helpers import reread, series


def frame(z, *, between=None, thickness=None):
    return Frame(0, 1, (0.0, 0.0, z), (1, 0, 0, 0, 1, 0), (1.0, 1.0), thickness, between, None)


@pytest.mark.parametrize(
    ("frames", "source", "expected"),
    [
        ([frame(0), frame(2), frame(4)], None, 2.0),
        ([frame(0), frame(4)], None, 4.0),  # the least distance found, when nothing else is known
        ([frame(0, between=2.0), frame(4, between=2.0)], None, 2.0),  # a frame in between was left out
        ([frame(0, between=3.0), frame(2, between=3.0)], None, 2.0),  # SpacingBetweenSlices against positions
        ([frame(0), frame(4)], 2.0, 2.0),  # the source's slices fit
        ([frame(0), frame(3)], 2.0, 3.0),  # they do not
        ([frame(0, thickness=5.0), frame(2, thickness=5.0)], None, 2.0),  # thickness is no distance
        ([frame(7, between=2.0, thickness=5.0)], None, 2.0),
        ([frame(7, thickness=5.0)], None, 5.0),
        ([frame(7)], None, None),
        ([frame(0), frame(1.2), frame(2.5), frame(3.8), frame(5.0)], None, 1.25),  # rounded to 0.1 mm
    ],
)
def test_distance_between_slices(frames, source, expected):
    step = slice_step(frames, source)
    assert step == expected or step == pytest.approx(expected)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shape=st.tuples(st.integers(1, 4), st.integers(3, 13), st.integers(3, 13)),
    seed=st.integers(0, 10**6),
    density=st.sampled_from([0.0, 0.02, 0.5, 1.0]),
)
def test_any_binary_mask_comes_back_bit_for_bit(tmp_path, shape, seed, density):
    _, datasets, volume, grid = series(tmp_path / "s", shape, seed=seed)
    mask = np.random.default_rng(seed).random(shape) < density
    ds = reread(build_seg(mask, volume, ["Part"], datasets=datasets), tmp_path / "seg")
    assert np.array_equal(segment_mask(ds, 1, grid), mask)
    size = measure_segments(parse_segmentation(ds), Pixels(ds))[1]
    assert size.n_voxels == mask.sum()
    if mask.any():
        k, r, c = np.nonzero(mask)
        centres = np.c_[c, r, k, np.ones(k.size)] @ (np.asarray(volume.affine_lps)).T
        assert np.allclose(size.centroid, centres[:, :3].mean(0), atol=1e-4)


def test_overlapping_segments_keep_all_their_voxels(tmp_path):
    _, datasets, volume, grid = series(tmp_path / "s")
    masks = np.zeros((2, *volume.shape), bool)
    masks[0, 2, 2:10, 2:10] = masks[1, 2, 6:14, 6:14] = True
    ds = reread(build_seg(masks, volume, ["Organ", "Tumour"], datasets=datasets), tmp_path / "seg")
    sizes = measure_segments(parse_segmentation(ds), Pixels(ds))
    assert [sizes[n].n_voxels for n in (1, 2)] == [64, 64]
    assert (segment_mask(ds, 1, grid) & segment_mask(ds, 2, grid)).sum() == 16


def test_labels_become_segments(tmp_path):
    _, datasets, volume, grid = series(tmp_path / "s")
    labels = np.random.default_rng(1).integers(0, 4, volume.shape)
    ds = reread(build_seg(labels, volume, ["a", "b", "c"], datasets=datasets), tmp_path / "seg")
    assert all(np.array_equal(segment_mask(ds, n, grid), labels == n) for n in (1, 2, 3))


def test_fractions_of_at_least_half_belong(tmp_path):
    _, datasets, volume, grid = series(tmp_path / "s")
    values = np.linspace(0, 1, int(np.prod(volume.shape))).reshape(volume.shape)
    ds = reread(build_seg(values, volume, ["p"], fractional=True, datasets=datasets), tmp_path / "seg")
    size = measure_segments(parse_segmentation(ds), Pixels(ds))[1]
    assert size.fraction_sum == pytest.approx(values.sum(), rel=1e-3)
    assert size.n_voxels == segment_mask(ds, 1, grid).sum() == (np.rint(values * 255) >= 127.5).sum()


def test_frames_in_any_order_and_twice_count_once(tmp_path):
    _, datasets, volume, grid = series(tmp_path / "s", (4, 11, 13))
    mask = np.random.default_rng(2).random(volume.shape) < 0.4
    ds = build_seg(mask, volume, ["Part"], datasets=datasets)
    planes = np.stack([Pixels(ds).frame(i) for i in range(4)])
    order = [2, 0, 3, 1, 1]
    groups = ds.PerFrameFunctionalGroupsSequence
    ds.PerFrameFunctionalGroupsSequence = [groups[i] for i in order]
    ds.NumberOfFrames = 5
    bits = np.packbits(planes[order].ravel(), bitorder="little")
    ds.PixelData = bits.tobytes() + b"\0" * (bits.size % 2)
    assert measure_segments(parse_segmentation(ds), Pixels(ds))[1].n_voxels == mask.sum()
    assert np.array_equal(segment_mask(ds, 1, grid), mask)


def test_segment_without_frames_is_there_and_empty(tmp_path):
    _, datasets, volume, grid = series(tmp_path / "s")
    masks = np.zeros((2, *volume.shape), bool)
    masks[0, 1, 3, 4] = True
    ds = build_seg(masks, volume, ["Lesion", "Cyst"], datasets=datasets)
    size = measure_segments(parse_segmentation(ds), Pixels(ds))[2]
    assert (size.n_voxels, size.n_frames, size.bbox, size.centroid) == (0, 0, None, None)
    assert segment_mask(ds, 2, grid).sum() == 0
    with pytest.raises(NotFoundError, match="SegmentNumber 3"):
        segment_mask(ds, 3, grid)


def test_pixel_data_cut_short_is_an_error_with_the_bytes(tmp_path):
    _, datasets, volume, _ = series(tmp_path / "s")
    ds = build_seg(np.ones(volume.shape, bool), volume, ["Part"], datasets=datasets)
    ds.PixelData = ds.PixelData[:100]
    with pytest.raises(DecodeError, match="ends after the pixel data"):
        measure_segments(parse_segmentation(ds), Pixels(ds))


def test_no_segments_or_size_is_an_error():
    with pytest.raises(DecodeError, match="SegmentSequence"):
        parse_segmentation(pydicom.Dataset())


@pytest.mark.corpus
def test_real_segmentations_count_what_highdicom_counts(corpus):
    import highdicom as hd

    paths = [
        p
        for p in sorted((corpus / "derived-seg-sr").rglob("*"))
        if p.is_file() and ("seg" in p.name.lower() or "liver" in p.name or "overlaps" in p.name)
        and p.suffix in (".dcm", ".seg")
    ]  # fmt: skip
    checked = 0
    for path in paths:
        ds = pydicom.dcmread(path)
        if ds.get("Modality") != "SEG" or ds.SegmentationType == "LABELMAP":
            continue
        seg = parse_segmentation(ds)
        sizes = measure_segments(seg, Pixels(ds))
        oracle = hd.seg.Segmentation.from_dataset(ds)
        values = oracle.pixel_array.reshape(-1, ds.Rows, ds.Columns)
        for number in oracle.segment_numbers:
            frames = [f.index for f in seg.frames if f.segment == number]
            expected = sum(int((values[i] > 0).sum()) for i in frames)
            assert sizes[number].n_voxels == expected, path.name
        assert sum(s.n_frames for s in sizes.values()) == len(values)
        checked += 1
    assert checked >= 8


@pytest.mark.corpus
def test_the_background_of_a_label_map_is_no_segment(corpus):
    folder = corpus / "derived-seg-sr" / "dcmqi" / "segmentations"
    for name in ("sparse-labelmap-noppv.dcm", "sparse-labelmap-ppv5.dcm"):
        ds = pydicom.dcmread(folder / name)
        sizes = measure_segments(parse_segmentation(ds), Pixels(ds))
        assert list(sizes) == [1] and sizes[1].n_voxels == (ds.pixel_array == 1).sum()


def test_codes_and_tracking_are_read(tmp_path):
    _, datasets, volume, _ = series(tmp_path / "s")
    spec = SegmentSpec(
        "Left kidney cyst", type="Cyst", region="Kidney", tracking_id="K1", tracking_uid="2.25.77"
    )
    ds = reread(build_seg(np.ones(volume.shape, bool), volume, [spec], datasets=datasets), tmp_path / "seg")
    segment = parse_segmentation(ds).segments[0]
    assert (segment.label, segment.tracking_id, segment.tracking_uid) == ("Left kidney cyst", "K1", "2.25.77")
    assert (segment.region.scheme, segment.region.value) == ("SCT", "64033007")
