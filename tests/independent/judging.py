"""How each metric judges one record: part of the second implementation that the tests hold the product against.

It shares no code with the product and reads the same rules from the same sources. Rows are plain mappings in the
stored units (``wait_ms``, ``offered_us``), choices are plain words, a limit is a pair such as ``(20_000, "at_most")``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Words = Mapping[str, Any]


class Judged(NamedTuple):
    """One contact in the light of a metric."""

    counts: bool
    good: bool = False
    duration_ms: int | None = None
    unsure: bool = False  # a wait or talk nobody knows kept it from being good or from being left out
    part: int = 0  # of a ratio: what it adds above the line
    whole: int = 0  # and below it
    left_out: bool = False  # would count, if anybody knew (yet): out of the figure, and reported


def kept(duration_ms: int | None, limit: tuple[int, str]) -> bool:
    """Whether a duration is known and inside the limit."""
    if duration_ms is None:
        return False
    return duration_ms < limit[0] if limit[1] == "under" else duration_ms <= limit[0]


def wait_of(row: Row, clock: str) -> int | None:
    """The wait in milliseconds by a clock, or None."""
    wait: int | None = row.get({"ring": "ring_ms"}.get(clock, "wait_ms"))
    if wait is None or clock != "arrival":
        return wait
    if row.get("arrived_us") is None or row.get("offered_us") is None:
        return None
    return wait + (row["offered_us"] - row["arrived_us"]) // 1000


def _service_level(row: Row, wait: int | None, words: Words) -> Judged:
    how, prompt = row["outcome"], kept(wait, words["within"])
    if how == "answered":
        return Judged(True, prompt, unsure=wait is None)
    if how == "flowed_out":
        return Judged(words["flow_outs"] == "count_as_missed")
    if how == "refused":
        return Judged(words["refused"] == "count_as_missed")
    if how == "callback":
        if words["callbacks"] == "count_as_met_within_T":
            return Judged(True, prompt, unsure=wait is None)
        return Judged(words["callbacks"] == "count_as_missed")
    if how != "abandoned" or words["abandons"] == "ignore_all":
        return Judged(False)
    if words["abandons"] == "count_all":
        return Judged(True)
    early = prompt if words["abandons"].endswith("within_T") else kept(wait, words["short_abandon"])
    if words["abandons"].startswith("ignore"):
        return Judged(not early, unsure=wait is None)
    return Judged(True, early, unsure=wait is None)


def _short(row: Row, wait: int | None, words: Words) -> bool:
    return row["outcome"] == "abandoned" and words["short_abandons"] != "count" and kept(wait, words["short_abandon"])


def _unsure_of_short(row: Row, wait: int | None, words: Words) -> bool:
    return row["outcome"] == "abandoned" and words["short_abandons"] != "count" and wait is None


_SWITCH = {"flowed_out": "flow_outs", "callback": "callbacks", "refused": "refused"}


def _was_offered(row: Row, wait: int | None, words: Words) -> bool:
    how = row["outcome"]
    if how in ("answered", "abandoned"):
        return not _short(row, wait, words) or words["short_abandons"] == "ignore_in_numerator"
    return how in _SWITCH and words[_SWITCH[how]] != "exclude"


def _answer_rate(row: Row, wait: int | None, words: Words) -> Judged:
    unsure = _unsure_of_short(row, wait, words)
    return Judged(_was_offered(row, wait, words), row["outcome"] == "answered", unsure=unsure)


def _abandonment_rate(row: Row, wait: int | None, words: Words) -> Judged:
    how = row["outcome"]
    gone = how == "abandoned" and not _short(row, wait, words)
    swept = how in _SWITCH and words[_SWITCH[how]] == "count_as_abandoned"
    return Judged(_was_offered(row, wait, words), gone or swept, unsure=_unsure_of_short(row, wait, words))


def _flow_out_rate(row: Row, wait: int | None, words: Words) -> Judged:
    offered = _was_offered(row, wait, {**words, "flow_outs": "count_as_missed"})
    return Judged(offered, row["outcome"] == "flowed_out", unsure=_unsure_of_short(row, wait, words))


def _busy_rate(row: Row, wait: int | None, words: Words) -> Judged:
    refused = row["outcome"] == "refused"
    return Judged(refused or row["outcome"] in ("answered", "abandoned", "flowed_out", "callback"), refused)


def _volume(row: Row, wait: int | None, words: Words) -> Judged:
    if words["counted"] == "offered":
        return Judged(_was_offered(row, wait, words))
    return Judged(row["outcome"] == words["counted"])


_LEAVING = {
    "answered": ("answered",),
    "abandoned": ("abandoned",),
    "all": ("answered", "abandoned", "flowed_out", "callback"),
}


def _wait_of_whom(row: Row, wait: int | None, words: Words) -> Judged:
    return Judged(row["outcome"] in _LEAVING[words["whose"]], duration_ms=wait)


def _average_time_to_abandon(row: Row, wait: int | None, words: Words) -> Judged:
    return Judged(row["outcome"] == "abandoned" and not _short(row, wait, words), duration_ms=wait)


def _part(row: Row, name: str, words: Words) -> int | None:
    recorded: int | None = row.get(name)
    return 0 if recorded is None and words["unrecorded"] == "as_zero" else recorded


def _hold_time(row: Row, wait: int | None, words: Words) -> Judged:
    hold = _part(row, "hold_ms", words)
    enough = words["over"] == "answered" or (hold is not None and hold > 0)
    return Judged(row["outcome"] == "answered" and enough, duration_ms=hold)


def _average_handle_time(row: Row, wait: int | None, words: Words) -> Judged:
    parts = [row.get("talk_ms"), _part(row, "hold_ms", words), _part(row, "wrap_ms", words)]
    known = [part for part in parts if part is not None]
    return Judged(row["outcome"] == "answered", duration_ms=sum(known) if len(known) == 3 else None)


def _short_calls(row: Row, wait: int | None, words: Words) -> Judged:
    talk = row.get("talk_ms")
    return Judged(row["outcome"] == "answered", kept(talk, words["limit"]), unsure=talk is None)


def _after_contact_cap_breach(row: Row, wait: int | None, words: Words) -> Judged:
    wrap = _part(row, "wrap_ms", words)
    if row["outcome"] != "answered" or wrap is None:
        return Judged(False, left_out=row["outcome"] == "answered")
    return Judged(True, not kept(wrap, words["limit"]))


_LEFT = ("answered", "abandoned", "flowed_out", "callback")


def _blockage(row: Row, wait: int | None, words: Words) -> Judged:
    blocked = row["outcome"] == "refused" and row.get("reason") in words["reasons"].split(", ")
    return Judged(blocked or row["outcome"] in _LEFT, blocked)


def _score(row: Row, scale: str, of: Callable[[int], int]) -> Judged:
    """An answer on the scale, with the points that it adds; one without a scale is on five points."""
    if row.get("csat") is None:
        return Judged(False)
    if (row.get("csat_scale") or "1-5") != scale:
        return Judged(False, left_out=True)
    return Judged(True, part=of(row["csat"]), whole=1)


def _mean_score(row: Row, wait: int | None, words: Words) -> Judged:
    return _score(row, words["scale"], lambda score: score)


def _csat_top_box(row: Row, wait: int | None, words: Words) -> Judged:
    boxes = [int(box) for box in words["good_scores"].split("-")]
    judged = _score(row, words["scale"], lambda score: boxes[0] <= score <= boxes[-1])
    return judged._replace(good=bool(judged.part))


def _net_promoter_score(row: Row, wait: int | None, words: Words) -> Judged:
    return _score(row, "0-10", lambda score: 1 if score >= 9 else -1 if score <= 6 else 0)


def _quality_score(row: Row, wait: int | None, words: Words) -> Judged:
    points = row.get("quality_points")
    return Judged(False) if points is None else Judged(True, part=points, whole=1)


def _survey_response_rate(row: Row, wait: int | None, words: Words) -> Judged:
    responded = row.get("csat") is not None or row.get("resolved_said") is not None
    if words["over"] == "answered":
        return Judged(row["outcome"] == "answered", responded)
    return Judged(responded or row.get("surveyed") == "yes", responded)


def _told(row: Row, name: str, good: str) -> Judged:
    return Judged(row.get(name) is not None, row.get(name) == good)


def _requeue_rate(row: Row, wait: int | None, words: Words) -> Judged:
    if row["outcome"] not in _LEFT:
        return Judged(False)
    if row.get("legs_offered") is None:
        return Judged(False, left_out=True)
    taken = 1 if row["outcome"] == "answered" else 0
    offered = max(row["legs_offered"], taken)
    return Judged(True, part=offered - taken, whole=offered)


def _hops(row: Row, wait: int | None, words: Words) -> Judged:
    return Judged(row["outcome"] in _LEFT, part=row["visits"], whole=1)


class Rule(NamedTuple):
    """How a metric judges one row, and what is made of the judged ones."""

    judge: Callable[[Any, Any, Words], Judged]  # the row, its wait or what else is looked at, the choices
    made: str  # share, mean, longest, percentile, count, ratio
    better: str = "lower"
    times: Fraction = Fraction(100)  # of a ratio: what the quotient is multiplied with
    level: str = ""  # what it looks at whatever the agreement counts: ``contact`` or ``queue_visit``


RULES: Mapping[str, Rule] = {
    "service_level": Rule(_service_level, "share", "higher"),
    "answer_rate": Rule(_answer_rate, "share", "higher"),
    "abandonment_rate": Rule(_abandonment_rate, "share"),
    "flow_out_rate": Rule(_flow_out_rate, "share"),
    "busy_rate": Rule(_busy_rate, "share"),
    "transfer_rate": Rule(
        lambda row, wait, words: Judged(row["outcome"] == "answered", row.get("transfer_out") is not None), "share"
    ),
    "short_calls": Rule(_short_calls, "share"),
    "average_speed_of_answer": Rule(lambda row, wait, words: _wait_of_whom(row, wait, {"whose": "answered"}), "mean"),
    "average_waiting_time": Rule(lambda row, wait, words: _wait_of_whom(row, wait, {"whose": "all"}), "mean"),
    "average_time_to_abandon": Rule(_average_time_to_abandon, "mean", "neither"),
    "longest_wait": Rule(_wait_of_whom, "longest"),
    "wait_percentile": Rule(_wait_of_whom, "percentile"),
    "talk_time": Rule(
        lambda row, wait, words: Judged(row["outcome"] == "answered", duration_ms=row.get("talk_ms")), "mean"
    ),
    "hold_time": Rule(_hold_time, "mean"),
    "wrap_time": Rule(
        lambda row, wait, words: Judged(row["outcome"] == "answered", duration_ms=_part(row, "wrap_ms", words)), "mean"
    ),
    "average_handle_time": Rule(_average_handle_time, "mean"),
    "volume": Rule(_volume, "count", "neither"),
    "after_contact_cap_breach": Rule(_after_contact_cap_breach, "share"),
    "blockage": Rule(_blockage, "share"),
    "csat_mean": Rule(_mean_score, "ratio", "higher", Fraction(1)),
    "csat_top_box": Rule(_csat_top_box, "share", "higher"),
    "customer_effort_score": Rule(_mean_score, "ratio", "neither", Fraction(1)),
    "net_promoter_score": Rule(_net_promoter_score, "ratio", "higher"),
    "quality_score": Rule(_quality_score, "ratio", "higher", Fraction(1, 100)),
    "survey_response_rate": Rule(_survey_response_rate, "share", "higher"),
    "self_service_containment": Rule(lambda row, wait, words: _told(row, "self_service", "done"), "share", "higher"),
    "first_contact_resolution_flag": Rule(lambda row, wait, words: _told(row, "resolved", "yes"), "share", "higher"),
    "first_contact_resolution_survey": Rule(
        lambda row, wait, words: _told(row, "resolved_said", "yes"), "share", "higher"
    ),
    "requeue_rate": Rule(_requeue_rate, "ratio", level="queue_visit"),
    "hops": Rule(_hops, "ratio", times=Fraction(1), level="contact"),
}
