"""Files that come mapped: the same rows as from bytes, and nothing of their size in memory."""

from __future__ import annotations

import mmap
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pydicom.data
import pytest

from pacslake.ingest.extract import Extractor

FILES = Path(pydicom.data.__file__).parent / "test_files"
NAMES = [
    "CT_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm", "image_dfl.dcm", "test-SR.dcm", "liver_1frame.dcm",
    "waveform_ecg.dcm", "MR_truncated.dcm", "rtplan.dcm", "examples_ybr_color.dcm",
]  # fmt: skip


def read(path: Path, mapped: bool) -> tuple[Any, dict[str, Any]]:
    extractor = Extractor()
    with path.open("rb") as stream:
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) if mapped else stream.read()
        told = [extractor.add(data, file_id=i, uri=i, size_bytes=len(data)) for i in ("a", "b")]
        if isinstance(data, mmap.mmap):
            data.close()  # raises where something still points into the file
    return told, {name: table.to_pylist() for name, table in extractor.finish().items()}


@pytest.mark.parametrize("name", NAMES)
def test_same_rows_as_from_bytes(name: str):
    assert read(FILES / name, True) == read(FILES / name, False)


@pytest.mark.parametrize("private_block", [False, True])
def test_large_file_is_not_held(tmp_path: Path, private_block: bool):
    ds = pydicom.dcmread(FILES / "CT_small.dcm")
    large = np.zeros((16, 1024, 1024), np.int16)
    if private_block:
        ds.private_block(0x0043, "pacslake test", create=True).add_new(0x10, "OB", large.tobytes())
    else:
        ds.NumberOfFrames, ds.Rows, ds.Columns, ds.PixelData = 16, 1024, 1024, large.tobytes()
    ds.save_as(tmp_path / "large.dcm")
    del ds
    read(FILES / "CT_small.dcm", True)  # what is loaded once
    tracemalloc.start()
    told, rows = read(tmp_path / "large.dcm", True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told[0].kind == "dicom" and len(rows["instance_row"]) == 1
    assert peak < large.nbytes / 4
