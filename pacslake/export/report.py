"""What stands beside every export: files with their digests, how many people, how small the groups are, RO-Crate."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["files_csv", "groups", "sha256_of", "sums", "suppressed", "write_crate"]

LEAST = 10
"""Counts below this are told as `<10`: so few may be recognised (PS3.15 E gives no number; health statistics use 5 to 11)."""


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def suppressed(counts: Mapping[str, int]) -> dict[str, int | str]:
    """Counts with small ones hidden; where only one would be, the next smallest is hidden too, or a sum would tell it.

    >>> suppressed({"M": 40, "F": 3, "O": 12})
    {'M': 40, 'F': '<10', 'O': 'hidden'}
    """
    small = [name for name, n in counts.items() if n < LEAST]
    out: dict[str, int | str] = {name: f"<{LEAST}" if name in small else n for name, n in counts.items()}
    others = sorted((n, name) for name, n in counts.items() if name not in small)
    if len(small) == 1 and others:
        out[others[0][1]] = "hidden"
    return out


def groups(people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many people, by sex, age band and modality, and the smallest group that shares all three (k of k-anonymity)."""
    cells = Counter(
        (p["sex"] or "", _band(p["age"]), "+".join(m for m in p["modalities"] if m)) for p in people
    )
    smallest = min(cells.values(), default=0)
    return {
        "n_patients": len(people) if len(people) >= LEAST or not people else f"<{LEAST}",
        "by_sex": suppressed(Counter(p["sex"] or "not said" for p in people)),
        "by_age": suppressed(Counter(_band(p["age"]) for p in people)),
        "k_of_sex_age_modality": smallest if smallest >= LEAST or not cells else f"<{LEAST}",
        "share_in_groups_under_10": round(sum(n for n in cells.values() if n < LEAST) / max(1, len(people)), 2),
    }  # fmt: skip


def _band(age: float | None) -> str:
    if age is None:
        return "not said"
    low = min(90, int(age) // 10 * 10)
    return f"{low} and over" if low == 90 else f"{low}-{low + 9}"


def files_csv(files: Sequence[Mapping[str, Any]]) -> str:
    """path, bytes, sha256 and source of each file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["path", "bytes", "sha256", "source"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(files)
    return out.getvalue()


def sums(files: Sequence[Mapping[str, Any]]) -> str:
    """Lines that `sha256sum -c` reads."""
    return "".join(f"{f['sha256']}  {f['path']}\n" for f in files)


_TYPES = {
    ".dcm": "application/dicom", ".nii": "application/x-nifti", ".gz": "application/gzip", ".csv": "text/csv",
    ".json": "application/json", ".tsv": "text/tab-separated-values", ".parquet": "application/vnd.apache.parquet",
}  # fmt: skip


def write_crate(manifest: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The export as RO-Crate 1.1 metadata (JSON-LD): what it is, how it was chosen, each file with size and digest."""
    root = {
        "@id": "./", "@type": "Dataset", "name": manifest["name"], "description": manifest["citation"],
        "datePublished": manifest["made_at"], "license": {"@id": "#not-stated"},
        "hasPart": [{"@id": f["path"]} for f in files],
    }  # fmt: skip
    graph: list[dict[str, Any]] = [
        {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
         "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}},
        root,
        {"@id": "#not-stated", "@type": "CreativeWork", "name": "License", "description": "Not stated by the lake."},
        {"@id": "#export", "@type": "CreateAction", "name": f"pacslake export --to {manifest['to']}",
         "instrument": {"@id": "#pacslake"}, "result": {"@id": "./"}, "endTime": manifest["made_at"]},
        {"@id": "#pacslake", "@type": "SoftwareApplication", "name": "pacslake", "version": manifest["pacslake_version"]},
    ]  # fmt: skip
    for f in files:
        kind = _TYPES.get(Path(f["path"]).suffix, "application/octet-stream")
        graph.append(
            {
                "@id": f["path"],
                "@type": "File",
                "contentSize": str(f["bytes"]),
                "encodingFormat": kind,
                "sha256": f["sha256"],
            }
        )
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
