"""The money of a statement laid open: what each window moved, what the rules left of it, and which side owes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pactline.remedies.rules.lines import Kind, Line
from pactline.statement.model import Amount, Cap, Result, Statement, Window

MOST_TIMES = 12
"""A limit with more times than this is told only where it moved money."""

_OF_A_RULE = {
    "points": "points",
    "critical": "withheld",
    "floors": "raised to the floor",
    "change_orders": "change order",
}
_LIMITS = {"at_risk": "At-risk cap", "caps": "Cap", "pools": "Pool", "floors": "Floor"}
_OWED_BY_PROVIDER, _OWED_BY_CLIENT = "provider", "client"


@dataclass(frozen=True)
class Moved:
    """An amount that a window moves: how it came about, and what the rules of the agreement made of it."""

    word: str  # credit, due from the client, bonus, earned back
    amount: Decimal
    steps: tuple[str, ...]
    rules: tuple[str, ...]  # what the rules did to it, one after the other
    left: Decimal


@dataclass(frozen=True)
class Entry:
    """The amounts of one kind that come from one source, together."""

    owed_by: str  # provider or client
    source: str  # a commitment's id, or a rule and a name in it
    title: str
    word: str
    times: int
    amount: Decimal
    left: Decimal


def moved(statement: Statement | None, result: Result, window: Window) -> list[Moved]:
    """What a window moves, each with what is left of it; without a statement nothing is known of rules."""
    by_client = result.commitment.by == "client"
    own = ("due from the client", Kind.DUE) if by_client else ("credit", Kind.CREDIT)
    parts: tuple[tuple[str, Kind, Amount | None], ...] = (
        (*own, window.credit),
        ("bonus", Kind.BONUS, window.bonus),
        ("earned back", Kind.RETURN, window.returned),
    )
    found = []
    for word, kind, amount in parts:
        if amount is not None:
            line = _line_of(statement, result, window, kind) if statement and amount.rounded else None
            steps, left = (line.steps, line.left) if line else ((), amount.rounded)
            found.append(Moved(word, amount.rounded, amount.steps, steps, left))
    return found


def _line_of(statement: Statement, result: Result, window: Window, kind: Kind) -> Line | None:
    """The line of an amount: the first of its kind; what rules take back of a credit comes after it."""
    return next((line for line in statement.lines if _is_of(line, result, window) and line.kind is kind), None)


def _is_of(line: Line, result: Result, window: Window) -> bool:
    return line.source == result.id and line.window == window.period


def lines_apart(statement: Statement) -> list[Line]:
    """The lines that no window of the statement brings: of points, of what is withheld, of change orders, and credits
    of earlier windows that a rule takes back."""
    own: set[int] = set()
    for result in statement:
        for window in result.windows:
            for kind, amount in _kinds(result, window):
                line = _line_of(statement, result, window, kind) if amount and amount.rounded else None
                own.add(id(line))
    return [line for line in statement.lines if id(line) not in own]


def _kinds(result: Result, window: Window) -> Iterator[tuple[Kind, Amount | None]]:
    yield (Kind.DUE if result.commitment.by == "client" else Kind.CREDIT), window.credit
    yield Kind.BONUS, window.bonus
    yield Kind.RETURN, window.returned


def line_word(line: Line) -> str:
    """What a line of its own is: ``points: credit``, ``credit taken back``."""
    rule, _, name = line.source.partition("/")
    if name and rule in _OF_A_RULE:
        return f"{_OF_A_RULE[rule]}: {_kind_word(line.kind)}" if rule != "critical" else _OF_A_RULE[rule]
    return "credit taken back" if line.kind is Kind.RETURN else _kind_word(line.kind)


def _kind_word(kind: Kind) -> str:
    return {Kind.CREDIT: "credit", Kind.BONUS: "bonus", Kind.RETURN: "returned", Kind.DUE: "due from the client"}[kind]


def entries(statement: Statement) -> list[Entry]:
    """All amounts by who owes them: first the provider, then the client; in each as the lines come."""
    titles = {result.id: result.commitment.title for result in statement}
    apart = {id(line) for line in lines_apart(statement)}
    found: dict[tuple[str, str, str], Entry] = {}
    for line in statement.lines:
        owed_by = _OWED_BY_PROVIDER if line.kind is Kind.CREDIT else _OWED_BY_CLIENT
        word = line_word(line) if id(line) in apart else _own_word(line)
        old = found.get((owed_by, line.source, word))
        times, amount, left = (old.times, old.amount, old.left) if old else (0, line.amount * 0, line.left * 0)
        entry = Entry(owed_by, line.source, titles.get(line.source, line.source), word, times + 1,
                      amount + line.amount, left + line.left)  # fmt: skip
        found[owed_by, line.source, word] = entry
    return sorted(found.values(), key=lambda entry: entry.owed_by != _OWED_BY_PROVIDER)


def _own_word(line: Line) -> str:
    return "earned back" if line.kind is Kind.RETURN else _kind_word(line.kind)


def is_cut(statement: Statement) -> bool:
    """Whether the rules of the agreement have changed any amount."""
    return any(line.left != line.amount for line in statement.lines)


def before_rules(statement: Statement) -> Decimal:
    """The credits before any limit or other rule."""
    return sum((line.amount for line in statement.lines if line.kind is Kind.CREDIT), Decimal(0))


def left_of(statement: Statement, result: Result) -> Decimal:
    """What a commitment brings the client after all rules; below zero what it costs the client."""
    own = (line for line in statement.lines if line.source == result.id)
    return sum((line.left if line.kind is Kind.CREDIT else -line.left for line in own), Decimal(0))


def dues_parts(statement: Statement) -> tuple[Decimal, Decimal]:
    """What the client owes besides bonuses, in two: its own dues, and earlier credits that go back to the provider."""
    due = sum((line.left for line in statement.lines if line.kind is Kind.DUE), Decimal(0))
    return due, statement.dues - due


def limit_name(cap: Cap) -> str:
    """``Cap year``, ``Pool month``, ``At-risk cap``."""
    word = _LIMITS[cap.rule]
    return word if cap.rule == "at_risk" else f"{word} {cap.name}"


def limits(statement: Statement) -> tuple[list[Cap], dict[str, int]]:
    """The limits in their order, each time they limit; of one with very many times only those at which it moved money,
    and by its name how many other times there were."""
    times = _counted(limit_name(cap) for cap in statement.caps)
    shown = [cap for cap in statement.caps if cap.cut or times[limit_name(cap)] <= MOST_TIMES]
    quiet = _counted(limit_name(cap) for cap in statement.caps if not cap.cut and times[limit_name(cap)] > MOST_TIMES)
    return shown, quiet


def _counted(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def points_into(result: Result) -> str:
    """The points scheme that a commitment's misses go into; empty where they bring money."""
    remedy = result.commitment.remedy
    return str(getattr(remedy.terms, "into", "")) if remedy is not None else ""
