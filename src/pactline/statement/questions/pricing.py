"""Pricing open questions: the money that each answer would move over the periods that something is known of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pactline.agreement.questions import Answers, Choice, Path, Question
from pactline.agreement.versions import ExaminedVersions, Versions
from pactline.remedies.rules.lines import Kind
from pactline.statement.counting.counted import Counted
from pactline.statement.counting.tallied import TallyUnknown
from pactline.statement.evaluating import NothingToSettle, replay
from pactline.statement.windows.figuring import is_measured_elsewhere
from pactline.values.period import Period
from pactline.values.problem import Problem

MOST_ANSWERS = 200  # priced; an agreement with more open choices is not far enough for money
MOST_ROUNDS = 8  # of questions that answers to other questions bring up

Spans = Callable[[Versions], Sequence[Period]]
"""The periods to settle, each by itself; none of them adjoins another."""


@dataclass(frozen=True)
class Price:
    """What one answer comes to."""

    choice: Choice
    amount: Decimal | None  # net: positive is owed by the provider, negative by the client; None: see ``why``
    why: str = ""  # why there is no amount, or what is missing in it
    also: Mapping[str, str] | None = None  # what else has to be said with this answer, and how it was answered
    by_source: Mapping[str, Decimal] = field(default_factory=dict)  # the amount, by commitment or rule


@dataclass(frozen=True)
class Priced:
    """One question with the price of each answer."""

    question: Question
    prices: tuple[Price, ...]
    only: str = ""  # the commitment whose amounts these are; empty: those of the whole agreement

    @property
    def difference(self) -> Decimal | None:
        """Between the dearest and the cheapest answer; None where fewer than two have an amount."""
        amounts = [price.amount for price in self.prices if price.amount is not None]
        return max(amounts) - min(amounts) if len(amounts) > 1 else None


@dataclass(frozen=True)
class Pricing:
    """Every question with its prices, and what they rest on."""

    priced: tuple[Priced, ...]
    periods: tuple[Period, ...]
    currency: str
    digits: int  # decimals of the currency
    meanwhile: Mapping[str, str]  # how each question was answered while the others were priced


@dataclass(frozen=True)
class _Answered:
    """The texts under some answers, with those that had to be added to them."""

    examined: ExaminedVersions
    answers: Answers
    added: tuple[Path, ...]


def price(examined: ExaminedVersions, counted: Counted, spans: Spans) -> Pricing:
    """The net amount of each answer to each open question, over the periods of ``spans``.

    The other questions are meanwhile answered by their first choice that can be read. An answer that leaves the
    agreement unreadable has no amount, and says why.
    """
    assert examined.with_answers is not None, "a file that cannot be read has no questions to price"
    usual = _usual(examined)
    found = usual.examined.versions
    periods = tuple(spans(found)) if found else ()
    left = MOST_ANSWERS
    priced = []
    for question in examined.questions:
        prices = []
        for choice in question.choices:
            left -= 1
            prices.append(
                _price(question, choice, usual, periods, counted)
                if left >= 0
                else Price(choice, None, f"only {MOST_ANSWERS} answers are priced; answer some questions first")
            )
        priced.append(_narrowed(Priced(question, tuple(prices))))
    agreement = found.last.agreement if found else None
    meanwhile = {".".join(path): choice.answer for path, choice in usual.answers.items()}
    currency = agreement.currency if agreement else ""
    return Pricing(tuple(priced), periods, currency, _digits(currency), meanwhile)


def _narrowed(priced: Priced) -> Priced:
    """The amounts of the commitment that is asked about alone, where no answer touches any other money."""
    about = priced.question.path
    known = [price for price in priced.prices if price.amount is not None]
    if len(about) < 2 or about[0] != "commitments" or not known:
        return priced
    id = f"{about[1]}/{about[3]}" if about[2:3] == ("tiers",) and len(about) > 3 else about[1]

    def own(price: Price) -> Decimal:
        assert price.amount is not None
        return sum((each for name, each in price.by_source.items() if name == id), price.amount * 0)

    rest = {price.amount - own(price) for price in known if price.amount is not None}
    if len(rest) > 1 or not any(rest) or not any(id in price.by_source for price in known):
        return priced
    prices = tuple(price if price.amount is None else replace(price, amount=own(price)) for price in priced.prices)
    return Priced(priced.question, prices, id)


def _digits(currency: str) -> int:
    from pactline.values.money import minor_digits

    return minor_digits(currency) if currency else 2


def _usual(examined: ExaminedVersions) -> _Answered:
    """The texts with every question answered by its first choice, or the first with which they can be read."""
    first = {asked.path: asked.choices[0] for asked in examined.questions if asked.choices}
    found = _with(examined, first)
    if found.examined.versions is not None:
        return found
    for question in examined.questions:
        for choice in question.choices[1:]:
            other = _with(examined, {**first, question.path: choice})
            if len(other.examined.problems) < len(found.examined.problems):
                first, found = {**first, question.path: choice}, other
            if found.examined.versions is not None:
                return found
    return found


def _with(examined: ExaminedVersions, answers: Answers) -> _Answered:
    """The texts under these answers, and under the first choice of each question that they bring up."""
    assert examined.with_answers is not None
    given, added = dict(answers), []
    now = examined.with_answers(given)
    for _ in range(MOST_ROUNDS):
        new = [asked for asked in now.questions if asked.path not in given and asked.choices]
        if not new:
            break
        added += [asked.path for asked in new]
        given |= {asked.path: asked.choices[0] for asked in new}
        now = examined.with_answers(given)
    return _Answered(now, given, tuple(added))


def _price(question: Question, choice: Choice, usual: _Answered, periods: Sequence[Period], counted: Counted) -> Price:
    others = {path: said for path, said in usual.answers.items() if path not in usual.added or path == question.path}
    found = _with(usual.examined, {**others, question.path: choice})
    also = {".".join(path): found.answers[path].answer for path in found.added if path not in usual.answers} or None
    versions = found.examined.versions
    if versions is None:
        return Price(choice, None, _why(found.examined.problems), also)
    if not periods:
        return Price(choice, None, "nothing is known of any period of the term", also)
    if counted.records is None and (unknown := _counted_from_records(versions)):
        return Price(choice, None, f"there are no records to count `{unknown}` from", also)
    try:
        amount, pending, by_source = _net(versions, periods, counted)
    except (NothingToSettle, TallyUnknown) as cannot:
        return Price(choice, None, str(cannot), also)
    return Price(choice, amount, f"{pending} still pending" if pending else "", also, by_source)


def _why(problems: Sequence[Problem]) -> str:
    said = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"the agreement cannot be read with it: {said.code}: {said.message}{more}"


def _counted_from_records(versions: Versions) -> str:
    """A commitment that only records can tell the figure of; empty if there is none."""
    for version in versions:
        for commitment in version.agreement.commitments:
            if not is_measured_elsewhere(commitment):
                return commitment.id
    return ""


def _net(versions: Versions, periods: Sequence[Period], counted: Counted) -> tuple[Decimal, int, dict[str, Decimal]]:
    """What the provider owes over the periods, less what it is owed; how many amounts are not known yet; and the
    same net by commitment or rule."""
    statements = [statement for period in periods for statement in replay(versions, [period], counted)]
    zero = Decimal(0).scaleb(-statements[0].digits)
    by_source: dict[str, Decimal] = {}
    for statement in statements:
        for line in statement.lines:
            owed = line.left if line.kind is Kind.CREDIT else -line.left
            by_source[line.source] = by_source.get(line.source, zero) + owed
    return sum((s.net for s in statements), zero), sum(len(s.pending) for s in statements), by_source
