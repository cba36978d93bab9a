"""Where a number came from: row, run, member, volume, slices, files with digests, code.

The answer is a tree of nodes that prints as text, draws itself in a notebook, and exports as W3C PROV JSON.
It stands on rows alone: activity, activity_input, volume, volume_frame, instance, file.
"""

from __future__ import annotations

import datetime
import html
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pacslake.compute.grain import GRAINS, Member
from pacslake.compute.receipt import Receipt
from pacslake.errors import NotFoundError

__all__ = ["Explanation", "FileSource", "InputNode", "explain"]

_KEYS = (
    "volume_id",
    "instance_version_id",
    "SOPInstanceUID",
    "SeriesInstanceUID",
    "StudyInstanceUID",
    "patient_key",
)
_GRAIN_OF = dict(zip(_KEYS, ("volume", "instance", "instance", "series", "study", "patient"), strict=True))
_ROW_KEYS = ("row_id", "{table}_id", "measurement_id", "observation_id", "segment_id", "roi_id", "volume_id")
_SHOWN_SLICES = 12


@dataclass(frozen=True)
class FileSource:
    """A file that holds one of the frames. `k` is the slice index in the volume, None outside a volume."""

    k: int | None
    t: int | None
    frame_index: int | None
    slice_position_mm: float | None
    instance_version_id: str
    SOPInstanceUID: str | None
    uri: str | None
    sha256: str | None
    size_bytes: int | None


@dataclass(frozen=True)
class InputNode:
    """Something that was read, with what is known of it and the files below."""

    grain: str
    entity_id: str
    facts: Mapping[str, Any]
    files: tuple[FileSource, ...]
    content_hash: str | None = None
    current: bool = True


@dataclass(frozen=True)
class Explanation:
    """The lineage of one row. `str()` is a tree for people."""

    table: str
    row_id: str
    values: Mapping[str, Any]
    activity: Mapping[str, Any] | None
    inputs: tuple[InputNode, ...]
    lake_id: str
    snapshot_id: int
    notes: tuple[str, ...] = field(default=())

    @property
    def receipt(self) -> Receipt:
        """Lake and snapshot: what the text shows."""
        return Receipt(self.lake_id, self.snapshot_id)

    @property
    def files(self) -> tuple[FileSource, ...]:
        """All files, each once."""
        return tuple({f.instance_version_id: f for node in self.inputs for f in node.files}.values())

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "table": self.table, "row_id": self.row_id, "values": _plain(self.values),
            "activity": _plain(self.activity) if self.activity else None, "lake_id": self.lake_id,
            "snapshot_id": self.snapshot_id, "notes": list(self.notes),
            "inputs": [
                {"grain": n.grain, "entity_id": n.entity_id, "content_hash": n.content_hash, "current": n.current,
                 "facts": _plain(n.facts), "files": [_plain(vars(f)) for f in n.files]}
                for n in self.inputs
            ],
        }  # fmt: skip

    def to_prov(self) -> dict[str, Any]:
        """As a W3C PROV-JSON document (https://www.w3.org/Submission/prov-json/)."""
        return prov_document(self)

    def to_svg(self) -> str:
        """The chain as a picture, left to right."""
        return picture(self)

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def _repr_html_(self) -> str:
        text = html.escape(str(self))
        return f"{picture(self)}<details><summary>Lineage as text</summary><pre>{text}</pre></details>"


# -- looking it up -----------------------------------------------------------------------------------


def explain(lake: Any, *, table: str, row_id: str) -> Explanation:
    """See `pacslake.compute.explain`."""
    row = _row(lake, table, row_id)
    activity = _activity(lake, row.get("activity_id"))
    notes: list[str] = []
    entities = _inputs_of(lake, row)
    origin = _origin(lake, entities) if activity is None else None
    if origin:
        # The row is of an object that a run stored: what the run read comes after the object itself.
        activity = _activity(lake, origin["activity_id"])
        entities += _inputs_of(lake, _row(lake, origin["table_name"], origin["entity_id"]))
        notes.append(f"made by {origin['table_name']} row {origin['entity_id']}")
    inputs = [_input(lake, grain, entity, activity, notes) for grain, entity in entities]
    if not inputs:
        notes.append("the row names no volume, series, instance or patient")
    return Explanation(
        table, row_id, {k: v for k, v in row.items() if k != "activity_id"}, activity, tuple(inputs),
        lake.dir.config.lake_id, int(lake.catalog.snapshot.snapshot_id), tuple(notes),
    )  # fmt: skip


def _row(lake: Any, table: str, row_id: str) -> dict[str, Any]:
    if not lake.catalog.has_table(table):
        raise NotFoundError(f"no table or view is called {table!r}; list them with: pacslake tables")
    columns = list(lake.sql(f'SELECT * FROM "{table}" LIMIT 0').columns)
    keys = [k for k in (pattern.format(table=table) for pattern in _ROW_KEYS) if k in columns]
    for key in keys:
        rows: list[dict[str, Any]] = lake.dicts(
            f'SELECT * FROM "{table}" WHERE "{key}" = ? LIMIT 1', [row_id]
        )
        if rows:
            return rows[0]
    raise NotFoundError(
        f"table {table!r} has no row {row_id!r} in {' or '.join(keys)}"
        if keys
        else f"the rows of {table!r} have no key that explain knows; it needs a column row_id or {table}_id"
    )


def _activity(lake: Any, activity_id: str | None) -> dict[str, Any] | None:
    rows = lake.dicts("SELECT * FROM activity WHERE activity_id = ?", [activity_id]) if activity_id else []
    return rows[0] if rows else None


def _origin(lake: Any, entities: Sequence[tuple[str, str]]) -> dict[str, Any] | None:
    """The run and its row that stored an instance or the instance of a volume, where one did."""
    for grain, entity in entities:
        if grain not in ("volume", "instance"):
            continue
        which = (
            "instance_version_id IN (SELECT instance_version_id FROM volume_frame WHERE volume_id = ?)"
            if grain == "volume"
            else "? IN (instance_version_id, SOPInstanceUID)"
        )
        found = lake.dicts(
            "SELECT activity_id, table_name, entity_id FROM activity_output JOIN activity USING (activity_id) "
            f"WHERE activity_output.kind = 'instance' AND name IN (SELECT SOPInstanceUID FROM instance WHERE {which}) "
            "ORDER BY activity_id DESC LIMIT 1",
            [entity],
        )
        # The row may have been computed again by other code since.
        if found and lake.catalog.has_table(found[0]["table_name"]):
            table = found[0]["table_name"]
            if lake.rows(f'SELECT 1 FROM "{table}" WHERE row_id = ?', [found[0]["entity_id"]]):
                return dict(found[0])
    return None


def _inputs_of(lake: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(grain, entity) of what the row stands on, by the finest key it has."""
    pair = [row.get("fixed_volume_id"), row.get("moving_volume_id")]
    if all(pair):
        return [("volume", str(v)) for v in pair]
    for key in _KEYS:
        if row.get(key):
            return [(_GRAIN_OF[key], str(row[key]))]
    return []


def _input(
    lake: Any, grain: str, entity: str, activity: Mapping[str, Any] | None, notes: list[str]
) -> InputNode:
    recorded = (
        lake.rows(
            "SELECT content_hash FROM activity_input WHERE activity_id = ? AND entity_id = ? LIMIT 1",
            [activity["activity_id"], entity],
        )
        if activity
        else []
    )
    content = recorded[0][0] if recorded else None
    node = _look(lake, grain, entity, content, True)
    if content and grain != "volume" and node.files and not _holds(lake, grain, entity, content):
        node = replace(node, current=False)
        notes.append(
            f"{grain} {entity} has other images now than when this was computed: the result is stale"
        )
    if not node.files and activity and activity["snapshot_id"] is not None:
        # The member has left the catalogue since: its old snapshot still knows it.
        try:
            old = lake.catalog.open_snapshot(activity["snapshot_id"])
            node = _look(old, grain, entity, content, False)
            notes.append(
                f"{grain} {entity} is no longer in the catalogue; shown as of snapshot {activity['snapshot_id']}"
            )
        except NotFoundError:
            notes.append(f"{grain} {entity} is no longer in the catalogue, and its snapshot was removed")
    return node


def _holds(lake: Any, grain: str, entity: str, content: str) -> bool:
    """Whether a member still has the content that was recorded."""
    kinds = [g for g in GRAINS if g.name == grain]
    found = [Member(*row).content_hash for g in kinds for row in lake.catalog.rows(g.sql, [[entity]])]
    return content in found


def _look(source: Any, grain: str, entity: str, content: str | None, current: bool) -> InputNode:
    if grain == "volume":
        facts = source.dicts(
            "SELECT SeriesInstanceUID, volume_index, kind, verdict, shape, axes, spacing_mm, zarr_uri FROM volume "
            "WHERE volume_id = ?",
            [entity],
        )
        frames = "SELECT k, t, frame_index, slice_position_mm, instance_version_id FROM volume_frame WHERE volume_id = ?"
    else:
        facts = [{}]
        column = {"series": "SeriesInstanceUID", "study": "StudyInstanceUID", "patient": "patient_key"}.get(
            grain
        )
        where = f'is_current AND "{column}" = ?' if column else "? IN (instance_version_id, SOPInstanceUID)"
        frames = (
            "SELECT NULL AS k, NULL AS t, NULL AS frame_index, slice_position_mm, instance_version_id "
            f"FROM instance WHERE {where}"
        )
    rows = source.rows(
        f"WITH frames AS ({frames}), files AS ("
        "  SELECT instance_version_id, any_value(SOPInstanceUID) AS uid, arg_min(uri, file_id) AS uri,"
        "    arg_min(sha256, file_id) AS sha256, arg_min(size_bytes, file_id) AS size_bytes"
        "  FROM file WHERE outcome IN ('stored', 'conflict')"
        "    AND instance_version_id IN (SELECT instance_version_id FROM frames) GROUP BY 1) "
        "SELECT k, t, frame_index, slice_position_mm, instance_version_id, uid, uri, sha256, size_bytes "
        "FROM frames LEFT JOIN files USING (instance_version_id) ORDER BY t, k, instance_version_id",
        [entity],
    )
    return InputNode(
        grain, entity, facts[0] if facts else {}, tuple(FileSource(*row) for row in rows), content, current
    )


# -- as text -----------------------------------------------------------------------------------------


def _lines(e: Explanation) -> Iterator[str]:
    keep = {k: v for k, v in e.values.items() if k not in ("row_id", "item", *_KEYS) and v is not None}
    yield f"{e.table} row {e.row_id}  ({e.receipt})"
    for name, value in keep.items():
        yield f"├─ {name} = {_short(value)}"
    if e.activity:
        yield from _activity_lines(e.activity)
    for place, node in enumerate(e.inputs):
        yield from _node_lines(node, last=place == len(e.inputs) - 1 and not e.notes)
    for note in e.notes:
        yield f"└─ note: {note}"


def _activity_lines(a: Mapping[str, Any]) -> Iterator[str]:
    yield f"├─ computed by {a['function_name']}  (function sha256 {(a['function_sha256'] or '')[:16]})"
    git = (
        f", git {a['git_commit'][:12]}{' with changes' if a['git_dirty'] else ''}" if a["git_commit"] else ""
    )
    yield f"│  ├─ pacslake {a['code_version']}, Python {a['python_version']}{git}"
    yield f"│  ├─ run {a['activity_id']} from {a['started_at']} to {a['ended_at']}: {a['status']}"
    cohort = f", cohort {a['cohort_id']}" if a["cohort_id"] else ""
    members = f", members sha256 {a['members_sha256'][:16]}" if a["members_sha256"] else ""
    yield f"│  ├─ read snapshot {a['snapshot_id']}{cohort}{members}"
    given = json.loads(a["parameters"] or "{}").get("arguments")
    if given:
        yield f"│  ├─ with {', '.join(f'{k}={v!r}' for k, v in given.items())}"
    yield f"│  └─ packages {', '.join(f'{k} {v}' for k, v in json.loads(a['packages'] or '{}').items())}"


def _node_lines(node: InputNode, *, last: bool) -> Iterator[str]:
    yield f"{'└─' if last else '├─'} from {node.grain} {node.entity_id}" + (
        "" if node.current else "  (not current)"
    )
    bar = "   " if last else "│  "
    for name, value in node.facts.items():
        if value is not None:
            yield f"{bar}├─ {name} = {_short(value)}"
    if node.content_hash:
        yield f"{bar}├─ content sha256 {node.content_hash}"
    shown = _ends(node.files)
    for place, source in enumerate(shown):
        end = "└─" if place == len(shown) - 1 else "├─"
        if source is None:
            yield f"{bar}├─ ... {len(node.files) - len(shown) + 1} more files, see .files"
            continue
        where = f"slice {source.k}" if source.k is not None else "instance"
        at = f" at {source.slice_position_mm:.2f} mm" if source.slice_position_mm is not None else ""
        yield f"{bar}{end} {where}{at}: {source.uri or 'file unknown'}  sha256 {source.sha256 or 'unknown'}"


def _ends(files: Sequence[FileSource]) -> list[FileSource | None]:
    """The files, or where they are many the first and last with None between."""
    if len(files) <= _SHOWN_SLICES:
        return list(files)
    half = _SHOWN_SLICES // 2
    return [*files[:half], None, *files[-half:]]


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 120 else text[:117] + "..."


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, (datetime.date, datetime.datetime, datetime.time)):
        return value.isoformat()
    return value


# -- as PROV -----------------------------------------------------------------------------------------

_SHOWN_FACTS = (
    "parameters",
    "packages",
    "python_version",
    "snapshot_id",
    "cohort_id",
    "members_sha256",
    "status",
)


def prov_document(e: Explanation) -> dict[str, Any]:
    """The PROV-JSON document of an explanation. Names are qualified with `lake:`."""
    row, doc = f"lake:row/{e.table}/{e.row_id}", _Prov(e.lake_id)
    doc.entity(row, "row", {f"lake:{k}": v for k, v in e.values.items()})
    run = None
    if e.activity:
        run = doc.activity(e.activity)
        doc.relate("wasGeneratedBy", {"prov:entity": row, "prov:activity": run})
    for node in e.inputs:
        name = f"lake:{node.grain}/{node.entity_id}"
        doc.entity(name, node.grain, {"lake:contentSha256": node.content_hash})
        doc.relate("wasDerivedFrom", {"prov:generatedEntity": row, "prov:usedEntity": name})
        if run:
            doc.relate("used", {"prov:activity": run, "prov:entity": name})
        for source in {f.instance_version_id: f for f in node.files}.values():
            file_name = f"lake:file/{source.sha256 or source.instance_version_id}"
            doc.entity(file_name, "file", {
                "lake:sha256": source.sha256, "lake:SOPInstanceUID": source.SOPInstanceUID,
                "lake:sizeBytes": source.size_bytes,
            })  # fmt: skip
            doc.relate("wasDerivedFrom", {"prov:generatedEntity": name, "prov:usedEntity": file_name})
    return doc.document


class _Prov:
    """Builds a PROV-JSON document; attributes without value are left out."""

    def __init__(self, lake_id: str) -> None:
        self.document: dict[str, Any] = {
            "prefix": {"lake": f"urn:pacslake:{lake_id}:"},
            "entity": {},
            "activity": {},
            "agent": {},
        }

    def entity(self, name: str, kind: str, attributes: Mapping[str, Any]) -> None:
        self.document["entity"][name] = {"prov:type": kind, **_attributes(attributes)}

    def activity(self, a: Mapping[str, Any]) -> str:
        name, agent = f"lake:activity/{a['activity_id']}", f"lake:software/pacslake-{a['code_version']}"
        code = f"lake:code/{a['function_sha256']}"
        self.document["activity"][name] = _attributes({
            "prov:startTime": a["started_at"], "prov:endTime": a["ended_at"],
            **{f"lake:{k}": a[k] for k in _SHOWN_FACTS},
        })  # fmt: skip
        self.document["agent"][agent] = {
            "prov:type": _qualified("prov:SoftwareAgent"), "lake:version": str(a["code_version"]),
        }  # fmt: skip
        self.entity(code, "code", {
            "prov:label": a["function_name"], "lake:sha256": a["function_sha256"], "lake:gitCommit": a["git_commit"],
            "lake:gitDirty": a["git_dirty"], "lake:source": a["function_source"],
        })  # fmt: skip
        self.document["entity"][code]["prov:type"] = _qualified("prov:Plan")
        self.relate("wasAssociatedWith", {"prov:activity": name, "prov:agent": agent, "prov:plan": code})
        return name

    def relate(self, kind: str, ends: dict[str, str]) -> None:
        relations = self.document.setdefault(kind, {})
        relations[f"_:{kind}{len(relations) + 1}"] = ends


def _qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as PROV-JSON has them: literals. Lists, which would stand for several values, and NaN are text."""
    found = {name: _plain(value) for name, value in values.items() if value is not None}
    text = {name for name, v in found.items() if isinstance(v, (list, dict)) or v != v}
    return {name: json.dumps(v) if name in text else v for name, v in found.items()}


# -- as a picture ------------------------------------------------------------------------------------


def picture(e: Explanation) -> str:
    """An SVG of the chain, left to right; it stands in a saved notebook without a kernel."""
    value = next(
        (
            f"{k} = {_short(v)}"
            for k, v in e.values.items()
            if k not in ("row_id", "item", *_KEYS) and v is not None
        ),
        "",
    )
    boxes = [
        ("number", f"{e.table}: {value}"),
        ("code", e.activity["function_name"] if e.activity else "not recorded"),
        ("input", ", ".join(f"{n.grain} {n.entity_id[:12]}" for n in e.inputs) or "not recorded"),
        ("slices", str(sum(len(n.files) for n in e.inputs))),
        ("files", f"{len(e.files)}, first sha256 {(e.files[0].sha256 or '')[:12] if e.files else ''}"),
    ]
    width, height, gap = 190, 54, 26
    parts = []
    for place, (title, text) in enumerate(boxes):
        x = place * (width + gap)
        parts.append(
            f'<rect x="{x + 1}" y="1" width="{width}" height="{height}" rx="6" fill="none" stroke="currentColor"/>'
            f'<text x="{x + 10}" y="20" font-size="11" fill="currentColor" opacity="0.7">{title}</text>'
            f'<text x="{x + 10}" y="40" font-size="12" fill="currentColor">{html.escape(text[:28])}</text>'
        )
        if place:
            parts.append(
                f'<line x1="{x - gap + 2}" y1="28" x2="{x}" y2="28" stroke="currentColor" marker-end="url(#pl-arrow)"/>'
            )
    total = len(boxes) * (width + gap)
    marker = (
        '<defs><marker id="pl-arrow" markerWidth="7" markerHeight="7" refX="6" refY="3" orient="auto">'
        '<path d="M0,0 L6,3 L0,6 z" fill="currentColor"/></marker></defs>'
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Lineage of {html.escape(e.table)} row" '
        f'width="100%" viewBox="0 0 {total} {height + 4}" style="max-width:{total}px">{marker}{"".join(parts)}</svg>'
    )
    return svg
