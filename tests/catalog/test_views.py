"""Patients, studies, series and the macros over headers, against values worked out by hand or by pydicom."""

import datetime
import json

import pydicom
import pydicom.data
import pydicom.misc
import pydicom.tag
import pytest

from pacslake.catalog import Changes, commit


def instance(name, uri, **columns):
    """(row of instance_row, row of file); keywords give other columns."""
    row = {
        "instance_version_id": name,
        "file_id": f"f-{name}",
        "is_current": True,
        "patient_key": "|P1",
        "PatientID": "P1",
        "SOPInstanceUID": f"1.1.{name}",
        "SeriesInstanceUID": "1.2",
        "StudyInstanceUID": "1.3",
        "Modality": "CT",
        "size_bytes": 10,
        "n_frames": 1,
        **columns,
    }
    return row, {
        "file_id": f"f-{name}",
        "uri": uri,
        "batch_id": "b1",
        "instance_version_id": name,
        "outcome": "stored",
    }


@pytest.fixture
def fill(lake_dir):
    def run(*pairs, **more):
        tables = {"instance_row": [pair[0] for pair in pairs], "file": [pair[1] for pair in pairs], **more}
        return commit(lake_dir, lambda _: Changes(append=tables), note="test")

    return run


def test_series_takes_the_first_value_in_path_order(fill):
    catalog = fill(
        instance("b", "/e/2", SeriesDescription="second", KVP=100.0),
        instance("a", "/e/10", SeriesDescription="first", SeriesTime_us=3_600_000_000),
        instance("c", "/e/1", SeriesDescription=None, SeriesNumber=3),
    )
    # code points: /e/1, /e/10, /e/2; /e/1 has no description, so the next in order gives it
    assert catalog.dicts(
        "SELECT SeriesDescription, SeriesNumber, SeriesTime, n_instances, size_bytes FROM series"
    ) == [
        {
            "SeriesDescription": "first",
            "SeriesNumber": 3,
            "SeriesTime": datetime.time(1, 0),
            "n_instances": 3,
            "size_bytes": 30,
        }
    ]


def test_only_current_versions_count(fill):
    catalog = fill(
        instance("a", "/e/1", SeriesDescription="now"),
        instance(
            "b", "/e/0", SOPInstanceUID="1.1.a", is_current=False, superseded_by="a", SeriesDescription="old"
        ),
    )
    assert catalog.rows("SELECT SeriesDescription, n_instances FROM series") == [("now", 1)]
    assert catalog.rows("SELECT n_instances FROM study") == [(1,)]
    assert catalog.rows("SELECT n_instances FROM patient") == [(1,)]
    assert catalog.rows("SELECT count(*) FROM instance") == [(2,)]
    assert catalog.rows("SELECT instance_version_id FROM dicom_all") == [("a",)]


def test_a_study_under_two_patients_has_two_rows_and_a_series_one(fill):
    catalog = fill(
        instance(
            "a", "/e/1", StudyDate=datetime.date(2020, 1, 2), PatientBirthDate=datetime.date(2019, 1, 2)
        ),
        instance("b", "/e/2", patient_key="|P2", PatientID="P2"),
    )
    assert catalog.rows(
        "SELECT StudyInstanceUID, patient_key, age_at_study_days, n_instances FROM study ORDER BY 2"
    ) == [
        ("1.3", "|P1", 365, 1),
        ("1.3", "|P2", None, 1),
    ]
    assert catalog.rows("SELECT SeriesInstanceUID, patient_key, n_instances FROM series") == [
        ("1.2", "|P1", 2)
    ]
    assert catalog.rows("SELECT patient_key, n_studies, n_series FROM patient ORDER BY 1") == [
        ("|P1", 1, 1),
        ("|P2", 1, 1),
    ]


def test_a_series_in_two_studies_has_one_row_that_says_so(fill):
    catalog = fill(instance("a", "/e/1"), instance("b", "/e/2", StudyInstanceUID="1.4"))
    assert catalog.rows("SELECT StudyInstanceUID, StudyInstanceUID_n_distinct, n_instances FROM series") == [
        ("1.3", 2, 2)
    ]


def test_dicom_all_takes_nothing_over_from_other_instances(fill):
    catalog = fill(instance("a", "/e/1", PatientWeight=70.0), instance("b", "/e/2"))
    assert catalog.rows("SELECT instance_version_id, PatientWeight FROM dicom_all ORDER BY 1") == [
        ("a", 70.0),
        ("b", None),
    ]


def test_modalities_in_study_are_sorted_and_distinct(fill):
    catalog = fill(
        instance("a", "/e/1", Modality="PT", SeriesInstanceUID="1.21"),
        instance("b", "/e/2", Modality="CT"),
        instance("c", "/e/3", Modality="PT", SeriesInstanceUID="1.22"),
    )
    assert catalog.rows("SELECT ModalitiesInStudy, n_series FROM study") == [(["CT", "PT"], 3)]


def test_equal_content_has_equal_hashes_whatever_the_order(fill, tmp_path):
    from pacslake.layout import LakeDir

    pairs = [instance("a", "/e/1"), instance("b", "/e/2")]
    other = LakeDir.create(tmp_path / "other")
    turned = commit(
        other,
        lambda _: Changes(
            append={"instance_row": [p[0] for p in pairs[::-1]], "file": [p[1] for p in pairs[::-1]]}
        ),
        note="",
    )
    query = "SELECT series_version_hash FROM series"
    assert fill(*pairs).rows(query) == turned.rows(query)


def test_n_volumes_leaves_out_what_is_no_volume(fill):
    def volume(number, verdict, kind="stack"):
        return {"volume_id": f"v{number}", "SeriesInstanceUID": "1.2", "verdict": verdict, "kind": kind}

    catalog = fill(
        instance("a", "/e/1"),
        volume=[volume(1, "regular"), volume(2, "not_a_volume"), volume(3, "not_a_volume", "us_clip")],
    )
    assert catalog.rows("SELECT n_volumes FROM series") == [(2,)]
    assert catalog.rows("SELECT volume_id FROM pending_volumes ORDER BY 1") == [("v1",), ("v3",)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Modality": "SEG"}, "segmentation"),
        ({"Modality": "SR", "n_frames": 0}, "report"),
        ({"ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}, "localizer"),
        ({"SeriesDescription": "Scout"}, "localizer"),
        ({"ImageType": ["DERIVED", "SECONDARY"]}, "derived"),
        ({"ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"]}, "acquired"),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7"}, "capture"),
        ({"Modality": "OT", "n_frames": 0}, "other"),
    ],
)
def test_series_class(fill, columns, expected):
    assert fill(instance("a", "/e/1", **columns)).rows("SELECT series_class FROM series") == [(expected,)]


def test_idc_index_has_the_names_of_the_package(fill):
    catalog = fill(instance("a", "/e/1", size_bytes=2_500_000, PatientAge="060Y"))
    row = catalog.dicts("SELECT * FROM idc_index")[0]
    # the columns of idc-index-data's assets/idc_index.sql
    assert set(row) >= {
        "collection_id", "analysis_result_id", "PatientID", "SeriesInstanceUID", "StudyInstanceUID", "source_DOI",
        "PatientAge", "PatientSex", "StudyDate", "StudyDescription", "BodyPartExamined", "Modality", "Manufacturer",
        "ManufacturerModelName", "SeriesDate", "SeriesDescription", "SeriesNumber", "instanceCount",
        "license_short_name", "aws_bucket", "crdc_series_uuid", "series_aws_url", "series_size_MB",
    }  # fmt: skip
    assert (row["instanceCount"], row["series_size_MB"], row["PatientAge"]) == (1, 2.5, "060Y")


def test_acquisition_parameters_by_modality(fill):
    catalog = fill(
        instance("a", "/e/1", KVP=120.0, XRayTubeCurrent=100, ContrastBolusAgent="X"),
        instance("b", "/e/2", KVP=120.0, XRayTubeCurrent=300),
        instance(
            "c", "/e/3", SeriesInstanceUID="1.5", Modality="MR", EchoTime=30.0, diffusion_b_value=1000.0
        ),
        instance("d", "/e/4", SeriesInstanceUID="1.5", Modality="MR", EchoTime=10.0),
        frame=[{"instance_version_id": "d", "frame_index": 0, "EffectiveEchoTime": 11.0}],
    )
    assert catalog.rows(
        "SELECT SeriesInstanceUID, KVP_values, XRayTubeCurrent_min, XRayTubeCurrent_max FROM ct_series"
    ) == [("1.2", [120.0], 100, 300)]
    assert catalog.rows(
        "SELECT SeriesInstanceUID, EchoTime_values, DiffusionBValue_values FROM mr_series"
    ) == [("1.5", [11.0, 30.0], [1000.0])]
    assert catalog.rows("SELECT SeriesInstanceUID, ContrastBolusAgent_values FROM contrast") == [
        ("1.2", ["X"])
    ]


@pytest.fixture
def headers(fill):
    """Real headers in the form of the Standard's JSON, as pydicom writes them."""
    names = ["CT_small.dcm", "MR_small.dcm", "JPEG2000.dcm", "rtplan.dcm", "test-SR.dcm"]
    data_sets = {}
    for name in names:
        data_set = pydicom.dcmread(
            pydicom.data.get_testdata_file(name, download=False), stop_before_pixels=True
        )
        data_sets[name] = data_set
    rows = [
        {"instance_version_id": name, "members": json.dumps(data_set.to_json_dict())[1:-1]}
        for name, data_set in data_sets.items()
    ]
    return fill(header_own=rows), data_sets


def as_text(value):
    """How DICOM writes the value: backslashes between several."""
    if isinstance(value, (list, pydicom.multival.MultiValue)):
        return "\\".join(as_text(item) for item in value)
    if isinstance(value, pydicom.tag.BaseTag):
        return f"{int(value):08X}"
    if isinstance(value, float):
        return repr(float(value)).removesuffix(".0")
    return str(value)


def same(found, expected):
    """Equal as text, or as numbers (2.50 and 2.5 are one DS)."""
    if found == expected:
        return True
    pairs = list(zip(found.split("\\"), expected.split("\\"), strict=True))
    return all(a == b or float(a) == float(b) for a, b in pairs)


def test_tag_gives_what_pydicom_reads(headers):
    catalog, data_sets = headers
    n = 0
    for name, data_set in data_sets.items():
        for element in data_set:
            if (
                element.tag.is_private
                or element.VR in ("SQ", "OB", "OW", "UN", "OB or OW")
                or not element.keyword
            ):
                continue
            by_keyword, by_tag = catalog.rows(
                "SELECT tag(header, ?), tag(header, ?) FROM header WHERE instance_version_id = ?",
                [element.keyword, f"{int(element.tag):08x}", name],
            )[0]
            assert by_keyword == by_tag
            if element.is_empty:
                assert by_keyword is None
            else:
                assert same(by_keyword, as_text(element.value)), (name, element.keyword)
                n += 1
    assert n > 200


def test_tag_of_what_is_not_there_is_null(headers):
    catalog, _ = headers
    query = "SELECT tag(header, 'Units'), tag(header, '00541001'), tag(header, 'NoSuchKeyword') FROM header"
    assert set(catalog.rows(query)) == {(None, None, None)}


def test_private_follows_the_creator_to_its_block(fill):
    def lo(value):
        return {"vr": "LO", "Value": [value]}

    def header(name, members):
        return {"instance_version_id": name, "members": json.dumps(members)[1:-1]}

    rows = [
        header("block 10", {"00190010": lo("ACME"), "0019100C": {"vr": "IS", "Value": [1000]}}),
        header("block 11", {"00190010": lo("OTHER"), "00190011": lo("ACME "), "0019110C": {"vr": "IS", "Value": [5]},
                            "0019100C": {"vr": "IS", "Value": [7]}}),
        header("two groups", {"00190010": lo("ACME"), "0019100C": {"vr": "IS", "Value": [1]},
                              "00210010": lo("ACME"), "0021100C": {"vr": "IS", "Value": [2]}}),
        header("reserved, unused", {"00190010": lo("ACME")}),
        header("no creator", {"0019100C": {"vr": "IS", "Value": [9]}}),
    ]  # fmt: skip
    catalog = fill(header_own=rows)
    query = (
        "SELECT instance_version_id, private(header, 'ACME', '0c'), private(header, 'ACME', '0C', '0021'), "
        "private(header, 'OTHER', '0c') FROM header ORDER BY 1"
    )
    assert catalog.rows(query) == [
        ("block 10", "1000", None, None),
        ("block 11", "5", None, "7"),
        ("no creator", None, None, None),
        ("reserved, unused", None, None, None),
        ("two groups", None, "2", None),
    ]


def test_private_agrees_with_pydicoms_private_blocks(headers):
    catalog, data_sets = headers
    data_set = data_sets["CT_small.dcm"]
    n = 0
    for group in sorted({element.tag.group for element in data_set if element.tag.is_private}):
        for creator in data_set.private_creators(group):
            block = data_set.private_block(group, creator)
            for low in range(256):
                if low not in block or block[low].VR not in (
                    "DS",
                    "IS",
                    "SH",
                    "LO",
                    "CS",
                    "SS",
                    "US",
                    "SL",
                    "UL",
                    "FL",
                ):
                    continue
                if block[low].is_empty:
                    continue
                (found,) = catalog.rows(
                    "SELECT private(header, ?, ?, ?) FROM header WHERE instance_version_id = 'CT_small.dcm'",
                    [creator, f"{low:02x}", f"{group:04x}"],
                )[0]
                assert same(found, as_text(block[low].value)), (creator, low)
                n += 1
    assert n > 50


@pytest.mark.corpus
def test_counts_of_a_real_study_agree_with_pydicom(corpus, tmp_path):
    import pacslake

    lake = pacslake.init(tmp_path / "lake")
    lake.ingest(corpus / "mr-positions-siemens")
    seen = {}
    for path in sorted((corpus / "mr-positions-siemens").rglob("*")):
        if path.is_file() and pydicom.misc.is_dicom(path):
            data_set = pydicom.dcmread(path, stop_before_pixels=True)
            if "SeriesInstanceUID" in data_set:
                seen.setdefault((data_set.StudyInstanceUID, data_set.SeriesInstanceUID), set()).add(
                    data_set.SOPInstanceUID
                )
    assert seen
    found = lake.rows("SELECT StudyInstanceUID, SeriesInstanceUID, n_instances FROM series ORDER BY ALL")
    assert found == sorted((*key, len(uids)) for key, uids in seen.items())
    assert lake.rows("SELECT count(*) FROM study") == [(len({study for study, _ in seen}),)]
    from pacslake.catalog import run_checks

    assert {name: rows for name, rows in run_checks(lake.catalog).items() if rows} == {}
