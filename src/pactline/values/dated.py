"""Values that change on agreed days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A value and the days from which it holds; ``steps`` in order of date, the first open to the past if None."""

    steps: tuple[tuple[date | None, T], ...]

    @classmethod
    def always(cls, value: T) -> Dated[T]:
        """One value for all days."""
        return cls(((None, value),))

    def on(self, day: date) -> T:
        """The value in force on a day. Raises LookupError before the first one."""
        current: T | None = None
        found = False
        for start, value in self.steps:
            if start is None or start <= day:
                current, found = value, True
        if not found:
            raise LookupError(f"no value is in force on {day.isoformat()}; the first holds from {self.steps[0][0]}")
        return current  # type: ignore[return-value]

    def map(self, change: Callable[[T], S]) -> Dated[S]:
        """Each value changed, from the same days."""
        return Dated(tuple((day, change(value)) for day, value in self.steps))

    @property
    def values(self) -> tuple[T, ...]:
        """Every value, in order."""
        return tuple(value for _, value in self.steps)
