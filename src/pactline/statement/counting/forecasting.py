"""How many contacts came against how many were forecast, forecast by forecast."""

from __future__ import annotations

from collections.abc import Sequence

from pactline.records.choices.choosing import AgainstForecast, Forecasting
from pactline.records.facts import Facts
from pactline.statement.counting.counts import Counts, add_up, ratio
from pactline.statement.counting.parts import Figure, Quarters
from pactline.statement.windows.contract import Due
from pactline.statement.windows.relieving import forecast_span
from pactline.values.cadence import Judged


def forecast_figures(
    chosen: AgainstForecast, quarters: Quarters, one: Due, windows: Sequence[Judged], facts: Facts
) -> list[Figure]:
    """The figure of each window: of the forecasts that lie wholly inside it, of the service of the commitment.

    A window without a forecast has no figure. Raises NotComputable where a forecast begins or ends inside an interval
    that the source counted as a whole.
    """
    service, where = one.commitment.service.id, one.agreement.zone
    forecast = [(forecast_span(f, one), f.volume) for f in facts.forecasts if f.service == service]
    found = []
    for judged in windows:
        window = judged.period.span(where)
        inside = [(s, volume) for s, volume in forecast if window.start <= s.start and s.end <= window.end]
        came = [(add_up(quarters.within(span.start, span.end).values()).counted, volume) for span, volume in inside]
        actual, promised = sum(many for many, _ in came), sum(volume for _, volume in came)
        missed = sum(abs(many - volume) for many, volume in came)
        if chosen.forecasting is Forecasting.ACCURACY:
            counts = Counts(actual, part=actual - missed, whole=actual)
        else:
            counts = Counts(actual, part=actual - promised, whole=promised)
        found.append(Figure(counts, ratio(chosen, counts), parts=len(came)))
    return found
