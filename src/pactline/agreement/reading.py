"""Reading an agreement: the file's bytes become an Agreement, or every problem in them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pactline.agreement.caps import check_cap
from pactline.agreement.consistency import (
    check_cap_range,
    check_choices,
    check_money,
    check_names,
    check_parties,
    check_present,
    counting_of,
    terms_of,
)
from pactline.agreement.dates import check_dates
from pactline.agreement.draft import Draft, read_draft
from pactline.agreement.model import (
    Agreement,
    AtRisk,
    Charge,
    Commitment,
    RemedyTerms,
    Rounding,
    Service,
    Vocabulary,
)
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.report import Report
from pactline.agreement.schema import language_of
from pactline.agreement.tables import check_tables
from pactline.agreement.targets import check_targets
from pactline.agreement.yaml_text import MOST_BYTES, read_tree
from pactline.values.calendar import ALWAYS
from pactline.values.problem import Problem, Problems

FILE = "agreement.yaml"
_CHECKS = (
    check_present, check_parties, check_names, check_choices, check_money,
    check_dates, check_targets, check_cap_range, check_tables, check_cap,
)  # fmt: skip


class AgreementProblems(Problems):
    """An agreement refused, with everything that is wrong in it."""


@dataclass(frozen=True)
class Examined:
    """An agreement, or the problems that refuse it; and notes: legal, and worth knowing before signing."""

    agreement: Agreement | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read(source: str | os.PathLike[str] | bytes, vocabulary: Vocabulary, name: str = "") -> Agreement:
    """The agreement in a file, in a contract folder, or in bytes; ``name`` is the file's name in messages.

    Raises AgreementProblems with all problems at once, and OSError if the file cannot be opened.
    """
    examined = examine(source, vocabulary, name)
    if examined.agreement is None:
        raise AgreementProblems(examined.problems)
    return examined.agreement


def examine(source: str | os.PathLike[str] | bytes, vocabulary: Vocabulary, name: str = "") -> Examined:
    """As :func:`read`, but problems are handed back, and notes with them. Raises OSError."""
    raw, file = _bytes(source)
    report = Report(name or file)
    tree = read_tree(raw, report)
    draft = read_draft(tree, language_of(vocabulary), report) if tree else None
    if draft:
        for check in _CHECKS:
            check(draft, report)
    found = _agreement(draft, raw, report.file) if draft and not report.problems else None
    return Examined(found, report.problems, report.notes)


def _bytes(source: str | os.PathLike[str] | bytes) -> tuple[bytes, str]:
    """The bytes, and the name the file goes by; of a file that is too large, one byte more than is allowed."""
    if isinstance(source, bytes):
        return source, FILE
    path = Path(source)
    path = path / FILE if path.is_dir() else path
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1), str(path)


def _agreement(draft: Draft, raw: bytes, file: str) -> Agreement:
    """The agreement of a draft in which no problem was found."""
    heading = draft.heading
    services = {
        name: Service(
            name,
            part["title"] or name,
            part["channels"] or (),
            part["queues"] or (),
            part["direction"],
            ALWAYS if part["hours"] == "always" else _present(draft.calendars[part["hours"]]),
            part["hours"],
        )
        for name, part in draft.services.items()
    }
    at_risk = heading["at_risk"]
    return Agreement(
        name=heading["agreement"],
        provider=heading["provider"],
        client=heading["client"],
        term=heading["term"],
        zone=heading["zone"],
        currency=heading["currency"],
        rounding=Rounding(heading["rounding"].shares, heading["rounding"].money),
        calendars={name: _present(calendar) for name, calendar in draft.calendars.items()},
        services=services,
        charges={name: Charge(name, part["each"], part["amount"]) for name, part in draft.charges.items()},
        commitments=tuple(_commitment(promise, draft, services) for promise in draft.promises),
        at_risk=AtRisk(at_risk.percent, at_risk.of) if at_risk else None,
        digest="sha256:" + hashlib.sha256(raw).hexdigest(),
        file=file,
        text=raw.decode("utf-8-sig"),
    )


def _present(value: Any) -> Any:
    assert value is not None, "a part without problems can be read"
    return value


def _commitment(promise: PromiseDraft, draft: Draft, services: dict[str, Service]) -> Commitment:
    part, metric = promise.part, _present(promise.metric)
    wanted = metric.demands(promise.arguments())
    return Commitment(
        id=promise.id,
        title=promise.title,
        clause=part["clause"] or "",
        service=services[part["service"]],
        metric=metric.name,
        arguments={
            # a reading from the conventions that no other choice asks for does not belong to this promise
            key: value if info.is_required() or info.default is not None or key in wanted else None
            for (key, value), info in zip(promise.arguments().items(), metric.terms.model_fields.values(), strict=True)
        },
        counting=counting_of(promise, draft.language.vocabulary.counting),
        each=part["each"],
        target=part["target"],
        remedy=_remedy(part["remedy"]),
        bonus=_remedy(part["bonus"]),
        line=part.node.line,
    )


def _remedy(given: Any) -> RemedyTerms | None:
    if given is None:
        return None
    shape, terms = terms_of(given)
    return RemedyTerms(shape, terms, getattr(given, "when", None))
