"""Ingest, ask, convert, compute, compare, report."""

from __future__ import annotations

import importlib.util
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.errors import UsageError
from pacslake.lake import Lake, init
from pacslake.lake import open as open_lake

if TYPE_CHECKING:
    from pacslake.pixels import Volume

__all__ = ["QUESTIONS", "body_features", "lake", "real_sources", "run"]

QUESTIONS = {
    "Which modalities came in, and how much of each?": """
SELECT Modality, count(*) AS series, sum(n_instances) AS instances, round(sum(size_bytes) / 1e6, 1) AS mb
FROM series GROUP BY Modality ORDER BY instances DESC""",
    "What became of the series: how many volumes with which verdict?": """
SELECT verdict, kind, count(*) AS volumes, min(n_slices) AS fewest_slices, max(n_slices) AS most_slices
FROM volume GROUP BY ALL ORDER BY volumes DESC, verdict, kind""",
    "Which patients have three or more dates at which the chest was scanned?": """
SELECT patient_key, count(*) AS dates, max(days_from_baseline) AS days_of_follow_up
FROM timepoint GROUP BY patient_key HAVING count(*) >= 3 ORDER BY 1""",
}

MARK = ".pacslake-demo"  # says that a folder was made by the demo, so that --fresh may remove it


def real_sources() -> list[Path]:
    """Folders of real DICOM that installed packages ship: pydicom's own, and pydicom-data where installed."""
    found = []
    for package, inside in (("pydicom", "data/test_files"), ("data_store", "data")):
        spec = importlib.util.find_spec(package)
        places = list(spec.submodule_search_locations or []) if spec else []
        found += [Path(p) / inside for p in places if (Path(p) / inside).is_dir()]
    return found


def body_features(volume: Volume) -> dict[str, float]:
    """A function for `cohort.map`: size and values of what is not air."""
    import numpy as np

    values = np.asarray(volume.values(), dtype="float32")
    inside = values > (-400 if volume.unit == "HU" else np.percentile(values, 40))
    return {
        "mean_value": float(values.mean()),
        "noise": float(np.std(np.diff(values, axis=-1)) / np.sqrt(2)),
        "foreground_fraction": float(inside.mean()),
        "foreground_mean": float(values[inside].mean()) if inside.any() else float("nan"),
    }


def run(
    into: str | Path, *, fresh: bool = False, small: bool = False, say: Callable[[str], None] = print
) -> dict[str, Any]:
    """The whole demo below the folder `into`; returns what it found.

    Args:
        fresh: remove what an earlier demo left there; refused for a folder that is not a demo's.
        small: a smaller synthetic patient, for tests.
    """
    from pacslake import synthetic
    from pacslake.demo import report

    started = time.monotonic()
    folder = _prepare(Path(into), fresh)
    say("1. A synthetic patient: chest CT at three dates, with segmentations and reports")
    truth = synthetic.longitudinal_patient(folder / "synthetic", seed=7, small=small)

    say("2. Ingest, in place: real DICOM that packages ship, and the synthetic patient")
    lake_path = folder / "lake"
    opened = open_lake(lake_path) if (lake_path / "lake.toml").exists() else init(lake_path)
    reports = [opened.ingest(source) for source in [*real_sources(), truth.dicom_folder]]
    for ingested in reports:
        say("   " + str(ingested).replace("\n", "\n   "))

    say("3. Ask")
    answers = {}
    for question, query in QUESTIONS.items():
        relation = opened.sql(query)
        answers[question] = (query.strip(), list(relation.columns), relation.fetchall())
        say(f"   {question}")
        say("      " + ", ".join(answers[question][1]))
        for row in answers[question][2][:8]:
            say("      " + ", ".join("" if v is None else str(v) for v in row))

    say("4. Convert to Zarr what is pending")
    converted = opened.convert()
    say(f"   {converted}".replace("\n", "\n   "))

    say("5. Map a function over the CT and MR volumes with Dask")
    cohort = opened.cohort(
        "SELECT volume_id FROM volume JOIN series USING (SeriesInstanceUID) "
        "WHERE Modality IN ('CT', 'MR') AND verdict IN ('regular', 'sheared', 'regular_with_gaps') AND n_slices > 3",
        name="demo",
    ).freeze()
    cohort.map(body_features, table="demo_features")
    n, failed = opened.rows("SELECT count(*), count(error) FROM demo_features")[0]
    say(f"   table demo_features: {n} rows, {failed} failures")
    first = opened.rows("SELECT row_id FROM demo_features WHERE error IS NULL ORDER BY row_id LIMIT 1")
    explanation = str(opened.explain(table="demo_features", row_id=first[0][0])) if first else ""

    say("6. Compare: register the dates of the synthetic patient, match and measure its lesions")
    patient = opened.rows("SELECT patient_key FROM patient WHERE PatientID = ?", [truth.patient_id])[0][0]
    opened.track(patient)
    lesions = opened.dicts(
        """SELECT l.name, o.timepoint_index, t.days_from_baseline, o.volume_ml, o.longest_diameter_mm, o.state
           FROM lesion_observation o JOIN lesion l USING (lesion_id)
           JOIN timepoint t ON t.patient_key = l.patient_key AND t.timepoint_index = o.timepoint_index
           WHERE l.patient_key = ? ORDER BY l.name, o.timepoint_index""",
        [patient],
    )
    for lesion in lesions:
        volume_ml = "" if lesion["volume_ml"] is None else f"{lesion['volume_ml']:.2f} ml"
        say(
            f"   {lesion['name']}, day {lesion['days_from_baseline']}: {lesion['state'] or 'first seen'} {volume_ml}"
        )

    path = report.write(
        opened,
        folder / "report.html",
        patient=patient,
        reports=reports,
        answers=answers,
        explanation=explanation,
        lesions=lesions,
    )
    seconds = time.monotonic() - started
    say(f"7. {path}: thumbnails, three planes, prior beside current, growth of the lesions")
    say(f"   {seconds:.0f} s in all. Notebooks: pacslake lab --lake {lake_path}")
    return {
        "lake": str(lake_path),
        "report": str(path),
        "seconds": round(seconds, 1),
        "counts": dict(opened.status()["counts"]),
        "converted": len(converted.converted),
        "features": n,
        "lesions": lesions,
    }


def lake() -> Lake:
    """A lake for the notebooks: `PACSLAKE_LAKE`, else the demo's, else a small one made now.

    The small one lies in the working folder under `pacslake-demo` and takes about a minute to make.
    """
    named = os.environ.get("PACSLAKE_LAKE")
    for place in [named] if named else ["demo/lake", "../demo/lake", "pacslake-demo/lake"]:
        if (Path(place) / "lake.toml").exists():
            return open_lake(place)
    if named:
        return open_lake(named)
    run("pacslake-demo", small=True, say=lambda _: None)
    return open_lake("pacslake-demo/lake")


def _prepare(folder: Path, fresh: bool) -> Path:
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise UsageError(f"{folder} holds files that no demo made; name another folder with --into")
        if fresh:
            shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    return folder
