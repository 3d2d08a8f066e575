"""A month that an amendment cuts in two: each part under its own text, its amount by days, and the note of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pactline.agreement.versions import Versions, read_versions
from pactline.records.facts import Facts, ReportedFigure
from pactline.statement.evaluating import evaluate
from pactline.statement.rules import vocabulary
from pactline.values.period import Period

AGREEMENT = """
agreement: Split
provider: Aster
client: Noordzee
term: 2025-04-03/2026-01-01
zone: Europe/Amsterdam
currency: EUR
conventions: common-2026
rounding: {shares: exact, money: half_up}
services: {line: {hours: always}}
commitments:
  answered: {service: line, metric: service_level, within: 20 s, abandons: count_all, measured: figures, each: month,
             part_windows: prorated, target: at least 80 %, remedy: {per_point: 3000.00}}
"""
AMENDMENT = """
amendment: Stricter
effective: 2025-05-16
agreed: {provider: 2025-05-01, client: 2025-05-01}
windows: WINDOWS
set: {commitments: {answered: {target: at least 82 %}}}
"""


def versions(folder: Path, windows: str) -> Versions:
    (folder / "amendments").mkdir()
    (folder / "agreement.yaml").write_text(AGREEMENT)
    (folder / "amendments" / "stricter.yaml").write_text(AMENDMENT.replace("WINDOWS", windows))
    return read_versions(folder, vocabulary())


def reported(*parts: tuple[str, int]) -> Facts:
    return Facts(tuple(ReportedFigure("answered", Period.parse(days), 100, good) for days, good in parts))


def test_each_part_of_a_split_month_is_judged_by_its_text_and_paid_by_days(tmp_path: Path) -> None:
    facts = reported(("2025-05-01/2025-05-16", 79), ("2025-05-16/2025-06-01", 79))
    one, other = evaluate(versions(tmp_path, "split"), None, "2025-05", facts=facts)["answered"].windows
    assert (str(one.target), one.credit and str(one.credit.rounded)) == ("at least 80 %", "1451.61")  # 3000 x 15/31
    assert (str(other.target), other.credit and str(other.credit.rounded)) == (
        "at least 82 %",
        "4645.16",
    )  # 9000 x 16/31
    assert one.notes == ("part of a month: one text is in force from 2025-05-01 to before 2025-05-16",)
    assert other.notes == ("part of a month: one text is in force from 2025-05-16 to before 2025-06-01",)


def test_a_month_that_the_term_cuts_says_so(tmp_path: Path) -> None:
    facts = reported(("2025-04-03/2025-05-01", 79))
    (window,) = evaluate(versions(tmp_path, "split"), None, "2025-04", facts=facts)["answered"].windows
    assert window.notes == ("part of a month: the agreement runs from 2025-04-03 to before 2025-05-01",)


@pytest.mark.parametrize(("windows", "target"), [("old", "at least 80 %"), ("new", "at least 82 %")])
def test_a_month_that_is_not_split_is_judged_whole(tmp_path: Path, windows: str, target: str) -> None:
    facts = reported(("2025-05-01/2025-06-01", 81))
    (window,) = evaluate(versions(tmp_path, windows), None, "2025-05", facts=facts)["answered"].windows
    assert (str(window.period), str(window.target), window.notes) == ("2025-05", target, ())
