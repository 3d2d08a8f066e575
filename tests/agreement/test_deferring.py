"""An amendment that is put off before its day: from when it really holds, and what stays as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.agreement.amendment_faults import AMENDMENT, folder

from pactline.agreement.model import Vocabulary
from pactline.agreement.versions import examine_versions, read_versions

WAIT = """\
amendment: The higher target waits
effective: 2025-06-20
agreed: {provider: 2025-06-18, client: 2025-06-18}
defer: {raise: 2025-10-01}
"""
WAIT_AGAIN = """\
amendment: It waits again
effective: 2025-09-01
agreed: {provider: 2025-08-18, client: 2025-08-18}
defer: {raise: 2025-11-01}
"""


def target_on(day: date, at: Path, vocabulary: Vocabulary) -> str:
    """The target of the first promise on a day."""
    return str(read_versions(at, vocabulary).on(day).agreement["prompt-answer"].target.values[0])


def test_what_is_put_off_holds_from_its_new_day_and_not_a_day_before(tmp_path: Path, vocabulary: Vocabulary) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT, "wait.yaml": WAIT})
    days = [date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 1)]
    assert [target_on(day, at, vocabulary) for day in days] == ["at least 80 %", "at least 80 %", "at least 85 %"]


def test_it_can_be_put_off_again_before_its_new_day(tmp_path: Path, vocabulary: Vocabulary) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT, "wait.yaml": WAIT, "again.yaml": WAIT_AGAIN})
    days = [date(2025, 10, 1), date(2025, 10, 31), date(2025, 11, 1)]
    assert [target_on(day, at, vocabulary) for day in days] == ["at least 80 %", "at least 80 %", "at least 85 %"]


def test_putting_off_leaves_the_text_and_the_digest_before_it_alone(tmp_path: Path, vocabulary: Vocabulary) -> None:
    before = read_versions(folder(tmp_path, {"raise.yaml": AMENDMENT}), vocabulary)
    after = read_versions(folder(tmp_path, {"wait.yaml": WAIT}), vocabulary)
    assert after.on(date(2025, 6, 19)).digest == before.on(date(2025, 6, 19)).digest
    assert after.on(date(2025, 6, 20)).name == "The higher target waits"
    assert after.on(date(2025, 7, 1)).digest != before.on(date(2025, 7, 1)).digest


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("effective: 2025-06-20", "effective: 2025-07-01\nretroactive: yes", "what is in force cannot be put off"),
        ("2025-10-01", "2025-07-01", "2025-07-01 is no later day"),
        ("raise:", "rise:", "did you mean `raise`?"),
    ],
)
def test_what_cannot_be_put_off_is_refused_in_the_file_that_says_so(
    old: str, new: str, says: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT, "wait.yaml": WAIT.replace(old, new)})
    (problem,) = examine_versions(at, vocabulary).problems
    assert (problem.code, Path(problem.file).name) == ("AGR_AMENDMENT_DEFER", "wait.yaml")
    assert says in f"{problem.message}; {problem.remedy}"


def test_one_day_earlier_than_its_day_it_can_still_be_put_off(tmp_path: Path, vocabulary: Vocabulary) -> None:
    late = WAIT.replace("effective: 2025-06-20", "effective: 2025-06-30")
    assert examine_versions(folder(tmp_path, {"raise.yaml": AMENDMENT, "wait.yaml": late}), vocabulary).problems == ()
