"""What every section is drafted from: the agreement, the plan of the document, the day, the worked cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pactline.agreement.model import Agreement, Commitment
from pactline.document.arranging import Plan
from pactline.document.placeholders import agreement_words, commitment_words
from pactline.document.wording import fill
from pactline.statement.model import Result, Window


@dataclass(frozen=True)
class Case:
    """A commitment in a window, worked out by the engine."""

    commitment: Commitment
    window: Window

    @classmethod
    def of(cls, result: Result) -> list[Case]:
        """The windows of a result in which money moves."""
        return [cls(result.commitment, window) for window in result.windows if window.credit or window.bonus]


@dataclass(frozen=True)
class Draft:
    """The document while it is being drafted."""

    agreement: Agreement
    plan: Plan
    on: date  # the day whose text this is
    cases: tuple[Case, ...]  # of the worked example

    def filled(self, text: str, commitment: Commitment | None = None) -> str:
        """Words of the parties with their placeholders filled in. Raises UnknownPlaceholder."""
        if commitment is None:
            return fill(text, agreement_words(self.agreement))
        return fill(text, commitment_words(self.agreement, commitment))
