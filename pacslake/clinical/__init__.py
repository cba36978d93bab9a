"""The clinical context of images: HL7 v2 messages in, persons, stays, orders, reports and results as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacslake.clinical.context import Clinical
    from pacslake.clinical.fhir import load_resources
    from pacslake.clinical.load import Loaded, load_messages, undo

__all__ = ["Clinical", "Loaded", "load_messages", "load_resources", "undo"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from pacslake.clinical import context, fhir, load

        return getattr({"Clinical": context, "load_resources": fhir}.get(name, load), name)
    raise AttributeError(f"module 'pacslake.clinical' has no attribute {name!r}")
