"""Dialler abandonment, UK rule: abandoned calls over these and the live calls that were passed to an agent."""

from __future__ import annotations

import narwhals as nw

from pactline.records.choices.choosing import Ratio
from pactline.records.choices.written_channels import Detection
from pactline.records.views.conditions import as_number, one_of
from pactline.records.views.contacts import Contacts
from pactline.records.views.dialling import PERSON, Attempts, connected_within
from pactline.values.duration import Duration
from pactline.values.terms import Percent

HIGHER_IS_BETTER = False
_MOST = Duration(2_000)


def dialler_abandonment_ofcom(
    contacts: Contacts,
    *,
    detection: Detection,
    false_positives: Percent | None = None,
    machines_abandoned: Percent | None = None,
) -> Ratio:
    """A call is abandoned if a person answers and no agent is connected within 2 s of the **begin** of the greeting.

    With detection of answering machines the people taken for machines are abandoned too: ``false_positives`` is the
    share of the calls taken for machines that were people, by the caller's own tests, and is added on both sides.
    Without detection some of those who were abandoned were machines: ``machines_abandoned`` is their share, and is
    taken off on both sides. Live calls are those that an agent took in time. A greeting that was not timed was not in
    time; it is reported as unknown. The rule is per campaign (the queue of the service) and calendar day (the window).

    Source: Ofcom, Revised statement of policy on the persistent misuse of an electronic communications network (2010),
    annex; since March 2017 no share is safe by itself, and the formulas stay.
    """
    live = one_of("result", ("person",)) & connected_within("greeting_start_us", _MOST)
    person, machine = one_of("result", PERSON), one_of("result", ("machine",))
    estimate = false_positives if detection is Detection.USED else machines_abandoned
    assert estimate is not None, "demands() asks for it"
    exact = estimate / 100  # in whole numbers: 2 % of the calls is one part for every fifty
    share, parts = exact.numerator, exact.denominator
    if detection is Detection.USED:
        counted = person | machine
        part = as_number(person & ~live) * parts + as_number(machine) * share
    else:
        counted = person
        part = as_number(person & ~live) * (parts - share)
    untimed = one_of("result", ("person",)) & ~nw.col("connected_us").is_null() & nw.col("greeting_start_us").is_null()
    whole = part + as_number(live) * parts
    return Ratio(counted=counted, part=part, whole=whole, rows=Attempts(), unsure=untimed)


def demands(detection: Detection) -> set[str]:
    """The optional arguments that the other choices make necessary; given without need they are refused."""
    return {"false_positives"} if detection is Detection.USED else {"machines_abandoned"}
