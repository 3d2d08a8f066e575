"""First contact resolution a second time, customer by customer in plain Python, sharing nothing with the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from tests.independent import judging
from tests.independent.judging import Judged
from tests.independent.reckoning import instant_of

HOUR_US = 3_600_000_000
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND = timedelta(microseconds=1)


@dataclass
class Contact:
    """One wish, with what the question needs of it."""

    id: str
    start: int
    end: int
    outcome: str
    customer: str | None
    reason: str | None
    queue: str | None
    direction: str | None
    transfer_in: str | None
    instants: Mapping[str, Any]  # when it was offered, answered, left and ended, as rows of contacts have it


@dataclass(frozen=True)
class Rule:
    """The choices of an agreement; ``hours`` or ``days`` is the time within which a contact is a repeat."""

    hours: int | None = 168
    days: int | None = None
    where: ZoneInfo | None = None
    starts: str = "answered"
    same: str = "customer"
    withheld: str = "exclude"
    distance: str = "end_to_start"
    across: str = "queues_and_channels"
    outbound: str = "ignore"


def contacts(visits: Iterable[Mapping[str, Any]]) -> list[Contact]:
    """The wishes of some visits: a callback goes on with the contact that asked for it."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in visits:
        groups.setdefault(row.get("callback_of") or row["contact_id"], []).append(row)
    found = []
    for id, rows in groups.items():
        rows.sort(key=lambda row: (row["offered_us"], row.get("callback_of") is not None, row["visit"]))
        first, last = rows[0], rows[-1]
        reasons = [row["disposition"] for row in rows if row.get("disposition") is not None]
        customers = [row["customer"] for row in rows if row.get("customer") is not None]
        ends = [next(row[at] for at in ("ended_us", "left_us", "answered_us", "offered_us") if row.get(at) is not None)
                for row in rows]  # fmt: skip
        answers = [row for row in rows if row["outcome"] == "answered"]
        outcome = "answered" if answers else last["outcome"]
        instants = {"offered_us": first["offered_us"], "left_us": last.get("left_us"), "ended_us": last.get("ended_us")}
        instants["answered_us"] = answers[0].get("answered_us") if answers else None
        found.append(
            Contact(
                id,
                first["offered_us"],
                max(ends),
                outcome,
                max(customers, default=None),
                reasons[-1] if reasons else None,
                first.get("queue"),
                first.get("direction"),
                first.get("transfer_in"),
                {**instants, "outcome": outcome},
            )
        )
    return sorted(found, key=lambda contact: (contact.start, contact.id))


def place(us: int, rule: Rule) -> int:
    """Where an instant lies: in microseconds, or on which local day."""
    if rule.days is None:
        return us
    return (_EPOCH + us * _MICROSECOND).astimezone(rule.where).date().toordinal()


def far(contact: Contact, rule: Rule) -> int:
    """Up to where a contact reaches."""
    from_ = contact.start if rule.distance == "start_to_start" else contact.end
    return place(from_, rule) + ((rule.hours or 0) * HOUR_US if rule.days is None else rule.days)


def by_customer(everyone: Iterable[Contact], rule: Rule) -> list[list[Contact]]:
    """The contacts that are looked at, each customer's in order."""
    meant = {"answered": ("answered",), "answered_or_abandoned": ("answered", "abandoned")}.get(rule.starts)
    away = ("internal",) if rule.outbound == "count" else ("internal", "outbound")
    found: dict[Any, list[Contact]] = {}
    for contact in everyone:
        if contact.direction in away or contact.transfer_in in ("blind", "attended", "queue"):
            continue
        if (contact.outcome == "failed") if meant is None else (contact.outcome not in meant):
            continue
        if contact.customer is None and rule.withheld == "exclude":
            continue
        key: tuple[Any, ...] = (contact.customer,) if contact.customer is not None else (None, contact.id)
        if rule.same == "customer_and_reason":
            key += (contact.reason or "",)
        if rule.across == "same_queue":
            key += (contact.queue or "",)
        found.setdefault(key, []).append(contact)
    return list(found.values())


def chosen(visits: Iterable[Mapping[str, Any]], rule: Rule, chain: str | None) -> dict[str, tuple[bool, bool]]:
    """Each contact that counts (or begins a chain) with whether it was repeated and whether that is undecided."""
    rows = list(visits)
    cut = place(max((row["offered_us"] for row in rows), default=0), rule)
    can = ("answered", "abandoned") if rule.starts == "answered_or_abandoned" else ("answered",)
    found: dict[str, tuple[bool, bool]] = {}
    for own in by_customer(contacts(rows), rule):
        for number in starters(own, rule, chain, can):
            reach = far(own[number], rule)
            repeated = number + 1 < len(own) and place(own[number + 1].start, rule) <= reach
            found[own[number].id] = repeated, cut <= reach
    return found


def starters(own: list[Contact], rule: Rule, chain: str | None, can: tuple[str, ...]) -> list[int]:
    """Which contacts of one customer count, by their numbers."""
    able = [number for number, contact in enumerate(own) if contact.outcome in can]
    if chain is None:
        return able
    if chain == "gap":
        runs: list[list[int]] = []
        for number in range(len(own)):
            if number and place(own[number].start, rule) <= far(own[number - 1], rule):
                runs[-1].append(number)
            else:
                runs.append([number])
        return [next(n for n in run if n in able) for run in runs if any(n in able for n in run)]
    found: list[int] = []
    for number in able:
        if not found or place(own[number].start, rule) > far(own[found[-1]], rule):
            found.append(number)
    return found


RULES: Mapping[str, judging.Rule] = {
    f"first_contact_resolution_{name}": judging.Rule(
        lambda told, beside, words: Judged(not told[1], not told[0], left_out=told[1]), "share", "higher"
    )
    for name in ("no_repeat", "chains")
}

_CHOICES: dict[str, st.SearchStrategy[Any]] = {
    "repeat_within": st.sampled_from(("24 h", "168 h", "0 calendar days", "1 calendar day", "7 calendar days")),
    "starts": st.sampled_from(("answered", "answered_then_any", "answered_or_abandoned")),
    "same": st.sampled_from(("customer", "customer_and_reason")),
    "withheld": st.sampled_from(("exclude", "single")),
    "distance": st.sampled_from(("end_to_start", "start_to_start")),
    "across": st.sampled_from(("queues_and_channels", "same_queue")),
    "outbound": st.sampled_from(("ignore", "count")),
}


def arguments_of(metric: str) -> st.SearchStrategy[dict[str, Any]]:
    """All choices of a metric, made."""
    rules = {"chain": st.sampled_from(("gap", "anchor"))} if metric.endswith("chains") else {}
    return st.fixed_dictionaries(_CHOICES | rules)


def rule_of(made: Mapping[str, Any], where: ZoneInfo) -> Rule:
    """The rule that such choices make."""
    number, unit, *_ = made["repeat_within"].split()
    lapse = {"hours": int(number)} if unit == "h" else {"hours": None, "days": int(number), "where": where}
    return Rule(**{name: word for name, word in made.items() if name not in ("repeat_within", "chain")}, **lapse)


def placed(
    visits: Iterable[Mapping[str, Any]], rule: Rule, chain: str | None, attribution: str
) -> list[tuple[int, Judged]]:
    """Each contact that counts, judged; it lies where contacts lie, a chain where the contact lies that begins it."""
    rows = list(visits)
    whole = {contact.id: contact for contact in contacts(rows)}
    judge = RULES["first_contact_resolution_chains" if chain else "first_contact_resolution_no_repeat"].judge
    found = [(instant_of(whole[id].instants, attribution), told) for id, told in chosen(rows, rule, chain).items()]
    return [(at, judge(told, None, {})) for at, told in found if at is not None]
