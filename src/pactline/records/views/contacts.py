"""What a metric sees: the records as column expressions, each with one meaning.

The expressions are Narwhals expressions, so the same metric runs on every engine. They compare, count and add integers;
no expression here knows a calendar, a zone or an agreement. Boolean expressions are never null: what is unknown is not
true, so an unknown wait is neither within a limit nor short.
"""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from pactline.records.choices.contacts import Attribution, Choice, Clock, Unrecorded, Waiting
from pactline.records.columns import Outcome
from pactline.values.duration import Limit, Sense

_LEFT_OUT = ("exclude", "own_queue_visit")  # every other word of these choices counts the contact as offered


@dataclass(frozen=True)
class Contacts:
    """The vocabulary of the records under a clock (when the wait begins)."""

    clock: Clock = Clock.QUEUE

    def _outcome(self, outcome: Outcome) -> nw.Expr:
        return nw.col("outcome") == outcome.value

    @property
    def answered(self) -> nw.Expr:
        """Reached an agent."""
        return self._outcome(Outcome.ANSWERED)

    @property
    def abandoned(self) -> nw.Expr:
        """Left the queue unanswered of the customer's own accord, however short the wait."""
        return self._outcome(Outcome.ABANDONED)

    @property
    def flowed_out(self) -> nw.Expr:
        """Moved on unanswered: time-out, key press, overflow, voicemail."""
        return self._outcome(Outcome.FLOWED_OUT)

    @property
    def asked_for_callback(self) -> nw.Expr:
        """Left the queue by asking to be called back."""
        return self._outcome(Outcome.CALLBACK)

    @property
    def refused(self) -> nw.Expr:
        """Never got into the queue."""
        return self._outcome(Outcome.REFUSED)

    @property
    def finished(self) -> nw.Expr:
        """Entered the queue and left it, in whatever way: not refused, not failed, not still open."""
        return self.answered | self.abandoned | self.flowed_out | self.asked_for_callback

    @property
    def wait_ms(self) -> nw.Expr:
        """The wait in milliseconds by the chosen clock; null when unknown."""
        match self.clock:
            case Clock.QUEUE:
                return nw.col("wait_ms")
            case Clock.ARRIVAL:
                return nw.col("wait_ms") + (nw.col("offered_us") - nw.col("arrived_us")) // 1000
            case Clock.RING:
                return nw.col("ring_ms")

    @property
    def talk_ms(self) -> nw.Expr:
        """Conversation without hold; null when unknown."""
        return nw.col("talk_ms")

    @property
    def hold_ms(self) -> nw.Expr:
        """Time on hold; null when unknown."""
        return nw.col("hold_ms")

    @property
    def wrap_ms(self) -> nw.Expr:
        """After-contact work; null when unknown."""
        return nw.col("wrap_ms")

    @property
    def transferred(self) -> nw.Expr:
        """Handed on by the agent to another agent, queue or number."""
        return ~nw.col("transfer_out").is_null()

    @property
    def transferred_in(self) -> nw.Expr:
        """Began by a transfer from an agent."""
        return ~nw.col("transfer_in").is_null()

    @property
    def wait_unknown(self) -> nw.Expr:
        """The source gave no wait by the chosen clock, and it cannot be worked out."""
        return self.wait_ms.is_null()

    def waited(self, limit: Limit) -> nw.Expr:
        """Waited no longer than the limit, by the chosen clock; an unknown wait did not."""
        return within(self.wait_ms, limit)

    def short_abandoned(self, limit: Limit | None) -> nw.Expr:
        """Abandoned within the short-abandon time, by the chosen clock; one whose wait is unknown was not short."""
        assert limit is not None, "demands() asks for short_abandon"
        return self.abandoned & self.waited(limit)

    def offered(self, *, flow_outs: Choice, callbacks: Choice, refused: Choice) -> nw.Expr:
        """Answered or abandoned, and of the others those that the agreement counts as offered."""
        chosen = self.answered | self.abandoned
        if flow_outs not in _LEFT_OUT:
            chosen = chosen | self.flowed_out
        if callbacks not in _LEFT_OUT:
            chosen = chosen | self.asked_for_callback
        if refused not in _LEFT_OUT:
            chosen = chosen | self.refused
        return chosen

    def whose(self, waiting: Waiting) -> nw.Expr:
        """The contacts whose waits are meant."""
        return {
            Waiting.ANSWERED: self.answered,
            Waiting.ABANDONED: self.abandoned,
            Waiting.ALL: self.finished,
        }[waiting]


def recorded(duration_ms: nw.Expr, unrecorded: Unrecorded) -> nw.Expr:
    """A duration, with what the agreement says of one that the source did not record."""
    return duration_ms.fill_null(0) if unrecorded is Unrecorded.AS_ZERO else duration_ms


def within(duration_ms: nw.Expr, limit: Limit) -> nw.Expr:
    """A duration inside a limit; an unknown duration is not."""
    inside = duration_ms <= limit.duration.ms if limit.sense is Sense.AT_MOST else duration_ms < limit.duration.ms
    return inside.fill_null(value=False)


def instant_us(attribution: Attribution) -> nw.Expr:
    """The instant that decides where a contact belongs; null for one that is still open where its end decides.

    A source may not say when a contact left or ended, and a refused one never did either: such a contact belongs to the
    instant it was offered, rather than to none.
    """
    if attribution is Attribution.OFFERED:
        return nw.col("offered_us")
    over = nw.when(nw.col("outcome") != Outcome.OPEN.value).then(nw.col("offered_us")).otherwise(None)
    if attribution is Attribution.EVENT:
        return nw.coalesce("answered_us", "left_us", over)
    return nw.coalesce("ended_us", "left_us", over)


__all__ = ["Contacts", "instant_us", "recorded", "within"]
