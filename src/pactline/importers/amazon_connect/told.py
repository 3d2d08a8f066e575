"""An object of Amazon Connect's exports, its values asked for by name and checked.

Names are found whatever their case: contact records write ``ContactId``, contact events ``contactId`` (and, in one
and the same example, ``AgentInfo``), tables made of either ``contactid``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pactline.importers.fault import MOST_MS, Fault
from pactline.importers.files.strict_json import Json, instant_in, list_in, object_in, text_in, whole_in, word_in
from pactline.importers.plain.values import Instants, contact_id, text_of

_NAME, _WORD = text_of(128), text_of(1_024)
_MOST = 1_000_000_000  # of a count, or of seconds


class Told:
    """One object. What is absent, null or blank is None; an unknown name is never looked at."""

    def __init__(self, found: Json, name: str, instant: Instants) -> None:
        self._instant = instant
        self._values: dict[str, Any] = {}
        self._twice: set[str] = set()
        for key, value in object_in(found, name).items():
            folded = key.lower()
            if folded in self._values:
                self._twice.add(folded)
            self._values[folded] = value

    def __bool__(self) -> bool:
        return any(value not in (None, "") for value in self._values.values())

    def has(self, name: str) -> bool:
        """Whether the name is there at all, with a value or without."""
        return name.lower() in self._values

    def value(self, name: str) -> Json:
        """The value as it stands. Raises Fault where the name stands twice in different case."""
        if name.lower() in self._twice:
            raise Fault("JSON_DUP_KEY", f"{name} stands twice, in upper and in lower case.")
        found = self._values.get(name.lower())
        return None if isinstance(found, str) and not found.strip() else found

    def text(self, name: str) -> str | None:
        """A word or name of at most 1,024 characters. Raises Fault."""
        text = text_in(self.value(name), name)
        return None if text is None else _WORD(text, name) or None

    def word(self, name: str) -> str | None:
        """A word of a closed list, in upper case; ``Voice`` is ``VOICE``. Raises Fault."""
        text = self.text(name)
        return None if text is None else text.upper()

    def name(self, name: str) -> str | None:
        """A name that becomes part of a record, of at most 128 characters. Raises Fault."""
        text = word_in(self.value(name), name)
        return None if text is None else _NAME(text, name) or None

    def id(self, name: str) -> str | None:
        """The id of a contact. Raises Fault."""
        text = word_in(self.value(name), name)
        return None if text is None else contact_id(text)

    def at(self, name: str) -> int | None:
        """An instant in microseconds. Raises Fault."""
        text = instant_in(self.value(name), name)
        return None if text is None else self._instant(text, name)

    def whole(self, name: str) -> int | None:
        """A count. Raises Fault."""
        number = whole_in(self.value(name), name)
        if number is not None and number < 0:
            raise Fault("NUM_NEGATIVE", f"{name} is negative; it cannot be.")
        if number is not None and number > _MOST:
            raise Fault("NUM_RANGE", f"{name} is more than {_MOST:,}.")
        return number

    def ms(self, name: str) -> int | None:
        """Whole seconds as milliseconds. Raises Fault."""
        seconds = self.whole(name)
        if seconds is not None and seconds * 1000 > MOST_MS:
            raise Fault("NUM_RANGE", f"{name} is more than 31 days.")
        return None if seconds is None else seconds * 1000

    def inside(self, name: str) -> Told:
        """An object inside this one; an empty one where there is none. Raises Fault."""
        return Told(self.value(name), name, self._instant)

    def objects(self, name: str) -> Iterator[Told]:
        """The objects of a list inside this one. Raises Fault."""
        for each in list_in(self.value(name), name):
            yield Told(each, f"An element of {name}", self._instant)


def tail(arn: str | None, kind: str) -> str | None:
    """What an Amazon resource name says after ``/KIND/``; the name itself where it is not built like that.

    The queue of an agent alone has no name and an ARN that ends in ``/queue/agent/ID``: it is called ``agent/ID``.
    """
    if arn is None:
        return None
    _, mark, after = arn.partition(f"/{kind}/")
    found = after if mark and after else arn
    return _NAME(found[-128:], kind) or None
