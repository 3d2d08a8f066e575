"""The commitments of an agreement that a number of agents can keep, and those that it cannot, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from pactline.agreement.model import Agreement, Commitment
from pactline.planning.requirement.promise import SECONDS, Measure, Promise
from pactline.records.choices.agents import Over
from pactline.records.choices.contacts import ClosedHours, RollUp
from pactline.records.choices.counting import MANY_MISSED, SHARE_MET
from pactline.records.choices.written_channels import Hours
from pactline.statement.windows.contract import Due
from pactline.statement.windows.judging import target_for
from pactline.values.cadence import Judged
from pactline.values.period import Period
from pactline.values.target import Target

__all__ = ["Promise", "promises_of"]

LeftOut = tuple[str, str]
"""The id of a commitment, and why it is not planned for."""

_ONE_BY_ONE = SHARE_MET | MANY_MISSED | {RollUp.MEAN_OF_INTERVALS, RollUp.WORST_INTERVAL}
_WRITTEN = ("first_response_within", "next_response_within", "resolution_within")
_WHY_NOT = {
    "longest_wait": "the longest wait of a period grows with its contacts: it is a matter of chance, not of the long "
    "run; promise a share within a limit instead, or try a plan with `pactline simulate`",
    "average_handle_time": "how long agents take is an assumption of the plan, not a result of it",
    "blockage": "the number of lines decides it, not the number of agents",
    "volume": "what customers want is not in the hands of the plan",
    "average_time_to_abandon": "customers decide how long they wait before they give up",
}


def promises_of(agreement: Agreement, day: date) -> tuple[list[Promise], list[LeftOut]]:
    """What an agreement promises on a day, in its own order, and what cannot be planned, each with the reason.

    A tier is a promise of its own. The target is that of the day, moved by its ratchet as if every year had been kept.
    """
    promises: list[Promise] = []
    left_out: list[LeftOut] = []
    for commitment in agreement.commitments:
        why = _not_planned(commitment, day)
        if why:
            left_out.append((commitment.id, why))
        else:
            promises.append(_promise(agreement, commitment, day))
    return promises, left_out


def _not_planned(commitment: Commitment, day: date) -> str:
    """Why a commitment is none for planning; empty if it is one."""
    arguments = commitment.arguments
    if commitment.by != "provider":
        return f"the {commitment.by} promises it, and no agent of the provider can keep it"
    if commitment.metric in _WHY_NOT:
        return _WHY_NOT[commitment.metric]
    if commitment.metric not in _READ:
        return f"{commitment.metric.replace('_', ' ')} does not follow from the number of agents"
    if commitment.measured != "records":
        return "it is measured elsewhere, by a definition that is not known here"
    if commitment.report_only_until is not None and day < commitment.report_only_until:
        return f"it is only reported until {commitment.report_only_until}"
    if commitment.service.direction not in (None, "inbound"):
        return f"it is about {commitment.service.direction} contacts; the plan is for those that customers begin"
    if commitment.metric == "occupancy" and arguments["over"] is not Over.HANDLING_AND_AVAILABLE:
        return "it counts breaks and other paid work, which are not in the number of agents on the phone"
    return ""


def _promise(agreement: Agreement, commitment: Commitment, day: date) -> Promise:
    target = _target(agreement, commitment, day)
    one_by_one = commitment.counting.roll_up in _ONE_BY_ONE
    if commitment.counting.roll_up in SHARE_MET | MANY_MISSED:
        target = commitment.counting.interval_target
    measure, figures = _READ[commitment.metric](commitment.arguments, target)
    amount = float(target.amount) if measure in SECONDS else float(target.amount) / 100
    terms: dict[str, Any] = {"target": amount, "at_least": target.higher_is_better, **figures}
    return Promise(
        id=commitment.id,
        measure=measure,
        each=str(commitment.each),
        every_interval=one_by_one or commitment.each.hourly,
        queues=commitment.service.queues,
        channels=commitment.service.channels,
        hours=commitment.service.hours,
        remark="; ".join(_remarks(commitment)),
        **terms,
    )


def _remarks(commitment: Commitment) -> list[str]:
    """What planning takes differently from the agreement."""
    counting, said = commitment.counting, []
    if counting.clock != "queue" and commitment.metric not in _WRITTEN:
        said.append(f"planned as if the wait began on entering the queue, not at {counting.clock}")
    if counting.roll_up in SHARE_MET | MANY_MISSED:
        said.append(f"planned so that every interval keeps {counting.interval_target}")
    elif counting.roll_up in _ONE_BY_ONE:
        said.append("planned so that every interval keeps it by itself")
    if counting.closed_hours is ClosedHours.COUNT and commitment.service.hours_name != "always":
        said.append("contacts outside the opening hours count too, and have no agents in this plan")
    return said


def _target(agreement: Agreement, commitment: Commitment, day: date) -> Target:
    """The target in force for the window that a day lies in."""
    first = max(commitment.each.start(day, agreement.term), agreement.term.first)
    window = Period(first, first + timedelta(days=1))
    return target_for(Due(commitment, Judged(window, window, (window,)), agreement), ())


def _seconds(limit: Any) -> float:
    return float(limit.duration.seconds)


def _short(arguments: Mapping[str, Any]) -> float | None:
    return None if arguments.get("short_abandon") is None else _seconds(arguments["short_abandon"])


Read = tuple[Measure, dict[str, Any]]


def _service_level(arguments: Mapping[str, Any], target: Target) -> Read:
    limit_s = _seconds(arguments["within"])
    figures = {"limit_s": limit_s, "abandons": arguments["abandons"], "short_abandon_s": _short(arguments)}
    return Measure.SERVICE_LEVEL, figures


def _of_offered(measure: Measure) -> Callable[[Mapping[str, Any], Target], Read]:
    def read(arguments: Mapping[str, Any], target: Target) -> Read:
        return measure, {"abandons": arguments["short_abandons"], "short_abandon_s": _short(arguments)}

    return read


def _plain(measure: Measure) -> Callable[[Mapping[str, Any], Target], Read]:
    return lambda arguments, target: (measure, {})


def _percentile(arguments: Mapping[str, Any], target: Target) -> Read:
    """``the 90th percentile at most 30 s`` is kept where at least 90 % of the waits are at most 30 s."""
    figures = {
        "limit_s": float(target.amount),
        "abandons": arguments["whose"],
        "target": arguments["percent"] / 100,
        "at_least": not target.higher_is_better,
    }
    return Measure.WAIT_PERCENTILE, figures


def _deadline(arguments: Mapping[str, Any], target: Target) -> Read:
    business = arguments["hours"] is Hours.BUSINESS
    return Measure.DEADLINE, {"limit_s": _seconds(arguments["within"]), "business_time": business}


_READ: dict[str, Callable[[Mapping[str, Any], Target], Read]] = {
    "service_level": _service_level,
    "abandonment_rate": _of_offered(Measure.ABANDONMENT),
    "answer_rate": _of_offered(Measure.ANSWER_RATE),
    "average_speed_of_answer": _plain(Measure.AVERAGE_SPEED_OF_ANSWER),
    "average_waiting_time": _plain(Measure.MEAN_WAIT),
    "wait_percentile": _percentile,
    "occupancy": _plain(Measure.OCCUPANCY),
    **dict.fromkeys(_WRITTEN, _deadline),
}
