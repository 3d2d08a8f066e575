"""The formulas in words of what customers and evaluators say, of repeats and callbacks, and of the way to an agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pactline.document.formula import Formula, within
from pactline.document.saying import length
from pactline.records.choices.contacts import Unrecorded
from pactline.records.choices.customers import AskedOver, ChainRule, KeptBy, NotReached, Promised, Starts, Withheld
from pactline.values.duration import Sense
from pactline.values.lapse import Lapse

Arguments = Mapping[str, Any]

ANSWERED = "answered contacts"
LEFT = "contacts that left the queue (answered, abandoned, flowed out, or asked for a callback)"
_NOT_OVER = (
    "A contact can be judged only when the records reach beyond the time after it: until then it is left out, and the "
    "figure is provisional."
)
_WISH = "A contact is counted once with all its queue visits and the callbacks it asked for."


def lapse(value: Lapse) -> str:
    """``168 hours``, ``7 calendar days``: a length of time after something."""
    text = str(value)
    if value.clock_ms is None or not text.endswith(" h"):
        return text
    hours = text.removesuffix(" h")
    return f"{hours} hour{'' if hours == '1' else 's'}"


def _time(made: Arguments) -> str:
    if made["repeat_within"].calendar_days is None:
        return "A later contact at exactly the end of the time still is a repeat."
    return "Days are those of the calendar at the place whose time zone is agreed; the last one counts to its end."


def _who(made: Arguments) -> str:
    kinds = "answered or abandoned contacts" if made["starts"] is Starts.ANSWERED_OR_ABANDONED else ANSWERED
    return kinds if made["withheld"] is Withheld.SINGLE else f"{kinds} of known customers"


def first_contact_resolution_no_repeat(made: Arguments) -> Formula:
    """Those that nobody came back after over all."""
    above = f"those of them with no repeat within {lapse(made['repeat_within'])}"
    return Formula(above, _who(made), percent=True, unknown=f"{_time(made)} {_WISH} {_NOT_OVER}")


def first_contact_resolution_chains(made: Arguments) -> Formula:
    """Chains of one contact over chains."""
    one = "the one before" if made["chain"] is ChainRule.GAP else "the first"
    below = f"chains of {_who(made)}, each within {lapse(made['repeat_within'])} of {one}"
    return Formula("chains of a single contact", below, percent=True, unknown=f"{_time(made)} {_WISH} {_NOT_OVER}")


def first_contact_resolution_flag(made: Arguments) -> Formula:
    """Flagged resolved over flagged."""
    return Formula("contacts that the agent marked as settled", "contacts that the agent marked as settled or not",
                   percent=True, unknown="A contact without a mark is on neither side.")  # fmt: skip


def first_contact_resolution_survey(made: Arguments) -> Formula:
    """Yes over answers."""
    asked = "answers to the question whether the wish was settled the first time"
    return Formula("answers that say yes", asked, percent=True, unknown=_BY_CONTACT)


_BY_CONTACT = "An answer belongs to the period of its contact, not to the day on which it was given."


def _on(made: Arguments) -> str:
    return f"{_BY_CONTACT} Answers on another scale than {made['scale']} are left out."


def csat_top_box(made: Arguments) -> Formula:
    """Good answers over answers."""
    above = f"answers of {made['good_scores']}"
    return Formula(above, f"answers on the scale {made['scale']}", percent=True, unknown=_on(made))


def csat_mean(made: Arguments) -> Formula:
    """The mean score."""
    return Formula(f"sum of the scores on the scale {made['scale']}", "number of answers", unknown=_on(made))


def customer_effort_score(made: Arguments) -> Formula:
    """The mean answer about effort."""
    above = f"sum of the answers about effort on the scale {made['scale']}"
    return Formula(above, "number of answers", unknown=_on(made))


def net_promoter_score(made: Arguments) -> Formula:
    """Promoters less detractors."""
    above = "100 × (number of answers of 9 and 10 − number of answers of 0 to 6)"
    return Formula(above, "number of answers on the scale 0-10", unknown=f"The figure is in points. {_BY_CONTACT}")


def survey_response_rate(made: Arguments) -> Formula:
    """Answers over those asked, or over all answered contacts."""
    asked = "contacts whose customer was asked" if made["over"] is AskedOver.SURVEYED else ANSWERED
    return Formula("those of them with an answer", asked, percent=True)


def quality_score(made: Arguments) -> Formula:
    """The mean score of evaluated contacts."""
    chosen = str(made["selected"]).strip().rstrip(".")
    said = f"The contacts to evaluate are chosen like this: {chosen}."
    return Formula("sum of the scores that evaluators gave", "number of evaluated contacts", unknown=said)


def blockage(made: Arguments) -> Formula:
    """Blocked over blocked and let in."""
    blocked = f"contacts refused for the reason {' or '.join(made['reasons'].words)}"
    return Formula(blocked, f"{blocked} + {LEFT}", percent=True)


def self_service_containment(made: Arguments) -> Formula:
    """Settled there over all who came there."""
    return Formula("contacts whose task was done in self-service", "contacts that entered self-service", percent=True,
                   unknown="Whoever hung up there or was passed on to a queue was not contained.")  # fmt: skip


def after_contact_cap_breach(made: Arguments) -> Formula:
    """Those with too long a wrap over the answered."""
    limit = made["limit"]
    beyond = f"{'more than' if limit.sense is Sense.AT_MOST else 'at least'} {length(limit.duration)}"
    unknown = "A contact whose wrap time is unknown is left out." if made["unrecorded"] is Unrecorded.LEAVE_OUT else ""
    return Formula(f"{ANSWERED} with a wrap time of {beyond}", ANSWERED, percent=True, unknown=unknown)


def hops(made: Arguments) -> Formula:
    """Visits over contacts."""
    said = "A contact belongs to the period of its first visit, with all its visits."
    return Formula("queue visits", LEFT, unknown=said)


def requeue_rate(made: Arguments) -> Formula:
    """Legs in vain over legs."""
    return Formula("offers to agents that were not answered", "offers to agents", percent=True,
                   unknown="A queue visit whose offers the source does not count is left out.")  # fmt: skip


def callback_kept(made: Arguments) -> Formula:
    """Callbacks in time over those asked for."""
    what = "began" if made["kept_by"] is KeptBy.FIRST_ATTEMPT else "were connected"
    until = "by the promised instant"
    if made["promised"] is Promised.WITHIN:
        until = f"{within(made['within'])} after they were asked for"
    above, below, tries = f"callbacks that {what} {until}", "callbacks that customers asked for", made["attempts"]
    if made["not_reached"] is NotReached.KEPT:
        above += f", or whose customer was not reached in {tries} attempts in that time"
    if made["not_reached"] is NotReached.EXCLUDE:
        below += f", without those whose customer was not reached in {tries} attempts in that time"
    return Formula(above, below, percent=True, unknown="A callback whose time is not over yet is left out.")


OF_CUSTOMERS: tuple[Callable[[Arguments], Formula], ...] = (
    after_contact_cap_breach, blockage, callback_kept, csat_mean, csat_top_box, customer_effort_score,
    first_contact_resolution_chains, first_contact_resolution_flag, first_contact_resolution_no_repeat,
    first_contact_resolution_survey, hops, net_promoter_score, quality_score, requeue_rate, self_service_containment,
    survey_response_rate,
)  # fmt: skip
