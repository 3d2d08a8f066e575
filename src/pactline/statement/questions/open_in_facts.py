"""Questions that only the facts bring up: several figures are reported for one window, and nothing says what of it."""

from __future__ import annotations

from collections.abc import Iterator

from pactline.agreement.model import Commitment
from pactline.agreement.questions import Choice, Question, in_order
from pactline.agreement.usual_answers import TEXTS
from pactline.agreement.versions import Versions
from pactline.records.choices.contacts import Combine
from pactline.records.facts import Facts
from pactline.statement.windows.contract import Contract, Due


def open_in_facts(versions: Versions, facts: Facts) -> tuple[Question, ...]:
    """How several figures of one window become one, where they are reported and the agreement does not say it."""
    contract = Contract.until(versions, versions.term.end)
    return in_order(_asked(each) for each in _windows(contract, facts))


def _windows(contract: Contract, facts: Facts) -> Iterator[Due]:
    silent = [commitment for commitment in contract.last.agreement.commitments if _is_silent(commitment)]
    rows = [row for row in facts.figures if row.commitment in {commitment.id for commitment in silent}]
    if not rows:
        return
    for due in contract.due(contract.term):
        if _is_silent(due.commitment):
            window = due.judged.period
            inside = [r.period for r in rows if r.commitment == due.id and r.period.overlap(window) == r.period]
            if len(inside) > 1 and window not in inside:  # a report for the window itself is its figure
                yield due


def _is_silent(commitment: Commitment) -> bool:
    """Whether nothing says what becomes of several figures; months of a rolling window have a choice of their own."""
    asked = "combine" in commitment.arguments and commitment.arguments["combine"] is None
    return asked and commitment.counting.over_months is None


def _asked(due: Due) -> Question:
    choices = tuple(Choice(word.value, word.meaning) for word in Combine)
    name = due.id.split("/")[0]
    text = f"{TEXTS['combine']} (as in {due.judged.period})"
    return Question(due.agreement.file, due.commitment.line, 3, ("commitments", name, "combine"), text, choices)
