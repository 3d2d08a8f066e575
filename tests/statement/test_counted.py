"""What was counted is kept: asked once, told apart where questions differ, and never mixed up between texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

from pactline.agreement.model import Agreement
from pactline.agreement.versions import read_versions
from pactline.records.record_set import RecordSet
from pactline.statement.counting.counted import Asked
from pactline.statement.evaluating import evaluate
from pactline.statement.rules import vocabulary
from pactline.statement.windows.contract import Contract, Due
from pactline.values.period import Period

Agreed, Table = Callable[..., Agreement], Callable[..., RecordSet]

PROMPT = """
prompt: {service: support, metric: service_level, within: 20 s, abandons: count_all, each: month,
         target: at least 80 %, remedy: {per_point: 1500.00}}
"""
ODD_HOURS = {
    "tail": "calendars: {odd: {mon-sun: '09:05-17:00'}}\n",
    "services": "{support: {channels: [voice], hours: odd}}",
}


def asked(contract: Agreement) -> Asked:
    (due,) = Contract.until(contract, Period.parse("2025-07").first).due(Period.parse("2025-06"))
    assert isinstance(due, Due)
    return Asked.by(due)


def test_a_question_is_the_same_whatever_is_promised_and_paid(agreed: Agreed) -> None:
    same = [PROMPT.replace("80 %", "70 %"), PROMPT.replace("per_point: 1500.00", "flat: 1.00")]
    assert {asked(agreed(text)) for text in (PROMPT, *same)} == {asked(agreed(PROMPT))}


def test_a_question_is_another_one_with_other_contacts_choices_hours_or_days(agreed: Agreed) -> None:
    others = [
        agreed(PROMPT.replace("20 s", "21 s")),
        agreed(PROMPT.replace("count_all", "ignore_short, short_abandon: 5 s")),
        agreed(PROMPT.replace("each: month", "each: month, transfers_in: exclude")),
        agreed(PROMPT, services="{support: {channels: [chat], hours: always}}"),
        agreed(PROMPT, services="{support: {channels: [voice], queues: [billing], hours: always}}"),
        agreed(PROMPT, **ODD_HOURS),
        agreed(PROMPT, **{**ODD_HOURS, "tail": ODD_HOURS["tail"].replace("17:00'", "17:00', closed: [2025-06-09]")}),
        agreed(PROMPT, zone="Europe/London"),
    ]
    assert len({asked(contract) for contract in (agreed(PROMPT), *others)}) == 1 + len(others)


def test_a_year_of_hours_off_the_quarter_can_be_counted(agreed: Agreed, records: Table) -> None:
    rows = records(
        """
        2025-02-03T09:04:59  answered   1
        2025-02-03T09:05:00  answered   1
        2025-11-03T16:59:59  answered   30
        2025-11-03T17:00:00  answered   1
        """
    )
    result = evaluate(agreed(PROMPT.replace("each: month", "each: year"), **ODD_HOURS), rows, "2025")["prompt"]
    assert (result.counts.counted, result.counts.good) == (2, 1)


def test_the_days_of_an_amended_promise_are_counted_each_under_its_own_text(
    agreed: Agreed, records: Table, tmp_path: Path
) -> None:
    (tmp_path / "amendments").mkdir()
    (tmp_path / "agreement.yaml").write_text(agreed(PROMPT, **ODD_HOURS).text, encoding="utf-8")
    amendment = """\
        amendment: quicker
        effective: 2025-06-10
        agreed: {provider: 2025-05-01, client: 2025-05-01}
        windows: split
        set: {commitments: {prompt: {within: 10 s}}}
    """
    (tmp_path / "amendments" / "one.yaml").write_text(dedent(amendment), encoding="utf-8")
    rows = records("\n".join(f"2025-06-{day:02d}T10:00:00 answered 15" for day in range(1, 31)))
    result = evaluate(read_versions(tmp_path, vocabulary()), rows, "2025-06")["prompt"]
    assert [(day.day.day, day.counts.counted, day.counts.good) for day in result.days] == [
        *((day, 1, 1) for day in range(1, 10)),  # 15 s are within 20 s
        *((day, 1, 0) for day in range(10, 31)),  # and not within 10 s
    ]
    assert [(w.counts.counted, w.counts.good) for w in result.windows] == [(9, 9), (21, 0)]
