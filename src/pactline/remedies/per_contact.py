"""Amount per contact: a sum for each contact beyond the share (or the number) that the promise allows."""

from __future__ import annotations

from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

from pactline.records.choices.contacts import Choice
from pactline.remedies.amounts import Parts
from pactline.remedies.miss import Miss, Working, number
from pactline.values.exact import plain
from pactline.values.target import Unit
from pactline.values.terms import DatedMoney

UNITS = (Unit.PERCENT, Unit.CONTACTS)
COUNTS_CONTACTS = True


class Beyond(Choice):
    """From where on contacts are paid for."""

    TARGET = "target", "only the contacts beyond those that the target allows are paid for"
    NOTHING = "nothing", "once the target is missed, every contact that counts against the promise is paid for"


class PerContact(BaseModel):
    """What is paid for each contact, and for which."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    amount: DatedMoney = Field(description="the sum for each contact")
    parts: Parts = Field(description="what a part of a contact is paid, where the share allowed is not a whole number")
    beyond: Beyond = Field(description="from where on contacts are paid for")


def per_contact(miss: Miss, terms: PerContact) -> Working:
    """Contacts beyond the allowed ones times amount: 3,420 of 60,000 where 5 % may wait, at 5.00, is 2100.00.

    Of a share that should be low the contacts are its good ones (those over the fraction bar, such as the abandoned);
    of one that should be high they are the ones that are missing there. For a bonus they are counted on the other side
    of the mark. Where a figure was reported without its contacts, the share of all counted ones stands for them.
    Source: ``contracts.md`` C7 (for each call beyond 5 %) and C10 (for each misdirected call).
    """
    due = Fraction(terms.amount.on(miss.day))
    contacts, steps = _beyond(miss) if terms.beyond is Beyond.TARGET else _all(miss)
    paid = terms.parts.of(contacts)
    if paid != contacts:
        steps += (f"parts {terms.parts}: {number(contacts)} becomes {number(paid)}",)
    owed = paid * due
    return Working(owed, (*steps, f"{number(paid)} x {miss.money(due)} = {miss.money(owed)}"))


def _good(miss: Miss) -> Fraction:
    """The contacts over the fraction bar."""
    if miss.good is not None:
        return Fraction(miss.good)
    assert miss.counted, "a remedy per contact was asked of a share of no contacts"
    return miss.figure * miss.counted / 100


def _beyond(miss: Miss) -> tuple[Fraction, tuple[str, ...]]:
    """The contacts between the target and the figure, and how they were counted."""
    if miss.bound.unit is Unit.CONTACTS:
        return miss.distance, (miss.distance_text,)
    good, marked = _good(miss), miss.bound.amount * miss.counted / 100
    high, low = (good, marked) if miss.bound.higher_is_better is miss.better else (marked, good)
    beyond = max(high - low, Fraction(0))  # a figure that was rounded may be missed by no contact at all
    return beyond, (
        f"{plain(miss.bound.amount)} % of {miss.counted:,} = {number(marked)}",
        f"{number(high)} - {number(low)} = {number(beyond)} contacts" if beyond else "no contact beyond the target",
    )


def _all(miss: Miss) -> tuple[Fraction, tuple[str, ...]]:
    """Every contact on the side that is paid for, and how they were counted."""
    if miss.bound.unit is Unit.CONTACTS:
        everything = miss.figure if miss.bound.higher_is_better is miss.better else miss.distance
        return everything, (f"{number(everything)} contacts",)
    good = _good(miss)
    if miss.bound.higher_is_better is miss.better:
        return good, (f"{number(good)} contacts of {miss.counted:,}",)
    rest = miss.counted - good
    return rest, (f"{miss.counted:,} - {number(good)} = {number(rest)} contacts",)
