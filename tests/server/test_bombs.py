"""Small files that claim to be enormous: refused in words, in bounded memory, and the service goes on."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pydicom
import pytest
import requests
from pydicom.data import get_testdata_file
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import generate_uid
from serving import ct_slice, start

import pacslake
from pacslake.access import manage

MB = 1 << 20


def claims(ds: pydicom.Dataset, rows: int, columns: int, frames: int | None = None) -> pydicom.Dataset:
    ds.Rows, ds.Columns = rows, columns
    if frames:
        ds.NumberOfFrames = frames
    return ds


def jpeg(size: int | None) -> pydicom.Dataset:
    """A JPEG image whose stream says that it has `size` rows and columns."""
    ds = pydicom.dcmread(str(get_testdata_file("SC_rgb_jpeg_dcmtk.dcm")))
    (stream,) = [bytearray(f) for f in generate_frames(ds.PixelData, number_of_frames=1)]
    at = stream.index(b"\xff\xc0")
    if size:
        stream[at + 5 : at + 9] = struct.pack(">HH", size, size)
    ds.PixelData = encapsulate([bytes(stream)])
    return ds


def jpeg2000(size: int) -> pydicom.Dataset:
    ds = pydicom.dcmread(str(get_testdata_file("JPEG2000.dcm")))
    (stream,) = [bytearray(f) for f in generate_frames(ds.PixelData, number_of_frames=1)]
    at = stream.index(b"\xff\x51")
    width, height = struct.unpack(">II", stream[at + 6 : at + 14])
    assert (width, height) == (ds.Columns, ds.Rows)
    stream[at + 6 : at + 14] = struct.pack(">II", size, size)  # image
    stream[at + 22 : at + 30] = struct.pack(">II", size, size)  # one tile
    ds.PixelData = encapsulate([bytes(stream)])
    return ds


def rle(size: int) -> pydicom.Dataset:
    ds = claims(pydicom.dcmread(str(get_testdata_file("SC_rgb_rle_16bit.dcm"))), size, size)
    return ds


BOMBS = {
    "jpeg_stream": jpeg(65500),
    "jpeg_both": claims(jpeg(65500), 65500, 65500),
    "jpeg_header": claims(jpeg(None), 65500, 65500),
    "j2k_stream": jpeg2000(60000),
    "j2k_both": claims(jpeg2000(60000), 60000, 60000),
    "rle": rle(60000),
    "plain": claims(ct_slice("P1", "Bombe^B", 1, 0), 65535, 65535),
    "frames": claims(ct_slice("P1", "Bombe^B", 2, 0), 16, 12, 2_000_000_000),
}  # fmt: skip


@pytest.fixture(scope="module")
def bombed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str], str, int]]:
    folder = tmp_path_factory.mktemp("bombs")
    (folder / "in").mkdir()
    uids = {}
    for name, ds in BOMBS.items():
        ds.StudyInstanceUID, ds.SeriesInstanceUID = generate_uid(), generate_uid()
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        uids[name] = (
            f"/studies/{ds.StudyInstanceUID}/series/{ds.SeriesInstanceUID}/instances/{ds.SOPInstanceUID}"
        )
        ds.save_as(folder / "in" / f"{name}.dcm", enforce_file_format=True)
    lake = pacslake.init(folder / "lake")
    lake.ingest(folder / "in", workers=1)
    token = manage.issue_token(lake.dir, "reader", projects=["*"]).token
    process, said = start("serve", "--lake", str(lake.path), "--port", "0", "--read-only")
    yield said["url"], uids, token, process.pid
    process.terminate()
    assert process.wait(20) == 0


def peak(pid: int) -> int:
    """The most memory that a process ever had, bytes."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) * 1024


@pytest.mark.parametrize("name", BOMBS)
def test_a_claim_is_refused_and_memory_stays(bombed: tuple[str, dict[str, str], str, int], name: str) -> None:
    url, uids, token, pid = bombed
    headers = {"Authorization": f"Bearer {token}"}
    requests.get(f"{url}/studies", headers=headers, timeout=60)
    before = peak(pid)
    for what, accept in (("/rendered", "image/png"), ("/thumbnail", "image/png"), ("/frames/1", "application/octet-stream"),
                         ("", "application/dicom;transfer-syntax=1.2.840.10008.1.2.1")):  # fmt: skip
        answer = requests.get(f"{url}{uids[name]}{what}", headers={**headers, "Accept": accept}, timeout=60)
        assert answer.status_code < 500, (what, answer.text[:200])
        if what == "/rendered" and name != "frames":
            assert answer.status_code in (404, 406) and answer.json()["error"], name
    assert peak(pid) - before < 150 * MB, name
    assert requests.get(url.replace("/dicom-web", "/health"), headers=headers, timeout=5).status_code == 200


def test_the_bombs_are_well_made() -> None:
    """Without the claim the same objects are pictures: what is refused is the claim and nothing else."""
    from pacslake.dicom.decode import PixelSpec, decode_frame

    for ds in (jpeg(None), pydicom.dcmread(str(get_testdata_file("JPEG2000.dcm")))):
        (stream,) = generate_frames(ds.PixelData, number_of_frames=1)
        assert np.asarray(decode_frame(stream, PixelSpec.from_dataset(ds))).shape[:2] == (ds.Rows, ds.Columns)
