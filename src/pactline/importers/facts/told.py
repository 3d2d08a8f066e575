"""Collecting what is wrong with a fact file, up to a number that still can be read."""

from __future__ import annotations

from pactline.agreement.report import LONGEST_EXCERPT, UNSAFE
from pactline.importers.facts.codes import REMEDIES
from pactline.values.problem import Problem, Problems

MOST_TOLD = 1_000  # of one file; beyond it, only how many there are


class Told:
    """The problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._problems: list[Problem] = []
        self._more = 0

    def problem(
        self, line: int, column: int, code: str, message: str, remedy: str | None = None, raw: str = ""
    ) -> None:
        """A fault; ``raw`` is its line as it stands. Without a remedy the usual one of the code."""
        if len(self._problems) >= MOST_TOLD:
            self._more += 1
            return
        excerpt = "" if column > LONGEST_EXCERPT else _excerpt(raw)
        put_right = REMEDIES[code] if remedy is None else remedy
        self._problems.append(Problem(self.file, line, column, code, message.removesuffix("."), put_right, excerpt))

    @property
    def nothing(self) -> bool:
        """Whether nothing is wrong."""
        return not self._problems

    def stop(self) -> None:
        """Raise Problems if there is one."""
        if self._more:
            message = f"the file has {self._more:,} more faults than the {MOST_TOLD:,} that are told"
            self._problems.append(Problem(self.file, 0, 0, "FACT_MORE_FAULTS", message, REMEDIES["FACT_MORE_FAULTS"]))
        if self._problems:
            raise Problems(self._problems)


def _excerpt(raw: str) -> str:
    """The first line of a row as it may be shown."""
    line = raw[: LONGEST_EXCERPT + 1].partition("\n")[0].rstrip("\r").replace("\t", " ")
    shown = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", line)
    return shown if len(shown) <= LONGEST_EXCERPT else shown[:LONGEST_EXCERPT] + "…"
