"""The texts of an agreement over time, and which of them governs which window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pactline.agreement.model import Agreement, Commitment
from pactline.agreement.versions import Versions
from pactline.values.cadence import Judged
from pactline.values.period import Hour, Period


@dataclass(frozen=True)
class Text:
    """One text and the days on which it is in force."""

    days: Period
    agreement: Agreement
    digest: str
    rule: str | None  # what its amendment says of windows that its first day falls into: split, old, new


@dataclass(frozen=True)
class Due:
    """One window of one commitment, under the text that governs it."""

    commitment: Commitment
    judged: Judged
    agreement: Agreement
    cut: bool = False  # it ends where another text takes its place, and not by itself

    @property
    def id(self) -> str:
        """The commitment's id."""
        return self.commitment.id

    @property
    def settles_on(self) -> date:
        """The day after the last day: windows are settled in its order.

        A window that ends with its text is settled one day later: only who knows the new text knows that it has ended.
        """
        return self.judged.settles.end + timedelta(days=1) if self.cut else self.judged.settles.end


@dataclass(frozen=True)
class Contract:
    """The texts that have been in force up to some day, in order."""

    texts: tuple[Text, ...]

    @classmethod
    def until(cls, agreement: Agreement | Versions, end: date) -> Contract:
        """The texts that take effect before ``end``: a later amendment is not looked at."""
        if isinstance(agreement, Agreement):
            return cls((Text(agreement.term, agreement, agreement.digest, None),))
        known = [v for v in agreement if v.effective is None or v.effective < end] or [agreement.first]
        texts = []
        for number, version in enumerate(known):
            term = version.agreement.term
            first = version.effective or term.first
            last = known[number + 1].effective if number + 1 < len(known) else term.end
            assert last is not None, "every text but the first has a day on which it takes effect"
            if first < last:
                texts.append(Text(Period(first, last), version.agreement, version.digest, version.windows_rule))
        return cls(tuple(texts))

    @property
    def term(self) -> Period:
        """From the first day of the first text to the end of the term as the last one has it."""
        return Period(self.texts[0].agreement.term.first, self.texts[-1].days.end)

    @property
    def last(self) -> Text:
        """The text in force at the end."""
        return self.texts[-1]

    def on(self, day: date) -> Text:
        """The text in force on a day; the nearest one outside the term."""
        return next((text for text in reversed(self.texts) if text.days.first <= day), self.texts[0])

    def due(self, period: Period) -> list[Due]:
        """Every window that is settled in the period, in order of settlement and then as the agreement has them."""
        found = []
        for text in self.texts:
            for commitment in text.agreement.commitments:
                found += self._of(text, commitment, period)
        return sorted(found, key=lambda due: due.settles_on)

    def _of(self, text: Text, commitment: Commitment, period: Period) -> list[Due]:
        """The windows of one commitment that its text governs and that are settled in the period."""
        agreement = text.agreement
        if len(self.texts) == 1:
            windows = commitment.each.windows(agreement.term, period, agreement.zone)
            return [Due(commitment, judged, agreement) for judged in windows]
        further = Period(period.first, period.end + timedelta(days=366))  # a window may be cut to end in the period
        found = [
            Due(commitment, part, agreement, cut=part.settles.end < judged.settles.end)
            for judged in commitment.each.windows(agreement.term, further, agreement.zone)
            if (part := self._share(text, judged, rolling=commitment.each.rolling)) is not None
        ]
        return [due for due in found if period.first < due.settles_on <= period.end]

    def _share(self, text: Text, judged: Judged, *, rolling: bool) -> Judged | None:
        """What of a window a text governs; None for nothing."""
        over = [each for each in self.texts if each.days.overlap(judged.settles)]
        if text not in over:
            return None
        if len(over) == 1:
            return judged
        rule = over[-1].rule or "new"
        if rule == "old":
            return judged if text is over[0] else None
        if rule == "new" or rolling or isinstance(judged.period, Hour):
            return judged if text is over[-1] else None
        settles = judged.settles.overlap(text.days)
        assert settles is not None
        return replace(judged, period=settles, settles=settles, parts=(settles,), full=False)

    def running(self, commitment: Commitment, period: Period) -> Period | None:
        """The window of a commitment of the last text that runs on after the period."""
        return commitment.each.running(self.last.agreement.term, period)
