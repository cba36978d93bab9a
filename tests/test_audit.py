"""The chained record of events."""

import subprocess
import sys

import pytest

from pacslake import audit
from pacslake.layout import LakeDir


@pytest.fixture
def lake_dir(tmp_path):
    return LakeDir.create(tmp_path / "lake")


def test_events_come_back_in_order_and_chained(lake_dir):
    first = audit.record(lake_dir, "open", user="anna")
    second = audit.record(lake_dir, "export", user="bob", format="nifti", n=3)
    assert list(audit.events(lake_dir)) == [first, second]
    assert (first.previous_sha256, second.previous_sha256) == (audit.FIRST, first.sha256)
    assert second.details == {"format": "nifti", "n": 3}
    assert audit.head(lake_dir) == second.sha256
    assert audit.verify_audit(lake_dir) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [lines[0].replace("n", "m", 1), *lines[1:]],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: lines[1:],
        lambda lines: [*lines[:2], lines[1], *lines[2:]],
        lambda lines: ["garbage", *lines],
    ],
)
def test_any_change_of_the_lines_shows(lake_dir, change):
    for i in range(4):
        audit.record(lake_dir, "read", n=i)
    path = lake_dir.path("audit", "audit.jsonl")
    path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")
    assert audit.verify_audit(lake_dir)


def test_lines_cut_off_at_the_end_show_against_a_kept_head(lake_dir):
    for i in range(3):
        audit.record(lake_dir, "read", n=i)
    kept = audit.head(lake_dir)
    path = lake_dir.path("audit", "audit.jsonl")
    path.write_text("\n".join(path.read_text().splitlines()[:2]) + "\n")
    assert audit.verify_audit(lake_dir) == []
    assert audit.head(lake_dir) != kept


def test_a_line_cut_off_by_a_kill_stays_visible_and_later_events_are_kept(lake_dir):
    audit.record(lake_dir, "read")
    path = lake_dir.path("audit", "audit.jsonl")
    with open(path, "ab") as file:
        file.write(b'{"number": 2, "at"')
    audit.record(lake_dir, "later")
    assert path.read_bytes().count(b"\n") == 3
    assert audit.verify_audit(lake_dir) == ["line 2: is not an audit event"]


def test_an_empty_record_is_sound(lake_dir):
    assert list(audit.events(lake_dir)) == [] and audit.verify_audit(lake_dir) == []


def test_processes_write_at_once_without_breaking_the_chain(lake_dir):
    code = (
        "import sys\nfrom pacslake import audit\nfrom pacslake.layout import LakeDir\n"
        "d = LakeDir.open(sys.argv[1])\nfor i in range(25): audit.record(d, 'read', n=i)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(lake_dir.root)]) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert audit.verify_audit(lake_dir) == []
    assert [event.number for event in audit.events(lake_dir)] == list(range(1, 76))
