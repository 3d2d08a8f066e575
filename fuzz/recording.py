"""A plugin for pytest that keeps every file the importers' tests read, as seeds: ``-p fuzz.recording``."""

from __future__ import annotations

import hashlib
import sys
from typing import Any

from fuzz.seeds import LARGEST, WORK

from pactline.importers.reading import Source
from pactline.importers.registry import formats

_ROOM = "pactline.importers."
_open = Source.open


def _recorded(self: Source) -> Any:
    name = _reader()
    if name is not None and self.path.stat().st_size <= LARGEST:
        content = self.path.read_bytes()
        folder = WORK / "seeds" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    return _open(self)


def _reader() -> str | None:
    """The format whose module is opening the source."""
    frame = sys._getframe(2)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_ROOM):
            room = module.removeprefix(_ROOM).partition(".")[0]
            for name in formats():
                if room in (name, name.replace("-", "_")) or (room, name) == ("threecx", "3cx"):
                    return name
        frame = frame.f_back  # type: ignore[assignment]
    return None


Source.open = _recorded  # type: ignore[method-assign]
