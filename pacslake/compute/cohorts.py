"""Cohorts: members chosen by SQL, pinned by a freeze, compared, split and described."""

from __future__ import annotations

import csv
import datetime
import functools
import hashlib
import html
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacslake.compute import split as splitting
from pacslake.compute.grain import Grain, Member, describe, members_digest, of_columns
from pacslake.compute.receipt import Receipt
from pacslake.errors import NotFoundError, UsageError
from pacslake.version import __version__

if TYPE_CHECKING:
    import dask.array
    import numpy as np
    import pandas as pd

    from pacslake.compute.mapping import MapResult
    from pacslake.compute.patches import Patches

__all__ = ["Cohort", "Diff", "Manifest", "Member", "choose", "reopen"]

FRACTIONS = {"train": 0.7, "validation": 0.15, "test": 0.15}


def choose(lake: Any, sql: str, *, name: str | None = None) -> Cohort:
    """See `pacslake.compute.cohort`."""
    catalog = lake.catalog
    statement = sql.strip().rstrip(";").strip()
    grain = of_columns(list(catalog.sql(statement).columns))
    return Cohort(lake, catalog, statement, name, grain, _entries(catalog, statement, grain))


def _entries(catalog: Any, statement: str, grain: Grain) -> tuple[Member, ...]:
    table = catalog.arrow(statement)
    ids = table.column(table.column_names.index(grain.key)).to_pylist()
    return tuple(describe(catalog, grain, list(dict.fromkeys(str(i) for i in ids if i is not None))))


def at_snapshot(lake: Any, snapshot_id: int) -> Any:
    """The lake, opened for reading at a snapshot. A Lake knows how to open its own copy for a worker."""
    opener, (path, _) = lake.__reduce__()
    return opener(path, snapshot_id)


def reopen(lake: Any, name_or_id: str) -> Cohort:
    """See `pacslake.compute.open_cohort`."""
    rows = lake.dicts(
        "SELECT * FROM cohort WHERE cohort_id = ? OR name = ? ORDER BY frozen_at DESC, cohort_id LIMIT 1",
        [name_or_id, name_or_id],
    )
    if not rows:
        known = [
            r[0]
            for r in lake.rows("SELECT DISTINCT name FROM cohort WHERE name IS NOT NULL ORDER BY 1 LIMIT 20")
        ]
        raise NotFoundError(
            f"no frozen cohort is called {name_or_id!r}; "
            + (
                f"there are: {', '.join(known)}"
                if known
                else "make one with lake.cohort(sql, name=...).freeze()"
            )
        )
    row = rows[0]
    members = tuple(
        Member(*m)
        for m in lake.rows(
            "SELECT entity_id, content_hash, stable_key FROM cohort_member WHERE cohort_id = ? ORDER BY position",
            [row["cohort_id"]],
        )
    )
    pinned = at_snapshot(lake, row["snapshot_id"])
    return Cohort(
        lake,
        pinned.catalog,
        row["sql_text"],
        row["name"],
        of_columns([row["key_column"]]),
        members,
        row["cohort_id"],
    )


@dataclass(frozen=True)
class Diff:
    """What became of a cohort's members at another snapshot. Names are `stable_key`."""

    snapshot_id: int
    other_snapshot_id: int
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    changed: tuple[str, ...]
    n_same: int

    @property
    def empty(self) -> bool:
        """True where nothing changed."""
        return not (self.added or self.withdrawn or self.changed)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "snapshot_id": self.snapshot_id, "other_snapshot_id": self.other_snapshot_id,
            "added": list(self.added), "withdrawn": list(self.withdrawn), "changed": list(self.changed),
            "n_same": self.n_same,
        }  # fmt: skip

    def __str__(self) -> str:
        lines = [
            f"snapshot {self.snapshot_id} -> {self.other_snapshot_id}: {len(self.added)} added, "
            f"{len(self.changed)} sent again with other bytes, {len(self.withdrawn)} withdrawn, {self.n_same} the same"
        ]
        for sign, names in (("+", self.added), ("~", self.changed), ("-", self.withdrawn)):
            lines += [f"  {sign} {name}" for name in names]
        return "\n".join(lines)


class Manifest(dict[str, Any]):
    """What a paper needs, as a mapping: statement, snapshot, members with digests, citation."""

    @property
    def citation(self) -> str:
        """A sentence to cite the cohort by."""
        return str(self["citation"])

    def to_json(self) -> str:
        """As a JSON document."""
        return json.dumps(self, indent=1, ensure_ascii=False)

    def to_csv(self) -> str:
        """The members as CSV with a header line."""
        out = io.StringIO()
        writer = csv.DictWriter(
            out, fieldnames=["entity_id", "content_hash", "stable_key"], lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(self["members"])
        return out.getvalue()

    def write(self, folder: str | Path) -> list[Path]:
        """Write `manifest.json`, `members.csv` and `CITATION.txt` into a folder; the paths."""
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        texts = {
            "manifest.json": self.to_json(),
            "members.csv": self.to_csv(),
            "CITATION.txt": self.citation + "\n",
        }
        for file_name, text in texts.items():
            (place / file_name).write_text(text, encoding="utf-8")
        return [place / file_name for file_name in texts]


@dataclass(frozen=True)
class Cohort:
    """Members chosen by SQL at one snapshot. Immutable: `freeze` returns one that has an id.

    `entries` hold id, content digest and stable name of each member; `members` are the ids alone.
    """

    lake: Any = field(repr=False)
    catalog: Any = field(repr=False)
    sql: str
    name: str | None
    _grain: Grain = field(repr=False)
    entries: tuple[Member, ...] = field(repr=False)
    cohort_id: str | None = None

    @property
    def members(self) -> list[str]:
        """Ids of the members, in the order of the statement."""
        return [m.entity_id for m in self.entries]

    @property
    def grain(self) -> str:
        """What a member is: volume, series, instance, study or patient."""
        return self._grain.name

    @property
    def key(self) -> str:
        """The column that names the members, such as `volume_id`."""
        return self._grain.key

    @property
    def snapshot_id(self) -> int:
        """The snapshot that the statement was asked of."""
        return int(self.catalog.snapshot.snapshot_id)

    @property
    def members_sha256(self) -> str:
        """Digest over members and their content: equal digests, equal bytes."""
        return members_digest(self.entries)

    @property
    def frozen(self) -> bool:
        """True where the lake keeps it."""
        return self.cohort_id is not None

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def __repr__(self) -> str:
        name = f" {self.name!r}" if self.name else ""
        state = f"frozen as {self.cohort_id}" if self.frozen else "not frozen"
        return f"<Cohort{name}: {len(self)} at {self.grain} grain, {self.receipt}, {state}>"

    @property
    def receipt(self) -> Receipt:
        """Lake, snapshot and members' digest: what the repr shows."""
        return Receipt(self.lake.dir.config.lake_id, self.snapshot_id, self.members_sha256)

    def _repr_html_(self) -> str:
        rows = {
            "members": f"{len(self)} ({self.grain})", "snapshot": self.snapshot_id,
            "members sha256": f"<code>{self.members_sha256}</code>", "cohort": self.cohort_id or "not frozen",
            "SQL": f"<pre style='margin:0'>{html.escape(self.sql)}</pre>",
        }  # fmt: skip
        body = "".join(
            f"<tr><th style='text-align:left'>{k}</th><td style='text-align:left'>{v}</td></tr>"
            for k, v in rows.items()
        )
        caption = f"<caption>Cohort {html.escape(self.name or '')}</caption>"
        return f"<table>{caption}{body}</table><p><code>{self.receipt}</code></p>"

    def df(self) -> pd.DataFrame:
        """The statement's answer at the cohort's snapshot."""
        frame: pd.DataFrame = self.catalog.sql(self.sql).df()
        return frame

    def need_members(self) -> None:
        """Raises: UsageError where the cohort is empty."""
        if not self.entries:
            raise UsageError(
                f"the cohort is empty: its statement gives no {self.key} at snapshot {self.snapshot_id}. "
                "Run the statement with lake.sql(...) and loosen its conditions"
            )

    # -- keeping -----------------------------------------------------------------------------------

    def freeze(self) -> Cohort:
        """Keep SQL, snapshot and the members' digests in the lake; vacuum keeps that snapshot.

        Freezing the same members again gives the same `cohort_id` and writes nothing.

        Raises:
            PolicyError: the lake is open for reading only.
        """
        if self.frozen:
            return self
        seed = "\0".join((self.name or "", self.sql, str(self.snapshot_id), self.members_sha256))
        cohort_id = "c" + hashlib.sha256(seed.encode()).hexdigest()[:20]

        def build(catalog: Any) -> Any:
            from pacslake.catalog import Changes

            if catalog.rows("SELECT 1 FROM cohort WHERE cohort_id = ?", [cohort_id]):
                return None
            return Changes(
                append={"cohort": [self._row(cohort_id)], "cohort_member": self._member_rows(cohort_id)}
            )

        self.lake.commit(build, note=f"freeze cohort {self.name or cohort_id}")
        return Cohort(self.lake, self.catalog, self.sql, self.name, self._grain, self.entries, cohort_id)

    def _row(self, cohort_id: str) -> dict[str, Any]:
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        return {
            "cohort_id": cohort_id, "name": self.name, "sql_text": self.sql, "snapshot_id": self.snapshot_id,
            "grain": self.grain, "key_column": self.key, "n": len(self), "members_sha256": self.members_sha256,
            "frozen_at": now, "code_version": __version__,
        }  # fmt: skip

    def _member_rows(self, cohort_id: str) -> list[dict[str, Any]]:
        return [
            {
                "cohort_id": cohort_id, "entity_id": m.entity_id, "grain": self.grain,
                "content_hash": m.content_hash, "stable_key": m.stable_key, "position": position,
            }
            for position, m in enumerate(self.entries)
        ]  # fmt: skip

    # -- comparing and describing ------------------------------------------------------------------

    def diff(self, other_snapshot: int | None = None) -> Diff:
        """What the same statement gives at another snapshot (default: the newest) against these members."""
        other = self.lake if other_snapshot is None else at_snapshot(self.lake, other_snapshot)
        after = {m.stable_key: m.content_hash for m in _entries(other.catalog, self.sql, self._grain)}
        before = {m.stable_key: m.content_hash for m in self.entries}
        both = before.keys() & after.keys()
        changed = sorted(k for k in both if before[k] != after[k])
        return Diff(
            self.snapshot_id, int(other.catalog.snapshot.snapshot_id),
            tuple(sorted(after.keys() - before.keys())), tuple(sorted(before.keys() - after.keys())),
            tuple(changed), len(both) - len(changed),
        )  # fmt: skip

    def manifest(self) -> Manifest:
        """What a paper needs: statement, snapshot, members with digests, versions, citation."""
        import platform

        digest = self.members_sha256
        title = self.name or "unnamed"
        citation = (
            f"Cohort '{title}' ({len(self)} at {self.grain} grain), lake {self.lake.dir.config.lake_id}, snapshot "
            f"{self.snapshot_id}, members SHA-256 {digest}, pacslake {__version__}."
        )
        return Manifest(
            format="pacslake-cohort-1", name=self.name, cohort_id=self.cohort_id, lake_id=self.lake.dir.config.lake_id,
            snapshot_id=self.snapshot_id, sql=self.sql, grain=self.grain, key=self.key, n=len(self),
            members_sha256=digest, pacslake_version=__version__, python_version=platform.python_version(),
            members=[
                {"entity_id": m.entity_id, "content_hash": m.content_hash, "stable_key": m.stable_key}
                for m in self.entries
            ],
            citation=citation,
        )  # fmt: skip

    # -- splitting ---------------------------------------------------------------------------------

    def split(
        self,
        by: str = "patient",
        *,
        stratify: str | None = None,
        fractions: Mapping[str, float] | None = None,
        seed: int = 0,
    ) -> dict[str, Cohort]:
        """Parts that share no patient, the same ones for the same seed and members.

        Patients under whose identifiers one study stands are kept together: they may be one person.

        Args:
            by: `patient`, `study` or `series`: what must not stand in two parts.
            stratify: a column of the statement whose values are spread evenly over the parts.
            fractions: share of each part; default 0.7 train, 0.15 validation, 0.15 test.
            seed: another seed gives another split.

        Raises:
            UsageError: an empty cohort, unknown `by` or column, or fractions that do not add up to 1.
        """
        self.need_members()
        groups = self._groups(by)
        strata = self._strata(stratify) if stratify else None
        parts = splitting.allocate(groups, strata, fractions or FRACTIONS, seed)
        return {part: self._part(part, [m for m, p in zip(self.entries, parts, strict=True) if p == part])
                for part in (fractions or FRACTIONS)}  # fmt: skip

    def _groups(self, by: str) -> list[Any]:
        columns = {"patient": "patient_key", "study": "StudyInstanceUID", "series": "SeriesInstanceUID"}
        if by not in columns:
            raise UsageError(f"by={by!r} is not known; use one of {', '.join(columns)}")
        coarse = list(columns)
        if self.grain in columns and coarse.index(by) >= coarse.index(self.grain):
            group_of = {m: m for m in self.members}  # a member is such a group itself, or holds several
        else:
            source = "volume JOIN series USING (SeriesInstanceUID)" if self.grain == "volume" else self.grain
            group_of = dict(self.catalog.rows(
                f'SELECT "{self.key}", min("{columns[by]}") FROM {source} '
                f'WHERE "{self.key}" IN (SELECT unnest(?)) GROUP BY 1',
                [self.members],
            ))  # fmt: skip
        if by == "patient":
            group_of = {m: self._one_person[key] for m, key in group_of.items()}
        return [group_of[m] for m in self.members]

    @functools.cached_property
    def _one_person(self) -> dict[Any, Any]:
        """patient_key -> the key that stands for all keys under whose identifiers one study came."""
        names = [key for (key,) in self.catalog.rows("SELECT patient_key FROM patient")]
        links = self.catalog.rows(
            "WITH shared AS (SELECT DISTINCT StudyInstanceUID, patient_key FROM study) "
            "SELECT a.patient_key, b.patient_key FROM shared a JOIN shared b USING (StudyInstanceUID) "
            "WHERE a.patient_key < b.patient_key"
        )
        return splitting.connected(links, names)

    def _strata(self, column: str) -> list[Any]:
        table = self.catalog.arrow(self.sql)
        if column not in table.column_names:
            raise UsageError(
                f"stratify={column!r} is not a column of the statement, which gives {', '.join(table.column_names)}"
            )
        keys, values = table.column(self.key).to_pylist(), table.column(column).to_pylist()
        first: dict[str, Any] = {}
        for key, value in zip(keys, values, strict=True):
            first.setdefault(str(key), value)
        return [first[m] for m in self.members]

    def _part(self, part: str, members: Sequence[Member]) -> Cohort:
        ids = ", ".join("'" + m.entity_id.replace("'", "''") + "'" for m in members) or "NULL"
        sql = f'SELECT * FROM (\n{self.sql}\n) WHERE "{self.key}" IN ({ids})'
        name = f"{self.name}-{part}" if self.name else part
        return Cohort(self.lake, self.catalog, sql, name, self._grain, tuple(members))

    # -- computing ---------------------------------------------------------------------------------

    def map(
        self,
        fn: Callable[[Any], Any],
        *,
        table: str,
        columns: Mapping[str, str] | None = None,
        scheduler: Any = None,
        on_error: str = "record",
        force: bool | str = False,
        timeout: float | None = None,
        progress: Callable[..., None] | bool | None = None,
    ) -> MapResult:
        """Run a function over the members; its results become rows of a table, with lineage.

        Args:
            fn: takes a Volume (an Instance, or a group of volumes, at other grains) and returns a mapping from
                column to value, or a list of mappings. An array on the volume's grid becomes a volume of the lake (a
                Parametric Map), a DICOM data set (SEG, SR ...) an object of it; the rows then hold `result_uid` and
                `result_volume_id`. It may be defined in a notebook.
            table: name of the table of results; its columns are `row_id`, the cohort's key, `item`,
                `activity_id`, `error`, and those that the function returns.
            columns: names and SQL types (`{"mean_hu": "DOUBLE"}`); by default those of the first results.
            scheduler: None (in this process, moving to a local Dask cluster when the work is worth its start),
                `"threads"`, `"sync"`, `"local"`, a number of workers, a Dask client, cluster or address.
            on_error: `record` makes a failure a row with its error; `raise` stops at the first.
            force: compute again what the same code has computed from the same content; `"failed"` does so for
                failures alone.
            timeout: seconds that one member may take; then it is a failure.
            progress: by default a bar in a notebook and a line on a terminal, with rate, time left and the address of
                Dask's dashboard; False for none, True for lines in a log, or a function `(done, total)`.

        Results are committed as they come. A run that was killed is resumed by the same call.

        Raises:
            UsageError: an empty cohort, a table name in use, a function that cannot be sent to workers.
        """
        from pacslake.compute.mapping import run_map

        return run_map(
            self, fn, table=table, columns=columns, scheduler=scheduler, on_error=on_error, force=force,
            timeout=timeout, progress=progress,
        )  # fmt: skip

    def array(
        self,
        *,
        spacing: float | Sequence[float] | None = None,
        shape: Sequence[int] | None = None,
        plane: str | None = None,
        fill: float | None = None,
    ) -> dask.array.Array:
        """The volumes as one lazy array (member, slice, row, column) of float32 in their own units.

        Each member is one block, read and resampled (linearly, about its own centre) where it is computed.
        `compute.arrays.store_array` writes it to Zarr with a shard for each block.

        Args:
            spacing: mm between slices, rows and columns, or one number; by default the members' own, where it is one.
            shape: (slice, row, column); by default so large that every member fits.
            plane: `axial`, `coronal` or `sagittal`; by default each volume's own planes.
            fill: value outside a volume; by default its smallest.

        Raises:
            UsageError: members that are no grey stacks, or no spacing where they differ.
        """
        from pacslake.compute.arrays import cohort_array

        return cohort_array(self, spacing=spacing, shape=shape, plane=plane, fill=fill)

    def patches(
        self,
        patch: int | Sequence[int],
        *,
        per_volume: int = 1,
        seed: int = 0,
        spacing: float | Sequence[float] | None = None,
        target: Callable[[Any], Any] | None = None,
        accept: Callable[[np.ndarray], bool] | None = None,
    ) -> Patches:
        """Patches for training, read one by one: an iterable of mappings with `image`, `volume_id` and `start`.

        Args:
            patch: (slice, row, column) in voxels, or one number.
            per_volume: patches of each volume in an epoch.
            seed: order and places follow from it; `.for_epoch(n)` gives others.
            spacing: mm, to resample volumes first; by default voxels as they are.
            target: from a Volume to an array on its grid, such as `lambda v: v.mask(segment_id)`; cut at the same place.
            accept: from a patch to whether it is wanted; of 20 that are not the last is given all the same.
        """
        from pacslake.compute.patches import patches

        return patches(
            self, patch, per_volume=per_volume, seed=seed, spacing=spacing, target=target, accept=accept
        )

    def torch(self, patch: int | Sequence[int], **options: Any) -> Any:
        """The same as `patches`, as an iterable data set of PyTorch.

        Raises:
            UsageError: PyTorch is not installed.
        """
        from pacslake.compute.patches import torch_dataset

        return torch_dataset(self.patches(patch, **options))
