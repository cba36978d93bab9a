"""Objects without masks: doses, plans, presentation states, key objects, registrations, waveforms, documents, maps."""

from __future__ import annotations

import numpy as np
import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

import pacslake
from pacslake.derived import registration_transform, waveform
from pacslake.derived.documents import pdf_text
from pacslake.derived.radiotherapy import histograms
from pacslake.derived.spatial import registrations
from pacslake.derived.waveforms import samples
from pacslake.errors import DecodeError, NotFoundError

ROOT = "1.2.840.10008.5.1.4.1.1."


def item(**values):
    ds = Dataset()
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return ds


def code(value, scheme, meaning):
    return item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)


def made(sop_class, modality, **values):
    """An object of a class below the storage root, ready to be added."""
    ds = item(
        SOPClassUID=ROOT + sop_class, SOPInstanceUID=generate_uid(), StudyInstanceUID=generate_uid(),
        SeriesInstanceUID=generate_uid(), Modality=modality, PatientID="P1", StudyDate="20240102", **values,
    )  # fmt: skip
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return ds


@pytest.fixture
def lake(tmp_path):
    return pacslake.init(tmp_path / "lake")


def test_dose_has_its_extremes_and_histograms(lake):
    structures = made("481.3", "RTSTRUCT", StructureSetROISequence=[item(ROINumber=4, ROIName="Cord")])
    grid = np.arange(2 * 3 * 4, dtype=np.uint16).reshape(2, 3, 4)
    dose = made(
        "481.2", "RTDOSE", FrameOfReferenceUID="2.25.5", DoseUnits="GY", DoseType="PHYSICAL", DoseSummationType="PLAN",
        DoseGridScaling="0.5", NumberOfFrames=2, Rows=3, Columns=4, BitsAllocated=16, BitsStored=16, HighBit=15,
        PixelRepresentation=0, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2",
        ImagePositionPatient=[0, 0, 0], ImageOrientationPatient=[1, 0, 0, 0, 1, 0], PixelSpacing=[2, 2],
        GridFrameOffsetVector=[0, 3], PixelData=grid.tobytes(),
        ReferencedStructureSetSequence=[
            item(ReferencedSOPClassUID=structures.SOPClassUID, ReferencedSOPInstanceUID=structures.SOPInstanceUID)
        ],
        DVHSequence=[
            item(
                DVHType="CUMULATIVE", DoseUnits="GY", DVHDoseScaling="2", DVHVolumeUnits="CM3", DVHNumberOfBins=3,
                DVHData=[0.5, 10, 0.5, 6, 1, 1], DVHMeanDose="1.1",
                DVHReferencedROISequence=[
                    item(ReferencedROINumber=4, DVHROIContributionType="INCLUDED"),
                    item(ReferencedROINumber=5, DVHROIContributionType="EXCLUDED"),
                ],
            )
        ],
    )  # fmt: skip
    lake.add(structures)
    lake.add(dose)
    (row,) = lake.dicts("SELECT * FROM rt_dose")
    assert (row["max_dose"], row["mean_dose"], row["n_frames"], row["n_dvh"]) == (11.5, 5.75, 2, 1)
    assert row["volume_id"] == lake.rows("SELECT volume_id FROM volume")[0][0]
    (one,) = lake.dicts("SELECT * FROM dvh")
    assert (one["dose"], one["volume"]) == ([1.0, 2.0, 4.0], [10.0, 6.0, 1.0])
    assert (one["ROINumbers"], one["ROINames"], one["excluded_ROINumbers"]) == ([4], ["Cord"], [5])


def test_a_histogram_of_odd_length_has_no_bins():
    (row,) = histograms(item(DVHSequence=[item(DVHData=[1, 2, 3])]), {})
    assert (row["dose"], row["volume"], row["ROINumbers"]) == (None, None, None)


def test_plan_and_beams_of_a_real_plan(lake):
    lake.ingest(get_testdata_file("rtplan.dcm", download=False))
    ds = pydicom.dcmread(get_testdata_file("rtplan.dcm", download=False))
    (plan,) = lake.dicts("SELECT * FROM rt_plan")
    assert (plan["RTPlanLabel"], plan["NumberOfFractionsPlanned"], plan["n_beams"]) == ("Plan1", 30, 1)
    assert str(plan["plan_datetime"]) == "2003-09-03 15:00:23"
    (beam,) = lake.dicts("SELECT * FROM rt_beam")
    assert beam["BeamMeterset"] == float(ds.FractionGroupSequence[0].ReferencedBeamSequence[0].BeamMeterset)
    assert (beam["NominalBeamEnergies"], beam["gantry_start_degrees"]) == ([6.0], 0.0)
    assert beam["isocentre_lps"] == [
        float(v) for v in ds.BeamSequence[0].ControlPointSequence[0].IsocenterPosition
    ]


def test_an_arc_that_is_given_twice_is_summed():
    from pacslake.derived.radiotherapy import beams

    group = item(ReferencedBeamSequence=[item(ReferencedBeamNumber=1, BeamMeterset="10")])
    points = [
        item(GantryAngle="181", NominalBeamEnergy="6"),
        item(),
        item(GantryAngle="179", NominalBeamEnergy="10"),
    ]
    (beam,) = beams(
        item(
            FractionGroupSequence=[group, group],
            BeamSequence=[item(BeamNumber=1, ControlPointSequence=points)],
        )
    )
    assert (beam["BeamMeterset"], beam["gantry_start_degrees"], beam["gantry_stop_degrees"]) == (
        20.0,
        181.0,
        179.0,
    )
    assert beam["NominalBeamEnergies"] == [6.0, 10.0] and beam["n_control_points"] == 3


def presentation_state():
    text = item(UnformattedTextValue="lesion of Mrs Example")
    return made(
        "11.1", "PR", ContentLabel="CHECK", PresentationLUTShape="IDENTITY", ShutterShape=["CIRCULAR", "POLYGONAL"],
        SoftcopyVOILUTSequence=[item(WindowCenter="40", WindowWidth="400")],
        DisplayedAreaSelectionSequence=[
            item(DisplayedAreaTopLeftHandCorner=[1, 1], DisplayedAreaBottomRightHandCorner=[512, 256])
        ],
        GraphicAnnotationSequence=[item(GraphicObjectSequence=[item(), item()], TextObjectSequence=[text])],
    )  # fmt: skip


@pytest.mark.parametrize(("zone", "texts"), [("identified", ["lesion of Mrs Example"]), ("research", None)])
def test_presentation_state_tells_window_and_drawings(zone, texts):
    from pacslake.derived.screen import presentation_state as read

    row = read(presentation_state(), free_text=zone == "identified")
    assert (row["WindowCenter"], row["WindowWidth"], row["n_graphics"], row["n_texts"]) == (40.0, 400.0, 2, 1)
    assert row["displayed_area"] == [1, 1, 512, 256] and row["ShutterShape"] == ["CIRCULAR", "POLYGONAL"]
    assert row["texts"] == texts


def test_key_objects_tell_why_and_which(lake):
    rejected = item(
        ValueType="CODE", RelationshipType="HAS CONCEPT MOD",
        ConceptNameCodeSequence=[code("113011", "DCM", "Document Title Modifier")],
        ConceptCodeSequence=[code("113026", "DCM", "Double exposure")],
    )  # fmt: skip
    image = item(
        ValueType="IMAGE", RelationshipType="CONTAINS",
        ReferencedSOPSequence=[item(ReferencedSOPClassUID=ROOT + "2", ReferencedSOPInstanceUID="2.25.42")],
    )  # fmt: skip
    lake.add(
        made(
            "88.59", "KO", ValueType="CONTAINER",
            ConceptNameCodeSequence=[code("113001", "DCM", "Rejected for Quality Reasons")],
            ContentSequence=[rejected, image],
        )
    )  # fmt: skip
    (row,) = lake.dicts("SELECT * FROM key_object")
    assert (row["title_meaning"], row["modifier_meanings"]) == (
        "Rejected for Quality Reasons",
        ["Double exposure"],
    )
    assert (row["n_objects"], row["marked_SOPInstanceUIDs"]) == (1, ["2.25.42"])
    assert lake.rows("SELECT waiting_for FROM derived_state") == [(["2.25.42"],)]


def matrix_item(*matrices, kind="RIGID"):
    registration = item(
        MatrixSequence=[
            item(
                FrameOfReferenceTransformationMatrix=list(m.ravel()),
                FrameOfReferenceTransformationMatrixType=kind,
            )
            for m in matrices
        ]
    )
    return item(FrameOfReferenceUID="2.25.8", MatrixRegistrationSequence=[registration])


TURN = np.array([[0, -1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1.0]])
SHIFT = np.array([[1, 0, 0, 10], [0, 1, 0, 20], [0, 0, 1, 30], [0, 0, 0, 1.0]])


def test_matrices_of_a_registration_apply_in_their_order(lake):
    lake.add(
        made("66.1", "REG", FrameOfReferenceUID="2.25.7",
             RegistrationSequence=[matrix_item(np.eye(4)), matrix_item(TURN, SHIFT)])
    )  # fmt: skip
    same, moved = lake.dicts("SELECT * FROM spatial_registration ORDER BY item_index")
    assert (same["kind"], moved["kind"]) == ("identity", "rigid")
    # (1, 0, 0) turns to (0, 1, 0), then shifts to (10, 21, 30).
    matrix = np.array(moved["matrix_lps"]).reshape(4, 4)
    assert (matrix @ [1, 0, 0, 1])[:3].tolist() == [10, 21, 30]
    assert (moved["source_FrameOfReferenceUID"], moved["FrameOfReferenceUID"]) == ("2.25.8", "2.25.7")
    back = registration_transform(lake, moved["spatial_registration_id"])
    assert np.allclose(back.TransformPoint((10, 21, 30)), (1, 0, 0))
    with pytest.raises(NotFoundError):
        registration_transform(lake, "x0")


def deformable(n=None):
    vectors = np.zeros((2, 3, 4, 3), np.float32)
    vectors[..., 0] = 2.5  # every point moves 2.5 mm along x
    vectors[1, 1, 1] = (0, 3, 4)
    grid = item(
        ImageOrientationPatient=[1, 0, 0, 0, 1, 0], ImagePositionPatient=[-10, -10, 0], GridDimensions=[4, 3, 2],
        GridResolution=[10.0, 10.0, 5.0], VectorGridData=vectors.tobytes()[:n],
    )  # fmt: skip
    one = item(
        SourceFrameOfReferenceUID="2.25.8", DeformableRegistrationGridSequence=[grid],
        PostDeformationMatrixRegistrationSequence=[
            item(FrameOfReferenceTransformationMatrix=list(SHIFT.ravel()), FrameOfReferenceTransformationMatrixType="RIGID")
        ],
    )  # fmt: skip
    return made("66.3", "REG", FrameOfReferenceUID="2.25.7", DeformableRegistrationSequence=[one])


def test_a_deformation_moves_points_by_its_vectors_then_by_its_matrix(lake):
    lake.add(deformable())
    (row,) = lake.dicts("SELECT * FROM spatial_registration")
    assert (row["kind"], row["grid_shape"], row["max_displacement_mm"]) == ("deformable", [2, 3, 4], 5.0)
    transform = registration_transform(lake, row["spatial_registration_id"])
    assert np.allclose(transform.TransformPoint((-10, -10, 0)), (2.5, 10, 30))
    assert np.allclose(transform.TransformPoint((0, 0, 5)), (10, 23, 39))


def test_a_deformation_grid_cut_short_is_refused():
    with pytest.raises(DecodeError, match="4 by 3 by 2 vectors need 72"):
        registrations(deformable(40))


def test_waveform_in_its_units_as_pydicom_gives_it(lake):
    path = get_testdata_file("waveform_ecg.dcm", download=False)
    lake.ingest(path)
    ds = pydicom.dcmread(path)
    rows = lake.dicts("SELECT * FROM waveform ORDER BY group_index")
    assert [(r["MultiplexGroupLabel"], r["SamplingFrequency"], r["duration_s"]) for r in rows] == [
        ("RHYTHM", 1000.0, 10.0),
        ("MEDIAN BEAT", 1000.0, 1.2),
    ]
    for index, row in enumerate(rows):
        found = waveform(lake, row["waveform_id"])
        assert np.allclose(found.samples, ds.waveform_array(index))
        assert (found.labels[0], found.units[0]) == ("Lead I (Einthoven)", "uV")
    numbers = {
        (a.ConceptNameCodeSequence[0].CodeMeaning, float(a.NumericValue))
        for a in ds.WaveformAnnotationSequence
        if "NumericValue" in a
    }
    assert numbers and set(lake.rows("SELECT name, value FROM measurement")) == numbers


def test_waveform_cut_short_or_companded_is_refused():
    channel = item(ChannelSensitivity="1")
    group = item(
        NumberOfWaveformChannels=1, NumberOfWaveformSamples=4, SamplingFrequency="10", WaveformSampleInterpretation="SS",
        ChannelDefinitionSequence=[channel], WaveformData=b"\0" * 6,
    )  # fmt: skip
    with pytest.raises(DecodeError, match="6 of 8 bytes"):
        samples(item(WaveformSequence=[group]), 0)
    group.WaveformSampleInterpretation = "MB"
    with pytest.raises(DecodeError, match="kind MB"):
        samples(item(WaveformSequence=[group]), 0)


def pdf(words):
    """A PDF of one page with these words, written by hand."""
    body = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def encapsulated(body):
    return made("104.1", "DOC", DocumentTitle="Letter", MIMETypeOfEncapsulatedDocument="application/pdf",
                EncapsulatedDocument=body + b"\0" * (len(body) % 2), EncapsulatedDocumentLength=len(body))  # fmt: skip


def test_text_of_a_pdf_stands_in_its_row(lake):
    pytest.importorskip("pypdf")
    lake.add(encapsulated(pdf("No change since spring")))
    (row,) = lake.dicts("SELECT * FROM document")
    assert (row["text"], row["n_pages"], row["DocumentTitle"]) == ("No change since spring", 1, "Letter")
    assert row["size_bytes"] == len(pdf("No change since spring"))


def test_a_research_lake_keeps_no_text_of_a_pdf():
    pytest.importorskip("pypdf")
    from pacslake.derived.documents import document

    row, problem = document(encapsulated(pdf("Mrs Example")), free_text=False)
    assert (row["text"], row["DocumentTitle"], row["n_pages"], problem) == (None, None, 1, None)


def test_a_damaged_pdf_is_a_row_with_an_issue(lake):
    pytest.importorskip("pypdf")
    lake.add(encapsulated(b"%PDF-1.4 and then nothing"))
    assert lake.rows("SELECT n_pages, text FROM document") == [(None, None)]
    assert lake.rows("SELECT code FROM issue WHERE source = 'derived'") == [("document_unreadable",)]
    assert pdf_text(b"")[2] is not None


@pytest.mark.corpus
def test_a_parametric_map_is_a_volume_and_says_what_it_means(corpus, lake):
    lake.ingest(corpus / "pydicom-data-new" / "parametric_map_float.dcm")
    (row,) = lake.dicts("SELECT * FROM parametric_map")
    assert (row["LUTExplanation"], row["unit"], row["slope"]) == ("feature_001", "1", 1.0)
    values = np.asarray(lake.volume(row["volume_id"]).values())
    ds = pydicom.dcmread(corpus / "pydicom-data-new" / "parametric_map_float.dcm")
    assert np.array_equal(values.ravel(), np.asarray(ds.pixel_array, np.float32).ravel())


@pytest.mark.corpus
def test_a_real_presentation_state_and_hemodynamics(corpus, lake):
    lake.ingest(corpus / "enhanced-multiframe" / "dbdicom" / "MOLLI_enhanced" / "PS_0002")
    lake.ingest(corpus / "cine-xa-us" / "dicomParser" / "deflate" / "wave_dfl")
    (state,) = lake.dicts("SELECT * FROM presentation_state")
    assert (state["ContentLabel"], state["WindowCenter"], state["n_graphics"]) == ("AS ACQUIRED", 1000.0, 0)
    (wave,) = lake.dicts("SELECT * FROM waveform")
    found = waveform(lake, wave["waveform_id"])
    ds = pydicom.dcmread(corpus / "cine-xa-us" / "dicomParser" / "deflate" / "wave_dfl")
    assert np.allclose(found.samples, ds.waveform_array(0), equal_nan=True) and found.units[0] == "mV"
