"""The text in force on a day, the digest that later amendments leave alone, and every way of amending wrongly."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.agreement.amendment_faults import AMENDMENT, FAULTS, OTHER, AmendmentFault, folder
from tests.agreement.faults import GOOD

from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import AgreementProblems, read
from pactline.agreement.versions import Versions, examine_versions, read_versions
from pactline.values.period import Period

JUNE, JULY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def versions(tmp_path: Path, vocabulary: Vocabulary) -> Versions:
    return read_versions(folder(tmp_path, {"raise.yaml": AMENDMENT}), vocabulary)


def test_the_new_text_holds_from_its_first_day_and_the_old_one_until_then(versions: Versions) -> None:
    assert [version.effective for version in versions] == [None, JULY]
    targets = [str(versions.on(day).agreement["prompt-answer"].target.values[0]) for day in (JUNE, JULY)]
    assert targets == ["at least 80 %", "at least 85 %"]
    shapes = [versions.on(day).agreement["prompt-answer"].remedy.shape for day in (JUNE, JULY)]  # type: ignore[union-attr]
    assert shapes == ["bands", "flat"]
    assert [len(version.agreement.commitments) for version in versions] == [5, 4]


def test_days_outside_the_term_have_the_first_and_the_last_text(versions: Versions) -> None:
    assert versions.on(date(1999, 1, 1)) is versions.first
    assert versions.on(date(2099, 1, 1)) is versions.last
    assert str(versions.term) == "2025-01-01/2026-07-01"


def test_a_period_has_the_versions_of_its_days(versions: Versions) -> None:
    def shown(period: str) -> list[tuple[str, bool]]:
        found = versions.during(Period.parse(period))
        return [(f"{days.first}/{days.end}", version is versions.last) for days, version in found]

    assert shown("2025-06") == [("2025-06-01/2025-07-01", False)]
    assert shown("2025-07") == [("2025-07-01/2025-08-01", True)]
    assert shown("2025-06-30/2025-07-02") == [("2025-06-30/2025-07-01", False), ("2025-07-01/2025-07-02", True)]
    assert shown("2025") == [("2025-01-01/2025-07-01", False), ("2025-07-01/2026-01-01", True)]


def test_a_text_that_is_amended_from_its_first_day_is_never_in_force(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = AMENDMENT.replace("2025-07-01\n", "2025-01-01\n", 1) + "retroactive: yes\n"
    versions = read_versions(folder(tmp_path, {"raise.yaml": text}), vocabulary)
    assert versions.on(date(2025, 1, 1)) is versions.last
    assert [version for _, version in versions.during(versions.term)] == [versions.last]


def test_a_version_says_who_agreed_to_it_and_how_its_window_is_judged(versions: Versions) -> None:
    assert (versions.first.name, versions.first.agreed, versions.first.windows_rule) == ("Northwind support", {}, None)
    last = versions.last
    assert (last.name, last.windows_rule) == ("Raise the answer target", "split")
    assert last.agreed == {"provider": date(2025, 6, 10), "client": date(2025, 6, 12)}
    assert [Path(file).name for file in last.files] == ["agreement.yaml", "raise.yaml"]


def test_an_amendment_of_july_leaves_the_digest_of_june_alone(tmp_path: Path, vocabulary: Vocabulary) -> None:
    plain = read(folder(tmp_path, {}), vocabulary)
    first, july = read_versions(folder(tmp_path, {"raise.yaml": AMENDMENT}), vocabulary)
    assert plain.digest == first.digest == first.agreement.digest != july.digest == july.agreement.digest
    later = OTHER.replace("2025-07-01", "2025-10-01")
    first_again, july_again, october = read_versions(folder(tmp_path, {"then.yaml": later}), vocabulary)
    assert (first_again.digest, july_again.digest) == (first.digest, july.digest)
    assert october.digest not in (first.digest, july.digest)


@pytest.mark.parametrize("file", ["agreement.yaml", "amendments/raise.yaml"])
def test_one_byte_in_any_file_in_force_changes_the_digest(file: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT})
    before = read_versions(at, vocabulary)
    (at / file).write_bytes((at / file).read_bytes() + b"\n")
    after = read_versions(at, vocabulary)
    assert (after.first.digest == before.first.digest) is (file != "agreement.yaml")
    assert after.last.digest != before.last.digest


@pytest.mark.parametrize("day", [JUNE, JULY])
def test_the_text_in_force_reads_back_to_the_same_agreement(
    day: date, versions: Versions, vocabulary: Vocabulary
) -> None:
    text, agreement = versions.text_on(day), versions.on(day).agreement
    again = read(text.encode(), vocabulary)
    for part in ("name", "client", "term", "zone", "currency", "rounding", "calendars", "services", "charges"):
        assert getattr(again, part) == getattr(agreement, part)
    assert [(one.id, one.target, one.remedy, one.bonus, one.arguments, one.counting) for one in again.commitments] == [
        (one.id, one.target, one.remedy, one.bonus, one.arguments, one.counting) for one in agreement.commitments
    ]
    assert [line for line in text.splitlines() if not line.startswith((" ", "#")) and line][:4] == [
        "agreement: Northwind support", "provider: Northwind Contact GmbH", "client: Aurora Energy",
        f"term: {'2025-01-01/2026-01-01' if day == JUNE else '2025-01-01/2026-07-01'}",
    ]  # fmt: skip


def test_two_amendments_of_one_day_are_one_version(tmp_path: Path, vocabulary: Vocabulary) -> None:
    _, july = read_versions(folder(tmp_path, {"raise.yaml": AMENDMENT, "then.yaml": OTHER}), vocabulary)
    assert july.name == "Raise the answer target; Another change of the same day"
    assert july.agreed == {"provider": date(2025, 6, 20), "client": date(2025, 6, 20)}
    assert july.agreement["two-tiers/fast"].clause == "4.2a"


def test_a_later_amendment_finds_the_text_as_the_earlier_one_left_it(tmp_path: Path, vocabulary: Vocabulary) -> None:
    later = OTHER.replace("2025-07-01", "2025-10-01").replace("two-tiers:", "abandonment:")
    at = folder(tmp_path, {"raise.yaml": AMENDMENT, "a-first-by-name.yaml": later})
    problems = examine_versions(at, vocabulary).problems
    assert {Path(problem.file).name for problem in problems} == {"a-first-by-name.yaml"}
    assert all("as amended" not in problem.message for problem in problems)
    assert "AGR_MISSING_KEY" in {problem.code for problem in problems}


def test_a_problem_of_the_amended_text_shows_the_line_of_the_amendment(tmp_path: Path, vocabulary: Vocabulary) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT.replace("at least 85 %", "at most 85 %")})
    (problem,) = examine_versions(at, vocabulary).problems
    assert (problem.file, problem.line, problem.code) == (str(at / "amendments/raise.yaml"), 9, "AGR_TARGET_SIDE")
    assert problem.excerpt == "      target: at most 85 %"


def test_what_an_amendment_leaves_dangling_is_shown_in_the_agreement_and_says_since_when(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT.replace("[commitments.abandonment]", "[calendars.office]")})
    (problem,) = [p for p in examine_versions(at, vocabulary).problems if p.code == "AGR_CALENDAR_UNKNOWN"]
    assert (problem.file, problem.line) == (str(at / "agreement.yaml"), 20)
    assert problem.message.startswith("as amended by `Raise the answer target` from 2025-07-01: there is no calendar")


def test_problems_of_the_agreement_itself_are_said_once_and_first(tmp_path: Path, vocabulary: Vocabulary) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT}, GOOD.replace("currency: EUR", "currency: EURO"))
    assert [(p.code, p.line) for p in examine_versions(at, vocabulary).problems] == [("AGR_CURRENCY_UNKNOWN", 6)]
    with pytest.raises(AgreementProblems):
        read_versions(at, vocabulary)


def test_two_remedies_at_once_are_told_of_replace(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = AMENDMENT.replace("replace: [commitments.prompt-answer.remedy]\n", "")
    (problem,) = examine_versions(folder(tmp_path, {"raise.yaml": text}), vocabulary).problems
    assert problem.code == "AGR_REMEDY_SHAPE"
    assert "replace" in problem.remedy


def test_a_file_and_its_folder_have_the_same_versions_and_another_file_only_itself(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT})
    assert [v.digest for v in read_versions(at, vocabulary)] == [
        v.digest for v in read_versions(at / "agreement.yaml", vocabulary)
    ]
    (at / "draft.yaml").write_text(GOOD, encoding="utf-8")
    assert len(read_versions(at / "draft.yaml", vocabulary)) == len(read_versions(GOOD.encode(), vocabulary)) == 1


@pytest.mark.parametrize(
    ("term", "effective", "good"),
    [
        ("2025-01-01/2026-07-01", "2026-01-01", True),  # the day after the last: the new term follows on the old one
        ("2025-01-01/2026-07-01", "2026-01-02", False),
        ("2025-01-01/2025-10-01", "2025-09-30", True),  # an early end
        ("2025-01-01/2025-10-01", "2025-10-01", False),
        ("2025", "2025-01-01", True),
        ("2025", "2025-12-31", True),
        ("2025", "2026-01-01", False),
    ],
)
def test_an_amendment_takes_effect_within_the_term(
    term: str, effective: str, good: bool, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    text = AMENDMENT.replace("2025-01-01/2026-07-01", term).replace("2025-07-01", effective)
    examined = examine_versions(folder(tmp_path, {"raise.yaml": text + "retroactive: yes\n"}), vocabulary)
    assert [p.code for p in examined.problems] == ([] if good else ["AGR_AMENDMENT_EFFECTIVE"])


def test_a_successor_takes_the_place_of_a_party(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = AMENDMENT.replace("set:", "assignment: {client: Aurora Holding AG, evidence: deed 7}\nset:")
    before, after = read_versions(folder(tmp_path, {"raise.yaml": text}), vocabulary)
    assert (before.agreement.client, after.agreement.client) == ("Aurora Energy", "Aurora Holding AG")
    assert after.agreement.provider == before.agreement.provider


def test_an_amendment_agreed_afterwards_says_so(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = AMENDMENT.replace("client: 2025-06-12", "client: 2025-07-02") + "retroactive: yes\n"
    assert len(read_versions(folder(tmp_path, {"raise.yaml": text}), vocabulary)) == 2


def test_the_day_itself_is_not_afterwards(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = AMENDMENT.replace("client: 2025-06-12", "client: 2025-07-01")
    assert len(read_versions(folder(tmp_path, {"raise.yaml": text}), vocabulary)) == 2


def test_an_amendment_of_words_alone_needs_no_rule_for_windows(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = OTHER.replace("windows: split\n", "")
    assert read_versions(folder(tmp_path, {"then.yaml": text}), vocabulary).last.windows_rule is None


def test_files_of_another_kind_may_lie_beside_amendments_but_not_one_that_looks_like_one(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT, "signed.pdf": "x", "README.md": "x", ".raise.yaml.swp": "x"})
    assert len(read_versions(at, vocabulary)) == 2
    (at / "amendments" / "more.yml").write_text(OTHER, encoding="utf-8")
    (problem,) = examine_versions(at, vocabulary).problems
    assert (problem.code, problem.line) == ("AGR_AMENDMENT_FILE", 0)
    assert "more.yml" in problem.message


def test_more_files_than_anybody_can_read_are_refused(tmp_path: Path, vocabulary: Vocabulary) -> None:
    at = folder(tmp_path, {f"{number}.yaml": OTHER for number in range(101)})
    assert [p.code for p in examine_versions(at, vocabulary).problems] == ["AGR_AMENDMENT_FILE"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}: {fault.what}")
def test_a_fault_is_found_in_its_file_with_its_code_and_a_remedy(
    fault: AmendmentFault, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    at = folder(tmp_path, fault.texts)
    problems = examine_versions(at, vocabulary).problems
    assert {p.code for p in problems} == {fault.code}, "\n".join(map(str, problems))
    assert any(fault.says in p.message or fault.says in p.remedy for p in problems)
    assert all(p.file == str(at / "amendments" / fault.file) and p.line and p.remedy for p in problems)


@pytest.mark.parametrize("text", ["", "- a", "amendment: x", "effective: 2025-13-01", "\x00", "{", "set: [a]", "a: *b"])
def test_a_file_that_is_no_amendment_is_refused_and_nothing_falls_over(
    text: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    problems = examine_versions(folder(tmp_path, {"raise.yaml": text}), vocabulary).problems
    assert problems
    assert all(Path(p.file).name == "raise.yaml" and p.remedy for p in problems)


def test_every_code_of_an_amendment_has_a_fault() -> None:
    source = Path(__file__).resolve().parents[2] / "src" / "pactline" / "agreement"
    said = {code for path in source.glob("*.py") for code in re.findall(r'"(AGR_AMENDMENT_\w+)"', path.read_text())}
    assert said == {fault.code for fault in FAULTS} | {"AGR_AMENDMENT_FILE"}
