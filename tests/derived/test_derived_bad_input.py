"""Objects that are wrong: a row, an issue and a reason; never a crash, never a mask on the wrong grid."""

from __future__ import annotations

import copy
import struct

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

import pacslake
from pacslake.derived import MeasurementSpec, build_rtstruct, build_seg, build_sr, label_map, own_mask
from pacslake.errors import UsageError, VolumeError
from tests.derived.helpers import series

AXIAL = (1, 0, 0, 0, 1, 0)


@pytest.fixture
def lake(tmp_path):
    return pacslake.init(tmp_path / "lake")


@pytest.fixture(scope="module")
def ct(tmp_path_factory):
    """(folder, data sets, something like a volume, its grid) of a CT, not yet in a lake."""
    folder = tmp_path_factory.mktemp("ct")
    _, datasets, volume, grid = series(folder, (6, 20, 17), (2.5, 0.7, 0.9), AXIAL)
    return folder, datasets, volume, grid


@pytest.fixture(scope="module")
def mask(ct):
    found = np.zeros(ct[2].shape, bool)
    found[2:4, 5:9, 5:9] = True
    return found


def issues(lake):
    return dict(
        lake.rows("SELECT code, message FROM issue WHERE source IN ('derived', 'ingest') ORDER BY code")
    )


def test_a_segmentation_without_its_source_has_size_and_own_mask_but_lies_on_nothing(ct, mask, lake):
    lake.add(build_seg(mask, ct[2], ["Box"], datasets=ct[1]))
    (id, n, volume_id) = lake.rows("SELECT segment_id, n_voxels, volume_id FROM segment")[0]
    assert (n, volume_id) == (32, None) and "source_missing" in issues(lake)
    own = own_mask(lake, id)
    assert own.array.shape == (2, 20, 17) and np.array_equal(own.array > 0, mask[2:4])
    # column 5, row 6, first slice of its own = slice 2 of the images
    assert np.allclose(own.affine_lps @ [5, 6, 0, 1], np.asarray(ct[2].affine_lps) @ [5, 6, 2, 1], atol=1e-6)


def test_contours_of_another_frame_of_reference_are_a_row_without_count(ct, mask, lake):
    lake.ingest(ct[0])
    ds = build_rtstruct(mask, ct[2], ["Box"], datasets=ct[1])
    ds.FrameOfReferenceUID = ds.StructureSetROISequence[0].ReferencedFrameOfReferenceUID = "2.25.99"
    ds.ReferencedFrameOfReferenceSequence[0].FrameOfReferenceUID = "2.25.99"
    lake.add(ds)
    (id, n, volume_id, contours) = lake.rows("SELECT roi_id, n_voxels, volume_id, n_contours FROM roi")[0]
    assert (n, volume_id, contours) == (None, None, 2)
    assert "different FrameOfReferenceUIDs" in issues(lake)["frame_of_reference_mismatch"]
    with pytest.raises(VolumeError) as caught:
        lake.volume(lake.rows("SELECT volume_id FROM volume")[0][0]).mask(id)
    assert caught.value.reason_codes == ("frame_of_reference_mismatch",)


def test_contours_out_of_plane_are_a_row_without_count(ct, mask, lake):
    lake.ingest(ct[0])
    ds = build_rtstruct(mask, ct[2], ["Box"], datasets=ct[1])
    for contour in ds.ROIContourSequence[0].ContourSequence:
        points = np.array(contour.ContourData, float).reshape(-1, 3)
        points[:, 2] += np.linspace(0, 9, len(points))
        contour.ContourData = [f"{v:.4f}" for v in points.ravel()]
    lake.add(ds)
    assert lake.rows("SELECT n_voxels, n_contours FROM roi") == [(None, 2)]
    assert "do not lie in the planes" in issues(lake)["contour_across_slices"]


def test_references_to_frames_and_segments_that_do_not_exist(ct, mask, lake):
    lake.ingest(ct[0])
    seg = build_seg(mask, ct[2], ["Box"], datasets=ct[1])
    report = build_sr(
        [MeasurementSpec("Volume", 1.0, "ml", "L1", segment_number=1)],
        ct[2],
        segmentation=seg,
        datasets=ct[1],
    )

    def walk(item):
        for reference in item.get("ReferencedSOPSequence") or ():
            if "ReferencedSegmentNumber" in reference:
                reference.ReferencedSegmentNumber = 7
        for child in item.get("ContentSequence") or ():
            walk(child)

    walk(report)
    for group in seg.PerFrameFunctionalGroupsSequence:
        group.DerivationImageSequence[0].SourceImageSequence[0].ReferencedFrameNumber = 5
    lake.add(seg)
    lake.add(report)
    found = issues(lake)
    assert "2 references name frames" in found["frame_missing"]
    assert "segment 7" in found["segment_missing"]
    assert lake.rows('SELECT "SegmentNumber", segment_id, value FROM measurement') == [(7, None, 1.0)]
    assert lake.rows("SELECT n_voxels FROM segment") == [(32,)]


def item(kind, name, *children, relation="CONTAINS", **values):
    ds = Dataset()
    ds.ValueType, ds.RelationshipType = kind, relation
    ds.ConceptNameCodeSequence = [code(*name)]
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    if children:
        ds.ContentSequence = list(children)
    return ds


def code(value, scheme, meaning):
    ds = Dataset()
    ds.CodeValue, ds.CodingSchemeDesignator, ds.CodeMeaning = value, scheme, meaning
    return ds


def number(name, value, unit, *children, **options):
    measured = Dataset()
    measured.NumericValue, measured.MeasurementUnitsCodeSequence = value, [code(*unit)]
    return item("NUM", name, *children, MeasuredValueSequence=[measured], **options)


def report(content, template):
    content.file_meta = FileMetaDataset()
    content.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    content.SOPClassUID, content.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.88.33", generate_uid()
    content.StudyInstanceUID, content.SeriesInstanceUID = generate_uid(), generate_uid()
    content.Modality, content.PatientID = "SR", "P1"
    said = Dataset()
    said.MappingResource, said.TemplateIdentifier = template
    content.ContentTemplateSequence = [said]
    return content


@pytest.mark.parametrize("template", [("99ACME", "LVF"), ("DCMR", "67890")])
def test_an_unknown_template_with_private_codes_gives_its_numbers_and_says_so(lake, template):
    ejection = number(("LVEF", "99ACME", "Ejection"), "61.5", ("%", "UCUM", "percent"))
    lake.add(report(item("CONTAINER", ("R1", "99ACME", "Heart report"), ejection), template))
    assert lake.rows("SELECT name, name_scheme, value, unit FROM measurement") == [
        ("Ejection", "99ACME", 61.5, "%")
    ]
    found = issues(lake)
    assert "1 templates" in found["unknown_template"] and "2 codes" in found["private_codes"]


def test_a_report_of_computer_aided_detection_gives_a_group_for_each_finding(lake):
    image = Dataset()
    image.ReferencedSOPClassUID, image.ReferencedSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.1.2", "2.25.31"
    library = item("CONTAINER", ("111028", "DCM", "Image Library"),
                   item("IMAGE", ("111032", "DCM", "Entry"), ReferencedSOPSequence=[image]))  # fmt: skip
    pointer = Dataset()
    pointer.RelationshipType, pointer.ReferencedContentItemIdentifier = "SELECTED FROM", [1, 1, 1]
    centre = item("SCOORD", ("111010", "DCM", "Center"), pointer, relation="HAS PROPERTIES",
                  GraphicType="POINT", GraphicData=[120.5, 88.0])  # fmt: skip
    certainty = number(("111047", "DCM", "Probability of cancer"), "83", ("%", "UCUM", "percent"),
                       relation="HAS PROPERTIES")  # fmt: skip
    finding = item("CODE", ("111059", "DCM", "Single Image Finding"), centre, certainty, relation="INFERRED FROM",
                   ConceptCodeSequence=[code("4147007", "SCT", "Mass")])  # fmt: skip
    summary = item("CODE", ("111017", "DCM", "CAD Processing and Findings Summary"), finding,
                   ConceptCodeSequence=[code("111242", "DCM", "All algorithms succeeded; with findings")])  # fmt: skip
    lake.add(
        report(
            item("CONTAINER", ("111036", "DCM", "Mammography CAD Report"), library, summary), ("DCMR", "4000")
        )
    )
    (group,) = lake.dicts("SELECT * FROM measurement_group")
    assert (group["finding_meaning"], group["graphic_type"], group["graphic_data"]) == (
        "Mass",
        "POINT",
        [120.5, 88.0],
    )
    assert group["source_SOPInstanceUIDs"] == ["2.25.31"]
    assert lake.rows("SELECT name, value, finding_meaning FROM measurement") == [
        ("Probability of cancer", 83.0, "Mass")
    ]
    assert "unknown_template" not in issues(lake)


def many_segments(path, n):
    """A label map of two slices with `n` segments of one voxel each; the sequence is written as bytes, for speed."""
    head, tail = Dataset(), Dataset()
    head.file_meta = FileMetaDataset()
    head.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    head.SOPClassUID, head.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.66.7", generate_uid()
    head.StudyInstanceUID, head.SeriesInstanceUID = generate_uid(), generate_uid()
    head.Modality, head.PatientID, head.FrameOfReferenceUID = "SEG", "P1", "2.25.1"
    head.Rows, head.Columns, head.NumberOfFrames = 256, 128, 2
    head.SamplesPerPixel, head.PhotometricInterpretation = 1, "MONOCHROME2"
    head.BitsAllocated = head.BitsStored = 16
    head.HighBit, head.PixelRepresentation = 15, 0
    tail.SegmentationType = "LABELMAP"
    shared, measures, direction = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = [1, 1], 2
    direction.ImageOrientationPatient = list(AXIAL)
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [direction]
    tail.SharedFunctionalGroupsSequence = [shared]
    groups = []
    for k in range(2):
        group, position = Dataset(), Dataset()
        position.ImagePositionPatient = [0, 0, 2 * k]
        group.PlanePositionSequence = [position]
        groups.append(group)
    tail.PerFrameFunctionalGroupsSequence = groups
    tail.PixelData = np.arange(65536, dtype="<u2").tobytes()
    tail["PixelData"].VR = "OW"
    head.save_as(path, enforce_file_format=True)
    rest = DicomBytesIO()
    rest.is_little_endian, rest.is_implicit_VR = True, False
    write_dataset(rest, tail)
    rest = rest.getvalue()
    kind = struct.pack("<HH2sH", 0x0062, 0x0001, b"CS", 8) + b"LABELMAP"
    items = b"".join(
        struct.pack("<HHIHH2sHHHH2sH", 0xFFFE, 0xE000, 22, 0x0062, 4, b"US", 2, number_, 0x0062, 5, b"LO", 4)
        + b"Cell"
        for number_ in range(1, n + 1)
    )
    sequence = struct.pack("<HH2sHI", 0x0062, 0x0002, b"SQ", 0, len(items)) + items
    assert rest.startswith(kind)
    path.write_bytes(path.read_bytes() + kind + sequence + rest[len(kind) :])


def test_65535_segments_are_counted_in_one_pass(tmp_path):
    from pacslake.derived.measure import measure_segments
    from pacslake.derived.segmentation import Pixels, parse_segmentation
    from pacslake.dicom.items import items_of
    from pacslake.dicom.scan import scan

    many_segments(tmp_path / "many.dcm", 65535)
    ds = items_of(scan((tmp_path / "many.dcm").read_bytes()))
    sizes = measure_segments(parse_segmentation(ds), Pixels(ds))
    assert len(sizes) == 65535 and all(size.n_voxels == 1 for size in sizes.values())
    assert sizes[65535].bbox == [127, 255, 2, 127, 255, 2] and sizes[1].centroid == [1, 0, 0]


def test_many_segments_are_as_many_rows(lake, tmp_path):
    many_segments(tmp_path / "many.dcm", 1500)
    lake.ingest(tmp_path / "many.dcm")
    assert lake.rows("SELECT count(*), sum(n_voxels), min(volume_ml), max(volume_ml) FROM segment") == [
        (1500, 1500, 0.002, 0.002)
    ]
    last = own_mask(lake, lake.rows('SELECT segment_id FROM segment WHERE "SegmentNumber" = 1500')[0][0])
    assert np.argwhere(last.array).tolist() == [[0, 11, 92]]


def test_frames_at_uneven_places_are_not_laid_on_another_grid(ct, mask, lake):
    lake.ingest(ct[0])
    seg = build_seg(np.ones_like(mask), ct[2], ["All"], datasets=ct[1])
    for n, group in enumerate(seg.PerFrameFunctionalGroupsSequence):
        x, y, z = group.PlanePositionSequence[0].ImagePositionPatient
        group.PlanePositionSequence[0].ImagePositionPatient = [x + 0.3, y, z + (0.9 if n == 3 else 0.0)]
    lake.add(seg)
    (id,) = lake.rows("SELECT segment_id FROM segment")[0]
    with pytest.raises(VolumeError) as caught:
        lake.mask(lake.volume(lake.rows("SELECT volume_id FROM volume")[0][0]), id)
    assert caught.value.reason_codes == ("irregular_spacing",)


def test_sheared_slices_keep_their_shear_on_another_grid(tmp_path, ct):
    from pacslake.derived.grid import grid_from_affine
    from pacslake.derived.masks import segment_mask

    ds = copy.deepcopy(build_seg(np.ones(ct[2].shape, bool), ct[2], ["All"], datasets=ct[1]))
    at = [g.PlanePositionSequence[0].ImagePositionPatient for g in ds.PerFrameFunctionalGroupsSequence]
    for k, place in enumerate(at):
        place[1] = float(at[0][1]) + 3.5 * k  # a tilted gantry: five rows of 0.7 mm a slice
    affine = np.diag([0.45, 0.35, 2.5, 1.0])
    affine[:3, 3] = (float(at[0][0]) - 0.225, float(at[0][1]) - 0.175, float(at[0][2]))
    found = segment_mask(ds, 1, grid_from_affine((6, 100, 34), affine))
    filled = [np.flatnonzero(plane.any(1)) for plane in found]
    assert [(int(r[0]), int(r[-1])) for r in filled] == [(10 * k, 10 * k + 39) for k in range(6)]


def test_a_label_map_of_overlapping_segments_follows_the_rule_given(ct, mask, lake):
    lake.ingest(ct[0])
    volume = lake.volume(lake.rows("SELECT volume_id FROM volume")[0][0])
    other = np.roll(mask, 2, axis=2)
    lake.add(build_seg(np.stack([mask, other]), volume, ["One", "Two"]))
    ids = [id for (id,) in lake.rows('SELECT segment_id FROM segment ORDER BY "SegmentNumber"')]
    with pytest.raises(UsageError, match="16 voxels"):
        label_map(lake, volume, ids)
    first, last = (label_map(lake, volume, ids, overlap=rule) for rule in ("first", "last"))
    assert ((first == 1).sum(), (first == 2).sum()) == (32, 16)
    assert ((last == 1).sum(), (last == 2).sum()) == (16, 32)
