"""What a member of a cohort can be, how it is told from an SQL answer, and the digest of what it holds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pacslake.errors import NotFoundError, PacslakeError, UsageError

__all__ = [
    "GRAINS",
    "Grain",
    "Member",
    "VolumeGroup",
    "describe",
    "members_digest",
    "of_columns",
    "open_member",
    "prepare",
]


@dataclass(frozen=True)
class Grain:
    """`key` is the column that names a member; `sql` gives (entity_id, content_hash, stable_key, patient_key)."""

    name: str
    key: str
    sql: str


@dataclass(frozen=True)
class Member:
    """A member with the digest of its content, and a name that stays when the content changes."""

    entity_id: str
    content_hash: str
    stable_key: str
    patient_key: str | None = None


_SET_OF_INSTANCES = """
    SELECT "{key}", sha256(string_agg(instance_version_id, ' ' ORDER BY instance_version_id)), "{key}",
        min(patient_key)
    FROM instance WHERE is_current AND "{key}" IN (SELECT unnest(?)) GROUP BY "{key}"
"""

_ONE_INSTANCE = """
    SELECT "{key}", instance_version_id, SOPInstanceUID, patient_key
    FROM instance WHERE {which} AND "{key}" IN (SELECT unnest(?))
"""

GRAINS = (
    # From fine to coarse: an answer with several keys is of the finest grain.
    Grain(
        "volume",
        "volume_id",
        """
        WITH frames AS (
            SELECT volume_id,
                sha256(string_agg(concat_ws('/', instance_version_id, frame_index, t, k), ' '
                    ORDER BY t, k, instance_version_id, frame_index)) AS content_hash,
                min(instance_version_id) AS any_instance
            FROM volume_frame WHERE volume_id IN (SELECT unnest(?)) GROUP BY volume_id
        )
        SELECT volume_id, content_hash, concat_ws('/', v.SeriesInstanceUID, v.volume_index), i.patient_key
        FROM frames JOIN volume v USING (volume_id)
        LEFT JOIN instance i ON i.instance_version_id = frames.any_instance
        """,
    ),
    Grain("instance", "instance_version_id", _ONE_INSTANCE.format(key="instance_version_id", which="TRUE")),
    Grain("instance", "SOPInstanceUID", _ONE_INSTANCE.format(key="SOPInstanceUID", which="is_current")),
    Grain("series", "SeriesInstanceUID", _SET_OF_INSTANCES.format(key="SeriesInstanceUID")),
    Grain("study", "StudyInstanceUID", _SET_OF_INSTANCES.format(key="StudyInstanceUID")),
    Grain("patient", "patient_key", _SET_OF_INSTANCES.format(key="patient_key")),
)


def of_columns(columns: Sequence[str]) -> Grain:
    """The grain of an answer with these columns.

    Raises:
        UsageError: none of the columns names a member.

    >>> of_columns(["Modality", "SeriesInstanceUID", "StudyInstanceUID"]).name
    'series'
    """
    for grain in GRAINS:
        if grain.key in columns:
            return grain
    keys = ", ".join(grain.key for grain in GRAINS)
    raise UsageError(
        f"the statement gives the columns {', '.join(columns) or '(none)'}, and none of them says what the members "
        f"are. Select one of: {keys}"
    )


def describe(catalog: Any, grain: Grain, ids: Sequence[str]) -> list[Member]:
    """The members by id, in the order given.

    Raises:
        NotFoundError: the catalogue does not hold some of them.
    """
    if not ids:
        return []
    found = {row[0]: Member(*row) for row in catalog.rows(grain.sql, [list(ids)])}
    missing = [i for i in ids if i not in found]
    if missing:
        raise NotFoundError(
            f"{len(missing)} of {len(ids)} members are not in this snapshot, the first being {grain.key} "
            f"{missing[0]!r}; list what is there with: SELECT {grain.key} FROM {_TABLES[grain.name]}"
        )
    return [found[i] for i in ids]


_TABLES = {
    "volume": "volume",
    "instance": "instance",
    "series": "series",
    "study": "study",
    "patient": "patient",
}


def members_digest(members: Iterable[Member]) -> str:
    """SHA-256 over the sorted lines "<entity_id> <content_hash>"."""
    import hashlib

    lines = sorted(f"{m.entity_id} {m.content_hash}\n" for m in members)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True)
class VolumeGroup:
    """What a function gets for a member above the volume: its volumes, opened one by one.

    Example:
        `def extent(group): return {"n": len(group.volume_ids)}`
    """

    lake: Any
    grain: str
    entity_id: str

    @property
    def volume_ids(self) -> list[str]:
        """The real volumes of the member, by series and index."""
        column = {"series": "SeriesInstanceUID", "study": "StudyInstanceUID", "patient": "patient_key"}[
            self.grain
        ]
        return [
            row[0]
            for row in self.lake.rows(
                f'SELECT volume_id FROM volume v JOIN series s USING (SeriesInstanceUID) WHERE s."{column}" = ? '
                "AND v.verdict <> 'not_a_volume' ORDER BY s.SeriesInstanceUID, v.volume_index",
                [self.entity_id],
            )
        ]

    def volumes(self) -> Iterable[Any]:
        """Open the volumes one after another."""
        return (self.lake.volume(i) for i in self.volume_ids)

    def __iter__(self) -> Any:
        return iter(self.volumes())


def open_member(lake: Any, grain: str, entity_id: str, prepared: Any = None) -> Any:
    """A Volume, an Instance, or a VolumeGroup; `prepared` is what `prepare` found for it."""
    if prepared is not None:
        return prepared.open(lake)
    if grain == "volume":
        return lake.volume(entity_id)
    if grain == "instance":
        return lake.instance(entity_id)
    return VolumeGroup(lake, grain, entity_id)


def prepare(lake: Any, grain: str, ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Members with what the catalogue says of them, asked for many at a time: one by one it takes far longer.

    A member of which nothing can be said in this way comes with None, and says itself why when it is opened.
    """
    from pacslake.pixels.volume import prepare_volumes

    for start in range(0, len(ids), _PREPARED_AT_ONCE):
        some = ids[start : start + _PREPARED_AT_ONCE]
        found: dict[str, Any] = {}
        if grain == "volume":
            with contextlib.suppress(PacslakeError):
                found = prepare_volumes(lake, list(some))
        for entity_id in some:
            yield entity_id, found.get(entity_id)


_PREPARED_AT_ONCE = 32
