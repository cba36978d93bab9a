"""An identified lake and a research lake made from it, in one query, for whoever holds the project's key.

    both = TwoZones("identified", "research", key="project.key")
    both.sql('''SELECT p."PatientID", count(*) FROM instance p
                JOIN same_uid s ON s.uid = p."SOPInstanceUID"
                JOIN research.instance r ON r."SOPInstanceUID" = s.research_uid GROUP BY 1''')

Tables of the identified lake have their own names, those of the research lake stand in the schema `research`. What joins them
is made from the key and stored nowhere: `same_patient` and `same_uid`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacslake.errors import PolicyError, SqlError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["TwoZones"]


class TwoZones:
    """Two lakes for reading, at the snapshots they have now.

    `same_patient`: patient_key, research_patient_key, research_PatientID. `same_uid`: uid, research_uid, of every study, series,
    instance and frame of reference. A query is written down in the identified lake's audit record.

    Args:
        identified, research: their folders.
        key: file of the project's key with which `research` was made; None is the user's own.
        source_name: as it was given when `research` was made.
        user: who asks, for the audit record; by default the account of the system.

    Raises:
        PolicyError: a lake of the wrong zone, or a key that did not make this research lake.
        LakeError, UsageError: no lake, no key.
    """

    def __init__(
        self,
        identified: str | os.PathLike[str],
        research: str | os.PathLike[str],
        *,
        key: Any = None,
        source_name: str | None = None,
        user: str | None = None,
    ) -> None:
        import pacslake
        from pacslake.deid.keys import ProjectKey, default_key_file, load_key

        self.identified, self.research = pacslake.open(identified), pacslake.open(research)
        self.source_name, self.user = source_name, user
        for lake, zone in ((self.identified, "identified"), (self.research, "research")):
            if lake.zone != zone:
                raise PolicyError(
                    f"the lake at {lake.dir.place} is of the zone {lake.zone}; {zone} is wanted here"
                )
        self.key = key if isinstance(key, ProjectKey) else load_key(key or default_key_file())
        others = [
            k
            for (k,) in self.research.rows("SELECT DISTINCT key_id FROM deid_object")
            if k != self.key.key_id
        ]
        if others:
            raise PolicyError("the research lake was made with another project's key, so nothing joins them")
        self._connection: duckdb.DuckDBPyConnection | None = None

    @property
    def snapshot_id(self) -> int:
        """Of the identified lake."""
        return self.identified.snapshot_id

    def sql(self, query: str, params: Sequence[Any] | None = None) -> duckdb.DuckDBPyRelation:
        """Ask both; see `Lake.sql`. Raises SqlError."""
        return self._run(query, lambda c: c.sql(query, params=params))

    def rows(self, query: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """The answer as tuples. Raises SqlError."""
        return self._run(query, lambda c: c.execute(query, params).fetchall())

    def arrow(self, query: str, params: Sequence[Any] | None = None) -> pa.Table:
        """The answer as an Arrow table. Raises SqlError."""
        return self._run(query, lambda c: c.sql(query, params=params).to_arrow_table())

    def _run(self, query: str, run: Any) -> Any:
        import duckdb

        from pacslake import audit
        from pacslake.layout import sha256_bytes

        connection = self._both()
        audit.record(
            self.identified.dir,
            "query",
            user=self.user,
            statement_sha256=sha256_bytes(query.encode()),
            zones=["identified", "research"],
            project_key=self.key.key_id,
        )
        try:
            cursor = connection.cursor()
            for catalog in self._kept:
                catalog.lend_to(cursor)
            return run(cursor)
        except duckdb.Error as error:
            raise SqlError(str(error).strip()) from None

    def _both(self) -> duckdb.DuckDBPyConnection:
        """One connection with the views of both lakes and what joins them."""
        if self._connection is None:
            from pacslake.catalog import Catalog

            one = Catalog.open(self.identified.dir, snapshot=self.identified.snapshot_id)
            other = Catalog.open(self.research.dir, snapshot=self.research.snapshot_id)
            one.make_all()
            connection = one._connect()
            connection.execute("CREATE SCHEMA research")
            connection.execute("SET schema = 'research'")
            other.make_all_in(connection)
            connection.execute("SET schema = 'main'")
            for name, table in (("same_patient", self._patients()), ("same_uid", self._uids())):
                connection.register("made", table)  # seen by this connection alone, and not by its cursors
                connection.execute(f"CREATE TABLE main.{name} AS FROM made")
                connection.unregister("made")
            self._connection, self._kept = connection, (one, other)
        return self._connection

    def _patients(self) -> pa.Table:
        import pyarrow as pa

        from pacslake.dicom.identity import patient_key

        there = {
            pseudonym: own
            for own, pseudonym in self.research.rows('SELECT patient_key, "PatientID" FROM patient')
        }
        rows = []
        for own, patient_id, issuer in self.identified.rows(
            'SELECT DISTINCT patient_key, "PatientID", "IssuerOfPatientID" FROM patient WHERE "PatientID" IS NOT NULL'
        ):
            pseudonym = self.key.pseudonym(patient_key(issuer, patient_id, self.source_name))
            if pseudonym in there:
                rows.append(
                    {
                        "patient_key": own,
                        "research_patient_key": there[pseudonym],
                        "research_PatientID": pseudonym,
                    }
                )
        names = ("patient_key", "research_patient_key", "research_PatientID")
        return pa.Table.from_pylist(rows, schema=pa.schema([(n, pa.string()) for n in names]))

    def _uids(self) -> pa.Table:
        import pyarrow as pa

        columns = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID")
        listed = " UNION ".join(f'SELECT "{c}" FROM instance WHERE "{c}" IS NOT NULL' for c in columns)
        uids = [uid for (uid,) in self.identified.rows(listed)]
        return pa.table(
            {
                "uid": pa.array(uids, pa.string()),
                "research_uid": pa.array(map(self.key.uid, uids), pa.string()),
            }
        )
