"""pacslake status: what the lake holds and what is left to do."""

from __future__ import annotations

import typer

from pacslake.cli.common import JsonOption, LakeOption, find_lake, human_bytes, say, say_json, table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status", epilog="Example: pacslake status --json --lake mylake")(status)


def status(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Show counts, outcomes, verdicts, quarantine, pending work, the commonest issues and the last batches."""
    state = dict(find_lake(lake).status())
    if as_json:
        say_json(state)
        return
    counts = state["counts"]
    say(f"{state['lake']}: {state['zone']} lake, snapshot {state['snapshot_id']}")
    say(
        f"{counts['patients']} patients, {counts['studies']} studies, {counts['series']} series, "
        f"{counts['instances']} instances in {counts['files']} files ({human_bytes(counts['bytes'])})"
    )
    say(
        f"{counts['volumes']} volumes, {counts['pending_volumes']} of them not converted; {counts['issues']} issues; {counts['cohorts']} cohorts"
    )
    for title, values in (("outcome", state["outcomes"]), ("verdict", state["verdicts"])):
        if values:
            say()
            table(sorted(values.items(), key=lambda kv: -kv[1]), [title, "n"])
    if state["quarantine"]:
        say()
        table([(q["reason"], q["n"]) for q in state["quarantine"]], ["quarantined because", "n"])
    work = {name.replace("_", " "): n for name, n in state["pending"].items() if n}
    say()
    say("pending: " + (", ".join(f"{name} {n}" for name, n in work.items()) or "nothing"))
    if state["issues"]:
        say()
        table([(i["code"], i["severity"], i["n"]) for i in state["issues"]], ["issue", "severity", "n"])
    if state["batches"]:
        say()
        keys = [
            "started_at",
            "status",
            "n_files",
            "n_stored",
            "n_duplicate",
            "n_conflict",
            "n_quarantined",
            "n_unchanged",
        ]
        table([[b[k] for k in keys] for b in state["batches"]], keys)
