"""Findings that the text of a report names, and whether it denies, doubts or remembers them. Pure.

Words, not understanding: a finding is negated where a word of denial stands before it in the same clause, or a phrase of
denial behind it, after the idea of NegEx (Chapman and others, J Biomed Inform 2001). English reports are meant; words of
denial of German, French, Spanish and Italian are known, so that a finding in a Latin word is not taken for certain there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

__all__ = ["FINDINGS", "Finding", "findings_in"]

FINDINGS = {
    "adenopathy": r"(?:lymph)?adenopath(?:y|ies)|enlarged lymph nodes?",
    "aneurysm": r"aneurysms?|aneurysmal",
    "ascites": r"ascites",
    "atelectasis": r"atelecta(?:sis|ses|tic)",
    "atrophy": r"atroph(?:y|ic)",
    "bronchiectasis": r"bronchiecta(?:sis|ses|tic)",
    "calcification": r"calcifi(?:cations?|ed)",
    "cardiomegaly": r"cardiomegaly|enlarged (?:heart|cardiac silhouette)",
    "cirrhosis": r"cirrho(?:sis|tic)",
    "consolidation": r"consolidations?",
    "cyst": r"cysts?|cystic",
    "dissection": r"dissections?",
    "diverticulitis": r"diverticulitis",
    "edema": r"(?:o)?edema(?:tous)?",
    "effusion": r"effusions?",
    "embolism": r"emboli(?:sm|c)?|embolus|filling defects?",
    "emphysema": r"emphysema(?:tous)?",
    "fibrosis": r"fibro(?:sis|tic)",
    "fracture": r"fractur(?:e|es|ed)",
    "gallstone": r"gallstones?|cholelithiasis",
    "ground_glass": r"ground[- ]glass(?: opacit(?:y|ies))?",
    "hemorrhage": r"ha?emorrhag(?:e|es|ic)|bleeding",
    "hernia": r"herniat(?:ion|ions|ed)|hernias?",
    "hydrocephalus": r"hydrocephalus",
    "hydronephrosis": r"hydronephrosis",
    "infarct": r"infarct(?:s|ion|ions)?",
    "infiltrate": r"infiltrat(?:e|es|ion)",
    "ischemia": r"ischa?emi(?:a|c)",
    "lesion": r"lesions?",
    "malignancy": r"malignan(?:cy|cies|t)|carcinomas?|cancers?",
    "mass": r"mass(?:es)?",
    "metastasis": r"metasta(?:sis|ses|tic)",
    "nodule": r"(?:micro)?nodul(?:e|es|ar)",
    "obstruction": r"obstruct(?:ion|ed|ing)",
    "opacity": r"opacit(?:y|ies)",
    "pneumonia": r"pneumonias?",
    "pneumothorax": r"pneumothora(?:x|ces)",
    "stenosis": r"steno(?:sis|ses|tic)",
    "stone": r"(?:renal|kidney|ureteral) (?:stones?|calcul(?:us|i))|nephrolithiasis",
    "thrombosis": r"thromb(?:osis|us|i|osed)",
    "tumor": r"tumou?rs?",
}
"""The name of each finding in `report_finding`, with the words that name it."""

MOST_PER_REPORT = 500

_ANY = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in FINDINGS.items()) + r")\b", re.IGNORECASE
)
# A full stop ends a sentence where white space or the end follows, not within 1.5 or behind "Dr".
_SENTENCE = re.compile(
    r"(?:(?<!\bDr)(?<!\bapprox)(?<!\be\.g)(?<!\bvs)\.(?=\s|$)|[!;\n\r]|\?(?=\s|$))+", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"\b(?:but|however|although|though|except(?: for)?|aside from|apart from|nevertheless|yet|which|aber|jedoch|mais|pero)\b|:",
    re.IGNORECASE,
)
_NOT_DENIAL = re.compile(
    r"\b(?:no|not|without)\s+(?:(?:significant|appreciable|interval|definite|further|substantial)\s+)*"
    r"(?:change|increase|decrease|progression|growth|difference)\b|\bnot\s+only\b|\bno\s+longer\s+than\b"
    r"|\bnot\s+(?:completely\s+|entirely\s+)?(?:excluded|ruled\s+out)\b|\b(?:cannot|can\s+not)\s+(?:be\s+)?(?:excluded?|ruled?\s+out)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:no|not|without|negative\s+for|absence\s+of|absent|free\s+of|denies|den(?:y|ied)|rule[sd]?\s+out|exclude[sd]?|never|neither|nor"
    r"|resolution\s+of|unremarkable\s+for|kein(?:e[mnrs]?)?|ohne|nicht|pas\s+d[eu']|sans|aucune?|sin|senza|nessun[ao]?)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[^,]{0,60}?\b(?:(?:is|are|was|were|has\s+been|have\s+been)\s+(?:not\s+(?:seen|identified|present|evident|detected|demonstrated|visuali[sz]ed)"
    r"|absent|excluded|ruled\s+out|unlikely)|not\s+(?:seen|identified|present|evident|detected|demonstrated|visuali[sz]ed)|absent|nicht\s+\w+)\b",
    re.IGNORECASE,
)
_DOUBT_BEFORE = re.compile(
    r"\b(?:possibl[ey]|probabl[ey]|suspicious\s+for|suspected|suspicion\s+of|suggest(?:s|ive|ing)?(?:\s+of)?|may|might|could|questionable"
    r"|concern(?:ing)?\s+for|differential|versus|vs|likely|unlikely|presumed|cannot\s+(?:exclude|rule\s+out)|rule\s+out|r/o|evaluate\s+for|assess\s+for|worrisome\s+for)\b",
    re.IGNORECASE,
)
_DOUBT_AFTER = re.compile(
    r"^[^,]{0,60}?\b(?:not\s+(?:completely\s+|entirely\s+)?(?:be\s+)?(?:excluded|ruled\s+out)|can(?:not|\s+not)\s+be\s+(?:excluded|ruled\s+out)"
    r"|(?:is|are|remains?)\s+(?:possible|suspected|questionable|likely|unlikely)|versus|vs)\b|^\s*\?",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:history\s+of|h/o|hx\s+of|status\s+post|s/p|previous(?:ly)?|prior|past|remote|resolved|treated|resected|former(?:ly)?)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:compar(?:ed|ison)\s+(?:to|with)|since|from|than)\s+(?:the\s+)?(?:prior|previous|past)\b"
    r"|\b(?:prior|previous|past)\s+(?:study|exam(?:ination)?|ct|mri?|radiographs?|scan|imaging)\b|\bpreviously\s+(?:seen|noted|described|demonstrated)\b",
    re.IGNORECASE,
)


class Finding(NamedTuple):
    """A finding and where it stands: characters `first` to `last` (exclusive) of the text."""

    name: str
    first: int
    last: int
    negated: bool
    uncertain: bool
    historical: bool


def findings_in(text: str) -> Iterator[Finding]:
    """All findings of a text, at most `MOST_PER_REPORT`, in its order.

    >>> [(f.name, f.negated) for f in findings_in("No pleural effusion, but a 4 mm nodule.")]
    [('effusion', True), ('nodule', False)]
    """
    n, begin = 0, 0
    for end in [m.end() for m in _SENTENCE.finditer(text)] + [len(text)]:
        if n < MOST_PER_REPORT:
            for finding in _in_sentence(text[begin:end], begin):
                n += 1
                if n > MOST_PER_REPORT:
                    return
                yield finding
        begin = end


def _in_sentence(sentence: str, offset: int) -> Iterator[Finding]:
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    for begin, end in pairwise(cuts):
        clause = sentence[begin:end]
        found = list(_ANY.finditer(clause))
        if not found:
            continue
        # what says that nothing changed is not a denial, and what is compared with is not the past
        denying = _NOT_DENIAL.sub(lambda m: " " * len(m[0]), clause)
        past = _COMPARED.sub(lambda m: " " * len(m[0]), clause)
        for match in found:
            before, after = clause[: match.start()], clause[match.end() :]
            doubted = bool(_DOUBT_BEFORE.search(before[-80:]) or _DOUBT_AFTER.search(after))
            negated = bool(_denied(denying[: match.start()]) or _AFTER.search(denying[match.end() :]))
            unlikely = bool(re.search(r"\bunlikely\b", clause, re.IGNORECASE))
            yield Finding(
                str(match.lastgroup), offset + begin + match.start(), offset + begin + match.end(),
                negated and not unlikely, doubted, _remembered(past[: match.start()]),
            )  # fmt: skip


def _denied(before: str) -> bool:
    """Whether a word of denial rules what follows: "and there is", "with" and "shows" begin something new."""
    denials = list(_BEFORE.finditer(before))
    if not denials:
        return False
    between = before[denials[-1].end() :]
    return len(between) < 160 and not re.search(
        r"\b(?:and\s+(?:there\s+(?:is|are)|a|an)|there\s+(?:is|are)|with|shows?|demonstrates?|showing|secondary\s+to|due\s+to|consistent\s+with|,\s*(?:a|an|new|multiple|large|small))\b",
        between, re.IGNORECASE,
    )  # fmt: skip


def _remembered(before: str) -> bool:
    """Whether a word of the past rules what follows: a denial begins something new."""
    words = list(_PAST.finditer(before))
    return bool(words) and not _BEFORE.search(before[words[-1].end() :])
