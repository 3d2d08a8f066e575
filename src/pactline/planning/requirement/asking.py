"""Requirements and plans in Python: what ``pactline.requirement`` and ``pactline.staff`` are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import Any

from pactline.agreement.model import Agreement
from pactline.agreement.versions import Versions
from pactline.planning.expected import Expected, read_expected
from pactline.planning.patience.patience_file import Patience, PatienceUnknown
from pactline.planning.queueing.patience_law import PatienceLaw
from pactline.planning.refusal import Refused
from pactline.planning.requirement.asked import asked_promises
from pactline.planning.requirement.assumptions import Assumptions, read_seconds_or_laws
from pactline.planning.requirement.promise import Promise
from pactline.planning.requirement.promises import LeftOut, promises_of
from pactline.planning.requirement.question import Answer, asked_question
from pactline.planning.requirement.staffing import Plan, staff_queues


def requirement(
    offered_per_hour: float,
    aht_s: float,
    *,
    promises: Sequence[str] = (),
    patience: float | str | os.PathLike[str] | PatienceLaw | None = None,
    definition: str = "sl_offered",
    abandonment: str | None = None,
    asa: str | None = None,
    occupancy: str | None = None,
    agents: float | None = None,
) -> Answer:
    """The least agents that keep all promises; with ``agents``, what so many deliver.

    Promises are words as on the command line: ``promises=["90/10", "99/300"]``, ``abandonment="3%"``, ``asa="20"``,
    ``occupancy="85%"``. Patience is mean seconds, a law, or what ``pactline patience -o`` wrote; None: nobody gives up.
    Printing the answer shows what ``pactline staff`` shows. Raises ValueError (CannotBeKept where no number is enough).

    >>> requirement(1200, 300, patience=180, promises=["90/10", "99/300"], abandonment="3%").agents
    111.0
    """
    found = asked_promises(promises, definition=definition, abandonment=abandonment, asa=asa, occupancy=occupancy)
    question = asked_question(offered_per_hour, aht_s, one_law(patience), found, definition=definition)
    return question.least() if agents is None else question.with_agents(agents)


def staff(
    forecast: str | os.PathLike[str] | Sequence[Expected],
    agreement: Agreement | Versions | None = None,
    *,
    promises: Sequence[str] = (),
    definition: str = "sl_offered",
    abandonment: str | None = None,
    asa: str | None = None,
    occupancy: str | None = None,
    follow: bool = False,
    **assumed: Any,
) -> Plan:
    """The least agents for each queue and interval that keep the promises of an agreement, those given, or both.

    ``assumed`` are the words of ``Assumptions.of_words``: patience, shrinkage, concurrent, minimum, mode,
    worst_interval, method, fill_idle. Printing the plan shows what ``pactline staff`` shows; ``plan.queues`` has the
    figures as arrays. Raises ValueError (NothingPromised, CannotBeKept, CannotBeDone, PatienceUnknown), and Problems
    for a file that is wrong.
    """
    last = agreement.last.agreement if isinstance(agreement, Versions) else agreement
    where = last.zone if last else None
    forecasts = read_expected(forecast, where) if isinstance(forecast, str | os.PathLike) else forecast
    asked = asked_promises(promises, definition=definition, abandonment=abandonment, asa=asa, occupancy=occupancy)
    found, left_out = agreed_promises(agreement, first_day(forecasts)) if agreement else ([], [])
    return staff_queues(
        forecasts, [*found, *asked], Assumptions.of_words(**assumed), where=where, follow=follow,
        left_out=left_out,
    )  # fmt: skip


def agreed_promises(agreement: Agreement | Versions, day: date) -> tuple[list[Promise], list[LeftOut]]:
    """What is promised on a day under the text that is in force then, and what cannot be planned."""
    text = agreement.on(day).agreement if isinstance(agreement, Versions) else agreement
    return promises_of(text, day)


def first_day(forecasts: Sequence[Expected]) -> date:
    """The first local day of a forecast."""
    return min(each.local(0).date() for each in forecasts)


def one_law(patience: float | str | os.PathLike[str] | PatienceLaw | None) -> float | PatienceLaw | None:
    """The patience of one question. Raises ValueError where a file has several queues and none for all together."""
    if isinstance(patience, PatienceLaw):
        return patience
    found = read_seconds_or_laws(os.fspath(patience) if isinstance(patience, os.PathLike) else patience)
    if not isinstance(found, Patience):
        return found
    try:
        return found.of(None)
    except PatienceUnknown:
        raise Refused("the patience is of several queues; ask with a forecast, or for one of them") from None
