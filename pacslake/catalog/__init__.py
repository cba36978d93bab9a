"""Snapshots, Parquet tables and SQL; runs what the top-level folder `catalog/` says."""

from pacslake.catalog.reader import Catalog
from pacslake.catalog.schema import Column, TableDecl, TableSchema, table_names, table_schema
from pacslake.catalog.snapshot import Snapshot, TableFile
from pacslake.catalog.writer import Changes, Replace, commit

__all__ = [
    "Catalog",
    "Changes",
    "Column",
    "Replace",
    "Snapshot",
    "TableDecl",
    "TableFile",
    "TableSchema",
    "commit",
    "table_names",
    "table_schema",
]
