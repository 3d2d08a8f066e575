"""Every fault of the table is found, named and placed; nothing else is said about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.agreement.amendment_faults import FAULTS as AMENDMENT_FAULTS
from tests.agreement.faults import FAULTS, GOOD, Fault

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import examine

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pactline"
HOSTILE = Path(__file__).resolve().parents[2] / "../shared/data/hostile"
CODE = re.compile(r'"((?:AGR|YAML|ENC|TEXT|DOC|FIELD|EMPTY)_[A-Z0-9_]+)"')
SHOWN_ELSEWHERE = {"ENC_UTF16", "ENC_NOT_UTF8"}  # bytes, not text: see test_yaml_text.py
SHOWN_ELSEWHERE |= {fault.code for fault in AMENDMENT_FAULTS} | {"AGR_AMENDMENT_FILE"}  # see test_versions.py
ALONE = {  # one mistake that is rightly said in several ways
    "AGR_UNKNOWN_KEY",
    "AGR_MISSING_KEY",
    "YAML_KEY",
    "AGR_CREDIT_RANGE",
}


def test_the_good_agreement_is_good(vocabulary: Vocabulary) -> None:
    examined = examine(GOOD.encode(), vocabulary)
    assert examined.agreement
    assert not examined.notes


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}: {fault.what}")
def test_a_fault_is_found_with_its_code_its_line_and_a_remedy(fault: Fault, vocabulary: Vocabulary) -> None:
    examined = examine(fault.text.encode(), vocabulary)
    found = examined.notes if fault.note else examined.problems
    hits = [p for p in found if p.code == fault.code and (fault.says in p.message or fault.says in p.remedy)]
    assert hits, "\n".join(map(str, found))
    assert all(p.line and p.message and p.remedy and p.file == "agreement.yaml" for p in found)
    assert (examined.agreement is None) is not fault.note
    if fault.code not in ALONE:
        assert {p.code for p in examined.problems} <= {fault.code}, "one mistake, one kind of problem"


def test_faults_in_different_parts_are_reported_together(vocabulary: Vocabulary) -> None:
    text = (
        GOOD.replace("Europe/Berlin", "Mars/Olympus")
        .replace("within: 20 s", "within: 0 s")
        .replace("target: at most 3 %", "target: at least 3 %")
        .replace("hours: office}", "hours: ofice}")
        .replace("below: 75 %, credit: 4 %", "below: 74 %, credit: 4 %")
        .replace("currency: EUR", "currency: EURO")
        .replace("each: quarter", "each: fortnight")
    )
    examined = examine(text.encode(), vocabulary)
    assert {p.code for p in examined.problems} == {
        "AGR_TIME_ZONE", "AGR_THRESHOLD", "AGR_TARGET_SIDE", "AGR_CALENDAR_UNKNOWN",
        "AGR_BAND_GAP", "AGR_CURRENCY_UNKNOWN", "AGR_CADENCE",
    }  # fmt: skip
    assert list(examined.problems) == sorted(examined.problems, key=lambda p: p.line)


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("agr_*.yaml")), ids=lambda path: path.stem)
def test_an_agreement_of_another_layout_is_refused_with_places_and_never_crashes(
    path: Path, vocabulary: Vocabulary
) -> None:
    problems = examine(path, vocabulary).problems
    assert {"AGR_MISSING_KEY", "AGR_UNKNOWN_KEY"} <= {p.code for p in problems}
    assert all(p.line >= 1 and p.message and p.remedy for p in problems)


def test_every_code_in_the_source_has_a_fault_in_the_table() -> None:
    rooms = ("agreement", "values", "metrics")
    files = [path for room in rooms for path in (SOURCE / room).glob("*.py")] + [
        SOURCE / "records" / "choices" / "counting.py"
    ]
    files += (SOURCE / "remedies").rglob("*.py")
    codes = {code for path in files for code in CODE.findall(path.read_text("utf-8"))}
    assert codes == {fault.code for fault in FAULTS} | SHOWN_ELSEWHERE
