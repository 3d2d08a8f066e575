"""Each metric's exact formula in words, for the choices one commitment made: what stands over the bar, what below it.

One function per metric, of the metric's own arguments. A metric of another package has no function here and is told by
its title and its choices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pactline.document.formula import Formula, waiting, within
from pactline.document.formulas_beyond_contacts import BEYOND_CONTACTS
from pactline.document.formulas_of_agents import OF_AGENTS
from pactline.document.formulas_of_customers import OF_CUSTOMERS
from pactline.document.saying import length
from pactline.metrics import metrics
from pactline.records.choices.contacts import (
    Abandons,
    Callbacks,
    Counted,
    HeldOver,
    NotAbandoned,
    ReportedUnit,
    ShortAbandons,
    ShortOffered,
    Unrecorded,
    Waiting,
)
from pactline.records.facts import TALLY
from pactline.values.duration import Limit, Sense

Arguments = Mapping[str, Any]

ANSWERED, ABANDONED = "answered contacts", "abandoned contacts"
FLOWED, CALLBACK, REFUSED = "contacts that flowed out", "contacts that asked for a callback", "refused contacts"
_LEFT_OUT = ("exclude", "own_queue_visit")


def _sum(*parts: str) -> str:
    plus = [part for part in parts if part and not part.startswith("-")]
    minus = [part[1:] for part in parts if part.startswith("-")]
    return " + ".join(plus) + "".join(f" − {part}" for part in minus)


def _others(made: Arguments, abandoned: bool = False) -> tuple[str, ...]:
    """The contacts, neither answered nor abandoned, that count as offered (or as abandoned) all the same."""
    kinds = (("flow_outs", FLOWED), ("callbacks", CALLBACK), ("refused", REFUSED))
    if abandoned:
        return tuple(kind for key, kind in kinds if made[key] is NotAbandoned.COUNT_AS_ABANDONED)
    return tuple(kind for key, kind in kinds if key in made and made[key] not in _LEFT_OUT)


def service_level(made: Arguments) -> Formula:
    """Those in time over those offered."""
    rule: Abandons = made["abandons"]
    above, below = [waiting(ANSWERED, made["within"])], [ANSWERED, ABANDONED, *_others(made)]
    if made["callbacks"] is Callbacks.COUNT_AS_MET_WITHIN_T:
        above.append(waiting(CALLBACK, made["within"]))
    match rule:
        case Abandons.IGNORE_ALL:
            below.remove(ABANDONED)
        case Abandons.IGNORE_WITHIN_T:
            below.append("-" + waiting(ABANDONED, made["within"]))
        case Abandons.IGNORE_SHORT:
            below.append("-" + waiting(ABANDONED, made["short_abandon"]))
        case Abandons.COUNT_AS_MET_WITHIN_T:
            above.append(waiting(ABANDONED, made["within"]))
        case Abandons.COUNT_AS_MET_SHORT:
            above.append(waiting(ABANDONED, made["short_abandon"]))
        case Abandons.COUNT_ALL:
            pass
    unknown = "A contact whose wait is unknown was neither answered in time nor a short abandon."
    return Formula(_sum(*above), _sum(*below), percent=True, unknown=unknown)


def abandonment_rate(made: Arguments) -> Formula:
    """The abandoned over those offered."""
    above, below = [ABANDONED, *_others(made, abandoned=True)], [ANSWERED, ABANDONED, *_others(made)]
    unknown = ""
    if made["short_abandons"] is not ShortAbandons.COUNT:
        short = "-" + waiting(ABANDONED, made["short_abandon"])
        above.append(short)
        if made["short_abandons"] is ShortAbandons.IGNORE:
            below.append(short)
        unknown = "An abandoned contact whose wait is unknown was not a short abandon."
    return Formula(_sum(*above), _sum(*below), percent=True, unknown=unknown)


def _over_offered(good: str, made: Arguments, always: str = "") -> Formula:
    below, unknown = [ANSWERED, ABANDONED, always, *_others(made)], ""
    if made["short_abandons"] is ShortOffered.IGNORE:
        below.append("-" + waiting(ABANDONED, made["short_abandon"]))
        unknown = "An abandoned contact whose wait is unknown was not a short abandon."
    return Formula(good, _sum(*below), percent=True, unknown=unknown)


def answer_rate(made: Arguments) -> Formula:
    """The answered over those offered."""
    return _over_offered(ANSWERED, made)


def flow_out_rate(made: Arguments) -> Formula:
    """Those that flowed out over those offered, which include them."""
    return _over_offered(FLOWED, made, always=FLOWED)


def busy_rate(made: Arguments) -> Formula:
    """The refused over all attempts."""
    return Formula(REFUSED, _sum(ANSWERED, ABANDONED, FLOWED, CALLBACK, REFUSED), percent=True)


def short_calls(made: Arguments) -> Formula:
    """Answered contacts with a very short conversation over all answered ones."""
    above = f"answered contacts with a conversation of {within(made['limit'])}"
    unknown = "An answered contact whose talk time is unknown was not short."
    return Formula(above, ANSWERED, percent=True, unknown=unknown)


def transfer_rate(made: Arguments) -> Formula:
    """Answered contacts that were handed on over all answered ones."""
    return Formula("answered contacts that the agent transferred", ANSWERED, percent=True)


def _mean(what: str, who: str, unknown: str) -> Formula:
    said = f"A contact whose {unknown} is unknown is left out of both sides." if unknown else ""
    return Formula(f"sum of {what} of {who}", f"number of {who}", unknown=said)


def average_speed_of_answer(made: Arguments) -> Formula:
    """The mean wait of the answered."""
    return _mean("the waits", ANSWERED, "wait")


def average_waiting_time(made: Arguments) -> Formula:
    """The mean wait of all who left the queue."""
    return _mean("the waits", _WHOSE[Waiting.ALL], "wait")


def average_time_to_abandon(made: Arguments) -> Formula:
    """The mean wait of those who gave up."""
    if made["short_abandons"] is ShortOffered.IGNORE:
        limit: Limit = made["short_abandon"]
        beyond = "more than" if limit.sense is Sense.AT_MOST else "at least"
        return _mean("the waits", f"{ABANDONED} with a wait of {beyond} {length(limit.duration)}", "wait")
    return _mean("the waits", ABANDONED, "wait")


def average_handle_time(made: Arguments) -> Formula:
    """Talk, hold and wrap of the answered."""
    unknown = "talk time" if made["unrecorded"] is Unrecorded.AS_ZERO else "talk, hold or wrap time"
    return _mean("the talk, hold and wrap times", ANSWERED, unknown)


def talk_time(made: Arguments) -> Formula:
    """The mean conversation without hold."""
    return _mean("the conversations, hold left out,", ANSWERED, "talk time")


def hold_time(made: Arguments) -> Formula:
    """The mean time on hold."""
    who = "answered contacts that were put on hold" if made["over"] is HeldOver.HELD else ANSWERED
    return _mean("the hold times", who, "" if made["unrecorded"] is Unrecorded.AS_ZERO else "hold time")


def wrap_time(made: Arguments) -> Formula:
    """The mean after-contact work."""
    return _mean("the wrap times", ANSWERED, "" if made["unrecorded"] is Unrecorded.AS_ZERO else "wrap time")


_WHOSE = {
    Waiting.ANSWERED: ANSWERED,
    Waiting.ABANDONED: ABANDONED,
    Waiting.ALL: "contacts that left the queue (answered, abandoned, flowed out, or asked for a callback)",
}


def longest_wait(made: Arguments) -> Formula:
    """The greatest wait."""
    unknown = "Contacts whose wait is unknown are left out."
    return Formula(f"the longest wait among the {_WHOSE[made['whose']]}", unknown=unknown)


def wait_percentile(made: Arguments) -> Formula:
    """A wait by nearest rank."""
    above = f"the shortest wait that at least {made['percent']} % of the {_WHOSE[made['whose']]} did not exceed"
    unknown = "The figure is always a wait that a customer had (nearest rank). Unknown waits are left out."
    return Formula(above, unknown=unknown)


def volume(made: Arguments) -> Formula:
    """How many there were."""
    kinds = {
        Counted.ANSWERED: ANSWERED,
        Counted.ABANDONED: ABANDONED,
        Counted.FLOWED_OUT: FLOWED,
        Counted.CALLBACK: CALLBACK,
        Counted.REFUSED: REFUSED,
    }
    counted: Counted = made["counted"]
    if counted is not Counted.OFFERED:
        return Formula(f"number of {kinds[counted]}")
    parts = [ANSWERED, ABANDONED, *_others(made)]
    if made["short_abandons"] is ShortOffered.IGNORE:
        parts.append("-" + waiting(ABANDONED, made["short_abandon"]))
    return Formula(f"number of {_sum(*parts)}")


def reported(made: Arguments) -> Formula:
    """What is measured elsewhere, in the words of the agreement."""
    means = str(made["means"]).strip().rstrip(".")
    return Formula(means, unknown="The figure is measured outside the contact records and reported.")


def reported_ratio(made: Arguments) -> Formula:
    """Counts that are reported, over others."""
    below = _sum(*(f"contacts that {TALLY[word]}" for word in made["over"]))
    percent = made["unit"] is ReportedUnit.PERCENT
    if made["unit"] is ReportedUnit.SECONDS:
        above = "the waits of all contacts together"
    else:
        above = _sum(*(f"contacts that {TALLY[word]}" for word in made["part"]))
    means = str(made["means"]).strip().rstrip(".")
    return Formula(above, below, percent=percent, unknown=f"{means[:1].upper()}{means[1:]}.")


FORMULAS: Mapping[str, Callable[[Arguments], Formula]] = {
    made.__name__: made
    for made in (
        abandonment_rate, answer_rate, average_handle_time, average_speed_of_answer, average_time_to_abandon,
        average_waiting_time, busy_rate, flow_out_rate, hold_time, longest_wait, reported, reported_ratio,
        service_level, short_calls, talk_time, transfer_rate, volume, wait_percentile, wrap_time, *BEYOND_CONTACTS,
        *OF_AGENTS, *OF_CUSTOMERS,
    )
}  # fmt: skip


def name_of(metric: str) -> str:
    """What a metric is called in a sentence: ``service level``."""
    title = metrics()[metric].title.partition(":")[0] if metric in metrics() else metric.replace("_", " ")
    return title[:1].lower() + title[1:]


def formula(metric: str, arguments: Arguments) -> Formula | None:
    """The formula of a metric under its arguments; None for a metric that has no words here."""
    made = FORMULAS.get(metric)
    return made(arguments) if made else None


__all__ = ["FORMULAS", "Formula", "formula", "name_of", "waiting", "within"]
