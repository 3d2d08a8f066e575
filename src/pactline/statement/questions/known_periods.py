"""The periods of a term that something is known of: what open questions are priced over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import narwhals as nw

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions
from pactline.records.facts import Facts
from pactline.records.tables import AGENT_STATES, TABLES
from pactline.statement.counting.asking import Records
from pactline.values.period import Each, Period, next_window, window_start
from pactline.values.zone import from_us


def known_periods(versions: Versions, records: Records | None, facts: Facts) -> tuple[Period, ...]:
    """Whole months with records, and the windows that reported figures, events and change orders belong to.

    They are widened to whole periods of the charge behind an amount at risk, and joined where they touch.
    """
    agreement = versions.last.agreement
    found = [_tiles(agreement, days) for days in _days(agreement, records, facts)]
    return joined(period for period in found if period.overlap(versions.term))


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same days as periods that neither overlap nor adjoin, in order."""
    done: list[Period] = []
    for period in sorted(periods, key=lambda each: (each.first, each.end)):
        if done and period.first <= done[-1].end:
            done[-1] = Period(done[-1].first, max(done[-1].end, period.end))
        else:
            done.append(period)
    return tuple(done)


def _days(agreement: Agreement, records: Records | None, facts: Facts) -> Sequence[Period]:
    where = agreement.zone
    found = [row.period for row in facts.figures]
    for facts_of_days in (facts.events, facts.change_orders):
        found += [Period(fact.first_day(where), fact.first_day(where) + timedelta(days=1)) for fact in facts_of_days]
    if records is None:
        return found
    for name in records.tables:
        if name == AGENT_STATES.name:
            continue  # schedules lie ahead
        at = nw.col(TABLES[name].at)
        (row,) = records.rows(records.table(name).select(first=at.min(), last=at.max()))
        if row["first"] is not None:
            first, last = (from_us(int(row[key]), where).date() for key in ("first", "last"))
            found.append(Period(first, last + timedelta(days=1)))
    return found


def _tiles(agreement: Agreement, days: Period) -> Period:
    """The days widened to whole months, and to whole periods of the charge that is at risk."""
    widths = [Each.MONTH]
    if agreement.at_risk is not None:
        widths.append(agreement.charges[agreement.at_risk.of].each)
    first, end = days.first, days.end
    for each in widths:
        first = window_start(first, each)
        if window_start(end, each) != end:
            end = next_window(window_start(end, each), each)
    return Period(first, end)
