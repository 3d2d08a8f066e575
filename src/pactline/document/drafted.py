"""What every section is drafted from: the agreement, the plan of the document, the day, the worked cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pactline.agreement.model import Agreement, Commitment
from pactline.agreement.versions import Version
from pactline.document.arranging import Plan
from pactline.document.placeholders import agreement_words, commitment_words
from pactline.document.wording import fill
from pactline.statement.model import Statement, Window


@dataclass(frozen=True)
class Case:
    """A commitment in a window, worked out by the engine."""

    commitment: Commitment
    window: Window

    @classmethod
    def all_of(cls, statement: Statement, agreement: Agreement) -> list[Case]:
        """Of every commitment the first window with a credit and the first with a bonus."""
        return [cls(agreement[result.id], window) for result in statement for window in _told(result.windows)]


def _told(windows: Sequence[Window]) -> list[Window]:
    credit = next((window for window in windows if (window.credit and window.credit.rounded) or window.points), None)
    bonus = next((window for window in windows if window.bonus and window.bonus.rounded), None)
    return [window for window in windows if window is credit or window is bonus]


@dataclass(frozen=True)
class Draft:
    """The document while it is being drafted."""

    agreement: Agreement
    plan: Plan
    on: date  # the day whose text this is
    cases: tuple[Case, ...]  # of the worked example
    texts: tuple[Version, ...] = ()  # every text of the agreement, where there are amendments

    def filled(self, text: str, commitment: Commitment | None = None) -> str:
        """Words of the parties with their placeholders filled in. Raises UnknownPlaceholder."""
        if commitment is None:
            return fill(text, agreement_words(self.agreement))
        return fill(text, commitment_words(self.agreement, commitment))
