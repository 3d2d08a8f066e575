"""Agents' time of generated months: the product and a second implementation agree on every figure."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.independent import agents_time
from tests.independent.months import HOURS, MINUTE, MONTHS, Month, countings, telling_instants
from tests.laws.measuring import THOROUGH, assert_agree, measured, open_spans_of

from pactline.records.record_set import from_rows
from pactline.records.tables import AGENT_STATES, AGENT_STATES_WORDS
from pactline.statement.counting.asking import Scope

LENGTHS_US = (1, 7 * MINUTE, 15 * MINUTE - 1, 15 * MINUTE, 20 * MINUTE, 61 * MINUTE, 200 * MINUTE)
GAPS_US = (0, 0, 0, 1, 4 * MINUTE, 15 * MINUTE)


@st.composite
def agents_months(draw: st.DrawFn) -> Month:
    """What two agents did and were to do in a month: states one after the other, some with gaps between them."""
    first, end, zone = draw(st.sampled_from(MONTHS))
    hours = draw(st.sampled_from(sorted(HOURS)))
    instants = telling_instants(first, end, zone, hours)
    rows: list[dict[str, Any]] = []
    for agent in ("ann", "bob"):
        begin = draw(st.sampled_from(instants))
        for plan in ("actual", "scheduled"):
            at = begin + draw(st.sampled_from((0, 0, 5 * MINUTE)))
            for _ in range(draw(st.integers(0, 8))):
                until = at + draw(st.sampled_from(LENGTHS_US))
                row = {"agent": agent, "plan": plan, "from_us": at, "to_us": until}
                row["state"] = draw(st.sampled_from(AGENT_STATES_WORDS))
                rows.append({**row, "queue": draw(st.sampled_from(("*", "*", "billing", "technical")))})
                at = until + draw(st.sampled_from(GAPS_US))
    return Month(first, end, zone, hours, rows)


@THOROUGH
@given(month=agents_months(), queue=st.sampled_from((None, "billing")), data=st.data())
def test_every_figure_of_agents_time_is_as_a_person_would_reckon_it(
    month: Month, queue: str | None, data: st.DataObject
) -> None:
    records, scope = from_rows(month.rows, AGENT_STATES), Scope(queues=(queue,)) if queue else None
    for metric, rule in agents_time.RULES.items():
        arguments = data.draw(st.fixed_dictionaries(agents_time.ARGUMENTS[metric]))
        counting = data.draw(countings(has_better_side=rule.better != "neither"))
        expected = agents_time.figure(
            month.rows, queue, metric, arguments, counting, [month.span], open_spans_of(month), month.zone
        )
        assert_agree(measured(records, month, metric, {**arguments, **counting}, scope=scope), expected)
