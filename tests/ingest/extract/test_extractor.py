"""From bytes to rows: known answers, pydicom as the second opinion, and the memo against reading each file alone."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pydicom
import pydicom.data
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, generate_uid

from pacslake.catalog.schema import sql_object, table_schema
from pacslake.ingest.extract import Extracted, Extractor
from pacslake.ingest.extract.columns import arrow_schema, plain_columns
from pacslake.ingest.extract.computed import DERIVED, RULES

WHEEL = Path(pydicom.data.__file__).parent / "test_files"


class Rows:
    """The tables of some files, with the views over them."""

    def __init__(self, files: dict[str, bytes], **options: Any) -> None:
        extractor = Extractor(**options)
        self.found: dict[str, Extracted] = {}
        for name, data in files.items():
            self.found[name] = extractor.add(data, file_id=name, uri=name, size_bytes=len(data))
        self.tables = extractor.finish()
        self.con = duckdb.connect()
        for name, table in self.tables.items():
            self.con.register(name, table)
        for view in ("instance", "header", "element"):
            file = sql_object(view)
            assert file is not None
            self.con.execute(file.text.split("COMMENT ON")[0])

    def all(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.sql(sql).fetchall()

    def column(self, name: str) -> dict[str, Any]:
        """Values of a curated column by file."""
        return dict(self.all(f'SELECT file_id, "{name}" FROM instance'))

    def codes(self) -> dict[str, set[str]]:
        """Issue codes by file."""
        out = {name: {str(i["code"]) for i in found.issues} for name, found in self.found.items()}
        for file_id, code in self.all(
            "SELECT file_id, code FROM issue JOIN instance ON entity_id = instance_version_id"
        ):
            out[file_id].add(code)
        return out


def folder(path: Path) -> dict[str, bytes]:
    return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def written(ds: Dataset, syntax: str = ExplicitVRLittleEndian) -> bytes:
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    out = io.BytesIO()
    pydicom.dcmwrite(out, ds, enforce_file_format=True)
    return out.getvalue()


def slices(n: int, **attributes: Any) -> dict[str, bytes]:
    """A series of `n` slices of 4 x 4 pixels, 2.5 mm apart."""
    series, out = generate_uid(), {}
    for i in range(n):
        ds = Dataset()
        ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", f"{series}.{i + 1}"
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.Modality = "1.2.3", series, "CT"
        ds.StudyDate, ds.StudyTime, ds.PatientID, ds.PatientName = "20240105", "101530", "P1", "A^B"
        ds.AcquisitionDate, ds.AcquisitionTime = "20240105", f"1015{i:02d}.25"
        ds.ImagePositionPatient, ds.ImageOrientationPatient = [0, 0, 2.5 * i], [1, 0, 0, 0, 1, 0]
        ds.InstanceNumber, ds.SpecificCharacterSet = i + 1, "ISO_IR 100"
        reference = Dataset()
        reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = "1.2.8", f"1.9.{i % 2}"
        ds.ReferencedImageSequence = Sequence([reference])
        block = ds.private_block(0x0019, "TEST", create=True)
        block.add_new(1, "DS", str(i * 3))
        block.add_new(2, "OB", bytes([i]) * 900)
        ds.Rows = ds.Columns = 4
        ds.BitsAllocated = ds.BitsStored = 16
        ds.HighBit, ds.PixelRepresentation, ds.SamplesPerPixel = 15, 0, 1
        ds.PhotometricInterpretation, ds.PixelData = "MONOCHROME2", bytes([i] * 32)
        for name, value in attributes.items():
            setattr(ds, name, value)
        out[f"{i:03d}"] = written(ds)
    return out


# --- the columns -----------------------------------------------------------------------------------------


def test_every_column_of_an_instance_has_a_source() -> None:
    plain = {c.name for c in plain_columns("instance_row")}
    computed = {name for rule in RULES for name in rule.columns} | set(DERIVED)
    other = {
        "instance_version_id", "file_id", "is_current", "superseded_by", "patient_key", "template_id", "size_bytes",
        "TransferSyntaxUID", "pixel_keyword", "pixel_offset", "pixel_length", "n_frames", "pixel_sha256",
    }  # fmt: skip
    declared = {c.name for c in table_schema("instance_row").columns}
    assert plain | computed | other == declared
    assert not plain & computed
    assert len(plain) > 150


def test_types_are_those_that_duckdb_gives_the_declaration() -> None:
    for table in ("instance_row", "frame", "element_own", "reference_row"):
        columns = table_schema(table).columns
        body = ", ".join(f'"{c.name}" {c.type}' for c in columns)
        con = duckdb.connect()
        con.execute(f"CREATE TABLE t ({body})")
        assert con.sql("SELECT * FROM t").to_arrow_table().schema.types == arrow_schema(table).types


def test_curated_values_of_a_series() -> None:
    rows = Rows(slices(5))
    assert list(rows.column("slice_position_mm").values()) == [0.0, 2.5, 5.0, 7.5, 10.0]
    assert rows.column("StudyTime")["000"] == datetime.time(10, 15, 30)
    assert rows.column("acquisition_datetime")["003"] == datetime.datetime(2024, 1, 5, 10, 15, 3, 250000)
    assert set(rows.column("patient_key").values()) == {"|P1"}
    assert set(Rows(slices(1), source_name="north").column("patient_key").values()) == {"north|P1"}


def test_dates_are_local_and_the_zone_stands_apart() -> None:
    rows = Rows(slices(1, StudyDate="20201025", StudyTime="001500", TimezoneOffsetFromUTC="+0200"))
    assert rows.column("StudyDate")["000"] == datetime.date(2020, 10, 25)
    assert rows.column("timezone_offset_min")["000"] == 120


def test_long_text_is_cut_in_its_column_and_whole_in_the_header() -> None:
    rows = Rows(slices(1, ImageComments="x" * 60_000))
    assert len(rows.column("ImageComments")["000"]) == 4096
    assert "text_truncated" in rows.codes()["000"]
    header = json.loads(rows.all("SELECT header FROM header")[0][0])
    assert header["00204000"]["Value"] == ["x" * 60_000]


def test_several_values_where_one_is_allowed_keep_the_first_and_say_so() -> None:
    rows = Rows(slices(1, SliceThickness=[5, 6]))
    assert rows.column("SliceThickness")["000"] == 5.0
    assert "value_multiplicity" in rows.codes()["000"]
    assert rows.all("SELECT value_list FROM element WHERE keyword = 'SliceThickness'") == [(["5.0", "6.0"],)]


# --- the memo --------------------------------------------------------------------------------------------


def everything(tables: list[dict[str, pa.Table]]) -> dict[str, Any]:
    con = duckdb.connect()
    for name in tables[0]:
        con.register(name, pa.concat_tables([t[name] for t in tables]))
    for view in ("instance", "header", "element"):
        file = sql_object(view)
        assert file is not None
        con.execute(file.text.split("COMMENT ON")[0])
    out: dict[str, Any] = {
        "header": {a: json.loads(b) for a, b in con.sql("SELECT * FROM header").fetchall()},
    }
    for name in ("instance", "frame", "element", "reference_row", "issue"):
        left_out = {"instance": "EXCLUDE (template_id)", "issue": "EXCLUDE (batch_id)"}.get(name, "")
        out[name] = sorted(con.sql(f"SELECT * {left_out} FROM {name}").fetchall(), key=str)
    return out


def assert_memo_changes_nothing(files: dict[str, bytes]) -> None:
    together, alone = Extractor(), []
    seen: set[str] = set()
    for name, data in files.items():
        single = Extractor()
        facts = single.add(data, file_id=name, uri=name, size_bytes=len(data))
        assert together.add(data, file_id=name, uri=name, size_bytes=len(data)) == facts
        if facts.instance_version_id and facts.instance_version_id not in seen:
            seen.add(facts.instance_version_id)
            alone.append(single.finish())
    assert everything([together.finish()]) == everything(alone)


def test_a_series_gives_the_rows_of_its_files_read_alone() -> None:
    assert_memo_changes_nothing(
        slices(12) | {"x" + k: v for k, v in slices(6, SeriesDescription="é").items()}
    )


def test_a_file_that_differs_anywhere_is_read_anew() -> None:
    files = slices(8)
    names = list(files)
    files[names[3]] = slices(1, Modality="MR")["000"]
    files[names[4]] = files[names[4]].replace(b"ISO_IR 100", b"ISO_IR 101")
    files[names[5]] = files[names[5]] + b"\0" * 8
    files[names[6]] = files[names[6]][:-3]
    assert_memo_changes_nothing(files)


def test_what_a_series_shares_is_stored_once() -> None:
    rows = Rows(slices(30))
    shared, own = rows.tables["element_shared"].num_rows, rows.tables["element_own"].num_rows
    assert rows.tables["header_shared"].num_rows == 1
    # SOPInstanceUID, AcquisitionTime, InstanceNumber, position, reference, two private ones, pixel data apart
    assert own == 30 * 7 and shared > 20


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name",
    ["mr-fieldmap-siemens", "ct-tilt-ge", "mr-positions-siemens", "pet-suv", "derived-seg-sr", "odd-orthanc"],
)
def test_real_series_give_the_rows_of_their_files_read_alone(corpus: Path, name: str) -> None:
    files = dict(list(folder(corpus / name).items())[:40])
    assert_memo_changes_nothing(files)


# --- elements, headers, references -----------------------------------------------------------------------


def test_elements_are_the_leaves_that_pydicom_walks() -> None:
    data = (WHEEL / "test-SR.dcm").read_bytes()
    rows = Rows({"a": data})
    ds = pydicom.dcmread(io.BytesIO(data))
    leaves = [e for e in ds.iterall() if e.VR != "SQ" or not e.value]
    got = rows.all("SELECT tag, vr, vm FROM element ORDER BY path")
    assert sorted(got) == sorted((f"{int(e.tag):08X}", e.VR, e.VM if e.VR != "SQ" else 0) for e in leaves)


def test_private_elements_carry_creator_and_element() -> None:
    rows = Rows(slices(3))
    query = (
        "SELECT value_double FROM element WHERE private_creator = 'TEST' AND element_low = '01' ORDER BY 1"
    )
    assert rows.all(query) == [(0.0,), (3.0,), (6.0,)]
    digest = hashlib.sha256(b"\1" * 900).hexdigest()
    assert rows.all(f"SELECT length FROM element WHERE sha256 = '{digest}'") == [(900,)]


def test_references_of_a_series_that_differ_by_slice() -> None:
    rows = Rows(slices(4))
    got = rows.all(
        "SELECT to_sop_instance, count(*), any_value(kind) FROM reference_row GROUP BY 1 ORDER BY 1"
    )
    assert got == [("1.9.0", 2, "referenced_image"), ("1.9.1", 2, "referenced_image")]


@pytest.mark.corpus
def test_references_of_a_segmentation_name_its_frames(corpus: Path) -> None:
    files = folder(corpus / "cases" / "SG-01-seg-without-empty-frames" / "input")
    rows = Rows(files)
    sources = {r for (r,) in rows.all("SELECT SOPInstanceUID FROM instance WHERE Modality = 'CT'")}
    got = rows.all("SELECT to_sop_instance, frame_index FROM reference_row WHERE kind = 'segmentation_frame'")
    assert len(got) == 3 and {uid for uid, _ in got} <= sources
    assert sorted(index for _, index in got) == [0, 1, 2]


# --- pixel data ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "JPEG2000.dcm",
        "MR_small_RLE.dcm",
        "color3d_jpeg_baseline.dcm",
        "liver.dcm",
        "rtdose.dcm",
        "SC_rgb_rle_2frame.dcm",
    ],
)
def test_frames_are_those_of_pydicom(name: str) -> None:
    from pydicom.encaps import generate_frames

    path = Path(pydicom.data.get_testdata_file(name, download=False) or WHEEL / name)
    if not path.is_file():
        pytest.skip(f"{name} is not among pydicom's files here")
    data = path.read_bytes()
    ds = pydicom.dcmread(io.BytesIO(data))
    rows = Rows({"a": data})
    got = rows.all("SELECT frame_index, sha256, frame_offset, frame_length FROM frame ORDER BY 1")
    n = int(ds.get("NumberOfFrames", 1) or 1)
    assert len(got) == n
    if ds.file_meta.TransferSyntaxUID.is_encapsulated:
        expected = list(generate_frames(ds.PixelData, number_of_frames=n))
    elif ds.BitsAllocated >= 8:
        size = ds.Rows * ds.Columns * ds.SamplesPerPixel * ds.BitsAllocated // 8
        expected = [ds.PixelData[i * size : (i + 1) * size] for i in range(n)]
    else:
        return
    assert [row[1] for row in got] == [hashlib.sha256(frame).hexdigest() for frame in expected]
    for (_, _, offset, length), frame in zip(got, expected, strict=True):
        assert data[offset : offset + length] == frame


def test_truncated_pixel_data_is_quarantined_with_the_counts() -> None:
    data = slices(1)["000"]
    found = Rows({"a": data[:-12]}).found["a"]
    assert (found.kind, found.reason) == ("quarantined", "pixel data 20 of 32 bytes")
    assert found.SOPInstanceUID and found.instance_version_id is None


def test_version_is_the_digest_of_the_data_set_as_stored() -> None:
    data = slices(1)["000"]
    found = Rows({"a": data}).found["a"]
    assert found.dataset_offset is not None
    digest = hashlib.sha256(data[found.dataset_offset :]).hexdigest()
    assert found.instance_version_id == digest
    assert Rows({"a": b"\1" * 128 + data[128:]}).found["a"].instance_version_id == digest
    assert Rows({"a": data + bytes(50)}).found["a"].instance_version_id == digest


def test_same_header_in_another_encoding_has_the_same_columns() -> None:
    ds = pydicom.dcmread(WHEEL / "MR_small.dcm")
    a, b = Rows({"a": written(ds)}), Rows({"a": written(ds, ImplicitVRLittleEndian)})
    skip = {"TransferSyntaxUID", "instance_version_id", "size_bytes", "pixel_offset"}
    for name in arrow_schema("instance_row").names:
        if name not in skip and not name.endswith("_us"):
            assert a.column(name) == b.column(name), name


# --- the cases -------------------------------------------------------------------------------------------

CASES = ("HV-", "ID-0", "DB-", "PX-09", "PX-12", "CX-")
FILE_CODES = {
    "repaired_decimal", "character_set_unknown", "invalid_date", "invalid_time", "invalid_uid", "study_date_missing",
    "no_file_meta", "pixel_data_padding",
}  # fmt: skip


def same(got: Any, want: Any) -> bool:
    if isinstance(want, list):
        return isinstance(got or [], list) and len(got or []) == len(want) and all(map(same, got or [], want))
    if isinstance(want, float):
        return got is not None and abs(got - want) <= 1e-12 * max(abs(want), 1)
    if isinstance(got, datetime.time | datetime.date):
        return got.isoformat() == want
    return got == want or (got is None and want == "")


def _case_names(corpus: Path) -> list[Path]:
    return [p for p in sorted((corpus / "cases").iterdir()) if p.name.startswith(CASES) and p.is_dir()]


@pytest.mark.corpus
def test_columns_and_flags_of_the_cases(corpus: Path) -> None:
    wrong = []
    for case in _case_names(corpus):
        expected = json.loads((case / "expected.json").read_text())
        rows = Rows(folder(case / "input"))
        wrong += [f"{case.name}: {text}" for text in _case_faults(rows, expected)]
    assert wrong == []


def _case_faults(rows: Rows, expected: dict[str, Any]) -> list[str]:
    faults = []
    for keyword, want in expected.get("columns", {}).items():
        faults += [f"{keyword} {got}" for got in rows.column(keyword).values() if not same(got, want)]
    for keyword, wants in expected.get("columns_in_order", {}).items():
        got = [value for _, value in sorted(rows.column(keyword).items())]
        faults += [] if same(got, wants) else [f"{keyword} {got}"]
    for key, keyword in (
        ("study_date", "StudyDate"),
        ("study_time", "StudyTime"),
        ("birth_date", "PatientBirthDate"),
    ):
        want = expected.get(key)
        column = rows.column(keyword)
        wants = want if isinstance(want, dict) else dict.fromkeys(column, want) if want else {}
        faults += [
            f"{name} {keyword} {column[name]}" for name, w in wants.items() if not same(column[name], w)
        ]
    for name, wants in expected.get("columns_by_file", {}).items():
        for keyword, want in wants.items():
            if not (isinstance(want, str) and " flag " in want) and not same(
                rows.column(keyword)[name], want
            ):
                faults.append(f"{name} {keyword} {rows.column(keyword)[name]}")
    codes = rows.codes()
    ours = set(expected.get("flags", ())) & FILE_CODES
    faults += [f"no {flag}" for flag in ours if not any(flag in c for c in codes.values())]
    if ours == set(expected.get("flags", ())) and "flagged_files" in expected:
        faults += [f"{name} not flagged" for name in expected["flagged_files"] if not codes[name] & ours]
    kinds = [found.kind for found in rows.found.values()]
    for outcome, kind in (("quarantined", "quarantined"), ("not_dicom", "not_dicom")):
        want = expected.get("files", {}).get(outcome, 0)
        faults += [] if kinds.count(kind) == want else [f"{kinds.count(kind)} {kind}"]
    if "frames" in expected:
        n = rows.tables["frame"].num_rows
        faults += [] if n == expected["frames"] else [f"{n} frames"]
    return faults


@pytest.mark.corpus
def test_names_in_many_character_sets_are_those_of_pydicom(corpus: Path) -> None:
    for path in sorted((corpus / "charsets").rglob("*.dcm")):
        ds = pydicom.dcmread(path, force=True)
        ds.setdefault("SOPInstanceUID", "1.2.3")
        rows = Rows({"a": path.read_bytes()})
        if rows.found["a"].kind != "dicom" or not ds.get("PatientName"):
            continue
        components = [c for c in str(ds.PatientName).split("=") if c.strip()]
        assert rows.column("PatientName")["a"] == components[0].strip(), path.name


@pytest.mark.corpus
def test_latin2_report_is_as_its_source_says(corpus: Path) -> None:
    path = corpus / "charsets" / "orthanc" / "MarekLatin2.dcm"
    expected = json.loads(path.with_suffix(".json").read_text())
    rows = Rows({"a": path.read_bytes()})
    assert rows.column("PatientName")["a"] == expected["00100010"]["Value"][0]["Alphabetic"]
