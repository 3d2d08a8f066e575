"""Terms of another time: moved or prolonged, and said so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from pactline.agreement.model import Agreement
from pactline.agreement.moving import all_covering, covering
from pactline.agreement.versions import Version, Versions, read_versions
from pactline.statement.rules import vocabulary
from pactline.values.period import Period

Agreed = Callable[..., Agreement]

DATED = """
prompt:
  service: support
  metric: service_level
  within: 20 s
  abandons: count_all
  each: month
  report_only_until: 2025-03-01
  target: {from 2025-01-01: at least 75 %, from 2025-07-01: at least 80 %}
  remedy:
    per_point: {from 2025-01-01: 1000.00, from 2025-04-01: 1500.00}
    at_most: {from 2025-01-01: 9000.00, from 2025-02-01: 8000.00}
"""
CAPS = "caps: {one: {on: all, each: month, at_most: {from 2025-01-01: 20000.00, from 2025-10-01: 25000.00}}}\n"


def days(text: str) -> Period:
    return Period.parse(text)


def test_terms_that_hold_on_all_days_are_left_as_they_are(agreed: Agreed) -> None:
    terms = agreed(DATED, tail=CAPS)
    for text in ("2025", "2025-01", "2025-12", "2025-06-03/2025-06-10"):
        found, notes = covering(terms, days(text))
        assert found is terms
        assert notes == ()


def test_terms_that_end_too_early_go_on_with_their_last_values(agreed: Agreed) -> None:
    found, notes = covering(agreed(DATED, tail=CAPS), days("2025-12-01/2026-02-01"))
    assert found.term == days("2025-01-01/2026-02-01")
    assert str(found["prompt"].target.on(date(2026, 1, 1))) == "at least 80 %"
    assert notes == ("its term ends on 2026-01-01, before 2026-02-01: read as if it went on",)


@pytest.mark.parametrize(("first", "months"), [("2024-12", "1 month earlier"), ("2023-01", "24 months earlier")])
def test_terms_that_begin_later_are_moved_to_begin_on_the_first_day(agreed: Agreed, first: str, months: str) -> None:
    found, (note,) = covering(agreed(DATED, tail=CAPS), days(first))
    assert found.term.first == days(first).first
    assert f"does not hold on {first}-01: read as if it began on that day, every day in it {months}" in note


def test_every_day_in_moved_terms_moves_along(agreed: Agreed) -> None:
    found, _ = covering(agreed(DATED, tail=CAPS), days("2024"))
    prompt = found["prompt"]
    assert prompt.report_only_until == date(2024, 3, 1)
    assert prompt.remedy is not None
    amounts = prompt.remedy.terms.amount if hasattr(prompt.remedy.terms, "amount") else prompt.remedy.terms
    assert [str(prompt.target.on(day)) for day in (date(2024, 6, 30), date(2024, 7, 1))] == [
        "at least 75 %",
        "at least 80 %",
    ]
    assert [amounts.on(day) for day in (date(2024, 3, 31), date(2024, 4, 1))] == [Decimal(1000), Decimal(1500)]
    limit = found.rule("caps")["one"].at_most
    assert [limit.on(day) for day in (date(2024, 9, 30), date(2024, 10, 1))] == [Decimal(20000), Decimal(25000)]


def test_the_first_value_holds_where_no_value_holds_yet(agreed: Agreed) -> None:
    terms = agreed(DATED)
    found, _ = covering(terms, days("2024-02-15/2024-03-01"))
    assert found.term.first == date(2024, 2, 15)
    assert str(found["prompt"].target.on(date(2024, 2, 15))) == "at least 75 %"
    assert str(found["prompt"].target.on(date(1999, 1, 1))) == "at least 75 %"


def test_terms_that_are_over_begin_again(agreed: Agreed) -> None:
    found, (note,) = covering(agreed(DATED), days("2026-03"))
    assert found.term == days("2026-03-01/2027-03-01")
    assert "14 months later" in note
    assert str(found["prompt"].target.on(date(2026, 8, 31))) == "at least 75 %"
    assert str(found["prompt"].target.on(date(2026, 9, 1))) == "at least 80 %"


@pytest.fixture
def amended(agreed: Agreed, tmp_path: Path) -> Versions:
    plain = """
        prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month,
                 target: at least 70 %}
    """
    (tmp_path / "amendments").mkdir()
    (tmp_path / "agreement.yaml").write_text(agreed(plain).text, encoding="utf-8")
    amendment = """\
        amendment: stricter
        effective: 2025-05-01
        agreed: {provider: 2025-04-01, client: 2025-04-01}
        windows: new
        set: {commitments: {prompt: {target: at least 80 %}}}
    """
    (tmp_path / "amendments" / "one.yaml").write_text(dedent(amendment), encoding="utf-8")
    return read_versions(tmp_path, vocabulary())


def targets(versions: Versions) -> list[str]:
    def target(version: Version) -> str:
        return str(version.agreement["prompt"].target.values[0])

    return [target(version) for version in versions]


def test_amendments_hold_in_their_own_time_where_the_term_does(amended: Versions) -> None:
    assert all_covering(amended, days("2025")) == (amended, ())
    longer, (note,) = all_covering(amended, days("2025-11-01/2026-03-01"))
    assert isinstance(longer, Versions)
    assert targets(longer) == ["at least 70 %", "at least 80 %"]
    assert longer.term == days("2025-01-01/2026-03-01")
    assert "read as if it went on" in note


def test_outside_the_term_the_text_as_last_amended_is_moved(amended: Versions) -> None:
    moved, notes = all_covering(amended, days("2024"))
    assert isinstance(moved, Agreement)
    assert str(moved["prompt"].target.on(date(2024, 1, 1))) == "at least 80 %"
    assert notes[1] == "its amendments are in it from the first day on"
