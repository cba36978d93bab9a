"""The web service as clients meet it: search, retrieve, render, store; scopes, refusals and what is recorded."""

from __future__ import annotations

import io
import json
import re
import zipfile
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
import requests
from PIL import Image
from serving import ROOT, SHIPPED, Served, ct_slice

import pacslake
from pacslake.server.app import PREFIX, ROUTES

STUDY, SERIES, SOP = f"{ROOT}.1.1", f"{ROOT}.2.1", f"{ROOT}.3.100"
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def filled(path: str) -> str:
    return (
        path.replace("{study}", STUDY).replace("{series}", SERIES).replace("{instance}", SOP)
        .replace("{frames}", "1").replace("{path:path}", "7FE00010").replace("{volume}", "v0").replace("{version}", SOP)
        .replace("{key}", "zarr.json").replace("{label}", "s0").replace("{frame}", "0")
    )  # fmt: skip


def get(served: Served, path: str, token: str | None = None, **headers: str) -> requests.Response:
    return requests.get(f"{served.url}{path}", headers=served.headers(token, **headers), timeout=120)


def parts(answer: requests.Response) -> list[tuple[str, bytes]]:
    """Type and bytes of each part, by the email parser of Python's library."""
    head = f"Content-Type: {answer.headers['Content-Type']}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + answer.content)
    assert message.is_multipart()
    raw = re.split(rb"(?:\r\n)?--" + re.escape(message.get_boundary("").encode()), answer.content)
    return [(p.partition(b"\r\n\r\n")[0].decode().strip(), p.partition(b"\r\n\r\n")[2]) for p in raw[1:-1]]


def data_set_bytes(data: bytes) -> bytes:
    """A file's bytes behind preamble and file meta information."""
    if data[128:132] != b"DICM":
        return data
    return data[144 + int.from_bytes(data[140:144], "little") :]


def pixels_of(path: Path) -> np.ndarray:
    """Stored values by pydicom; of lossless JPEG, which it cannot decode here, by SimpleITK, slope and intercept undone."""
    ds = pydicom.dcmread(path, force=True)
    if not ds.file_meta.TransferSyntaxUID.startswith("1.2.840.10008.1.2.4."):
        return ds.pixel_array.astype(ds.pixel_array.dtype.newbyteorder("<"))
    sitk = pytest.importorskip("SimpleITK")
    values = sitk.GetArrayFromImage(sitk.ReadImage(str(path)))
    slope, intercept = float(ds.get("RescaleSlope", 1)), float(ds.get("RescaleIntercept", 0))
    stored = np.rint((values - intercept) / slope)
    return np.squeeze(stored).astype(f"<{'i' if ds.PixelRepresentation else 'u'}{ds.BitsAllocated // 8}")


# -- nothing without a token -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "token", [None, "Bearer nonsense", "Basic YTpi", "Bearer pacslake_000000000000_" + "A" * 43]
)
def test_no_route_by_no_verb_says_anything_without_a_token(served: Served, token: str | None) -> None:
    base = served.url.removesuffix(PREFIX)
    paths = {filled(path) for path, *_ in ROUTES} | {
        "/docs",
        "/dicom-web/nothing",
        "/static/../lake.toml",
        "/api",
    }
    headers = {"Authorization": token} if token else {}
    with requests.Session() as session:
        answers = {
            (v, p): session.request(v, base + p, headers=headers, timeout=90)
            for v in VERBS
            for p in sorted(paths)
        }
    # 429: so many guesses from one address are slowed down.
    assert {401} <= {a.status_code for a in answers.values()} <= {401, 429}
    assert all(STUDY not in a.text for a in answers.values())
    assert all("Bearer" in a.headers["WWW-Authenticate"] for a in answers.values() if a.status_code == 401)


def test_the_front_page_tells_nothing(served: Served) -> None:
    answer = requests.get(served.url.removesuffix(PREFIX) + "/", timeout=90)
    assert answer.status_code == 200 and "Bearer" in answer.text
    assert not [word for word in ("Ahrens", "P1", ROOT, str(served.lake)) if word in answer.text]


# -- search ------------------------------------------------------------------------------------------------------------


def test_search_gives_what_the_files_say(served: Served) -> None:
    (study,) = get(served, "/studies?PatientID=P1&includefield=all").json()
    value = {tag: entry.get("Value", [None])[0] for tag, entry in study.items()}
    assert (value["0020000D"], value["00100010"], value["00080050"]) == (
        STUDY,
        {"Alphabetic": "Ahrens^Anna"},
        "ACC1",
    )
    assert (value["00201206"], value["00201208"], study["00080061"]["Value"]) == (1, 4, ["CT"])
    series = get(served, f"/studies/{STUDY}/series").json()
    assert [s["0020000E"]["Value"] for s in series] == [[SERIES]]
    numbers = [
        i["00200013"]["Value"][0] for i in get(served, f"/studies/{STUDY}/series/{SERIES}/instances").json()
    ]
    assert sorted(numbers) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("PatientName=Ahrens*", 1), ("PatientName=ahrens^anna", 1), ("00100010=*Bernd", 1), ("PatientName=Ahr?ns^Anna", 1),
        ("StudyDate=20260201-20260202&PatientID=P*", 2), ("StudyDate=-20260201&PatientID=P1", 1), ("StudyDate=20270101-", 0),
        (f"StudyInstanceUID={STUDY},{ROOT}.1.2", 2), ("ModalitiesInStudy=CT&AccessionNumber=ACC2", 1),
        ("PatientName=Anna&fuzzymatching=true&PatientID=P1", 1), ("AccessionNumber=ACC9", 0),
    ],
)  # fmt: skip
def test_matching_follows_the_standard(served: Served, query: str, n: int) -> None:
    """PS3.4 C.2.2.2: wild cards, ranges, lists of UIDs; names match in any case."""
    answer = get(served, f"/studies?{query}")
    assert (answer.status_code, len(answer.json()) if n else answer.content) == (200 if n else 204, n or b"")


def test_pages_put_together_are_the_whole(served: Served) -> None:
    def uids(query: str) -> list[str]:
        answer = get(served, f"/instances?{query}")
        return [i["00080018"]["Value"][0] for i in answer.json()] if answer.content else []

    whole, paged = uids("limit=1000"), [u for at in range(0, 40, 7) for u in uids(f"limit=7&offset={at}")]
    assert paged == whole
    n = pacslake.open(served.lake).rows("SELECT count(*) FROM instance WHERE is_current")[0][0]
    assert len(whole) == n == len(SHIPPED) + 8
    assert "additional results" in get(served, "/instances?limit=7").headers["Warning"]


@pytest.mark.parametrize(
    "value",
    [
        "' OR '1'='1",
        "'; DROP TABLE instance_row; --",
        '" OR 1=1',
        "%",
        "_",
        "\\",
        "{0}",
        "\u0000",
        "*?*",
        "P1' UNION SELECT 1",
    ],
)
def test_a_value_is_a_value_and_never_sql(served: Served, value: str) -> None:
    answer = requests.get(
        f"{served.url}/studies", params={"PatientID": value}, headers=served.headers(), timeout=90
    )
    assert answer.status_code in (200, 204, 400)
    if value != "*?*":
        assert not answer.content or answer.status_code == 400
    assert get(served, "/studies?PatientID=P1").status_code == 200


# -- retrieve ----------------------------------------------------------------------------------------------------------


def test_every_object_comes_back_byte_for_byte(served: Served) -> None:
    """By dicomweb's own default the stored transfer syntax must be asked for (PS3.18 8.7.3.5.2)."""
    for path in sorted(served.export.iterdir()):
        ds = pydicom.dcmread(path, stop_before_pixels=True, force=True)
        where = f"/studies/{ds.StudyInstanceUID}/series/{ds.SeriesInstanceUID}/instances/{ds.SOPInstanceUID}"
        accept = 'multipart/related; type="application/dicom"; transfer-syntax=*'
        ((head, body),) = parts(get(served, where, Accept=accept))
        assert "application/dicom" in head
        assert data_set_bytes(body) == data_set_bytes(path.read_bytes()), path.name
        single = get(served, where, Accept="application/dicom; transfer-syntax=*")
        assert single.content == body, path.name


def test_a_series_as_parts_and_as_an_archive(served: Served) -> None:
    wanted = {data_set_bytes((served.export / f"P1-{k}.dcm").read_bytes()) for k in range(4)}
    answer = get(
        served, f"/studies/{STUDY}/series/{SERIES}", Accept='multipart/related; type="application/dicom"'
    )
    assert {data_set_bytes(body) for _, body in parts(answer)} == wanted
    archive = zipfile.ZipFile(io.BytesIO(get(served, f"/studies/{STUDY}", Accept="application/zip").content))
    assert {data_set_bytes(archive.read(n)) for n in archive.namelist() if n.endswith(".dcm")} == wanted


def test_the_official_client_finds_and_fetches(served: Served) -> None:
    client_module = pytest.importorskip("dicomweb_client.api")
    from dicomweb_client.session_utils import create_session

    session = create_session()
    session.headers.update(served.headers())
    client = client_module.DICOMwebClient(served.url, session=session)
    assert len(client.search_for_studies(search_filters={"PatientID": "P2"})) == 1
    got = client.retrieve_series(f"{ROOT}.1.2", f"{ROOT}.2.2")
    wanted = [pydicom.dcmread(served.export / f"P2-{k}.dcm") for k in range(4)]
    assert sorted(got, key=lambda d: d.InstanceNumber) == wanted
    (frame,) = client.retrieve_instance_frames(f"{ROOT}.1.2", f"{ROOT}.2.2", f"{ROOT}.3.201", [1])
    assert frame == wanted[1].PixelData


@pytest.mark.parametrize(
    "name", ["CT_small.dcm", "reportsi.dcm", "rtplan.dcm", "liver_1frame.dcm", "image_dfl.dcm"]
)
def test_metadata_is_the_dicom_json_of_pydicom(served: Served, name: str) -> None:
    ds = pydicom.dcmread(served.export / name, force=True)
    where = (
        f"/studies/{ds.StudyInstanceUID}/series/{ds.SeriesInstanceUID}/instances/{ds.SOPInstanceUID}/metadata"
    )
    (got,) = get(served, where).json()
    bulk = {tag for tag, entry in got.items() if "BulkDataURI" in entry}
    wanted = ds.to_json_dict()
    assert {t for t in wanted if t not in got} == set()
    for tag in sorted(set(wanted) - bulk - {"00080005", "7FE00010"}):
        if wanted[tag]["vr"] in ("DS", "FL", "FD"):
            assert got[tag].get("Value") == pytest.approx(wanted[tag].get("Value")), tag
        elif wanted[tag]["vr"] not in ("SQ", "UN", "OB", "OW"):
            assert got[tag] == wanted[tag], tag
    for tag in bulk:
        value = get(
            served, got[tag]["BulkDataURI"].removeprefix(served.url), Accept="application/octet-stream"
        ).content
        assert value == ds[tag].value, tag


@pytest.mark.parametrize(
    "name", ["MR_small.dcm", "SC_rgb_rle_16bit.dcm", "JPEG2000.dcm", "JPEG-LL.dcm", "ExplVR_BigEnd.dcm"]
)
def test_frames_are_the_pixels(served: Served, name: str) -> None:
    ds = pydicom.dcmread(served.export / name, force=True)
    where = (
        f"/studies/{ds.StudyInstanceUID}/series/{ds.SeriesInstanceUID}/instances/{ds.SOPInstanceUID}/frames/1"
    )
    accept = 'multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.1'
    ((_, body),) = parts(get(served, where, Accept=accept))
    array = pixels_of(served.export / name)
    assert np.array_equal(np.frombuffer(body, array.dtype).reshape(array.shape), array)


@pytest.mark.parametrize(
    "syntax",
    ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.57"],
)
def test_another_transfer_syntax_holds_the_same_pixels(served: Served, tmp_path: Path, syntax: str) -> None:
    accept = f"application/dicom; transfer-syntax={syntax}"
    answer = get(served, f"/studies/{STUDY}/series/{SERIES}/instances/{SOP}", Accept=accept)
    assert answer.status_code == 200
    path = tmp_path / "answer.dcm"
    path.write_bytes(answer.content)
    assert pydicom.dcmread(path).file_meta.TransferSyntaxUID == syntax
    assert np.array_equal(pixels_of(path), pixels_of(served.export / "P1-0.dcm"))


def test_a_picture_has_the_greys_of_the_standard(served: Served) -> None:
    """PS3.3 C.11.2.1.2.1 with centre and width of the file, and with those of the request."""
    ds = pydicom.dcmread(served.export / "P1-0.dcm")
    hu = ds.pixel_array.astype(float) * 1 - 1024
    where = f"/studies/{STUDY}/series/{SERIES}/instances/{SOP}/rendered"
    for query, c, w in (("", -900, 200), ("?window=-20,300,linear", -20, 300)):
        grey = np.clip(((hu - (c - 0.5)) / (w - 1) + 0.5) * 255, 0, 255)
        got = np.asarray(
            Image.open(io.BytesIO(get(served, where + query, Accept="image/png").content)).convert("L")
        )
        assert np.abs(got - grey).max() <= 1
    small = Image.open(
        io.BytesIO(get(served, where.replace("rendered", "thumbnail"), Accept="image/jpeg").content)
    )
    assert small.format == "JPEG" and max(small.size) <= 256
    for level in (f"/studies/{STUDY}", f"/studies/{STUDY}/series/{SERIES}"):
        assert get(served, f"{level}/thumbnail", Accept="image/jpeg").headers["Content-Type"] == "image/jpeg"


# -- wrong calls -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        (f"/studies/{STUDY}/series/{SERIES}/instances/{SOP}", "text/html", 406),
        (f"/studies/{STUDY}/series/{SERIES}/instances/{SOP}", "application/dicom; transfer-syntax=1.2.3", 406),
        (f"/studies/{STUDY}/series/{SERIES}/instances/{SOP}/rendered", "video/mp4", 406),
        (f"/studies/{STUDY}/metadata", "image/png", 406),
        (f"/studies/{STUDY}/series/{SERIES}/instances/{SOP}/frames/0", "*/*", 400),
        (f"/studies/{STUDY}/series/{SERIES}/instances/{SOP}/frames/x", "*/*", 400),
        (f"/studies/{STUDY}/series/{SERIES}/instances/{SOP}/frames/99", "*/*", 404),
        ("/studies/1.2.3", "*/*", 404), ("/studies/..%2f..%2flake.toml", "*/*", 404), ("/studies/1.2.3/series/%2e%2e", "*/*", 404),
        ("/studies?limit=-1", "application/dicom+json", 400), ("/studies?limit=x", "application/dicom+json", 400),
        ("/studies?NoSuchKeyword=1", "application/dicom+json", 400),
        (f"/studies/{STUDY}/rendered?window=1", "image/png", 400),
    ],
)  # fmt: skip
def test_a_wrong_request_gets_its_status(served: Served, path: str, accept: str, status: int) -> None:
    assert get(served, path, Accept=accept).status_code == status


# -- store -------------------------------------------------------------------------------------------------------------


def stow(
    served: Served, *bodies: bytes, token: str | None = None, path: str = "/studies", **headers: str
) -> Any:
    mark = "a-mark"
    body = (
        b"".join(
            b"--" + mark.encode() + b"\r\nContent-Type: application/dicom\r\n\r\n" + b + b"\r\n"
            for b in bodies
        )
        + f"--{mark}--\r\n".encode()
    )
    kind = f'multipart/related; type="application/dicom"; boundary={mark}'
    sent = served.headers(
        token or served.curator, Content_Type=kind, Accept="application/dicom+json", **headers
    )
    return requests.post(f"{served.url}{path}", data=body, headers=sent, timeout=120)


def written(ds: pydicom.Dataset) -> bytes:
    out = io.BytesIO()
    ds.save_as(out, enforce_file_format=True)
    return out.getvalue()


def test_what_is_stored_is_found_and_fetched(served: Served) -> None:
    objects = [written(ct_slice("P8", "Huber^Hanna", 8, k)) for k in range(2)]
    answer = stow(served, *objects)
    assert answer.status_code == 200
    stored = [e["00081155"]["Value"][0] for e in answer.json()["00081199"]["Value"]]
    assert sorted(stored) == [f"{ROOT}.3.800", f"{ROOT}.3.801"]
    assert stow(served, *objects).status_code == 200  # the same again changes nothing
    found = get(served, "/instances?PatientID=P8").json()
    assert sorted(i["00080018"]["Value"][0] for i in found) == sorted(stored)
    back = get(
        served, f"/studies/{ROOT}.1.8/series/{ROOT}.2.8/instances/{ROOT}.3.800", Accept="application/dicom"
    )
    assert data_set_bytes(back.content) == data_set_bytes(objects[0])
    assert get(served, "/studies?PatientID=P8", served.of_one).status_code == 204


def test_what_cannot_be_stored_is_said_one_by_one(served: Served) -> None:
    good = written(ct_slice("P9", "Imhof^Ivo", 9, 0))
    mixed = stow(served, good, b"no dicom at all")
    assert mixed.status_code == 202
    assert len(mixed.json()["00081199"]["Value"]) == 1
    assert stow(served, b"no dicom at all").status_code == 409
    other_study = stow(served, written(ct_slice("P9", "Imhof^Ivo", 9, 1)), path=f"/studies/{STUDY}")
    assert other_study.status_code == 409
    assert stow(served, good, token=served.reader).status_code == 403
    assert stow(served, good, Content_Encoding="gzip").status_code == 415
    assert (
        requests.post(
            f"{served.url}/studies", data=b"{}", headers=served.headers(served.curator), timeout=90
        ).status_code
        == 415
    )


def test_a_body_that_claims_four_gigabytes_is_refused_at_once(served: Served) -> None:
    import http.client
    from urllib.parse import urlsplit

    where = urlsplit(served.url)
    assert where.hostname
    link = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
    link.putrequest("POST", where.path + "/studies")
    for name, value in served.headers(
        served.curator, Content_Type="application/dicom", Content_Length=str(5 << 30)
    ).items():
        link.putheader(name, value)
    link.endheaders()
    assert link.getresponse().status == 413


# -- scope, health, record ---------------------------------------------------------------------------------------------


def test_a_project_s_account_sees_its_rows_on_every_route(served: Served) -> None:
    """Each route by each verb is looked at; a new one fails here until it is said what of a stranger's it may show."""
    assert len(get(served, "/studies", served.of_one).json()) == 1
    lake = pacslake.open(served.lake)
    (volume,) = lake.rows("SELECT volume_id FROM volume WHERE SeriesInstanceUID = ?", [f"{ROOT}.2.2"])[0]
    (version,) = lake.rows(
        "SELECT instance_version_id FROM instance WHERE SOPInstanceUID = ?", [f"{ROOT}.3.200"]
    )[0]
    of_other = {
        "{study}": f"{ROOT}.1.2", "{series}": f"{ROOT}.2.2", "{instance}": f"{ROOT}.3.200", "{frames}": "1", "{path:path}": "7FE00010",
        "{volume}": volume, "{version}": version, "{key}": "c.0.0.0", "{frame}": "0", "{label}": "none",
    }  # fmt: skip
    lists = {"/dicom-web/studies", "/dicom-web/series", "/dicom-web/instances"}
    of_nobody = {"/health", "/metrics", "/openapi.json", "/dicom-web", "/dicom-web/", "/lake/v1"}
    base = served.url.removesuffix(PREFIX)
    for path, method, *_ in ROUTES:
        if path in of_nobody:
            answer = requests.request(method, base + path, headers=served.headers(served.of_one), timeout=60)
            assert answer.status_code == 200 and "Brandt" not in answer.text and ROOT not in answer.text, path
        elif (method, path) == ("POST", "/lake/v1/sql"):
            asked = {"sql": "SELECT DISTINCT PatientID FROM instance"}
            answer = requests.post(base + path, json=asked, headers=served.headers(served.of_one), timeout=60)
            assert answer.status_code == 200 and b"P1" in answer.content and b"P2" not in answer.content
        elif method == "POST":  # a reader stores nothing; who may store never learns what was there
            where = base + path.replace("{study}", of_other["{study}"])
            assert (
                requests.post(where, b"", headers=served.headers(served.of_one), timeout=60).status_code
                == 403
            ), path
        elif path in lists:
            found = get(served, f"{path.removeprefix(PREFIX)}?includefield=all", served.of_one)
            assert found.status_code == 200 and "Brandt" not in found.text, path
        else:
            assert method == "GET" and "{" in path, f"{method} {path} is not looked at"
            filled_in = path
            for name, value in of_other.items():
                filled_in = filled_in.replace(name, value)
            assert "{" not in filled_in, path
            if "/view/" in path:
                filled_in += f"?vol={volume}&t=0&item=1,0,1,0,16"
            lists_of_study = filled_in.endswith(("/series", "/instances")) and "metadata" not in filled_in
            wanted = 204 if lists_of_study else 404
            mine, whole = (
                requests.get(base + filled_in, headers=served.headers(token, Accept="*/*"), timeout=120)
                for token in (served.of_one, served.reader)
            )
            assert mine.status_code == wanted and "Brandt" not in mine.text, path
            assert whole.status_code == (404 if "{label}" in path else 200), path


def test_it_says_what_it_can_do_and_how_it_is(served: Served) -> None:
    base = served.url.removesuffix(PREFIX)
    assert requests.get(f"{base}/health", headers=served.headers(), timeout=90).json()["status"] == "ok"
    paths = requests.get(f"{base}/openapi.json", headers=served.headers(), timeout=90).json()["paths"]
    assert set(paths) == {re.sub(r":path", "", path) for path, *_ in ROUTES}
    told = requests.options(served.url, headers=served.headers(), timeout=90).json()
    assert "/studies" in json.dumps(told)


def test_each_access_is_recorded_and_no_name_is(served: Served) -> None:
    assert get(served, "/studies?PatientName=Brandt*").status_code == 200
    lines = [p.read_text() for p in sorted((served.lake / "audit").rglob("*")) if p.is_file()]
    text = "\n".join(lines)
    assert '"dicomweb"' in text and '"reader"' in text
    assert "Brandt" not in text and "Ahrens" not in text


def test_many_callers_at_once_get_their_own_answers(served: Served) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(k: int) -> bool:
        series, n = 1 + k % 2, k % 4
        where = f"/studies/{ROOT}.1.{series}/series/{ROOT}.2.{series}/instances/{ROOT}.3.{100 * series + n}"
        body = get(served, where, Accept="application/dicom").content
        return data_set_bytes(body) == data_set_bytes(Path(served.export / f"P{series}-{n}.dcm").read_bytes())

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(80)))


def test_figures_for_prometheus_count_what_was_asked_and_name_nobody(served: Served) -> None:
    base = served.url.removesuffix(PREFIX)
    get(served, "/studies?PatientName=Ahrens*")
    page = requests.get(f"{base}/metrics", headers=served.headers(), timeout=60)
    assert page.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'pacslake_requests_total{what="Search for studies",status="200"}' in page.text
    assert "pacslake_snapshot " in page.text and "pacslake_free_bytes " in page.text
    assert "Ahrens" not in page.text and ROOT not in page.text
