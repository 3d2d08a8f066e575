"""Whether two rules on the money of a day come to the same whichever works first."""

from __future__ import annotations

from pactline.agreement.consistency import terms_of
from pactline.agreement.draft import Draft
from pactline.agreement.parts import Part

_ALL = None  # stands for every credit, those of points schemes and critical failures among them


def commute(a: str, b: str, draft: Draft) -> bool:
    """Whether the order of two steps can never move money.

    Two rules that never touch the same credit commute. So do those that only take every credit away with any other
    that only takes away.
    """
    first, second = _touches(a, draft), _touches(b, draft)
    if not _overlap(first, second) and not _makes(a, b, draft) and not _makes(b, a, draft):
        return True
    gone = {step for step in (a, b) if step == "critical" and _takes_all(draft)}
    return bool(gone) and not {a, b} & {"points", "floors"} and not _withholds(draft)


def _touches(step: str, draft: Draft) -> set[str] | None:
    """The commitments whose credits a step may change; None: every credit there is."""
    parts = draft.rules.get(step, {}).values()
    promises = [promise.id for promise in draft.promises]
    match step:
        case "points":
            return set()
        case "incidents":
            return set(promises)
        case "pools":
            return {p.id for p in draft.promises if terms_of(p.part["remedy"])[0] == "share_of_pool"}
        case "critical":
            return _named([part["replaces"] for part in parts])
        case "caps":
            limited = [part for part in parts if part["limits"] == "credits"]
            return _named([_of_cap(part, draft) for part in limited])
    return _ALL


def _of_cap(cap: Part, draft: Draft) -> object:
    if cap["services"] is None:
        return cap["on"]
    inside = {promise.id for promise in draft.promises if promise.part["service"] in cap["services"]}
    return tuple(inside if cap["on"] == "all" else inside & set(cap["on"] or ()))


def _named(lists: list[object]) -> set[str] | None:
    found: set[str] = set()
    for names in lists:
        if not isinstance(names, tuple):
            return _ALL
        found |= set(names)
    return found


def _overlap(a: set[str] | None, b: set[str] | None) -> bool:
    if a is None or b is None:
        return a != set() and b != set()
    short_a, short_b = ({name.split("/")[0] for name in names} for names in (a, b))
    return bool(a & b or a & short_b or short_a & b)


def _makes(maker: str, other: str, draft: Draft) -> bool:
    """Whether a step makes a credit of its own that the other one could touch."""
    own = maker == "points" or (maker == "critical" and _withholds(draft)) or maker == "floors"
    return own and _touches(other, draft) is _ALL


def _withholds(draft: Draft) -> bool:
    return any(part["withhold"] is not None for part in draft.rules.get("critical", {}).values())


def _takes_all(draft: Draft) -> bool:
    return all(part["replaces"] == "all" for part in draft.rules.get("critical", {}).values())
