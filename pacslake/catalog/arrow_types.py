"""Arrow types of declared column types, without asking DuckDB: opening it for each table takes 15 ms."""

from __future__ import annotations

import re

import pyarrow as pa

__all__ = ["arrow_type"]

_TYPES = {
    "VARCHAR": pa.string(),
    "BLOB": pa.binary(),
    "DOUBLE": pa.float64(),
    "FLOAT": pa.float32(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
_STRUCT = re.compile(r"STRUCT\(([^()\[\]]*)\)")
_FIELD = re.compile(r'\s*([A-Za-z_][A-Za-z0-9_]*|"[^",]+")\s+([A-Z]+)\s*')


def arrow_type(text: str) -> pa.DataType | None:
    """The type of a column as `catalog/tables` writes them; None for a spelling that only DuckDB reads.

    >>> arrow_type("STRUCT(slope DOUBLE, label VARCHAR)[]")
    ListType(list<l: struct<slope: double, label: string>>)
    """
    text = text.strip()
    if text.endswith("[]"):
        inner = arrow_type(text[:-2])
        return None if inner is None else pa.list_(pa.field("l", inner))  # the name that DuckDB gives
    if match := _STRUCT.fullmatch(text):
        fields = []
        for part in match[1].split(","):
            found = _FIELD.fullmatch(part)
            if found is None or found[2] not in _TYPES:
                return None
            fields.append((found[1].strip('"'), _TYPES[found[2]]))
        return pa.struct(fields)
    return _TYPES.get(text)
