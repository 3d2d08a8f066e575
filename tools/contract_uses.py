"""What a contract folder is written with, found by reading its agreement, its amendments and its fact files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fact_pages import FILES
from pactline.agreement.report import Report
from pactline.agreement.yaml_text import plain, read_tree
from pactline.remedies import remedies
from pactline.remedies.modifiers import modifiers
from pactline.remedies.rules import rules
from pactline.values.cadence import Cadence

_KINDS: Mapping[str, Callable[[], Mapping[str, object]]] = {"shape": remedies, "modifier": modifiers}
CHARGES = {
    "amount": "an agreed amount",
    "billed": "what was billed, pending until it is known",
    "next": "the charge of the period after",
    "share": "a share of another charge",
}
CADENCES = {
    "hour": "an hour",
    "day": "a day",
    "week": "a week",
    "month": "a month",
    "quarter": "a quarter",
    "year": "a year",
    "contract": "a month, quarter or year of the contract",
    "rolling months": "the last months, rolling",
    "rolling days": "the last days, rolling",
    "any days": "the worst of any so many days",
}
TERMS = {
    "by client": "a promise of the client",
    "bonus": "a bonus for better than promised",
    "tiers": "several targets on one figure",
    "rounding": "a rounding of its own",
    "report": "a day by which the figure is reported",
    "report_only_until": "reported before it is judged",
    "part_windows": "parts of a window",
    "ratchet": "a target that moves by itself",
    "minimum_sample": "a minimum sample",
    "no_data missed": "a window without data counts as missed",
    "dated": "values that change on agreed days",
    "indexed": "amounts that follow an index",
    "stated": "a term stated in several places, with their precedence",
    "amended": "an amendment",
    "windows split": "an amendment within a window: split by days",
    "windows old": "an amendment within a window: the old text judges",
    "windows new": "an amendment within a window: the new text judges",
    "assignment": "a successor of a party",
    "order": "an order of the rules on money",
    "at_risk": "an amount at risk",
    "records": "figures counted from contact records",
    "figures": "figures reported",
    "events": "events that add up",
    "parked": "parked calls",
    "by_voice_unit": "calls handled by the voice system",
}


def uses_of(folder: Path) -> Iterator[str]:
    """``shape flat``, ``rule caps``, ``each quarter``, ``term rounding``, ``file events.csv`` and so on."""
    yield from _in_text(_read(folder / "agreement.yaml"))
    for file in sorted((folder / "amendments").glob("*.yaml")):
        amendment = _read(file)
        yield "term amended"
        yield from (f"term {key}" for key in ("assignment",) if key in amendment)
        yield from [f"term windows {amendment['windows']}"] if "windows" in amendment else []
        yield from _in_text(amendment.get("set", {}))
    yield from (f"file {name}" for name in (file.name for file in FILES) if (folder / name).exists())
    if (folder / "figures.csv").exists():
        with (folder / "figures.csv").open(encoding="utf-8", newline="") as figures:
            yield from {f"term {column}" for row in csv.DictReader(figures) for column, cell in row.items() if cell}


def _read(file: Path) -> dict[str, Any]:
    tree = read_tree(file.read_bytes(), Report(file.name))
    assert tree is not None, f"{file} cannot be read"
    found = plain(tree)
    assert isinstance(found, dict)
    return found


def _in_text(text: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"rule {name}" for name in rules() if text.get(name))
    yield from (f"term {key}" for key in ("order", "at_risk") if key in text)
    for charge in _below(text, "charges"):
        yield from (f"charge {form}" for form in CHARGES if form in charge)
        yield from [f"charged each {charge['each']}"] if "each" in charge else []
    for promise in _below(text, "commitments"):
        yield from _in_promise(promise)
    for node in _every_mapping(text):
        yield from ["term stated"] if set(node) == {"stated"} else []
        yield from ["term indexed"] if set(node) == {"amount", "index"} else []
        yield from ["term dated"] if any(key.startswith("from ") for key in node) and "values" not in node else []


def _below(text: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    found = text.get(section, {})
    return [each for each in found.values() if isinstance(each, dict)] if isinstance(found, dict) else []


def _in_promise(promise: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"term {key}" for key in TERMS if key in promise and key != "minimum_sample")
    yield from (f"term {key} {promise[key]}" for key in ("by", "no_data") if key in promise)
    yield from ["term minimum_sample"] if promise.get("minimum_sample", "0") != "0" else []
    yield from (f"key {key}" for key in promise)
    yield f"term {promise.get('measured', 'records')}"
    if isinstance(each := promise.get("each"), str):
        yield f"each {_cadence(each)}"
    if promise.get("measured", "records") == "records":
        yield f"roll_up {promise.get('roll_up', 'contact_weighted')}"
    tiers = promise.get("tiers", {})
    for holder in (promise, *(tiers.values() if isinstance(tiers, dict) else ())):
        for side in ("remedy", "bonus"):
            given = holder.get(side) if isinstance(holder, dict) else None
            yield from (f"{kind} {key}" for key in given or () for kind, known in _KINDS.items() if key in known())


def _cadence(text: str) -> str:
    try:
        found = Cadence.parse(text)
    except ValueError:
        return text
    if found.hourly or found.plain:
        return "hour" if found.hourly else str(found.plain)
    if found.contract:
        return "contract"
    return "rolling months" if found.months else "any days" if found.any else "rolling days"


def _every_mapping(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _every_mapping(value)
    elif isinstance(node, list):
        for item in node:
            yield from _every_mapping(item)
