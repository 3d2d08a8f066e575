"""A dialler's attempts a second time, attempt by attempt in plain Python, sharing no code with the product.

Attempts are dicts with ``attempt_id``, ``campaign``, ``dialled_us``, ``result`` and, where they are known, the columns
of the table of attempts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from tests.independent.judging import Judged, Rule, Words
from tests.independent.tickets import cap_kept

Attempt = Mapping[str, Any]
TWO_SECONDS_US = 2_000_000


def _every(attempt: Attempt, good: bool) -> Judged:
    return Judged(True, good)


def _person(attempt: Attempt) -> bool:
    return attempt["result"] in ("person", "abandoned")


def _spoken(attempt: Attempt) -> bool:
    return attempt["result"] == "person" and attempt.get("connected_us") is not None


def _has_code(attempt: Attempt, words: Words) -> bool:
    return attempt.get("disposition") in words["dispositions"].split(", ")


def _soon_after(attempt: Attempt, begin: str) -> bool:
    """Whether an agent was on the line at most two seconds after an instant that is known."""
    since = attempt.get(begin)
    return _spoken(attempt) and since is not None and attempt["connected_us"] - since <= TWO_SECONDS_US


def _ftc(attempt: Attempt, beside: Any, words: Words) -> Judged:
    in_time = _soon_after(attempt, "greeting_end_us") or _soon_after(attempt, "greeting_start_us")
    untimed = _spoken(attempt) and attempt.get("greeting_end_us") is None and not in_time
    return Judged(_person(attempt), not in_time, unsure=untimed)


def _ofcom(attempt: Attempt, beside: Any, words: Words) -> Judged:
    """Sums of hundredths of a hundredth: the product may have other units, its quotient is the same."""
    detected = words["detection"] == "used"
    share = Fraction(words["false_positives" if detected else "machines_abandoned"].removesuffix(" %")) / 100
    if attempt["result"] == "machine":
        return Judged(detected, part=share if detected else 0, whole=share if detected else 0)
    if not _person(attempt):
        return Judged(False)
    live = _soon_after(attempt, "greeting_start_us")
    part = 0 if live else 1 if detected else 1 - share
    untimed = _spoken(attempt) and attempt.get("greeting_start_us") is None
    return Judged(True, part=part, whole=part + live, unsure=untimed)


def _hours(attempt: Attempt, beside: Any, words: Words) -> Judged:
    second = attempt.get("local_second")
    earliest, latest = (_second(words[name]) for name in ("earliest", "latest"))
    return Judged(True, second is not None and earliest <= second <= latest, unsure=second is None)


def _second(clock: str) -> int:
    hours, minutes, seconds = [*(int(part) for part in clock.split(":")), 0][:3]
    return (hours * 60 + minutes) * 60 + seconds


def _rung(attempt: Attempt, beside: Any, words: Words) -> Judged:
    ring = attempt.get("ring_ms")
    enough = ring is not None and ring >= int(words["at_least"].removesuffix(" ms"))
    return Judged(attempt["result"] == "no_answer", enough, unsure=ring is None)


def _capped(attempt: Attempt, allowed: Mapping[str, bool], words: Words) -> Judged:
    if attempt["attempt_id"] not in allowed:
        return Judged(False)
    unplaced = attempt.get("customer") is None or attempt.get("local_day") is None
    return Judged(True, allowed[attempt["attempt_id"]], unsure=unplaced)


RULES: Mapping[str, Rule] = {
    "dials": Rule(lambda attempt, beside, words: _every(attempt, False), "count", "neither"),
    "connect_rate": Rule(lambda attempt, beside, words: _every(attempt, _person(attempt)), "share", "higher"),
    "machine_rate": Rule(lambda attempt, beside, words: _every(attempt, attempt["result"] == "machine"), "share"),
    "right_party_rate": Rule(
        lambda attempt, beside, words: Judged(_person(attempt), _has_code(attempt, words)), "share", "higher"
    ),
    "conversion_rate": Rule(
        lambda attempt, beside, words: Judged(_spoken(attempt), _has_code(attempt, words)), "share", "higher"
    ),
    "dialler_abandonment_ftc": Rule(_ftc, "share"),
    "dialler_abandonment_ofcom": Rule(_ofcom, "ratio"),
    "calling_hours_kept": Rule(_hours, "share", "higher"),
    "ring_long_enough": Rule(_rung, "share", "higher"),
    "attempt_cap_kept": Rule(_capped, "share", "higher"),
    "attempts_per_record": Rule(
        lambda person, beside, words: Judged(True, part=person["attempts"], whole=1), "ratio", "neither", Fraction(1)
    ),
}
_CODES = st.sampled_from(("sold", "sold, promise to pay", "no such code"))
_PERCENT = st.sampled_from(("0 %", "2 %", "2.5 %", "100 %"))
_DAYS = st.sampled_from((1, 2, 7))
ARGUMENTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    **{name: {} for name in ("dials", "connect_rate", "machine_rate", "dialler_abandonment_ftc")},
    "attempts_per_record": {},
    "right_party_rate": {"dispositions": _CODES},
    "conversion_rate": {"dispositions": _CODES},
    "dialler_abandonment_ofcom": {"detection": st.sampled_from(("used", "not_used"))},
    "calling_hours_kept": {
        "earliest": st.sampled_from(("08:00", "00:00", "08:00:01")),
        "latest": st.sampled_from(("21:00", "20:59:59", "08:00:01")),
    },
    "ring_long_enough": {"at_least": st.sampled_from(("15000 ms", "0 ms", "20000 ms"))},
    "attempt_cap_kept": {"most": _DAYS, "days": _DAYS, "consent": st.sampled_from(("exempt", "count"))},
}


@st.composite
def arguments_of(draw: st.DrawFn, metric: str) -> dict[str, Any]:
    """All choices of a metric, made."""
    made = {name: draw(choice) for name, choice in ARGUMENTS[metric].items()}
    if metric == "dialler_abandonment_ofcom":
        made["false_positives" if made["detection"] == "used" else "machines_abandoned"] = draw(_PERCENT)
    return made


def placed(attempts: Sequence[Attempt], metric: str, words: Words) -> list[tuple[int, Judged]]:
    """Every attempt, or every person that was tried, judged and placed by the (first) dialling."""
    beside = cap_kept(attempts, words["most"], words["days"], words["consent"]) if metric == "attempt_cap_kept" else {}
    looked_at = people(attempts) if metric == "attempts_per_record" else attempts
    return [(one["dialled_us"], RULES[metric].judge(one, beside, words)) for one in looked_at]


def people(attempts: Sequence[Attempt]) -> list[dict[str, Any]]:
    """The people a campaign tried, with the first attempt at each and how many there were; a nameless one each."""
    found: dict[tuple[str, str], list[int]] = {}
    for attempt in attempts:
        who = attempt.get("customer") or f"nobody knows: {attempt['attempt_id']}"
        found.setdefault((attempt["campaign"], who), []).append(attempt["dialled_us"])
    return [{"dialled_us": min(instants), "attempts": len(instants)} for instants in found.values()]
