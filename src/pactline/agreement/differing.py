"""What differs between two agreements, by meaning: the order of keys and the spelling of a value make no difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from pactline.agreement.difference import Change, Difference
from pactline.agreement.in_words import fitting, models_below, row_name, say, say_part, say_value
from pactline.agreement.meaning import (
    NOTHING,
    Side,
    default_of,
    filled,
    is_set,
    meaning_at,
    meaning_of_part,
    model_of,
    sections,
    words_of,
)
from pactline.agreement.telling import Half, Path, Telling
from pactline.agreement.yaml_text import ListNode, MapNode

_IN_ORDER = ("in the order", "first one before")  # how a description says that the order of what it lists counts
_NOT_SAID: Half = (None, None)


def differ(a: Side, b: Side) -> Difference:
    """Every change that leads from ``a`` to ``b``. What ``b`` knows by another name is noted in ``a.renamed``."""
    find_renamed(a, b)
    return Difference(a.name, b.name, tuple(_Walk(a, b).whole()))


def find_renamed(a: Side, b: Side) -> None:
    """Tell ``a`` which of its parts ``b`` knows by another name; what names such a part then means the same.

    A part is renamed when one that says the same, its wording apart, stands in ``b`` under a name that is new there.
    """
    before = -1
    while before != len(a.renamed):  # a charge that is renamed makes commitments equal that take a share of it
        before = len(a.renamed)
        for section in sections(b.language):
            old, new = a.names(section).values, b.names(section).values
            taken = {called for (where, _), called in a.renamed.items() if where == section}
            unknown = {name: meaning_of_part(b, section, name, node) for name, node in new.items()
                       if name not in old and name not in taken}  # fmt: skip
            for name, node in old.items():
                if name in new or (section, name) in a.renamed or not unknown:
                    continue
                meant = meaning_of_part(a, section, name, node)
                same = next((called for called, other in unknown.items() if other == meant), None)
                if same is not None:
                    a.renamed[section, name] = same
                    del unknown[same]


@dataclass(frozen=True)
class _Half:
    """A mapping on one side, with the model that reads it."""

    side: Side
    node: MapNode
    model: type[BaseModel] | None

    def says(self, key: str) -> Half:
        """What stands under a key, in words, and where; what leaving it out means, if it is not there."""
        node = self.node.values.get(key)
        if node is not None:
            return say(self.side, self.model, key, node), self.node.keys[key]
        default = default_of(self.model, key)
        return _NOT_SAID if default in NOTHING else (f"{say_value(default, '', self.side)} (not written)", None)


class _Walk:
    def __init__(self, a: Side, b: Side) -> None:
        self.a, self.b, self.tell = a, b, Telling(a, b)

    def whole(self) -> Iterator[Change]:
        """Every change, in the order of the file."""
        heading = self.b.language.heading
        a, b = _Half(self.a, self.a.tree, heading), _Half(self.b, self.b.tree, heading)
        for key in _keys(a, b):
            if key in self.tell.sections:
                yield from self._section(key)
            else:
                yield from self._key((key,), key, a, b)

    def _section(self, section: str) -> Iterator[Change]:
        """Everything that differs below a key that has named parts."""
        old, new = self.a.names(section), self.b.names(section)
        known = {mine: self.a.renamed.get((section, mine), mine) for mine in old.values}
        for name, node in old.values.items():
            called = known[name]
            if called not in new.values:
                said = say_part(self.a, model_of(self.a, section, node), node)
                yield self.tell.removed((section, name), (said, old.keys[name]))
                continue
            if called != name:
                yield self.tell.renamed((section, name), (name, old.keys[name]), (called, new.keys[called]))
            yield from self._part(section, name, called)
        for name, node in new.values.items():
            if name not in known.values():
                said = say_part(self.b, model_of(self.b, section, node), node)
                yield self.tell.added((section, name), (said, new.keys[name]))
        described = words_of(self.b.language.heading)[section].description or ""
        if any(said in described for said in _IN_ORDER):
            yield from self._order(section, list(known.values()), list(new.values))

    def _order(self, section: str, mine: list[str], theirs: list[str]) -> Iterator[Change]:
        before, after = [n for n in mine if n in theirs], [n for n in theirs if n in mine]
        if before != after:
            places = self.a.tree.keys[section], self.b.tree.keys[section]
            yield self.tell.reordered((section,), (", ".join(before), places[0]), (", ".join(after), places[1]))

    def _part(self, section: str, old_name: str, name: str) -> Iterator[Change]:
        """What differs in one named part; in one that means the same, only words can."""
        places = self.a.names(section).keys[old_name], self.b.names(section).keys[name]
        a, b = self.a.names(section).values[old_name], self.b.names(section).values[name]
        same = meaning_of_part(self.a, section, old_name, a) == meaning_of_part(self.b, section, name, b)
        models = model_of(self.a, section, a), model_of(self.b, section, b)
        a, b = filled(self.a, section, a), filled(self.b, section, b)
        if isinstance(a, MapNode) and isinstance(b, MapNode):
            found = self._mapping((section, name), _Half(self.a, a, models[0]), _Half(self.b, b, models[1]))
            yield from (change for change in found if not same or not change.moves_money)
        elif not same:
            said = say_part(self.a, models[0], a), say_part(self.b, models[1], b)
            yield self.tell.changed((section, name), (said[0], places[0]), (said[1], places[1]), (None, None))

    def _mapping(self, path: Path, a: _Half, b: _Half) -> Iterator[Change]:
        for key in _keys(a, b):
            yield from self._key((*path, key), key, a, b)

    def _key(self, path: Path, key: str, a: _Half, b: _Half) -> Iterator[Change]:
        """What differs under one key of two mappings."""
        meant = (
            meaning_at(a.side, a.model, key, a.node.values.get(key)),
            meaning_at(b.side, b.model, key, b.node.values.get(key)),
        )
        if meant[0] == meant[1]:
            return
        inside = list(self._inside(path, key, a, b))
        if inside:
            yield from inside
            return
        info = words_of(b.model).get(key) or words_of(a.model).get(key)
        old, new = a.says(key), b.says(key)
        if old[0] is None:
            yield self.tell.added(path, new, info)
        elif new[0] is None:
            yield self.tell.removed(path, old, info)
        else:
            yield self.tell.changed(path, old, new, meant, info)

    def _inside(self, path: Path, key: str, a: _Half, b: _Half) -> Iterator[Change]:
        """The changes further down; none where a value is better told as a whole."""
        old, new = a.node.values.get(key), b.node.values.get(key)
        if isinstance(old, MapNode) and isinstance(new, MapNode):
            if key == "tiers":
                yield from self._tiers(path, old, new, a, b)
            elif not self._told_whole(old, new):
                models = [fitting(models_below(half.model, key), node) for half, node in ((a, old), (b, new))]
                yield from self._mapping(path, _Half(a.side, old, models[0]), _Half(b.side, new, models[1]))
        elif isinstance(old, ListNode) and isinstance(new, ListNode):
            yield from self._list(path, key, (old, a), (new, b))

    def _told_whole(self, old: MapNode, new: MapNode) -> bool:
        """Dated values, and a remedy that is paid by another shape."""
        shapes = set(self.b.language.vocabulary.remedies)
        dated = any(key.startswith("from ") for key in [*old.values, *new.values])
        return dated or set(old.values) & shapes != set(new.values) & shapes

    def _tiers(self, path: Path, old: MapNode, new: MapNode, a: _Half, b: _Half) -> Iterator[Change]:
        for name in {**old.values, **new.values}:
            before, after = old.values.get(name), new.values.get(name)
            if before is None and after is not None:
                yield self.tell.added((*path, name), (say_part(b.side, b.model, after), new.keys[name]))
            elif after is None and before is not None:
                yield self.tell.removed((*path, name), (say_part(a.side, a.model, before), old.keys[name]))
            elif isinstance(before, MapNode) and isinstance(after, MapNode):
                yield from self._mapping((*path, name), _Half(a.side, before, a.model), _Half(b.side, after, b.model))

    def _list(self, path: Path, key: str, old: tuple[ListNode, _Half], new: tuple[ListNode, _Half]) -> Iterator[Change]:
        """A table row by row; a list in another order. Other lists are told whole."""
        (list_a, a), (list_b, b) = old, new
        rows_a, rows_b = ([item for item in given.items if isinstance(item, MapNode)] for given in (list_a, list_b))
        info = words_of(b.model).get(key)
        if _sorted(a, key, list_a) == _sorted(b, key, list_b) and not is_set(info, key):
            yield self.tell.reordered(path, a.says(key), b.says(key))
        elif rows_a and rows_b and len(rows_a) == len(list_a.items) and len(rows_b) == len(list_b.items):
            models = [next(iter(models_below(half.model, key)), None) for half in (a, b)]
            halves = (
                [_Half(a.side, row, models[0]) for row in rows_a],
                [_Half(b.side, row, models[1]) for row in rows_b],
            )
            yield from self._rows(path, *halves)

    def _rows(self, path: Path, old: list[_Half], new: list[_Half]) -> Iterator[Change]:
        """Rows are paired with those most like them, if at least half of what they say is the same."""
        likest = sorted(
            (
                (-_alike(row, other), abs(i - j), min(i, j), i, j)
                for i, row in enumerate(old)
                for j, other in enumerate(new)
            )
        )
        pairs: dict[int, int] = {}
        for alike, _, _, i, j in likest:
            most = max(len(old[i].node.keys), len(new[j].node.keys))
            if i not in pairs and j not in pairs.values() and -2 * alike >= most:
                pairs[i] = j
        for i, row in enumerate(old):
            name = (*path, row_name(row.node))
            if i in pairs:
                yield from self._mapping(name, row, new[pairs[i]])
            else:
                yield self.tell.removed(name, (say_part(row.side, row.model, row.node), row.node))
        for j, row in enumerate(new):
            if j not in pairs.values():
                name = (*path, row_name(row.node))
                yield self.tell.added(name, (say_part(row.side, row.model, row.node), row.node))


def _keys(a: _Half, b: _Half) -> list[str]:
    """Every key that either side has written, in the order of the models."""
    known, given = {**words_of(a.model), **words_of(b.model)}, {**a.node.values, **b.node.values}
    return [key for key in known if key in given] + [key for key in given if key not in known]


def _alike(row: _Half, other: _Half) -> int:
    """How many keys say the same in both rows."""
    both = [key for key in row.node.values if key in other.node.values]
    meant = [[meaning_at(half.side, half.model, key, half.node.values[key]) for key in both] for half in (row, other)]
    return sum(mine == theirs for mine, theirs in zip(*meant, strict=True))


def _sorted(half: _Half, key: str, given: ListNode) -> list[str]:
    meant = meaning_at(half.side, half.model, key, given)
    return sorted(map(repr, meant)) if isinstance(meant, list) else [repr(meant)]
