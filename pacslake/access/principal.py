"""Who calls, as facts: a frozen value that every route hands on."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EVERYTHING", "NOTHING", "Principal", "Rule", "Scope"]


@dataclass(frozen=True)
class Rule:
    """Rows that a project holds: `kind` is `all`, `cohort` (`text` its name or id) or `sql` (`text` a query).

    A query gives one column that names patients, studies, series, volumes or instances, as in `cohort`.
    """

    kind: str
    text: str = ""


@dataclass(frozen=True)
class Scope:
    """What a caller may see: the rows that any of the rules gives. No rule gives no row."""

    rules: tuple[Rule, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether it is the whole lake, without any filter."""
        return any(rule.kind == "all" for rule in self.rules)

    def __bool__(self) -> bool:
        return bool(self.rules)


EVERYTHING = Scope((Rule("all"),))
NOTHING = Scope()


@dataclass(frozen=True)
class Principal:
    """A caller whose identity was shown.

    `projects` are the names of the projects that the call may use; `scope` the rows that follow from them.
    `how` is the way of showing it: `token`, `oidc`, `local`. `emergency` holds while a break-glass access runs.
    """

    name: str
    role: str
    projects: tuple[str, ...] = ()
    scope: Scope = NOTHING
    how: str = "token"
    token_id: str | None = None
    expires_at: str | None = None
    emergency: bool = False
