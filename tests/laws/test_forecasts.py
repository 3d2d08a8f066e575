"""Forecasts of generated months: the product and a second implementation agree on what came against them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.independent import forecasts
from tests.independent.judging import RULES
from tests.independent.months import HOURS, MINUTE, Month, months
from tests.independent.reckoning import contacts_of, instant_of
from tests.laws.measuring import THOROUGH

from pactline.agreement.model import Agreement
from pactline.agreement.reading import read
from pactline.records.facts import Facts, ForecastVolume
from pactline.records.record_set import from_rows
from pactline.statement.evaluating import evaluate
from pactline.statement.rules import vocabulary
from pactline.values.period import Period

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COUNTINGS = {
    "level": st.sampled_from(("queue_visit", "contact")),
    "attribution": st.sampled_from(("offered", "event", "ended")),
    "closed_hours": st.sampled_from(("exclude", "count")),
    "transfers_in": st.sampled_from(("count", "exclude")),
}


def agreement(month: Month, commitments: dict[str, dict[str, Any]]) -> Agreement:
    """A service of the billing queue by voice, and commitments on its forecast."""
    hours = "always" if month.hours == "always" else "opening"
    week = {DAYS[day]: [f"{opens}-{closes}" for opens, closes in spans] for day, spans in HOURS[month.hours].items()}
    opening = ", ".join(f'{day}: ["' + '", "'.join(spans) + '"]' for day, spans in week.items())
    promised = [
        f"  {name}: {{service: billing, metric: {name}, each: month, "
        + ", ".join(f"{choice}: {word}" for choice, word in words.items())
        + (", target: at least 90 %}" if name == "forecast_accuracy" else ", target: at most 10 %}")
        for name, words in commitments.items()
    ]
    text = f"""\
agreement: Forecast contract
provider: Northwind Contact
client: Aurora Energy
term: 2025-01-01/2026-01-01
zone: {month.zone}
currency: EUR
conventions: common-2026
rounding: {{shares: exact, money: half_up}}
calendars: {{opening: {{{opening}}}}}
charges: {{fee: {{each: month, amount: 1000.00}}}}
services: {{billing: {{channels: [voice], queues: [billing], hours: {hours}}}}}
commitments:
""" + "\n".join(promised)
    return read(text.encode(), vocabulary(), name="agreement.yaml")


def offered_at(month: Month, words: dict[str, Any]) -> list[int]:
    """The instants of the contacts of the service that the agreement counts as offered."""
    rows = contacts_of(month.rows) if words["level"] == "contact" else month.rows
    missed = {"exclude": "exclude", "own_queue_visit": "exclude"}
    made = {name: missed.get(words[name], "count_as_missed") for name in ("flow_outs", "callbacks", "refused")}
    found = []
    for row in rows:
        at = instant_of(row, words["attribution"])
        judged = RULES["volume"].judge(row, None, {"counted": "offered", "short_abandons": "count", **made})
        shut = month.hours != "always" and words["closed_hours"] == "exclude"
        if at is None or not judged.counts or (row["channel"], row["queue"]) != ("voice", "billing"):
            continue
        if words["transfers_in"] == "exclude" and row["transfer_in"] is not None:
            continue
        if not shut or any(start <= at < end for start, end in month.open_spans):
            found.append(at)
    return found


@st.composite
def volumes(draw: st.DrawFn, month: Month) -> list[tuple[int, int, int]]:
    """Forecasts of intervals one after the other around instants at which something may have come, some left out."""
    start, end = month.span
    near = [at // (15 * MINUTE) * 15 * MINUTE for at in (row["offered_us"] for row in month.rows)]
    edges = sorted({start - 30 * MINUTE, start, end, *near, *(at + 15 * MINUTE for at in near)})
    spans = [span for span in pairwise(edges) if draw(st.integers(0, 3))]
    return [(first, last, draw(st.sampled_from((0, 0, 1, 2, 5)))) for first, last in spans]


@THOROUGH
@given(month=months(), data=st.data())
def test_what_came_is_held_against_the_forecast_as_a_person_would(month: Month, data: st.DataObject) -> None:
    told = data.draw(volumes(month))
    facts = Facts(forecasts=tuple(ForecastVolume("billing", start, end, None, many) for start, end, many in told))
    made = {
        name: data.draw(st.fixed_dictionaries({**forecasts.ARGUMENTS[name], **COUNTINGS})) for name in forecasts.RULES
    }
    results = evaluate(agreement(month, made), from_rows(month.rows), Period.parse(month.first[:7]), facts=facts)
    found = {result.commitment.id: [(w.counts.counted, w.value) for w in result.windows] for result in results}
    assert found == {
        name: [forecasts.figure(name, offered_at(month, words), told, month.span)] for name, words in made.items()
    }
