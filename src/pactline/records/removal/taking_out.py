"""Taking something out of a record set for good: tombstones in the manifest, a record of it, the files gone at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pactline.records.folder.carrying import Carrying
from pactline.records.folder.holding import Held
from pactline.records.folder.manifest import Manifest, Part, Removed
from pactline.records.folder.segments import parquet
from pactline.records.folder.store import receipt_text


class TakingOut:
    """What is taken out of a held set, step by step; nothing of it counts before :meth:`finish`."""

    def __init__(self, held: Held, kind: str) -> None:
        self.held = held
        held.forgets = True
        self.manifest: Manifest = held.manifest
        number = sum(part.file.endswith(".json") for part in held.manifest.erasures) + 1
        self.record_file = f"erasures/{number:06d}-{kind}.json"
        self._gone: list[Part] = []

    def renamed(self, manifest: Manifest, replaced: Iterable[Part]) -> None:
        """Take over a manifest in which files stand in the place of others."""
        self.manifest = manifest
        self._gone += replaced

    def raw(self, parts: Iterable[Part]) -> int:
        """Take files out as they came; how many."""
        return self._without("raw", parts)

    def refused(self, parts: Iterable[Part]) -> int:
        """Take whole files of refused rows out; how many."""
        return self._without("refused", parts)

    def refused_rows(self, named: Callable[[str], bool]) -> int:
        """Take out the refused rows of which ``named`` says so; how many."""
        count = 0
        for part in self.manifest.refused:
            lines = (self.held.folder / part.file).read_text(encoding="utf-8").splitlines()
            kept = [line for line in lines if not named(" ".join(_texts(json.loads(line))))]
            if len(kept) < len(lines):
                count += len(lines) - len(kept)
                text = "".join(line + "\n" for line in kept)
                self._swap("refused", part, self._rewritten(part, text) if kept else None)
                self._tombstone(part)
        return count

    def carried_lines(self, named: Callable[[str, str], bool], parts: Iterable[Part] | None = None) -> int:
        """Take out the carried lines of which ``named`` (key, text) says so; how many."""
        count, keys = 0, set()
        carrying = Carrying(self.held)
        for part in self.manifest.carried if parts is None else parts:
            lines = self._lines(part)
            kept = [line for line in lines if not named(*line)]
            if len(kept) < len(lines):
                count += len(lines) - len(kept)
                keys |= {key for key, _ in lines} - {key for key, _ in kept}
                new = carrying.keep(carrying.given(kept))
                self._swap("carried", part, new and replace(new, came=part.came))
        if keys:
            left = {key for part in self.manifest.carried for key, _ in self._lines(part)}
            waiting = tuple(key for key in self.manifest.incomplete if key not in keys - left)
            self.manifest = replace(self.manifest, incomplete=waiting)
        return count

    def receipts(self, reworded: Callable[[str], str]) -> int:
        """Reword the texts of the receipts; how many receipts changed. Refused rows that moved are found again."""
        count, moved = 0, {_plain(part.file): part.file for part in self.manifest.refused}
        for part in self.manifest.receipts:
            text = (self.held.folder / part.file).read_text(encoding="utf-8")
            receipts = [json.loads(each) for each in ([text] if part.rows is None else text.splitlines())]
            new = [_reworded(receipt, reworded) for receipt in receipts]
            for receipt in new:
                if (kept_in := receipt.get("refused_rows")) is not None:
                    receipt["refused_rows"] = moved.get(_plain(kept_in), kept_in)
            changed = sum(one != other for one, other in zip(receipts, new, strict=True))
            if changed:
                count += changed
                written = receipt_text(new[0]) if part.rows is None else "".join(json.dumps(r) + "\n" for r in new)
                self._swap("receipts", part, self._rewritten(part, written))
        return count

    def finish(self, record: dict[str, Any]) -> None:
        """Write the record and make it all count; then the files that were replaced are removed for good."""
        text = json.dumps({"at": self.held.now, **record}, indent=1, ensure_ascii=False) + "\n"
        part = self.held.dated(self.held.place_text(text, self.record_file))
        manifest = replace(self.manifest, erasures=(*self.manifest.erasures, part))
        named = {each.file for each in manifest.parts()}
        retired = tuple(replace(each, since="") for each in manifest.retired)
        manifest = replace(manifest, retired=retired)
        gone = (each for each in self._gone if each.file not in named)
        self.held.write(self.held.retire(manifest, gone, at_once=True))

    def _without(self, name: str, parts: Iterable[Part]) -> int:
        gone = list(parts)
        for part in gone:
            self._swap(name, part, None)
            self._tombstone(part)
        return len(gone)

    def _swap(self, name: str, old: Part, new: Part | None) -> None:
        parts = (new if part is old else part for part in getattr(self.manifest, name))
        changed: dict[str, Any] = {name: tuple(part for part in parts if part is not None)}
        self.manifest = replace(self.manifest, **changed)
        self._gone.append(old)

    def _tombstone(self, part: Part) -> None:
        removed = Removed(part.file, part.sha256, self.record_file)
        self.manifest = replace(self.manifest, removed=(*self.manifest.removed, removed))

    def _rewritten(self, part: Part, text: str) -> Part:
        """The same file with another text, under a name of its own: a file that was placed never changes."""
        stem, _, ending = part.file.rpartition(".")
        mark = hashlib.sha256(text.encode()).hexdigest()[:8]
        new = self.held.place_text(text, f"{stem.partition('~')[0]}~{mark}.{ending}", part.rows)
        return replace(new, came=part.came)

    def _lines(self, part: Part) -> list[tuple[str, str]]:
        rows = parquet([str(self.held.folder / part.file)])
        return self.held.connection.execute(f"SELECT key, text FROM {rows} ORDER BY ALL").fetchall()  # noqa: S608


def _plain(file: str) -> str:
    """The name of a file before it was rewritten."""
    stem, _, ending = file.rpartition(".")
    return f"{stem.partition('~')[0]}.{ending}"


def _texts(node: Any) -> Iterable[str]:
    match node:
        case str():
            yield node
        case dict():
            for value in node.values():
                yield from _texts(value)
        case list():
            for value in node:
                yield from _texts(value)


def _reworded(node: Any, reworded: Callable[[str], str]) -> Any:
    """A receipt with its texts reworded; hashes and file names of the set stay."""
    match node:
        case str():
            return reworded(node)
        case dict():
            kept = ("sha256", "refused_rows", "format", "verdict", "code", "reasons")
            return {key: value if key in kept else _reworded(value, reworded) for key, value in node.items()}
        case list():
            return [_reworded(value, reworded) for value in node]
    return node
