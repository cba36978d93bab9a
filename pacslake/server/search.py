"""Search of studies, series and instances: keys in, data sets out (QIDO-RS, PS3.18 10.6; C-FIND, PS3.4 C.4.1).

One search serves both protocols. Conditions of any level narrow the instances; what is listed is the level asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacslake.server.attributes import COMPUTED, OF_INSTANCE, OF_SERIES, OF_STUDY, Path, parse_attribute
from pacslake.server.matching import BadQueryError, Condition, Slow, condition_for

if TYPE_CHECKING:
    from pacslake.server.index import Index

__all__ = ["BadQueryError", "Found", "Query", "parse_query", "search"]

MAX_LIMIT = 10_000
MAX_KEYS = 100
MAX_VALUE = 4096
_LISTS = {"STUDY": "studies", "SERIES": "series", "IMAGE": "instances"}
_ORDER = {
    "STUDY": 't."StudyDate" DESC NULLS LAST, t."StudyTime_us" DESC NULLS LAST, t.study, t.patient_key',
    "SERIES": 't.study, t."SeriesNumber" NULLS LAST, t.series',
    "IMAGE": "t.study, t.series, t.number NULLS LAST, t.sop",
}


@dataclass(frozen=True)
class Query:
    """What is looked for: keys with their values, what is wanted beside the level's own, and which page."""

    keys: tuple[tuple[Path, str], ...] = ()
    include: frozenset[str] = frozenset()
    include_all: bool = False
    limit: int | None = None
    offset: int = 0
    fuzzy: bool = False
    empty_matches: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """Results as DICOM JSON objects (PS3.18 F.2), and how many more there are."""

    items: list[dict[str, Any]]
    remaining: int
    places: list[dict[str, Any]] = field(default_factory=list)


def parse_query(pairs: Sequence[tuple[str, str]]) -> Query:
    """The query part of a URL (PS3.18 8.3.4). Raises: BadQueryError."""
    keys: list[tuple[Path, str]] = []
    include: set[str] = set()
    flags: dict[str, bool] = {}
    numbers: dict[str, int] = {}
    include_all = False
    if len(pairs) > MAX_KEYS:
        raise BadQueryError(f"more than {MAX_KEYS} parameters")
    for name, value in pairs:
        if len(value) > MAX_VALUE or "\0" in value:
            raise BadQueryError("a value is longer than any attribute's, or holds a NUL")
        if name in ("limit", "offset"):
            if not value.isascii() or not value.isdigit() or len(value) > 9:
                raise BadQueryError(f"{name} must be a whole number, 0 or more")
            numbers[name] = int(value)
        elif name in ("fuzzymatching", "emptyvaluematching", "multiplevaluematching"):
            if value.lower() not in ("true", "false"):
                raise BadQueryError(f"{name} must be true or false")
            flags[name] = value.lower() == "true"
        elif name == "includefield":
            for word in value.split(","):
                if word == "all":
                    include_all = True
                    continue
                path = parse_attribute(word.strip())
                if path is None:
                    raise BadQueryError("includefield names what is no attribute of the Standard")
                include.add(path.tags[0])
        elif name in ("access_token", "accept", "charset"):
            continue
        else:
            path = parse_attribute(name)
            if path is None:
                raise BadQueryError(
                    "a parameter is neither an attribute of the Standard nor one of the search's own"
                )
            keys.append((path, value))
    return Query(
        tuple(keys), frozenset(include), include_all, numbers.get("limit"), numbers.get("offset", 0),
        flags.get("fuzzymatching", False), flags.get("emptyvaluematching", False),
    )  # fmt: skip


def search(
    index: Index,
    level: str,
    query: Query,
    *,
    study: str | None = None,
    series: str | None = None,
    base: str = "",
) -> Found:
    """What matches at a level.

    Args:
        level: STUDY, SERIES or IMAGE.
        study, series: those that the target names.
        base: URL of the service, for RetrieveURL.

    Raises: BadQueryError.
    """
    where, params = _where(index, level, query, study, series)
    table = _LISTS[level]
    limit = min(query.limit if query.limit is not None else MAX_LIMIT, MAX_LIMIT)
    rows = index.dicts(
        f"SELECT t.* FROM {table} t WHERE {where} ORDER BY {_ORDER[level]} LIMIT {limit:d} OFFSET {query.offset:d}",
        params,
    )
    items = _results(index, level, rows, query, whole=study is None, base=base)
    remaining = 0
    if len(rows) == limit:  # else there are no more, and nothing needs to be counted
        total = index.rows(f"SELECT count(*) FROM {table} t WHERE {where}", params)[0][0]
        remaining = max(total - query.offset - len(rows), 0)
    return Found(items, remaining, rows)


def _where(
    index: Index, level: str, query: Query, study: str | None, series: str | None
) -> tuple[str, list[Any]]:
    conditions: list[Condition | Slow] = []
    for path, value in query.keys:
        if (
            found := condition_for(path, value, fuzzy=query.fuzzy, empty_matches=query.empty_matches)
        ) is not None:
            conditions.append(found)
    if study is not None:
        conditions.append(Condition("studies", "study = ?", [study]))
    if series is not None:
        conditions.append(Condition("series", "series = ?", [series]))
    parts, params = ["TRUE"], []
    narrow, narrow_params = [], []
    for condition in conditions:
        if isinstance(condition, Slow):
            narrow.append("list_contains(?::VARCHAR[], vid)")
            narrow_params.append(_slow_ids(index, condition))
        elif condition.table == _LISTS[level]:
            parts.append(condition.sql)
            params += condition.params
        elif condition.table == "studies":
            narrow.append(
                f"(study, patient_key) IN (SELECT (study, patient_key) FROM studies WHERE {condition.sql})"
            )
            narrow_params += condition.params
        elif condition.table == "series":
            narrow.append(f"(study, series) IN (SELECT (study, series) FROM series WHERE {condition.sql})")
            narrow_params += condition.params
        else:
            narrow.append(condition.sql)
            narrow_params += condition.params
    if narrow:
        key = {
            "STUDY": ("(t.study, t.patient_key)", "(study, patient_key)"),
            "SERIES": ("(t.study, t.series)", "(study, series)"),
            "IMAGE": ("t.vid", "vid"),
        }[level]
        parts.append(f"{key[0]} IN (SELECT {key[1]} FROM instances WHERE {' AND '.join(narrow)})")
        params += narrow_params
    return " AND ".join(f"({p})" for p in parts), params


def _slow_ids(index: Index, condition: Slow) -> list[str]:
    rows = index.catalog.rows(
        f"SELECT DISTINCT instance_version_id FROM element WHERE {condition.sql}", condition.params
    )
    return [row[0] for row in rows]


# -- results -------------------------------------------------------------------------------------------


def _results(
    index: Index, level: str, rows: Sequence[Mapping[str, Any]], query: Query, *, whole: bool, base: str
) -> list[dict[str, Any]]:
    """The rows as data sets, attributes in order of their tags."""
    parents = _parents(index, level, rows) if level != "STUDY" else {}
    more = _more(index, rows, query) if query.include_all or query.include else {}
    out = []
    for row in rows:
        item: dict[str, Any] = dict(more.get(row["vid"], {}))
        if level == "STUDY":
            item |= _study_item(row)
        else:
            study, series = parents[row["study"], row["series"]]
            if whole or level == "IMAGE":
                item |= {"0020000D": _value("UI", row["study"])}
            if whole:
                item |= _study_item(study)
            item |= {"0020000D": _value("UI", row["study"]), "0020000E": _value("UI", row["series"])}
            if level == "SERIES" or whole:
                item |= _series_item(series)
            if level == "IMAGE":
                item |= _instance_item(row)
        item["00080056"] = _value("CS", "ONLINE")
        if base:
            item["00081190"] = _value("UR", _url(base, level, row))
        if "00080005" in item:
            item["00080005"] = _value("CS", "ISO_IR 192")  # the answer's own, PS3.18 F.2.1
        out.append(dict(sorted(item.items())))
    return out


def _parents(
    index: Index, level: str, rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]]:
    pairs = sorted({(row["study"], row["series"]) for row in rows})
    if not pairs:
        return {}
    studies = {
        (s["study"], s["patient_key"]): s
        for s in index.dicts(
            "SELECT * FROM studies WHERE study IN (SELECT unnest(?))", [[p[0] for p in pairs]]
        )
    }
    series = {
        (s["study"], s["series"]): s
        for s in index.dicts(
            "SELECT * FROM series WHERE series IN (SELECT unnest(?))", [[p[1] for p in pairs]]
        )
    }
    return {p: (studies[p[0], series[p]["patient_key"]], series[p]) for p in pairs}


_LISTED = {tag: n for n, tag in enumerate(dict.fromkeys((*OF_STUDY, *OF_SERIES)))}


def _listed(row: Mapping[str, Any], tags: Sequence[str]) -> dict[str, Any]:
    """The attributes of a level as the header of its first instance has them."""
    out = {}
    for tag in tags:
        text = row["attributes"][_LISTED[tag]]
        if text is not None:
            out[tag] = json.loads(text)
    return out


def _study_item(row: Mapping[str, Any]) -> dict[str, Any]:
    # What is always listed stands there without a value where the objects have none.
    required = {
        "00080020": "DA", "00080030": "TM", "00080050": "SH", "00080090": "PN", "00100010": "PN", "00100020": "LO",
        "00100030": "DA", "00100040": "CS", "00200010": "SH",
    }  # fmt: skip
    item = {tag: {"vr": vr} for tag, vr in required.items()} | _listed(row, OF_STUDY)
    item["0020000D"] = _value("UI", row["study"])
    item["00080061"] = {"vr": "CS", "Value": list(row["ModalitiesInStudy"] or ())}
    item["00080062"] = {"vr": "UI", "Value": list(row["SOPClassesInStudy"] or ())}
    item["00201206"] = _value("IS", row["n_series"])
    item["00201208"] = _value("IS", row["n_instances"])
    return item


def _series_item(row: Mapping[str, Any]) -> dict[str, Any]:
    item = {"00080060": {"vr": "CS"}, "00200011": {"vr": "IS"}} | _listed(row, OF_SERIES)
    item["0020000E"] = _value("UI", row["series"])
    item["00201209"] = _value("IS", row["n_instances"])
    return item


def _instance_item(row: Mapping[str, Any]) -> dict[str, Any]:
    values = (
        row["sop_class"],
        row["sop"],
        row["number"],
        row["rows"],
        row["columns"],
        row["bits"],
        row["frames"],
    )
    item = {}
    for tag, vr, value in zip(OF_INSTANCE, ("UI", "UI", "IS", "US", "US", "US", "IS"), values, strict=True):
        if value is not None:
            item[tag] = _value(vr, value)
    item["00083002"] = _value("UI", row["syntax"])
    return item


def _value(vr: str, value: Any) -> dict[str, Any]:
    return {"vr": vr, "Value": [value]} if value is not None else {"vr": vr}


def _more(index: Index, rows: Sequence[Mapping[str, Any]], query: Query) -> dict[str, dict[str, Any]]:
    """What else was asked for, from the headers: of a study or series its first instance's."""
    wanted = sorted(query.include - COMPUTED.keys())
    ids = [row["vid"] for row in rows]
    if not ids or not (wanted or query.include_all):
        return {}
    if query.include_all:
        found = index.catalog.rows(
            "SELECT instance_version_id, header FROM header WHERE instance_version_id IN (SELECT unnest(?::VARCHAR[]))",
            [ids],
        )
        return {vid: _small(json.loads(header)) for vid, header in found}
    paths = [f"$.{tag}" for tag in wanted]
    listed = ", ".join(f"'{path}'" for path in paths)  # hexadecimal digits, made by us
    found = index.catalog.rows(
        f"SELECT instance_version_id, json_extract(header, [{listed}]) FROM header "
        "WHERE instance_version_id IN (SELECT unnest(?::VARCHAR[]))",
        [ids],
    )
    return {
        vid: {tag: json.loads(text) for tag, text in zip(wanted, texts, strict=True) if text is not None}
        for vid, texts in found
    }


def _small(header: dict[str, Any]) -> dict[str, Any]:
    """A header without bulk data and private elements: what a list may show of a study."""
    return {
        tag: value
        for tag, value in header.items()
        if "BulkDataURI" not in value and int(tag[:4], 16) % 2 == 0
    }


def _url(base: str, level: str, row: Mapping[str, Any]) -> str:
    url = f"{base}/studies/{row['study']}"
    if level != "STUDY":
        url += f"/series/{row['series']}"
    if level == "IMAGE":
        url += f"/instances/{row['sop']}"
    return url
