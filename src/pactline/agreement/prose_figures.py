"""Figures in prose against figures in the data: what a clause says in its own words could say something else.

A readable clause draws its figures from the data by placeholders such as ``{target}``. A figure that is typed into it
is told; one that contradicts its promise refuses the file, because nobody knows which of the two was agreed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from pactline.agreement.draft import Draft
from pactline.agreement.report import Place, Report
from pactline.agreement.wording import PROSE, WORDING
from pactline.agreement.yaml_text import ListNode, MapNode, Node, TextNode
from pactline.values.exact import exact_decimal
from pactline.values.target import Unit

PLACEHOLDER = re.compile(r"\{\s*([A-Za-z][\w-]*)\s*\}")
"""``{target}`` in a text: a word of the data is put there."""
_PART = r"(?:[0-9]+|[IVXLC]+|[A-Z])(?:\.[0-9]+)*(?:\s?\([0-9a-z]{1,4}\))*"
_ONE = "clause|section|schedule|article|annex|appendix|paragraph|part|item"
_MANY = "clauses|sections|schedules|articles|annexes|appendices|paragraphs|parts|items"
_REFERENCE = re.compile(
    rf"\b(?i:{_ONE})\s+{_PART}(?![0-9.]*[0-9]|\s?%)|\b(?i:{_MANY})\s+{_PART}(?:(?:,|\s+(?:and|or|to))\s+{_PART}(?![0-9.]*[0-9]|\s?%))*"
)
_NUMBERED = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)*\s?\([a-z0-9]{1,4}\)")  # 4.2(b) needs no word before it
_FIGURE = re.compile(r"(?<![\w{])[0-9][0-9.,:/-]*(?:\s?(?:%|[^\W\d_]{1,12}\b))?")
Measure: TypeAlias = tuple[Fraction, str]
"""A number with its unit: %, s, m, h."""

_WORDS = ("what", "means", "presume", "otherwise", "agenda")  # keys of rules and metrics whose value is words

_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:%|per ?cent)")
_MEASURE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s?(%|per ?cent|s|secs?|seconds?|min|minutes?|h|hours?)(?!\w)")
_BOUND = re.compile(
    r"\b(least|most|less than|more than|minimum(?: of)?|maximum(?: of)?|below|under|above|over|exceeds?)\s*$"
)
_OF_CONTACTS = re.compile(
    r"^\s*of\s+(?:all\s+|the\s+|\w+\s+)?(calls?|contacts?|chats?|e-?mails?|messages|tickets|cases|intervals|days)\b"
)
_ABOUT = re.compile(r"\b(about|some|roughly|approximately|around|nearly|currently|typically)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Stray:
    """A figure in prose that no placeholder put there."""

    text: str  # the figure with the word after it: "80 %"
    at: int  # where it begins, counted in characters


def stray_figures(text: str) -> tuple[Stray, ...]:
    """Every figure in a text that a placeholder did not put there.

    References such as ``clause 4.2(b)``, ``schedule 2`` or ``4.2(b)`` are names and no figures.
    """
    kept = text
    for pattern in (PLACEHOLDER, _REFERENCE, _NUMBERED):
        kept = pattern.sub(lambda found: " " * len(found[0]), kept)
    return tuple(Stray(found[0].rstrip(" .,:/-"), found.start()) for found in _FIGURE.finditer(kept))


def check_prose(draft: Draft, report: Report) -> None:
    """AGR_PROSE_CONTRADICTS: the clause of a promise names another percentage. AGR_PROSE_FIGURE: a figure is typed."""
    everywhere = set(_percentages(_data(draft.heading.node, leave={*PROSE, "commitments"})))
    told: set[int] = set()
    for promise in draft.promises:
        text, place = promise.part["text"], promise.part.place("text")
        target = promise.part["target"]
        if not text or id(place) in told:
            continue
        told.add(id(place))
        known = everywhere | set(_percentages(_data(promise.part.node)))
        if target and target.values[0].unit is Unit.PERCENT and (wrong := _other_percentage(text, known)):
            message = (
                f"the text of `{promise.id}` says {wrong}, and the data says {' and '.join(map(str, target.values))}"
            )
            remedy = "write {target} where the figure belongs, so that the two cannot differ"
            report.problem("AGR_PROSE_CONTRADICTS", place, message, remedy)
        elif strays := _of_the_data(stray_figures(text), set(_measures(_data(promise.part.node)))):
            _note(strays, f"the text of `{promise.id}`", place, report)
    _check_clauses(draft, report)


def _check_clauses(draft: Draft, report: Report) -> None:
    """Clauses that are only words: a figure that the data has as well could be changed in one of the two places."""
    clauses = draft.heading.node.values.get("clauses")
    data = set(_measures(_data(draft.heading.node, leave=PROSE)))
    for name, clause in clauses.values.items() if isinstance(clauses, MapNode) else ():
        text = clause.values.get("text") if isinstance(clause, MapNode) else None
        if isinstance(text, TextNode) and (strays := _of_the_data(stray_figures(text.text), data, same=True)):
            _note(strays, f"the clause `{name}`", text, report)


def _of_the_data(strays: tuple[Stray, ...], data: set[Measure], *, same: bool = False) -> tuple[Stray, ...]:
    """The typed figures that could come from the data: it has some in their unit (or, with ``same``, the very one)."""
    units = {unit for _, unit in data}
    found = [(stray, next(_measures([stray.text]), None)) for stray in strays]
    return tuple(stray for stray, said in found if said and (said in data if same else said[1] in units))


def _measures(words: Iterable[str]) -> Iterator[Measure]:
    """Every percentage and length of time in some words."""
    for text in words:
        for found in _MEASURE.finditer(text):
            unit = "%" if found[2] in ("%", "percent", "per cent") else found[2][:1].lower()
            yield exact_decimal(found[1]), unit


def _note(strays: tuple[Stray, ...], where: str, place: Place, report: Report) -> None:
    said = ", ".join(dict.fromkeys(found.text for found in strays))
    message = f"{where} says {said} in its own words, beside what the data says"
    remedy = "draw the figure from the data with a placeholder such as {target} or {within}"
    report.note("AGR_PROSE_FIGURE", place, message, remedy)


def _other_percentage(text: str, known: set[Fraction]) -> str:
    """A percentage that is told as a promise and that the data does not have; empty if there is none."""
    plain = PLACEHOLDER.sub(lambda found: " " * len(found[0]), text)
    for found in _PERCENT.finditer(plain):
        before, after = plain[: found.start()], plain[found.end() :]
        told = _BOUND.search(before) or _OF_CONTACTS.match(after)
        if told and not _ABOUT.search(before) and exact_decimal(found[1]) not in known:
            return found[0]
    return ""


def _percentages(words: Iterator[str]) -> Iterator[Fraction]:
    for text in words:
        yield from (exact_decimal(found[1]) for found in _PERCENT.finditer(text))


def _data(node: Node, leave: frozenset[str] | set[str] = frozenset()) -> Iterator[str]:
    """Every word below a node that something is computed from."""
    match node:
        case TextNode():
            yield node.text
        case ListNode():
            for item in node.items:
                yield from _data(item)
        case MapNode():
            for key, value in node.values.items():
                if key not in WORDING and key not in leave and key not in _WORDS:
                    yield from _data(value)
