"""Templates: complete agreements to start from, and one of them with the names and days of somebody's own filled in.

A template is a good agreement as it stands, of invented parties; each line with an invented name ends in ``# replace``.
"""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from pactline.values.money import currencies
from pactline.values.period import Period, months_after
from pactline.values.zone import zone as zone_of

NAMES = ("customer-support", "sales-line", "premium-line", "outbound", "helpdesk", "bpo-master")
"""Every template, the simplest first."""

REPLACE = "# replace"
_DAY = re.compile(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b")
_CLOSED = re.compile(r"(?<=closed: \[)[^\]]*(?=\])")
_TERM = re.compile(r"^term: (\S+)", re.MULTILINE)
_PLAIN = re.compile(r"[^\W\d_][\w .,&'’()/-]*[\w.)]")


@dataclass(frozen=True)
class ToReplace:
    """A line that still holds an invented name."""

    line: int
    text: str


@cache
def templates() -> Mapping[str, str]:
    """What each template is for, by its name: the first sentence of its file."""
    return MappingProxyType({name: _first_sentence(template_text(name)) for name in NAMES})


def template_text(name: str) -> str:
    """The agreement of a template as it stands. Raises ValueError if there is none of that name."""
    if name not in NAMES:
        raise ValueError(f"there is no template {name!r}; there are {', '.join(NAMES)}")
    folder = importlib.resources.files("pactline.agreement") / "templates" / name
    return (folder / "agreement.yaml").read_text(encoding="utf-8")


def filled_in(
    text: str,
    *,
    provider: str | None = None,
    client: str | None = None,
    first: date | None = None,
    zone: str | None = None,
    currency: str | None = None,
) -> str:
    """The text of a template with what is given in the place of what was invented.

    With ``first`` the term begins on that day and is as long as before; every other day of the text moves with it, and
    closed days are those of the same days of the year in the new term. Raises ValueError for a zone or a currency that
    does not exist.
    """
    if zone is not None:
        zone_of(zone)
    if currency is not None and currency not in currencies():
        raise ValueError(f"{currency!r} is not a currency; use its ISO 4217 code, such as EUR")
    if first is not None:
        text = _moved(text, first)
    for role, name in (("provider", provider), ("client", client)):
        if name is not None:
            text = _put(text, rf"{role}: ", name)
            text = _put(text, rf"  {role}:\n    name: ", name)
    for key, value in (("zone", zone), ("currency", currency)):
        if value is not None:
            text = _put(text, rf"{key}: ", value)
    return text


def to_replace(text: str) -> tuple[ToReplace, ...]:
    """The lines of a text that still hold invented names."""
    return tuple(
        ToReplace(number, line.partition(REPLACE)[0].strip())
        for number, line in enumerate(text.splitlines(), 1)
        if REPLACE in line and not line.startswith("#")
    )


def _first_sentence(text: str) -> str:
    remarks = []
    for line in text.splitlines():
        if not line.startswith("# "):
            break
        remarks.append(line.removeprefix("# "))
    return " ".join(remarks).split(". ")[0].rstrip(".")


def _put(text: str, before: str, value: str) -> str:
    """The value behind a key, and the mark that it is invented taken away."""
    written = value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    found = re.search(rf"^({before})(.*)$", text, re.MULTILINE)
    assert found, f"the template has no {before!r}"
    return f"{text[: found.start(2)]}{written}{text[found.end(2) :]}"


def _moved(text: str, first: date) -> str:
    """Every day as far from the first day of the term as before, in months and days."""
    term = _TERM.search(text)
    assert term, "the template has no term"
    old = Period.parse(term[1])
    whole = (old.end.year - old.first.year) * 12 + old.end.month - old.first.month
    new = Period(first, months_after(first, whole))

    def moved(found: re.Match[str]) -> str:
        day = date.fromisoformat(found[0])
        months = (day.year - old.first.year) * 12 + day.month - old.first.month
        return (months_after(first, months) + (day - months_after(old.first, months))).isoformat()

    def closed(found: re.Match[str]) -> str:
        yearly = {(day[5:7], day[8:10]) for day in found[0].split(", ")}
        days = [new.first + timedelta(days=n) for n in range((new.end - new.first).days + 1)]
        return ", ".join(str(day) for day in days if (f"{day:%m}", f"{day:%d}") in yearly)

    parts, end = [], 0
    for found in _CLOSED.finditer(text):
        parts += [_DAY.sub(moved, text[end : found.start()]), closed(found)]
        end = found.end()
    return "".join([*parts, _DAY.sub(moved, text[end:])])
