"""Objects without masks to their rows: maps, doses, plans, presentation states, registrations, waveforms, documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pacslake.derived import documents, maps, radiotherapy, screen, spatial, waveforms
from pacslake.derived.codes import ucum_unit
from pacslake.derived.issues import issue
from pacslake.derived.resolve import Lookup
from pacslake.derived.rows import owner_of, row_id
from pacslake.derived.stored import StoredPixels, data_set
from pacslake.errors import PacslakeError

__all__ = ["OTHER_READERS"]

Rows = dict[str, list[dict[str, Any]]]
Issues = list[dict[str, Any]]


def _one_series(sops: Sequence[str], lookup: Lookup) -> str | None:
    """The series of these images where all that the lake holds are of one."""
    found = {s for s in map(lookup.series_of, sops) if s}
    return found.pop() if len(found) == 1 else None


def read_parametric_map(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """Rows of `parametric_map`."""
    ds = data_set(lookup.object(row["instance_version_id"]))
    images = maps.source_images(ds) or [r.sop_instance for r in lookup.references(row["instance_version_id"])]
    series = lookup.main_series(images)
    shared = {
        **owner_of(row).keys(),
        "source_SeriesInstanceUID": series,
        "source_volume_id": lookup.volume_of(series, images),
        "volume_id": lookup.volume_of(row["SeriesInstanceUID"], [row["SOPInstanceUID"]]),
    }
    found = [
        {"parametric_map_id": row_id("p", row["instance_version_id"], one["mapping_index"]), **shared, **one}
        for one in maps.mappings(ds)
    ]
    return {"parametric_map": found}, []


def read_dose(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """Rows of `rt_dose` and `dvh`; a grid that cannot be decoded leaves its extremes open, with an issue."""
    id, owner = row["instance_version_id"], owner_of(row).keys()
    instance = lookup.object(id)
    ds = data_set(instance)
    issues: Issues = []
    try:
        found = radiotherapy.dose(ds, _planes(instance))
    except PacslakeError as error:
        issues.append(issue(id, "dose_unreadable", "warning", f"the dose grid could not be read: {error}"))
        found = radiotherapy.dose(ds, ())
    structures = found["structure_set_SOPInstanceUID"]
    version = lookup.instance_version_of(structures) if structures else None
    names = radiotherapy.roi_names(data_set(lookup.object(version))) if version else {}
    volume_id = lookup.volume_of(row["SeriesInstanceUID"], [row["SOPInstanceUID"]])
    histograms = [
        {"dvh_id": row_id("h", id, one["dvh_index"]), **owner, **one}
        for one in radiotherapy.histograms(ds, names)
    ]
    dose = {**owner, "FrameOfReferenceUID": row["FrameOfReferenceUID"], "volume_id": volume_id, **found}
    return {"rt_dose": [dose], "dvh": histograms}, issues


def _planes(instance: Any) -> Iterator[Any]:
    if instance.row.get("pixel_keyword") is None:
        return
    pixels = StoredPixels(instance)
    for index in range(instance.n_frames):
        yield pixels.frame(index)


def read_plan(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """Rows of `rt_plan` and `rt_beam`."""
    id, owner = row["instance_version_id"], owner_of(row).keys()
    ds = data_set(lookup.object(id))
    plan = {**owner, "FrameOfReferenceUID": row["FrameOfReferenceUID"], **radiotherapy.plan(ds)}
    # Two beams of one number would share a key: the place in the plan tells them apart.
    beams = [
        {"rt_beam_id": row_id("b", id, n, one["BeamNumber"]), **owner, **one}
        for n, one in enumerate(radiotherapy.beams(ds))
    ]
    return {"rt_plan": [plan], "rt_beam": beams}, []


def read_presentation_state(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """A row of `presentation_state`."""
    id = row["instance_version_id"]
    images = [r.sop_instance for r in lookup.references(id)]
    found = {
        **owner_of(row).keys(),
        "sop_class_name": lookup.class_name(row["SOPClassUID"]),
        "source_SeriesInstanceUID": _one_series(images, lookup),
        **screen.presentation_state(data_set(lookup.object(id)), free_text=lookup.free_text),
    }
    return {"presentation_state": [found]}, []


def read_key_object(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """A row of `key_object`."""
    ds = data_set(lookup.object(row["instance_version_id"]))
    found = {**owner_of(row).keys(), **screen.key_object(ds, free_text=lookup.free_text)}
    return {"key_object": [found]}, []


def read_registration(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """Rows of `spatial_registration`."""
    id = row["instance_version_id"]
    found = []
    for one in spatial.registrations(data_set(lookup.object(id))):
        images = one.pop("images")
        key = {"spatial_registration_id": row_id("x", id, one["item_index"])}
        series = {"n_images": len(images), "source_SeriesInstanceUID": _one_series(images, lookup)}
        found.append({**key, **owner_of(row).keys(), **one, **series})
    return {"spatial_registration": found}, []


def read_waveform(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """Rows of `waveform`, and of `measurement` for numbers among its annotations."""
    id, owner = row["instance_version_id"], owner_of(row).keys()
    ds = data_set(lookup.object(id))
    name = lookup.class_name(row["SOPClassUID"])
    found = [
        {"waveform_id": row_id("w", id, one["group_index"]), **owner, "sop_class_name": name, **one}
        for one in waveforms.groups(ds)
    ]
    numbers = [
        {
            "measurement_id": row_id("m", id, f"annotation.{n}"),
            **owner,
            "content_path": f"annotation.{n}",
            "name": term.meaning,
            "name_code": term.value,
            "name_scheme": term.scheme,
            "value": value,
            "raw_value": repr(value),
            "unit": ucum_unit(unit),
            "unit_code": unit.value if unit else None,
            "unit_scheme": unit.scheme if unit else None,
            "unit_meaning": unit.meaning if unit else None,
        }
        for n, term, value, unit in waveforms.measured(ds)
    ]
    return {"waveform": found, "measurement": numbers}, []


def read_document(row: dict[str, Any], lookup: Lookup) -> tuple[Rows, Issues]:
    """A row of `document`; a PDF that cannot be read gives `document_unreadable`."""
    id = row["instance_version_id"]
    found, problem = documents.document(data_set(lookup.object(id)), free_text=lookup.free_text)
    name = lookup.class_name(row["SOPClassUID"])
    issues = [issue(id, "document_unreadable", "warning", problem)] if problem else []
    return {"document": [{**owner_of(row).keys(), "sop_class_name": name, **found}]}, issues


OTHER_READERS = {
    "parametric_map": read_parametric_map,
    "dose": read_dose,
    "plan": read_plan,
    "presentation_state": read_presentation_state,
    "key_object": read_key_object,
    "registration": read_registration,
    "waveform": read_waveform,
    "document": read_document,
}
