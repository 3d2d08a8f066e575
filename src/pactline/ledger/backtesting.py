"""Back-testing a contract folder: its own terms, other terms from files, and sweeps, over its records and facts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pactline.agreement.model import Agreement
from pactline.agreement.moving import all_covering, covering
from pactline.agreement.proposing import Proposed, read_proposed
from pactline.agreement.reading import examine_tree
from pactline.agreement.report import Report
from pactline.agreement.sweeping import MOST_POINTS, SweepRefused, Swept, swept
from pactline.agreement.sweeping import Sweep as Asked
from pactline.agreement.versions import Version
from pactline.agreement.yaml_writing import yaml_text
from pactline.ledger.folder import ContractFolder
from pactline.statement.backtest.backtested import Backtest, Sweep, Terms, Trial
from pactline.statement.backtest.backtesting import LABELS, backtest, periods_between
from pactline.statement.counting.counted import Counted
from pactline.statement.evaluating import NothingToSettle
from pactline.statement.rules import vocabulary
from pactline.values.period import Period

_AS_CHANGED = "the agreement with the changes in this file"


def backtest_folder(
    folder: ContractFolder,
    terms: Sequence[str | os.PathLike[str]] = (),
    *,
    first: str,
    last: str | None = None,
    sweep: Iterable[str] = (),
) -> Backtest:
    """The folder's own terms and those of the files over the periods from ``first`` to ``last``.

    Raises AgreementProblems for a file that is no terms, Problems for records or facts, and NothingToSettle, saying
    what is wrong, for periods or sweeps that cannot be made.
    """
    periods = periods_between(first, last)
    days = Period(periods[0].first, periods[-1].end)
    if len(terms) >= len(LABELS):
        raise NothingToSettle(f"at most {len(LABELS) - 1} other terms can stand beside the agreement's own")
    versions = folder.versions
    own, notes = all_covering(versions, days)
    amended = sum(v.effective is not None and days.first < v.effective < days.end for v in versions)
    if amended and own is not versions.last.agreement:
        notes = (*notes, "each amendment holds from its day on")
    sides = [Terms(LABELS[0], "the agreement as it stands", str(folder.agreement_file), own, notes)]
    standing = versions.last
    for label, file in zip(LABELS[1:], terms, strict=False):
        sides.append(_other(label, read_proposed(file, standing, vocabulary()), days, notes))
    sweeps = [_sweep(text, standing, days, amended=bool(amended)) for text in sweep]
    return backtest(sides, periods, Counted(folder.records, folder.facts), sweeps)


def _other(label: str, proposed: Proposed, days: Period, said: Sequence[str]) -> Terms:
    """Other terms; ``said`` was said of the agreement's own, and need not be said again of changes to it."""
    agreement, notes = covering(proposed.agreement, days)
    if not proposed.whole:
        notes = (_AS_CHANGED, *(note for note in notes if note not in said))
    return Terms(label, proposed.name, proposed.file, agreement, notes)


def _sweep(text: str, standing: Version, days: Period, *, amended: bool) -> Sweep:
    """One sweep over the text as it was last amended; the value that stands there is always among those tried."""
    try:
        asked = Asked.parse(text)
        place = swept(asked, standing.tree)
    except SweepRefused as refused:
        raise NothingToSettle(str(refused)) from None
    values = sorted({*asked.values, place.present})
    assert len(values) <= MOST_POINTS + 1, "a sweep bounds its values"
    notes = []
    if place.dated:
        notes.append("the value changes on agreed days; a sweep puts one value in the place of all of them")
    if amended:
        notes.append("the text as last amended is tried on all days, also on those before an amendment")
    trials = tuple(_trial(place, value, standing, days) for value in values)
    return Sweep(asked.path, place.commitment, place.is_target, trials, tuple(notes))


def _trial(place: Swept, value: Decimal, standing: Version, days: Period) -> Trial:
    """The agreement with one value, or the first reason why there can be none."""
    present = value == place.present
    found: Agreement | None = standing.agreement
    refused = ""
    if not present or place.dated:
        tree = place.with_number(value)
        report = Report(standing.files[0])
        examined = examine_tree(tree, yaml_text(tree).encode(), report, vocabulary())
        found = examined.agreement
        refused = examined.problems[0].message if found is None else ""
    moved = covering(found, days)[0] if found is not None else None
    return Trial(value, place.written(value), moved, refused, present)
