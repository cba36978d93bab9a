"""Findings in the text of reports: named, denied, doubted, remembered; and words looked for."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pacslake
from pacslake.clinical.extract import facts_of
from pacslake.clinical.findings import FINDINGS, findings_in
from pacslake.clinical.load import land
from pacslake.clinical.search import parse_words
from pacslake.errors import UsageError

COMMAND = str(Path(sys.executable).with_name("pacslake"))


def told(text: str) -> dict[str, str]:
    """Each finding with + or -, and ? and < where it is uncertain or of the past."""
    return {
        f.name: ("-" if f.negated else "+") + "?" * f.uncertain + "<" * f.historical
        for f in findings_in(text)
    }


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("No pneumothorax.", {"pneumothorax": "-"}),
        ("There is a 4 mm nodule in the left lower lobe.", {"nodule": "+"}),
        ("No pleural effusion, pneumothorax or consolidation.", {"effusion": "-", "pneumothorax": "-", "consolidation": "-"}),
        ("No effusion but a new nodule.", {"effusion": "-", "nodule": "+"}),
        ("No acute fracture. Large effusion.", {"fracture": "-", "effusion": "+"}),
        ("No significant change in the pulmonary nodules.", {"nodule": "+"}),
        ("Without interval change of the known aneurysm.", {"aneurysm": "+"}),
        ("Pulmonary embolism is excluded.", {"embolism": "-"}),
        ("Pneumothorax not seen.", {"pneumothorax": "-"}),
        ("Pneumonia cannot be excluded.", {"pneumonia": "+?"}),
        ("Pneumonia is not excluded.", {"pneumonia": "+?"}),
        ("Findings suspicious for metastasis.", {"metastasis": "+?"}),
        ("Possible atelectasis versus pneumonia.", {"atelectasis": "+?", "pneumonia": "+?"}),
        ("Malignancy is unlikely.", {"malignancy": "+?"}),
        ("History of cirrhosis.", {"cirrhosis": "+<"}),
        ("Compared to the prior study the mass has grown.", {"mass": "+"}),
        ("Resected carcinoma, no ascites.", {"malignancy": "+<", "ascites": "-"}),
        ("Negative for intracranial haemorrhage or infarct", {"hemorrhage": "-", "infarct": "-"}),
        ("Lungs clear: mild cardiomegaly", {"cardiomegaly": "+"}),
        ("No edema, however there is hydrocephalus", {"edema": "-", "hydrocephalus": "+"}),
        ("A 1.5 cm lesion. No mass effect on the 2.0 cm cyst", {"lesion": "+", "mass": "-", "cyst": "-"}),
        ("Kein Pneumothorax.", {"pneumothorax": "-"}),
        ("Pas d'embolie, sans fracture.", {"fracture": "-"}),
        ("MASSIVE EFFUSION", {"effusion": "+"}),
        ("The patient was massaged.", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_findings_are_told_as_the_text_means_them(text: str, want: dict[str, str]) -> None:
    assert told(text) == want


@given(
    st.lists(
        st.sampled_from(
            [
                "no ",
                "nodule",
                " mass",
                ". ",
                ", ",
                "but ",
                "Straße ",
                "\U0001f600",
                "İ",
                "effusion ",
                "\n",
                "x" * 90,
            ]
        ),
        max_size=60,
    )
)
def test_places_are_those_of_the_words(parts: list[str]) -> None:
    import re

    text = "".join(parts)
    last = 0
    for f in findings_in(text):
        assert re.fullmatch(FINDINGS[f.name], text[f.first : f.last], re.IGNORECASE)
        assert f.first >= last
        last = f.last


def test_a_long_text_takes_little_time_and_has_an_end() -> None:
    assert len(list(findings_in("no nodule, " * 20_000))) == 500


HEAD = "MSH|^~\\&|RIS|HOSP|||20260106{}||ORU^R01|{}|P|2.5\rPID|1||7^^^HOSP^MR||Doe^Jane||19700203|F\r"


def report(n: int, text: str, status: str = "F", order: str = "P1") -> bytes:
    head = (
        HEAD.format(f"{n:02d}00", n)
        + f"OBR|1|{order}|F{order}|CT^CT chest^L"
        + "|" * 18
        + f"2026010{n}||RAD|{status}\r"
    )
    return (head + f"OBX|1|TX|R^R^L||{text}||||||{status}\r").encode()


def test_the_table_holds_the_findings_of_current_reports_only(tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    land(lake, [("1", facts_of(report(1, r"FINDINGS: No effusion.\.br\IMPRESSION: nodule", "P")))])
    ask = "SELECT finding, negated, section FROM report_finding ORDER BY section, first_character"
    assert lake.rows(ask) == [("nodule", False, "impression")] or lake.rows(ask) == [
        ("effusion", True, "findings"), ("nodule", False, "impression"),
    ]  # fmt: skip
    land(lake, [("2", facts_of(report(2, "Pneumothorax is absent.", "C")))])
    assert lake.rows(ask) == [("pneumothorax", True, "text")]
    (version,) = lake.rows(
        "SELECT f.report_version_id = r.report_version_id FROM report_finding f JOIN report r USING (report_id) WHERE is_current"
    )
    assert version == (True,)


def test_search_finds_words_phrases_and_what_must_not_be_there(tmp_path: Path) -> None:
    lake = pacslake.init(tmp_path / "lake")
    assert lake.clinical.search("nodule") == []
    texts = [
        "A nodule, a second Nodule and ground   glass.", "Nodule with effusion", "Rundherd, Überwässerung. nodule", "stable", "nodule 2+2 (x",
    ]  # fmt: skip
    land(lake, [(str(n), facts_of(report(n, t, order=f"P{n}"))) for n, t in enumerate(texts, start=1)])

    def hits(query: str, **options: object) -> list[str]:
        return [r["snippet"][:12] for r in lake.clinical.search(query, **options)]  # type: ignore[arg-type]

    assert hits("nodule") == ["A nodule, a ", "nodule 2+2 (", "Rundherd, Üb", "Nodule with "]
    assert hits("nodule -effusion", since=date(2026, 1, 3)) == ["nodule 2+2 (", "Rundherd, Üb"]
    assert hits('"ground glass"') == ["A nodule, a "]
    assert hits("uberwass") == hits("ÜBERWÄSS") == ["Rundherd, Üb"]
    assert hits("2+2 (x") == ["nodule 2+2 ("]
    assert hits("odule") == []
    assert len(lake.clinical.search("nodule", limit=2)) == 2
    done = subprocess.run(
        [COMMAND, "clinical", "search", "nodule -effusion", "--json", "--lake", str(lake.path)], capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0 and [r["n_hits"] for r in json.loads(done.stdout)] == [2, 1, 1]
    assert (
        subprocess.run(
            [COMMAND, "clinical", "search", "zebra", "--lake", str(lake.path)], capture_output=True
        ).returncode
        == 1
    )


def test_a_search_without_words_is_refused() -> None:
    for query in ("", "   ", "-effusion", '""'):
        with pytest.raises(UsageError, match="at least one word"):
            parse_words(query)
    with pytest.raises(UsageError, match="at most"):
        parse_words("a " * 40)
