"""One row of a mapped table while it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pactline.importers.files.cells import Content


class Here:
    """One row while it is read: its cells, what has been worked out so far, and the doubts about it."""

    __slots__ = ("cells", "flags", "known", "readers")

    def __init__(self, cells: tuple[Content, ...]) -> None:
        self.cells = cells
        self.known: dict[str, Any] = {}
        self.flags: set[str] = set()
        self.readers: Mapping[str, Reader] = {}

    def value(self, name: str) -> Any:
        """A value or field by name, worked out once; None when it is not known."""
        if name not in self.known:
            self.known[name] = self.readers[name](self)
        return self.known[name]


Reader: TypeAlias = Callable[[Here], Any]
