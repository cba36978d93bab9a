"""The ids that a scope makes visible in one snapshot."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pacslake.access.principal import Rule, Scope
from pacslake.access.rules import SETS
from pacslake.catalog.reader import Catalog
from pacslake.errors import NotFoundError, PolicyError, SqlError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["check_rule", "visible_ids"]

_KEYS = {  # from fine to coarse: an answer with several keys is of the finest
    "volume_id": "instance_version_id IN (SELECT instance_version_id FROM volume_frame WHERE volume_id IN ({ids}))",
    "instance_version_id": "instance_version_id IN ({ids})",
    "SOPInstanceUID": '"SOPInstanceUID" IN ({ids})',
    "SeriesInstanceUID": '"SeriesInstanceUID" IN ({ids})',
    "StudyInstanceUID": '"StudyInstanceUID" IN ({ids})',
    "patient_key": "patient_key IN ({ids})",
}
_KEPT = 16
_cache: OrderedDict[tuple[str, int, str | None, Scope], Mapping[str, pa.Table]] = OrderedDict()
_lock = threading.Lock()


def visible_ids(catalog: Catalog, scope: Scope) -> Mapping[str, pa.Table]:
    """One column `id` for each name of `SETS`. Kept for the last scopes and snapshots that were asked for.

    Raises: PolicyError when a project's rule no longer works: nothing is shown then, rather than too much.
    """
    key = (str(catalog.dir.root), catalog.snapshot.snapshot_id, catalog.snapshot.sha256, scope)
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    found = _resolve(catalog, scope)
    with _lock:
        _cache[key] = found
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return found


def check_rule(catalog: Catalog, rule: Rule) -> int:
    """How many instances a rule gives now. Raises: UsageError, SqlError, NotFoundError for one that cannot work."""
    if rule.kind == "all":
        return int(catalog.rows("SELECT count(*) FROM instance_row")[0][0])
    condition = _condition(catalog, rule)
    return int(catalog.rows(f"SELECT count(*) FROM instance_row WHERE {condition}")[0][0])


def _condition(catalog: Catalog, rule: Rule) -> str:
    if rule.kind == "all":
        return "TRUE"
    if rule.kind == "cohort":
        return _cohort_condition(catalog, rule.text)
    if rule.kind != "sql":
        raise UsageError(f"a rule is of the kind all, cohort or sql, not {rule.kind!r}")
    statement = rule.text.strip().rstrip(";").strip()
    columns = list(catalog.sql(f"FROM ({statement}\n) LIMIT 0").columns)
    key = next((name for name in _KEYS if name in columns), None)
    if key is None:
        raise UsageError(
            f"the rule's statement gives none of the columns {', '.join(_KEYS)}; one of them must name what is seen"
        )
    return _KEYS[key].format(ids=f'SELECT "{key}" FROM ({statement}\n)')


def _cohort_condition(catalog: Catalog, name: str) -> str:
    rows = catalog.rows(
        "SELECT cohort_id, key_column FROM cohort WHERE cohort_id = ? OR name = ? "
        "ORDER BY frozen_at DESC, cohort_id LIMIT 1",
        [name, name],
    )
    if not rows:
        raise NotFoundError(f"no frozen cohort is called {name!r}; see them with: pacslake cohort list")
    cohort_id, key = rows[0]
    if key not in _KEYS:
        raise UsageError(f"the members of cohort {name!r} are named by {key}, which a rule cannot use")
    ids = f"SELECT entity_id FROM cohort_member WHERE cohort_id = '{cohort_id}'"
    return _KEYS[key].format(ids=ids)


def _resolve(catalog: Catalog, scope: Scope) -> Mapping[str, pa.Table]:
    asked = Catalog(catalog.dir, catalog.snapshot)  # a connection of its own: it gets a table
    try:
        condition = " OR ".join(f"({_condition(asked, rule)})" for rule in scope.rules) or "FALSE"
        asked.rows(
            'CREATE TABLE "visible" AS SELECT instance_version_id, "SOPInstanceUID", "SeriesInstanceUID", '
            f'"StudyInstanceUID", patient_key, template_id, file_id FROM instance_row WHERE {condition}'
        )
        found = {name: asked.arrow(_SQL[name]) for name in SETS if name in _SQL}
    except (SqlError, NotFoundError, UsageError) as error:
        raise PolicyError(
            f"the rule of a project does not work on snapshot {catalog.snapshot.snapshot_id} "
            f"({type(error).__name__}); an administrator must correct it: pacslake user project list"
        ) from None
    finally:
        asked.close()
    return found


def _whole(column: str) -> str:
    """Ids of a level whose instances are all visible."""
    return (
        f'SELECT "{column}" AS id FROM instance_row WHERE "{column}" IN (SELECT "{column}" FROM "visible") '
        'GROUP BY ALL HAVING bool_and(instance_version_id IN (SELECT instance_version_id FROM "visible"))'
    )


def _plain(column: str) -> str:
    return f'SELECT DISTINCT "{column}" AS id FROM "visible" WHERE "{column}" IS NOT NULL'


_VOLUMES = f"""
    SELECT v.volume_id AS id FROM volume v
    LEFT JOIN (
        SELECT volume_id, bool_and(instance_version_id IN (SELECT instance_version_id FROM "visible")) AS seen
        FROM volume_frame GROUP BY volume_id
    ) f USING (volume_id)
    WHERE coalesce(f.seen, v."SeriesInstanceUID" IN ({_whole("SeriesInstanceUID")}))
"""
_ENTITIES = f"""
    SELECT instance_version_id AS id FROM "visible"
    UNION SELECT "SOPInstanceUID" FROM "visible"
    UNION SELECT file_id FROM "visible"
    UNION {_whole("SeriesInstanceUID")}
    UNION {_whole("StudyInstanceUID")}
    UNION {_whole("patient_key")}
    UNION {_VOLUMES}
"""
_SQL = {
    "instance": _plain("instance_version_id"),
    "sop": _plain("SOPInstanceUID"),
    "template": _plain("template_id"),
    "file": _plain("file_id"),
    "whole_series": _whole("SeriesInstanceUID"),
    "whole_study": _whole("StudyInstanceUID"),
    "whole_patient": _whole("patient_key"),
    "volume": _VOLUMES,
    "cohort": f"""
        SELECT cohort_id AS id FROM cohort_member GROUP BY cohort_id
        HAVING bool_and(entity_id IN ({_ENTITIES}))
    """,
    "entity": _ENTITIES,
}
