"""One case of a mapping, ready to be applied: the cells of a row to the stored columns of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pactline.importers.customers import hashed
from pactline.importers.fault import Fault
from pactline.importers.mapping.compiling import Compiler
from pactline.importers.mapping.here import Here, Reader
from pactline.importers.mapping.model import AnyRowMapping, Case, tags_of
from pactline.importers.mapping.readings import Reading as Read
from pactline.importers.mapping.targets import TARGETS
from pactline.importers.plain.values import points, text_of, whole
from pactline.importers.reading import Reading
from pactline.records.columns import Kind
from pactline.values.zone import zone

_LENGTHS = {"queue": 128, "agent": 128, "contact_id": 128}
_LONG = 512


class Fields:
    """The fields and tags that one case gives a record. ``further`` adds to those of the case and of ``always``."""

    def __init__(
        self,
        case: Case,
        mapping: AnyRowMapping,
        compiler: Compiler,
        values: Mapping[str, Reader],
        reading: Reading,
        further: Mapping[str, Read],
    ) -> None:
        self.target = TARGETS[mapping.kind]
        given = {**mapping.always, **(case.record or {}), **further}
        self.names = tuple(given)
        own = {name: compiler.field(each, self.target.fields[name][1]) for name, each in given.items()}
        self.readers: Mapping[str, Reader] = {**values, **own}
        self._tags = {name: compiler.field(each, Kind.TEXT) for name, each in sorted(tags_of(mapping).items())}
        self._flags = case.flags
        self._customer_key = reading.customer_key
        self._latest_us = None if self.target.kind == "agent_states" else reading.latest_us  # a schedule lies ahead
        self._texts = {name: text_of(_LENGTHS.get(name, _LONG)) for name in [*self.names, *self._tags]}

    def row(self, here: Here) -> dict[str, Any]:
        """The stored columns, what is not known as None; flags are collected in ``here``. Raises Fault."""
        here.readers = self.readers
        here.flags.update(self._flags)
        row: dict[str, Any] = {}
        for name in self.names:
            stored, kind, words = self.target.fields[name]
            row[stored] = self._typed(name, kind, words, here.value(name))
        tags = [(name, value) for name, read in self._tags.items() if (value := read(here)) is not None]
        if tags:
            row["tags"] = ";".join(f"{name}={self._tag(name, value)}" for name, value in tags)
        return row

    def _typed(self, name: str, kind: Kind, words: tuple[str, ...], value: Any) -> Any:
        if value is None:
            if name in self.target.needed:
                what = "contact" if self.target.kind == "records" else f"row of {self.target.table.name}"
                raise Fault("FIELD_MISSING", f"{name} is not known, and every {what} needs it.")
            return None
        if kind is Kind.INSTANT and self._latest_us is not None and value > self._latest_us and name != "to":
            raise Fault("TS_RANGE", f"{name} lies in the future; check the clock of the source.")
        if name == "customer":
            return hashed(value, self._customer_key)
        if kind is Kind.TEXT:
            return self._text(name, words, value)
        if isinstance(value, str):
            return whole(value, name) if kind is Kind.WHOLE else points(value, name)
        return value

    def _text(self, name: str, words: tuple[str, ...], value: str) -> str:
        text = self._texts[name](value, name)
        if words and text not in words:
            code = "ENUM_TRANSFER" if name.startswith("transfer") else f"ENUM_{name.upper()}"
            raise Fault(
                code if self.target.kind == "records" else "ENUM_WORD",
                f"{text!r} is not a word of {name}; the mapping must translate it.",
            )
        if name == "local_zone":
            try:
                return zone(text).key
            except ValueError:
                raise Fault("ENUM_ZONE", f"{name}: {text!r} is no time zone such as Europe/Berlin.") from None
        return text

    def _tag(self, name: str, value: str) -> str:
        text = self._texts[name](value, name)
        if ";" in text or "=" in text:
            raise Fault("TAGS_FORMAT", f"the tag {name} is {text!r}; a tag holds neither ; nor =.")
        return text


def known(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that hold a value."""
    return {name: value for name, value in row.items() if value is not None}
