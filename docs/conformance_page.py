"""The DICOM conformance statement (after PS3.2), from what the code itself says it takes and does."""

from __future__ import annotations

import dataclasses
import re

# Newer than the dictionary of pydicom, to which other packages add names as they are imported.
NAMES = {
    "1.2.840.10008.1.2.8.1": "Deflated Image Frame Compression",
    "1.2.840.10008.1.2.4.110": "JPEG XL Lossless",
    "1.2.840.10008.1.2.4.111": "JPEG XL JPEG Recompression",
    "1.2.840.10008.1.2.4.112": "JPEG XL",
    "1.2.840.113619.5.2": "Implicit VR Little Endian with big endian pixels, private of GE",
}


def conformance_page(note: str) -> str:
    """`docs/reference/conformance.md`."""
    from pydicom.uid import UID

    from pacslake.dicom import charset
    from pacslake.network import uids
    from pacslake.network.association import Limits
    from pacslake.network.pdu import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION
    from pacslake.server.app import ROUTES
    from pacslake.server.attributes import OF_INSTANCE, OF_SERIES, OF_STUDY
    from pacslake.version import __version__

    def name(uid: str) -> str:
        known = NAMES.get(uid) or UID(uid).name
        return f"{known} (`{uid}`)" if known != uid else f"`{uid}`"

    def tags(found: object) -> str:
        from pacslake.dicom.dictionary import keyword_for

        return ", ".join(f"`{keyword_for(int(tag, 16)) or tag}`" for tag in found)  # type: ignore[attr-defined]

    limits = Limits()
    parts = [
        note,
        "# DICOM conformance statement\n",
        f"pacslake {__version__}, after PS3.2. What is listed stands in the code from which this page is made; the test suite speaks with",
        "DCMTK, pynetdicom, dicomweb-client, Orthanc and OHIF.\n",
        f"Implementation class UID `{IMPLEMENTATION_CLASS_UID}`, version name `{IMPLEMENTATION_VERSION}`.\n",
        "## Application entities\n",
        "| entity | started by | SCP of | SCU of |",
        "|---|---|---|---|",
        "| receiver | `pacslake receive` | Verification, Storage, Storage Commitment Push Model | Storage Commitment Push Model (reports on a new association) |",
        "| archive | `pacslake serve --dimse-port` | all of the receiver's, Query/Retrieve (C-FIND, C-MOVE, C-GET), Modality Worklist, Modality Performed Procedure Step | Storage (for C-MOVE) |",
        "| client | `pacslake query`, `pull`, `send`, `doctor` | Storage (during `pull --move-port`) | Verification, Query/Retrieve (C-FIND, C-MOVE, C-GET), Storage |",
        "| web service | `pacslake serve` | Studies Service of PS3.18: QIDO-RS, WADO-RS, STOW-RS | |",
        "| web client | `pacslake query`, `pull` | | QIDO-RS, WADO-RS |\n",
        "## Storage\n",
        "Every SOP class of the Standard's storage root, those to come included, and private ones are taken; objects are kept byte for byte,",
        "acknowledged after a sync to the disk, and never changed (level 2, full; no coercion). An object that comes again with other content",
        "is kept beside the first, and an issue says so. Status: `0000` kept, `A700` out of space, `A900` the data set is of another SOP class",
        "or instance than the request says, `C000` it is no data set.\n",
        "### Transfer syntaxes\n",
        "The first that the caller proposes and that is known is taken; `1.2.840.10008.1.2.4.*` also where it is newer than this list.\n",
        *(f"- {name(uid)}" for uid in uids.TRANSFER_SYNTAXES),
        "",
        "## Query/Retrieve\n",
        *(f"- {name(uid)}: {model.lower()} root" for models in (uids.FIND_MODELS, uids.MOVE_MODELS, uids.GET_MODELS) for uid, model in models.items()),
        f"- {name(uids.WORKLIST)}",
        f"- {name(uids.MPPS)}",
        "\nKeys at all levels: single value, list of UIDs, wild cards, ranges. Keys of a level:\n",
        f"- study: {tags(OF_STUDY)}",
        f"- series: {tags(OF_SERIES)}",
        f"- instance: {tags(OF_INSTANCE)}",
        "\nAny other attribute of the dictionary may be a key too; it is looked up in the headers. Objects leave in the transfer syntax that they are",
        "stored in, or as Explicit or Implicit VR Little Endian to a node that takes no other. C-MOVE sends to destinations that were named at",
        "the start and to no other (`A801`). C-CANCEL ends all three. No extended negotiation but of roles.\n",
        "## Associations\n",
        "| limit | value |",
        "|---|---|",
        *(f"| {field.name.replace('_', ' ')} | {getattr(limits, field.name):,} |" for field in dataclasses.fields(limits)),
        "\nCallers are let in by AE title and address (`--allow`); without a rule from this machine only. TLS 1.2 and 1.3 after BCP 195, with",
        "client certificates where `--tls-client-ca` names their authority. Asynchronous operations: one at a time. User identity: not negotiated.\n",
        "## Web services\n",
        "Every address but the front page and its program asks for `Authorization: Bearer`, a token of the lake or of an OpenID Connect provider.\n",
        "| method | address | |",
        "|---|---|---|",
        *(f"| {method} | `{re.sub(r':path', '', path)}` | {title} |" for path, method, _, title in ROUTES),
        "\nQIDO-RS: `limit`, `offset`, `includefield`, `fuzzymatching`, `emptyvaluematching`; application/dicom+json and multipart",
        "application/dicom+xml. WADO-RS: application/dicom, application/zip, application/dicom+json, application/dicom+xml, application/octet-stream,",
        "the stored image types, image/jpeg, image/png, image/gif; transcoding where it loses nothing. STOW-RS: application/dicom, alone or in multipart.",
        "No UPS-RS, no WADO-URI.\n",
        "## Character sets\n",
        ", ".join(f"`{term}`" for term in sorted(t for t in charset._TERMS if t)) + ", " + ", ".join(f"`{t}`" for t in charset._ALONE) + ".",
        "Answers are in `ISO_IR 192`.\n",
        "## Security\n",
        "De-identification: PS3.15 2026d, Basic Profile with all ten options (`pacslake deid --report` lists the 657 decisions). Audit: PS3.15 A.5",
        "messages and FHIR AuditEvent (`pacslake audit`).",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"
