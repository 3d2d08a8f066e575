"""Reading an agreement: the file's bytes become an Agreement, or every problem in them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pactline.agreement.better_costs_more import check_better
from pactline.agreement.caps import check_cap
from pactline.agreement.consistency import (
    check_cap_range,
    check_choices,
    check_money,
    check_names,
    check_parties,
    check_present,
    counting_of,
    modifiers_of,
    terms_of,
)
from pactline.agreement.dates import check_dates
from pactline.agreement.draft import Draft, read_draft
from pactline.agreement.gaming import check_gaming
from pactline.agreement.indexing import follow
from pactline.agreement.model import (
    Agreement,
    AtRisk,
    Charge,
    Commitment,
    Ratchet,
    RemedyTerms,
    Rounding,
    Service,
    Vocabulary,
)
from pactline.agreement.open_choices import ask
from pactline.agreement.parts import Part
from pactline.agreement.promises import PromiseDraft
from pactline.agreement.prose_figures import check_prose
from pactline.agreement.questions import Question
from pactline.agreement.reachable import check_reachable
from pactline.agreement.references import check_references
from pactline.agreement.report import Report
from pactline.agreement.ruling import (
    charge_each,
    check_business_days,
    check_charges,
    check_order,
    check_pools,
    check_rounding,
    check_sides,
    steps_used,
)
from pactline.agreement.schema import language_of
from pactline.agreement.stated import decide
from pactline.agreement.tables import check_tables
from pactline.agreement.targets import check_targets, ratchet_step
from pactline.agreement.yaml_text import MOST_BYTES, MapNode, read_tree
from pactline.values.calendar import ALWAYS
from pactline.values.problem import Problem, Problems

FILE = "agreement.yaml"
_CHECKS = (
    check_present, check_parties, check_names, check_charges, check_references, check_choices, check_rounding,
    check_money, check_dates, check_targets, check_cap_range, check_tables, check_order, check_business_days,
    check_pools, check_sides, check_cap, check_reachable, check_better, check_gaming, check_prose,
)  # fmt: skip


class AgreementProblems(Problems):
    """An agreement refused, with everything that is wrong in it."""


@dataclass(frozen=True)
class Examined:
    """An agreement, or the problems that refuse it; and notes: legal, and worth knowing before signing."""

    agreement: Agreement | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()  # what it leaves open, whether or not it can be read without an answer


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
    return examine_tree(read_tree(raw, report), raw, report, vocabulary)


def examine_tree(tree: MapNode | None, raw: bytes, report: Report, vocabulary: Vocabulary) -> Examined:
    """As :func:`examine`, of a tree that was read (and perhaps amended); ``raw`` are the bytes that it came from."""
    if tree is not None:
        tree = follow(decide(tree, report), report)
    draft = read_draft(tree, language_of(vocabulary), report) if tree else None
    if draft:
        for check in _CHECKS:
            check(draft, report)
        ask(draft, report)
    found = _agreement(draft, raw, report.file) if draft and not report.problems else None
    return Examined(found, report.problems, report.notes, report.questions)


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
        charges={name: _charge(name, part, draft) for name, part in draft.charges.items()},
        commitments=tuple(_commitment(promise, draft, services) for promise in draft.promises),
        at_risk=AtRisk(at_risk.percent, at_risk.of) if at_risk else None,
        digest="sha256:" + hashlib.sha256(raw).hexdigest(),
        file=file,
        text=raw.decode("utf-8-sig"),
        rules=_rules(draft),
        order=heading["order"] or tuple(steps_used(draft)),
        prose={key: heading[key] for key in _PROSE if heading[key]},
    )


_PROSE = ("purpose", "parties", "definitions", "clauses", "reviews", "contacts", "precedence")


def _charge(name: str, part: Part, draft: Draft) -> Charge:
    each = _present(charge_each(name, draft))
    return Charge(name, each, part["amount"], part["billed"] is not None, part["next"], part["share"], part["of"])


def _rules(draft: Draft) -> dict[str, Any]:
    """The terms of every rule that the agreement has."""
    found: dict[str, Any] = {
        key: {name: _present(part.made) for name, part in parts.items()} for key, parts in draft.rules.items() if parts
    }
    for key, rule in draft.language.vocabulary.rules.items():
        if not rule.named and draft.heading[key] is not None:
            found[key] = draft.heading[key]
    return found


def _present(value: Any) -> Any:
    assert value is not None, "a part without problems can be read"
    return value


def _commitment(promise: PromiseDraft, draft: Draft, services: dict[str, Service]) -> Commitment:
    part, metric = promise.part, _present(promise.metric)
    arguments = promise.arguments()
    wanted = metric.demands(arguments) | metric.free
    ratchet = part["ratchet"]
    return Commitment(
        id=promise.id,
        title=promise.title,
        clause=part["clause"] or "",
        service=services[part["service"]],
        metric=metric.name,
        arguments={
            # a reading from the conventions that no other choice asks for does not belong to this promise
            key: value if info.is_required() or info.default is not None or key in wanted else None
            for (key, value), info in zip(arguments.items(), metric.terms.model_fields.values(), strict=True)
        },
        counting=counting_of(promise, draft.language.vocabulary.counting),
        each=part["each"],
        target=part["target"],
        rounding=part["rounding"] or _present(draft.heading["rounding"].shares),
        unit=metric.unit_for(arguments),
        higher_is_better=metric.better_for(arguments),
        remedy=_remedy(part["remedy"]),
        bonus=_remedy(part["bonus"]),
        line=part.node.line,
        text=part["text"],
        by=part["by"],
        measured=part["measured"],
        ratchet=Ratchet(ratchet.each != "year", ratchet_step(ratchet)[0], ratchet.when == "kept", ratchet.since)
        if ratchet
        else None,
        report=part["report"],
        report_only_until=part["report_only_until"],
        part_windows=part["part_windows"],
    )


def _remedy(given: Any) -> RemedyTerms | None:
    if given is None:
        return None
    shape, terms = terms_of(given)
    return RemedyTerms(shape, terms, getattr(given, "when", None), modifiers_of(given))
