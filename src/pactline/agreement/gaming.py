"""Ways to keep a promise without serving anybody better: notes for both sides, where money hangs on it.

Each way is told once, at the first promise it concerns, with the others named. What a published set of conventions
supplies is known to both sides and not told; what the file itself takes out is. A promise, a note or a clause that
speaks of the matter silences the note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pactline.agreement.consistency import terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Place, Report
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode

_ANSWER = frozenset({"service_level", "answer_rate", "average_speed_of_answer", "wait_percentile", "longest_wait"})
_WRITTEN = frozenset({"email", "chat", "message", "social"})  # channels on which a machine can answer first
_IN_PARTS = frozenset({"mean_of_intervals", "intervals_met", "worst_interval", "intervals_missed"})
_AUTOMATIC = re.compile(r"\bauto|\bbots?\b|\bmachine|\bhuman|\bperson|\bagent", re.IGNORECASE)
_RESPONSE = re.compile(
    r"\b(first|initial|incident|ticket|case|e-?mail|chat|message)\w*\b.*\b(respon|reply|replies|react)", re.IGNORECASE
)
_ANSWERED_SOON = re.compile(
    r"\banswer(ed|s|ing)?\b.*\b(within|in|under|speed|wait|seconds?|s)\b"
    r"|\b(speed|wait|seconds?)\w*\b.*\banswer",
    re.IGNORECASE,
)
_CALLS = re.compile(r"\b(calls?|callers?|(tele)?phone|representatives?)\b", re.IGNORECASE)
_PARKED = re.compile(r"\bpark|\blisten|\btalk|\bconversation|\bhang|\bshort call", re.IGNORECASE)


@dataclass(frozen=True)
class _Way:
    """One way of gaming: whether a promise can be kept by it, and what is said of it."""

    code: str
    open_to: Callable[[PromiseDraft, Draft], str]  # the key it comes from; empty: not open
    message: str  # behind the names of the promises
    remedy: str


def check_gaming(draft: Draft, report: Report) -> None:
    """AGR_GAME_*: each way that is open, once."""
    priced = [p for p in draft.promises if p.metric and (p.part["remedy"] is not None or p.part["bonus"] is not None)]
    for way in _WAYS:
        found = [(promise, key) for promise in priced if (key := way.open_to(promise, draft))]
        if found:
            first, key = found[0]
            names = ", ".join(f"`{promise.id}`" for promise, _ in found)
            report.note(way.code, _place(first, key), f"{names}: {way.message}", way.remedy)


def _place(promise: PromiseDraft, key: str) -> Place:
    return promise.part.node.keys.get(key, promise.part.node)


def _words(promise: PromiseDraft) -> str:
    """Everything that is said of a promise in words."""
    return " ".join(
        str(promise.part[key] or "") for key in ("title", "text", "notes", "means") if key in promise.part.values
    )


def _speaks_of(pattern: re.Pattern[str], promise: PromiseDraft, draft: Draft) -> bool:
    """Whether the promise, a clause, a definition or a note of the file says something of the matter."""
    said = [draft.heading.node.values.get(key) for key in ("clauses", "definitions", "notes")]
    return bool(pattern.search(" ".join([_words(promise), *(word for node in said for word in _texts(node))])))


def _texts(node: Node | None) -> Iterable[str]:
    match node:
        case TextNode():
            yield node.text
        case ListNode():
            for item in node.items:
                yield from _texts(item)
        case MapNode():
            for value in node.values.values():
                yield from _texts(value)


def _promised(metrics: frozenset[str] | set[str], draft: Draft) -> bool:
    """Whether some commitment keeps an eye on it."""
    return any(other.metric and other.metric.name in metrics for other in draft.promises)


def _by_machine(promise: PromiseDraft, draft: Draft) -> str:
    """A first response on a channel where an automatic reply is one."""
    assert promise.metric is not None
    if _speaks_of(_AUTOMATIC, promise, draft):
        return ""
    if promise.metric.name == "reported":
        return "means" if _RESPONSE.search(str(promise.part["means"] or "")) else ""
    if "automatic_replies" in promise.metric.terms.model_fields:
        return "automatic_replies" if str(promise.part["automatic_replies"]) == "count" else ""
    service = draft.services.get(promise.part["service"] or "")
    channels = set(service["channels"] or ()) if service else set()
    return "metric" if promise.metric.name in _ANSWER and channels & _WRITTEN else ""


def _by_parking(promise: PromiseDraft, draft: Draft) -> str:
    """A call that is picked up and not listened to, where picking up earns money, or is what the provider reports."""
    assert promise.metric is not None
    if _promised({"short_calls"}, draft) or _speaks_of(_PARKED, promise, draft):
        return ""
    if promise.metric.name == "reported":
        means = str(promise.part["means"] or "")
        return "means" if _ANSWERED_SOON.search(means) and _CALLS.search(means) else ""
    earns = promise.part["bonus"] is not None or "two_sided" in getattr(promise.part["remedy"], "model_fields_set", ())
    return "metric" if promise.metric.name in _ANSWER and earns else ""


def _by_closing(promise: PromiseDraft, draft: Draft) -> str:
    """Callers who are not let in leave the figure."""
    excluded = promise.part["refused"] == "exclude" and "refused" in promise.written
    watched = any(str(other.part["counted"] or "") == "refused" for other in draft.promises)
    return "refused" if excluded and not watched else ""


def _by_moving_on(promise: PromiseDraft, draft: Draft) -> str:
    """Contacts that the provider can move out of the figure."""
    for key in ("flow_outs", "callbacks", "transfers_in"):
        if key == "flow_outs" and _promised({"flow_out_rate"}, draft):
            continue
        if promise.part[key] == "exclude" and key in promise.written:
            return key
    return ""


def _by_quiet_hours(promise: PromiseDraft, draft: Draft) -> str:
    """Intervals that weigh the same however many contacts they have."""
    if str(promise.part["roll_up"]) not in _IN_PARTS or promise.part["minimum_sample"]:
        return ""
    weighted = any(
        other is not promise
        and other.metric is promise.metric
        and other.part["service"] == promise.part["service"]
        and str(other.part["roll_up"]) == "contact_weighted"
        for other in draft.promises
    )
    return "" if weighted else "roll_up"


def _by_silence(promise: PromiseDraft, draft: Draft) -> str:
    """Nothing counted is as good as everything kept."""
    return "no_data" if str(promise.part["no_data"]) == "met" else ""


def _by_withholding(promise: PromiseDraft, draft: Draft) -> str:
    """A window without a figure is missed, and the remedy has nothing to work with."""
    shape, terms = terms_of(promise.part["remedy"])
    if not shape or not draft.language.vocabulary.remedies[shape].needs(terms):
        return ""
    report = promise.part["report"]
    if report is not None and report.late == "missed":
        return "report"
    return "no_data" if str(promise.part["no_data"]) == "missed" else ""


_WAYS = (
    _Way(
        "AGR_GAME_AUTO_REPLY",
        _by_machine,
        "an automatic reply keeps it, and helps nobody",
        "say in text or notes that automatic replies do not count, or promise a resolution as well",
    ),
    _Way(
        "AGR_GAME_PARKED",
        _by_parking,
        "whoever picks up and parks the call has answered it, and money is earned or saved by that",
        "say in text or notes what counts as answered, or promise a share of short_calls beside it",
    ),
    _Way(
        "AGR_GAME_CLOSED_QUEUE",
        _by_closing,
        "closing the queue makes the figure better, because those who are refused leave it",
        "write refused: count_as_missed (or count_as_offered), or promise a volume of refused contacts beside it",
    ),
    _Way(
        "AGR_GAME_DENOMINATOR",
        _by_moving_on,
        "contacts that the provider moves on leave the figure, and nothing limits how many",
        "count them as missed (or as offered), or promise a flow_out_rate beside it",
    ),
    _Way(
        "AGR_GAME_VOLUME",
        _by_quiet_hours,
        "an interval with one contact weighs as much as one with five hundred",
        "write roll_up: contact_weighted, or promise that figure beside it, or agree a minimum_sample",
    ),
    _Way(
        "AGR_GAME_NO_DATA",
        _by_silence,
        "a window without any data counts as kept: an outage or a lost report costs nothing",
        "write no_data: missed or no_data: excluded",
    ),
    _Way(
        "AGR_GAME_UNREPORTED",
        _by_withholding,
        "a window without a figure is missed and costs nothing, for the remedy needs one: no report is the cheapest",
        "pay a flat sum (or points: each_miss) for it, in a tier or a promise of its own",
    ),
)
