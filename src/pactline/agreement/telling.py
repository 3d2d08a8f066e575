"""Telling a change: from two values under a path to the sentence, the places and the bearing of it."""

from __future__ import annotations

from typing import Any

from pactline.agreement.bearing import Promised, added, bearing
from pactline.agreement.difference import Change, Kind, Spot
from pactline.agreement.in_words import chain, singular
from pactline.agreement.meaning import Side, sections, words_of
from pactline.agreement.report import Place, file_of
from pactline.agreement.wording import is_wording
from pactline.agreement.yaml_text import MapNode, TextNode

Path = tuple[str, ...]
Half = tuple[str | None, Place | None]
"""What one side says in words, and where; nothing and nowhere if it does not."""


class Telling:
    """Tells the changes that lead from one side to the other."""

    def __init__(self, a: Side, b: Side) -> None:
        self.a, self.b = a, b
        self.sections = sections(b.language)

    def changed(self, path: Path, old: Half, new: Half, meant: tuple[Any, Any], info: Any = None) -> Change:
        """A value that both sides have, if only by leaving it out."""
        effect = bearing(path, *meant, self._promised(path))
        quote = '"' if is_wording(path) else ""
        said = f"{self._thing(path, info)}: from {quote}{old[0]}{quote} to {quote}{new[0]}{quote}"
        return self._change("changed", path, old, new, said, effect)

    def added(self, path: Path, new: Half, info: Any = None) -> Change:
        """Something that only the second side has."""
        effect = added(path, self._promised(path), gone=False)
        is_part = self._is_part(path)
        said = f"{self._thing(path, info)}{' is added: ' if is_part else ': added, '}{new[0]}"
        return self._change("added", path, (None, None), new, said, effect)

    def removed(self, path: Path, old: Half, info: Any = None) -> Change:
        """Something that only the first side has."""
        effect = added(path, self._promised(path), gone=True)
        is_part = self._is_part(path)
        said = f"{self._thing(path, info)}{' is removed; it was: ' if is_part else ': removed, was '}{old[0]}"
        return self._change("removed", path, old, (None, None), said, effect)

    def renamed(self, path: Path, old: Half, new: Half) -> Change:
        """A named part whose name changed, and no figure in it."""
        said = f"{self._thing(path, None)} is now called {new[0]}; what it says stays the same"
        return self._change("renamed", path, old, new, said, None, moves=False)

    def reordered(self, path: Path, old: Half, new: Half) -> Change:
        """The same things in another order, where the order counts."""
        said = f"{self._thing(path, None)}: in another order, from {old[0]} to {new[0]}"
        return self._change("reordered", path, old, new, said, None)

    def spot(self, side: Side, place: Place | None) -> Spot | None:
        """A place as file and line."""
        return Spot(file_of(place, side.file), int(place.line)) if place and place.line else None

    def _change(
        self, kind: Kind, path: Path, old: Half, new: Half, said: str, effect: str | None, *, moves: bool = True
    ) -> Change:
        sentence = said[:1].upper() + said[1:] + (f"; {effect}." if effect else ".")
        spots = self.spot(self.a, old[1]), self.spot(self.b, new[1])
        return Change(path, kind, old[0], new[0], sentence, moves and not is_wording(path), *spots, effect)

    def _is_part(self, path: Path) -> bool:
        return len(path) == 2 and path[0] in self.sections

    def _thing(self, path: Path, info: Any) -> str:
        """What a path leads to: ``In the commitment prompt-answer (clause 4.1), target``."""
        section, *below = path
        if section not in self.sections or not below:
            info = info or words_of(self.b.language.heading).get(section)
            return chain(path, info)
        name, *keys = below
        part = self._part(section, name)
        return f"in {part}, {chain(keys, info)}" if keys else part

    def _part(self, section: str, name: str) -> str:
        """A named part; of a commitment also its title and clause."""
        if section != "commitments":
            return f"the {singular(section)} {name}"
        title, clause = self._said(name, "title"), self._said(name, "clause")
        called = f', "{title}"' if title and title != name else ""
        return f"the commitment {name}{called}{f' (clause {clause})' if clause else ''}"

    def _said(self, name: str, key: str) -> str:
        """What a commitment says under a key, on the second side if it is there."""
        for side in (self.b, self.a):
            node = side.names("commitments").values.get(name)
            found = node.values.get(key) if isinstance(node, MapNode) else None
            if isinstance(found, TextNode):
                return " ".join(found.text.split())
        return ""

    def _promised(self, path: Path) -> Promised | None:
        """Who promises what a path belongs to; None if the sides differ in it."""
        if path[0] != "commitments" or len(path) < 2:
            return None
        by = self._both(path[1], "by", "provider")
        metric = self._both(path[1], "metric", "")
        return Promised(by, metric or None, frozenset(self.b.language.vocabulary.remedies)) if by else None

    def _both(self, name: str, key: str, otherwise: str) -> str | None:
        """What both sides say under a key of a commitment; None if they differ."""
        old = {new: mine for (section, mine), new in self.a.renamed.items() if section == "commitments"}.get(name, name)
        found = set()
        for side, called in ((self.a, old), (self.b, name)):
            node = side.names("commitments").values.get(called)
            if isinstance(node, MapNode):
                said = node.values.get(key)
                found.add(said.text.strip() if isinstance(said, TextNode) else otherwise)
        return found.pop() if len(found) == 1 else None
