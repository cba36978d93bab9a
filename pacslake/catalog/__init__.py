"""Snapshots, Parquet tables and SQL; runs what the top-level folder `catalog/` says."""

from pacslake.catalog.checks import describe, run_checks
from pacslake.catalog.compaction import compact
from pacslake.catalog.delta import publish_delta
from pacslake.catalog.erasure import ErasureReport, erase
from pacslake.catalog.history import diff_snapshots
from pacslake.catalog.materialise import refresh_derived
from pacslake.catalog.publish import publish
from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import Column, TableDecl, TableSchema, table_names, table_schema
from pacslake.catalog.snapshot import Snapshot, TableFile
from pacslake.catalog.vacuum import VacuumReport, vacuum
from pacslake.catalog.verify import Fault, verify
from pacslake.catalog.writer import Changes, Replace, commit

__all__ = [
    "Catalog",
    "Changes",
    "Column",
    "ErasureReport",
    "Fault",
    "Replace",
    "Snapshot",
    "TableDecl",
    "TableFile",
    "TableSchema",
    "VacuumReport",
    "commit",
    "compact",
    "describe",
    "diff_snapshots",
    "erase",
    "publish",
    "publish_delta",
    "refresh_derived",
    "run_checks",
    "table_names",
    "table_schema",
    "vacuum",
    "verify",
]
