"""What a centre file may say: the typed shape of ``centre.yaml``; every unknown key is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pactline.records.columns import CHANNELS
from pactline.values.calendar import Calendar
from pactline.values.duration import Duration
from pactline.values.terms import fault, parse_money, parse_percent, text_term
from pactline.values.zone import zone

DAY_MIN = 24 * 60
FOR_EVER = "for ever"

Profile: TypeAlias = dict[int, float]
"""From which minute of the local day a number holds."""


def _seconds(text: str) -> float:
    return Duration.parse(text).ms / 1000


def _above_nought(text: str) -> float:
    seconds = _seconds(text)
    if seconds <= 0:
        raise ValueError(f"{text!r} is no time")
    return seconds


def _share(text: str) -> float:
    percent = parse_percent(text)
    if percent > 100:
        raise ValueError(f"{text!r} is more than all")
    return float(percent) / 100


def _number(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,6})?", text.strip()):
        raise ValueError(f"{text!r} is not a number of 0 or more")
    return float(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def _words(text: str) -> str:
    if not text.strip() or len(text) > 128:
        raise ValueError("a name has 1 to 128 characters")
    return text.strip()


def _channel(text: str) -> str:
    if text not in CHANNELS:
        raise ValueError(f"there is no channel {text!r}")
    return text


def _clock(text: str) -> int:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if not found:
        raise fault("CENTRE_CLOCK", f"{text!r} is not a time of day", 'write it in quotes, such as "07:30"')
    return 60 * int(found[1]) + int(found[2])


def _profile(value: object) -> Profile:
    """One number for the whole day, or numbers from a time of day on."""
    entries = value.items() if isinstance(value, dict) else [("00:00", value)]
    found: Profile = {}
    for clock, number in entries:
        minute = _clock(str(clock))
        try:
            found[minute] = _number(str(number))
        except ValueError as wrong:
            raise fault("CENTRE_NUMBER", str(wrong), 'write a number, or {"08:00": 40, "12:00": 65}') from None
    return dict(sorted(found.items()))


def _hours(value: object) -> Calendar:
    texts = [value] if isinstance(value, str) else value
    try:
        if not isinstance(texts, list):
            raise ValueError("hours are a text or a list of texts")
        return Calendar.of_week(str(text) for text in texts)
    except ValueError as wrong:
        raise fault("CENTRE_HOURS", str(wrong), "write hours such as [mon-fri 08:00-18:00]") from None


def _skills(value: object) -> object:
    """A list of queues is a mapping in which all have the same priority."""
    if isinstance(value, str):
        return {value: "1"}
    return {str(name): "1" for name in value} if isinstance(value, list) else value


def _patience(value: object) -> object:
    if isinstance(value, str):
        return {"file": value} if value.endswith(".json") else {"mean": value}
    return value


def _mean_patience(text: str) -> float | None:
    return None if text.strip() == FOR_EVER else _above_nought(text)


Seconds: TypeAlias = Annotated[float, text_term(_seconds, "CENTRE_LENGTH", "write a length such as 20 s or 3 min")]
Length: TypeAlias = Annotated[float, text_term(_above_nought, "CENTRE_LENGTH", "write a length such as 300 s or 5 min")]
Mean: TypeAlias = Annotated[
    float | None, text_term(_mean_patience, "CENTRE_LENGTH", f"write a length such as 3 min, or {FOR_EVER}")
]
Share: TypeAlias = Annotated[float, text_term(_share, "CENTRE_SHARE", "write a percentage with its sign, such as 5 %")]
Number: TypeAlias = Annotated[float, text_term(_number, "CENTRE_NUMBER", "write a number such as 1.2")]
Whole: TypeAlias = Annotated[int, text_term(_whole, "CENTRE_NUMBER", "write a whole number such as 5")]
Words: TypeAlias = Annotated[str, text_term(_words, "CENTRE_NAME", "write a name")]
Channel: TypeAlias = Annotated[str, text_term(_channel, "CENTRE_CHANNEL", f"write {', '.join(CHANNELS)}")]
Cost: TypeAlias = Annotated[Decimal, text_term(parse_money, "CENTRE_NUMBER", "write an amount such as 28.50")]
Levels: TypeAlias = Annotated[Profile, BeforeValidator(_profile)]


class Shape(BaseModel):
    """Closed: an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)


class PatienceTerms(Shape):
    """How long customers wait: exponential with a mean, some hanging up at once, or as a patience file has it."""

    mean: Mean = None
    at_once: Share = 0.0
    file: Words | None = None

    @model_validator(mode="after")
    def _one(self) -> PatienceTerms:
        if self.file is not None and (self.mean is not None or self.at_once):
            raise fault("CENTRE_PATIENCE", "patience is both in a file and here", "keep one of them")
        return self


class HandlingTerms(Shape):
    """How handling times spread around their mean."""

    spread: Literal["exponential", "lognormal", "fixed"] = "exponential"
    cv: Number = 1.0

    @model_validator(mode="after")
    def _some(self) -> HandlingTerms:
        if not 0 < self.cv <= 20:
            raise fault("CENTRE_NUMBER", "cv is the standard deviation over the mean", "write more than 0, at most 20")
        return self


class CallbackTerms(Shape):
    """When callbacks are offered, how many accept, when they are made."""

    accepted: Share
    longer_than: Whole | None = None
    after: Seconds | None = None
    due: Seconds | None = None

    @model_validator(mode="after")
    def _some(self) -> CallbackTerms:
        if self.longer_than is None and self.after is None:
            raise fault("CENTRE_CALLBACKS", "nothing says when callbacks are offered", "add longer_than: or after:")
        return self


class RedialTerms(Shape):
    """Who calls again after hanging up."""

    share: Share
    after: Length
    most: Whole = 3


class QueueTerms(Shape):
    """One queue."""

    channel: Channel = "voice"
    offered_per_hour: Levels = Field(default_factory=lambda: {0: 0.0})
    aht: Length = 300.0
    patience: Annotated[PatienceTerms, BeforeValidator(_patience)] = PatienceTerms()
    handling: HandlingTerms = HandlingTerms()
    hold: Share = 0.0
    wrap: Share = 0.0
    callbacks: CallbackTerms | None = None
    redials: RedialTerms | None = None

    @model_validator(mode="after")
    def _parts(self) -> QueueTerms:
        if self.hold + self.wrap > 1:
            raise fault("CENTRE_SHARE", "hold and wrap are more than the whole handling time", "write smaller shares")
        return self


class GroupTerms(Shape):
    """One group of agents: how many, and which queues they may serve (1: taken first)."""

    agents: Levels = Field(default_factory=lambda: {0: 0.0})
    skills: Annotated[dict[str, Whole], BeforeValidator(_skills)] = Field(min_length=1)
    at_once: Whole = 1
    cost_per_hour: Cost = Decimal(0)

    @model_validator(mode="after")
    def _whole(self) -> GroupTerms:
        if any(number != int(number) for number in self.agents.values()):
            raise fault("CENTRE_NUMBER", "agents are whole people", "write whole numbers")
        if not 1 <= self.at_once <= 100:
            raise fault("CENTRE_NUMBER", "an agent holds 1 to 100 contacts at once", "write at_once: 1")
        return self


class RouteTerms(Shape):
    """A group that contacts of a queue try, after they have waited for a while."""

    group: Words
    after: Seconds = 0.0


def _route(value: object) -> object:
    return {"group": value} if isinstance(value, str) else value


Route: TypeAlias = Annotated[RouteTerms, BeforeValidator(_route)]


class CentreFile(Shape):
    """A centre: queues, groups, and the order in which contacts try groups."""

    centre: Words
    zone: Annotated[object, text_term(zone, "CENTRE_ZONE", "write an IANA name such as Europe/Berlin")]
    hours: Annotated[Calendar, BeforeValidator(_hours)]
    interval: Length = 900.0
    stay: Seconds = 1800.0
    day_spread: Share = 0.0
    queues: dict[str, QueueTerms] = Field(min_length=1)
    groups: dict[str, GroupTerms] = Field(min_length=1)
    routing: dict[str, tuple[Route, ...]] = Field(default_factory=dict)
