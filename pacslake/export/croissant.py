"""What an export is, for machine learning tools: Croissant 1.0 (JSON-LD), with the list of files as its records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["write"]

_CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "dct": "http://purl.org/dc/terms/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
_COLUMNS = {"path": "sc:Text", "bytes": "sc:Integer", "sha256": "sc:Text", "source": "sc:Text"}


def write(manifest: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The export as Croissant metadata. Files are a set below the folder; `files.csv` has size and digest of each."""
    from pacslake.export.report import files_csv

    listing = files_csv(files).encode()
    fields = [
        {
            "@type": "cr:Field", "@id": f"files/{name}", "name": name, "dataType": kind,
            "source": {"fileObject": {"@id": "files.csv"}, "extract": {"column": name}},
        }
        for name, kind in _COLUMNS.items()
    ]  # fmt: skip
    return {
        "@context": _CONTEXT, "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": manifest["name"],
        "description": manifest["citation"], "citeAs": manifest["citation"], "datePublished": manifest["made_at"],
        "version": f"{manifest['snapshot_id']}.0.0", "license": "not stated", "url": "./",
        "distribution": [
            {
                "@type": "cr:FileObject", "@id": "files.csv", "name": "files.csv", "contentUrl": "files.csv", "encodingFormat": "text/csv",
                "contentSize": f"{len(listing)} B", "sha256": hashlib.sha256(listing).hexdigest(),
            }
        ],
        "recordSet": [{"@type": "cr:RecordSet", "@id": "files", "name": "files", "key": {"@id": "files/path"}, "field": fields}],
    }  # fmt: skip
