"""Sweeps: one number of an agreement, such as a target, put to many values one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pactline.agreement.tree_paths import Step, at, keys_of, nearest_way, put, texts, ways
from pactline.agreement.yaml_text import MapNode, Node, TextNode

MOST_POINTS = 500
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_VALUE = r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(%|s|min|h)?\s*"
_RANGE = re.compile(rf"{_VALUE}\.\.{_VALUE}(?::{_VALUE})?")
_EDGES = ("from", "above", "to", "below")  # of the rows of a table


class SweepRefused(ValueError):
    """A sweep that cannot be made; the text says why and what would do."""


@dataclass(frozen=True)
class Sweep:
    """Which number is swept, and through which values."""

    path: str
    values: tuple[Decimal, ...]
    unit: str = ""  # as written behind the values; empty where the agreement's own is meant

    @classmethod
    def parse(cls, text: str) -> Sweep:
        """Read ``prompt-answer.target=75..95``, ``...=75..95:0.5`` or ``...=75,80,85``. Raises SweepRefused.

        Without a step the last decimal that is written counts up by one.
        """
        path, equals, words = (part.strip() for part in text.partition("="))
        if not equals or not path or not words:
            raise SweepRefused(f"{text!r} is no sweep; write PATH=FIRST..LAST, such as prompt-answer.target=75..95")
        values, unit = _values(words, text)
        if len(values) > MOST_POINTS:
            raise SweepRefused(
                f"{text!r} has {len(values):,} values; at most {MOST_POINTS} are tried: take wider steps"
            )
        return cls(path, values, unit)


def _values(words: str, text: str) -> tuple[tuple[Decimal, ...], str]:
    """The values, and the unit they are written in."""
    if found := _RANGE.fullmatch(words):
        first, last = Decimal(found[1]), Decimal(found[3])
        step = Decimal(found[5]) if found[5] else Decimal(1).scaleb(min(_exponent(first), _exponent(last)))
        units = {unit for unit in (found[2], found[4], found[6]) if unit}
        if last < first or step <= 0:
            raise SweepRefused(f"{text!r}: write the smaller value first and a step above zero, such as 75..95:0.5")
        count = int((last - first) / step) + 1
        if count > MOST_POINTS:
            raise SweepRefused(f"{text!r} has {count:,} values; at most {MOST_POINTS} are tried: take wider steps")
        return tuple(first + number * step for number in range(count)), _one(units, text)
    parts = [re.fullmatch(_VALUE, part) for part in words.split(",")]
    if not all(parts):
        raise SweepRefused(f"{text!r}: {words!r} are no values; write 75..95, 75..95:0.5 or 75,80,85")
    read = [(Decimal(part[1]), part[2]) for part in parts if part]
    return tuple(sorted({value for value, _ in read})), _one({unit for _, unit in read if unit}, text)


def _one(units: set[str], text: str) -> str:
    if len(units) > 1:
        raise SweepRefused(f"{text!r} is written in several units; write all values in one")
    return next(iter(units), "")


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "a number that is written in digits"
    return min(exponent, 0)


@dataclass(frozen=True)
class Swept:
    """Where a sweep leads in one agreement, and the number that stands there."""

    path: tuple[Step, ...]
    commitment: str | None  # the promise whose number it is
    text: str  # as it stands, such as ``at least 80 %``; of a dated value the last
    dated: bool  # several values from several days, of which one is made
    tree: MapNode

    @property
    def present(self) -> Decimal:
        """The number that stands there now."""
        return Decimal(_the_number(self.text))

    @property
    def is_target(self) -> bool:
        """Whether it is the target of a promise."""
        return self.path[-1] == "target"

    def written(self, value: Decimal) -> str:
        """The text with another number, with as many decimals as it has now or more: ``at least 75 %``."""
        decimals = max(-_exponent(value), -_exponent(self.present))
        return _NUMBER.sub(f"{value:.{decimals}f}", self.text, count=1)

    def with_number(self, value: Decimal) -> MapNode:
        """The whole agreement with that number.

        What stands at the same number and must stay with it moves along: with a target the edges at it in the tables of
        the promise's remedy, with an edge the one of the next row.
        """
        changed = put(self.tree, self.path, self.written(value))
        for path in self._beside():
            changed = put(changed, path, self._edge(path, value))
        assert isinstance(changed, MapNode), "the top of the file stays a mapping"
        return changed

    def _beside(self) -> Iterator[tuple[Step, ...]]:
        if self.is_target and not self.dated:
            yield from _edges_on(self.tree, (*self.path[:-1], "remedy"), self.present)
        elif _is_edge(self.path):
            yield from _edges_on(self.tree, self.path[:-2], self.present)

    def _edge(self, path: tuple[Step, ...], value: Decimal) -> str:
        node = at(self.tree, path)
        assert isinstance(node, TextNode), "an edge is a text"
        return replace(self, text=node.text).written(value)


def swept(sweep: Sweep, tree: MapNode) -> Swept:
    """Where the sweep leads in an agreement. Raises SweepRefused when that is nowhere, several places, or no number."""
    found = list(_readings(sweep.path, tree))
    if not found:
        raise SweepRefused(f"there is nothing at `{sweep.path}`{nearest_way(sweep.path, tree)}")
    if len(found) > 1:
        ways = " or ".join(".".join(map(str, path)) for path, _ in found)
        raise SweepRefused(f"`{sweep.path}` can mean {ways}; write the one that is meant from the top of the file")
    ((path, commitment),) = found
    node, dated = at(tree, path), False
    if isinstance(node, MapNode) and node.values and all(key.startswith("from ") for key in node.values):
        node, dated = list(node.values.values())[-1], True
    if not isinstance(node, TextNode):
        inside = [str(key) for key in keys_of(node)] if node else []
        raise SweepRefused(f"`{sweep.path}` is no number; it leads on to {', '.join(inside[:12]) or 'nothing'}")
    place = Swept(path, commitment, node.text.strip(), dated, tree)
    if len(_NUMBER.findall(place.text)) != 1:
        raise SweepRefused(f"`{sweep.path}` is {place.text!r}: there must be one number in it to be swept")
    if sweep.unit and not re.search(rf"{_the_number(place.text)}\s*{sweep.unit}(\b|$|\s)", place.text):
        raise SweepRefused(f"`{sweep.path}` is {place.text!r}, and the sweep is written in {sweep.unit}")
    return place


def _the_number(text: str) -> str:
    found = _NUMBER.search(text)
    assert found, "a number was found there before"
    return found[0]


def _readings(words: str, tree: MapNode) -> Iterator[tuple[tuple[Step, ...], str | None]]:
    """The paths that the words can mean, from the top of the file or from a promise, with the promise."""
    for path in ways(words, tree):
        named = path[0] == "commitments" and len(path) > 1
        yield path, _promise(path) if named else None
    commitments = tree.values.get("commitments")
    for name, node in commitments.values.items() if isinstance(commitments, MapNode) else ():
        starts: list[tuple[str, tuple[Step, ...], Node]] = [(name, ("commitments", name), node)]
        tiers = node.values.get("tiers") if isinstance(node, MapNode) else None
        for tier, own in tiers.values.items() if isinstance(tiers, MapNode) else ():
            starts.append((f"{name}/{tier}", ("commitments", name, "tiers", tier), own))
        for begins, path, inside in starts:
            if words.startswith(begins + "."):
                yield from (
                    (((*path, *rest)), _promise((*path, *rest))) for rest in ways(words[len(begins) + 1 :], inside)
                )


def _promise(path: tuple[Step, ...]) -> str:
    tier = f"/{path[3]}" if path[2:3] == ("tiers",) and len(path) > 3 else ""
    return f"{path[1]}{tier}"


def _edges_on(tree: MapNode, inside: tuple[Step, ...], mark: Decimal) -> Iterator[tuple[Step, ...]]:
    """The edges of the rows of tables in one place that stand at a mark."""
    place = at(tree, inside)
    for path, node in texts(place, inside) if place is not None else ():
        one = len(_NUMBER.findall(node.text)) == 1
        if _is_edge(path) and one and Decimal(_the_number(node.text)) == mark:
            yield path


def _is_edge(path: tuple[Step, ...]) -> bool:
    """Whether a path leads to the edge of a row."""
    return len(path) > 1 and isinstance(path[-2], int) and path[-1] in _EDGES
