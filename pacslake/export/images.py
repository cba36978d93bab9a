"""Volumes as NIfTI with the exact affine, in a plain folder or in the order of BIDS 1.9."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import PacslakeError

if TYPE_CHECKING:
    from pacslake.export.members import Members

__all__ = ["Task", "bids_plan", "bids_texts", "nifti_plan", "write_volume"]


@dataclass(frozen=True)
class Task:
    """One volume to write: `path` below `out`, `more` goes into the sidecar. Goes to worker processes whole."""

    lake: str
    snapshot: int
    volume_id: str
    out: str
    path: str
    more: Mapping[str, Any]


_LAKES: dict[tuple[str, int], Any] = {}


def write_volume(task: Task) -> str | None:
    """Write a volume and its sidecar; why that cannot be done, or None. Files get their names when they are whole."""
    import pacslake

    key = (task.lake, task.snapshot)
    if key not in _LAKES:
        _LAKES.clear()
        _LAKES[key] = pacslake.open(task.lake, snapshot=task.snapshot)
    target = Path(task.out, task.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".part-{os.getpid()}-{target.name}")
    told, sidecar = _sidecar(part), _sidecar(target)
    try:
        _LAKES[key].volume(task.volume_id).to_nifti(part)
        content = {**json.loads(told.read_text("utf-8")), **task.more}
        told.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", "utf-8")
        os.replace(told, sidecar)
        os.replace(part, target)
    except PacslakeError as error:
        return str(error)
    finally:
        part.unlink(missing_ok=True)
        told.unlink(missing_ok=True)
    return None


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".gz").removesuffix(".nii") + ".json")


def _folder(members: Members, row: dict[str, Any]) -> str:
    return f"sub-{members.subject(row)}/ses-{members.session(row)}"


def nifti_plan(members: Members) -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    """(row, path, more) of each volume."""
    return [
        (row, f"{_folder(members, row)}/{row['Modality'] or 'OT'}-{row['volume_id']}.nii.gz", {})
        for row in members.volumes
    ]


# -- BIDS ------------------------------------------------------------------------------------------------------------

_WORDS = (  # what names of protocols say, most telling first
    (r"flair|tirm", "FLAIR"), (r"t2[ _]?(\*|star)|swi|gre.*t2", "T2starw"), (r"\bpd\b|proton.?dens|_pd_", "PDw"),
    (r"mp-?rage|spgr|bravo|t1|tfl3d|fspgr", "T1w"), (r"t2|space.*t2|frfse", "T2w"),
)  # fmt: skip


_TIMES = (
    "TemporalPositionIdentifier",
    "TemporalPositionIndex",
    "AcquisitionTime",
    "ContentTime",
    "TriggerTime",
    "FrameTime",
)


def _contrast(row: Mapping[str, Any]) -> str | None:
    """Suffix of an anatomical MR image by the words of its description, else by the physics of spin echo; None: not known."""
    text = str(row["SeriesDescription"] or "").lower()
    for pattern, suffix in _WORDS:
        if re.search(pattern, text):
            return suffix
    echoes, repetition = row["EchoTime_values"] or (), row["RepetitionTime"]
    if "SE" not in str(row["ScanningSequence"] or "") or not echoes or not repetition:
        return None
    if repetition < 900 and max(echoes) < 30:
        return "T1w"
    return "T2w" if repetition > 2000 and min(echoes) > 70 else None


def _kind(row: Mapping[str, Any]) -> tuple[str, str, dict[str, Any]] | None:
    """(folder, name without numbers, more for the sidecar) of a volume that BIDS has a place for."""
    if (
        row["Modality"] != "MR"
        or row["kind"] == "projection"
        or row["series_class"] not in ("acquired", None)
    ):
        return None
    text = str(row["SeriesDescription"] or "").lower()
    if (
        row["axes"] == "tzyx"
        and row["n_time"] >= 20
        and row["axis_name"] in ("time", "temporal_position", "acquisition_time")
    ):
        named = re.search(r"task[-_ ]?([a-z0-9]+)", text)
        task = named[1] if named else "rest" if "rest" in text else "unknown"
        return "func", f"task-{task}_%sbold", {"TaskName": task}
    if row["axes"] != "zyx":
        return None
    suffix = _contrast(row)
    return None if suffix is None else ("anat", f"%s{suffix}", {})


def bids_plan(members: Members) -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    """(row, path, more); what BIDS has no place for, or of which nobody can say what it is, lies under sourcedata/."""
    out: list[tuple[dict[str, Any], str, dict[str, Any]]] = []
    seen: dict[str, int] = {}
    named = [(row, _kind(row)) for row in members.volumes]
    total: dict[str, int] = {}
    for row, kind in named:
        if kind is not None:
            place = f"{_folder(members, row)}/{kind[0]}/{kind[1]}"
            total[place] = total.get(place, 0) + 1
    for row, kind in named:
        folder = _folder(members, row)
        if kind is None:
            path = f"sourcedata/{folder}/{row['Modality'] or 'OT'}-{row['volume_id']}.nii.gz"
            out.append((row, path, {}))
            continue
        place = f"{folder}/{kind[0]}/{kind[1]}"
        seen[place] = n = seen.get(place, 0) + 1
        run = f"run-{n:02d}_" if total[place] > 1 else ""
        name = f"{folder.replace('/', '_')}_{kind[1] % run}.nii.gz"
        out.append((row, f"{folder}/{kind[0]}/{name}", kind[2]))
    return out


def bids_texts(members: Members, paths: Sequence[str], name: str, version: str) -> dict[str, str]:
    """dataset_description.json, README, participants.tsv with its dictionary."""
    shown = {path.split("/")[0] for path in paths if not path.startswith("sourcedata/")}
    lines = ["participant_id\tage\tsex"]
    for person in members.people:
        who = f"sub-{members.subject(person)}"
        if who in shown:
            age = "n/a" if person["age"] is None else "89+" if person["age"] > 89 else str(int(person["age"]))
            lines.append(f"{who}\t{age}\t{ {'M': 'M', 'F': 'F', 'O': 'O'}.get(person['sex'], 'n/a') }")
    description = {
        "Name": name, "BIDSVersion": "1.9.0", "DatasetType": "raw",
        "GeneratedBy": [{"Name": "pacslake", "Version": version}],
    }  # fmt: skip
    dictionary = {
        "age": {"Description": "Age at the first of the studies here; 89+ for the oldest", "Units": "year"},
        "sex": {
            "Description": "PatientSex (0010,0040)",
            "Levels": {"M": "male", "F": "female", "O": "other"},
        },
    }
    texts = {
        "dataset_description.json": json.dumps(description, indent=2) + "\n",
        "README": f"{name}\n\nVolumes of a DICOM lake. What BIDS has no place for lies under sourcedata/.\n"
        "Where the series' description names no task, the task is called unknown.\n",
        ".bidsignore": "manifest.json\nfiles.csv\nSHA256SUMS\nro-crate-metadata.json\ncroissant.json\n.export.json\n",
    }
    if shown:
        texts["participants.tsv"] = "\n".join(lines) + "\n"
        texts["participants.json"] = json.dumps(dictionary, indent=2) + "\n"
    return texts
