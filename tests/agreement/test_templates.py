"""The templates: each is a whole agreement, clean, with every section, and comes to a statement and a document."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pactline import api
from pactline.agreement.model import Agreement, Commitment, Vocabulary
from pactline.agreement.reading import examine
from pactline.agreement.starting import NAMES, template_text, templates, to_replace
from pactline.agreement.wording import PROSE
from pactline.document.rendering import render
from pactline.document.wording import stray_figures
from pactline.ledger.folder import ContractFolder
from pactline.statement.model import Statement
from pactline.values.cadence import Judged
from pactline.values.period import Period
from pactline.values.target import Target, Unit

EVERY = pytest.mark.parametrize("name", NAMES)
SECTIONS = (
    "purpose", "parties", "definitions", "calendars", "charges", "services", "commitments", "relief", "rights",
    "duties", "responsibilities", "settlement", "renewal", "reviews", "contacts", "clauses", "precedence",
)  # fmt: skip
CLAUSES = ("confidentiality", "liability", "governing-law", "data-protection", "business-continuity")
SHAPES = {
    "customer-support": {"bands", "flat"},
    "sales-line": {"two_sided", "per_point", "per_contact", "per_point_or_fraction"},
    "premium-line": {"rolling_count", "streak", "flat"},
    "outbound": {"per_contact", "per_point"},
    "helpdesk": {"points"},
    "bpo-master": {"share_of_pool", "per_point"},
}
MONTH = Period.parse("2027-02")


@EVERY
def test_it_has_no_problem_no_open_question_and_no_note(name: str, vocabulary: Vocabulary) -> None:
    examined = examine(template_text(name).encode(), vocabulary)
    found = [str(one) for one in (*examined.problems, *examined.questions, *examined.notes)]
    assert found == []


@EVERY
def test_it_has_every_section_and_both_parties_promise_something(name: str, vocabulary: Vocabulary) -> None:
    text = template_text(name)
    for section in SECTIONS:
        assert re.search(rf"^{section}:", text, re.MULTILINE), section
    agreement = _read(text, vocabulary)
    assert set(CLAUSES) <= set(agreement.prose["clauses"])
    assert {terms.party for terms in agreement.rule("responsibilities").values()} == {"client", "provider"}
    assert {contact.party for contact in agreement.prose["contacts"].values()} == {"client", "provider"}
    assert any(right.holder == "client" for right in agreement.rule("rights").values())
    assert set(agreement.prose) <= PROSE | {"precedence", "indices", "notes"}


@EVERY
def test_each_shows_other_shapes_of_remedies(name: str, vocabulary: Vocabulary) -> None:
    agreement = _read(template_text(name), vocabulary)
    assert {c.remedy.shape for c in agreement.commitments if c.remedy} == SHAPES[name]


@EVERY
def test_every_promise_has_a_text_whose_figures_come_from_the_data(name: str, vocabulary: Vocabulary) -> None:
    agreement = _read(template_text(name), vocabulary)
    for commitment in agreement.commitments:
        assert commitment.text, commitment.id
        assert "{target}" in commitment.text, commitment.id
        assert stray_figures(commitment.text) == (), commitment.id
    words = [agreement.prose["purpose"], *agreement.prose["definitions"].values()]
    words += [clause.text for clause in agreement.prose["clauses"].values()]
    words += [rule.what for key in ("rights", "duties", "responsibilities") for rule in agreement.rule(key).values()]
    assert [stray for text in words for stray in stray_figures(text)] == []


@EVERY
def test_every_word_that_it_defines_is_used(name: str, vocabulary: Vocabulary) -> None:
    text = template_text(name)
    for word in _read(text, vocabulary).prose["definitions"]:
        assert len(re.findall(rf"\b{re.escape(word)}", text)) > 1, word


@EVERY
def test_it_says_in_its_first_lines_what_it_is_for_and_names_the_invented_lines(name: str) -> None:
    assert len(templates()[name]) > 40
    invented = [line.text for line in to_replace(template_text(name))]
    assert sum(text.startswith(("provider:", "client:")) for text in invented) == 2
    assert sum(text.startswith("name:") for text in invented) == 2


@EVERY
def test_it_comes_to_a_statement_on_a_month_of_facts(name: str, tmp_path: Path) -> None:
    statement = _statement(tmp_path / name, name)
    judged = {item.commitment.id: str(item.verdict) for item in statement.results}
    assert set(judged) == {c.id for c in ContractFolder(tmp_path / name).agreement.commitments if _settles(c)}
    assert "missed" in judged.values()
    assert not {"no_data"} & set(judged.values()), judged
    assert statement.credits + statement.bonuses > 0


@EVERY
def test_it_renders_as_a_page_with_every_clause(name: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    agreement = _read(template_text(name), vocabulary)
    render(agreement, tmp_path / "contract.html")
    page = (tmp_path / "contract.html").read_text(encoding="utf-8")
    for clause in agreement.prose["clauses"].values():
        assert clause.title in page
    assert "{" not in re.sub(r"<(style|script).*?</\1>", "", page, flags=re.DOTALL)


def _read(text: str, vocabulary: Vocabulary) -> Agreement:
    agreement = examine(text.encode(), vocabulary).agreement
    assert agreement is not None
    return agreement


def _settles(commitment: Commitment) -> bool:
    """Whether it is judged in February: quarters are not."""
    return str(commitment.each) != "quarter"


def _statement(folder: Path, name: str) -> Statement:
    """February 2027 on facts made for it: every figure short of its target by a little, most calls late."""
    api.new(folder, name)
    agreement = api.read_agreement(folder)
    _figures(folder, agreement)
    (folder / "records").mkdir()
    (folder / "records" / "calls.csv").write_text(_calls(agreement), encoding="utf-8")
    for charge in (charge for charge in agreement.charges.values() if charge.billed):
        _add(folder / "charges.csv", f"{charge.id},2027-02-01,2027-02-28,400000.00")
    for service in agreement.services if agreement.rule("volume") else ():
        _add(folder / "forecast.csv", f"{service},2027-02-01,2027-02-28,1000")
    if (folder / "events.csv").exists():
        _add(folder / "events.csv", "outage,2027-02-03T09:00:00+01:00,2027-02-03T09:40:00+01:00,ticket")
    for owed in _due(folder):
        _add(folder / "performed.csv", owed)
    return ContractFolder(folder).evaluate(MONTH)


def _figures(folder: Path, agreement: Agreement) -> None:
    for commitment in agreement.commitments:
        if commitment.measured == "figures":
            for window in commitment.each.windows(agreement.term, MONTH, agreement.zone):
                _add(folder / "figures.csv", _figure(commitment, window))


def _figure(commitment: Commitment, window: Judged) -> str:
    target: Target = commitment.target.on(window.settles.first)
    worse = -2 if target.higher_is_better else 2
    value = target.amount + (worse if commitment.by == "provider" else -2)
    unit = {Unit.PERCENT: " %", Unit.SECONDS: " s", Unit.CONTACTS: ""}[target.unit]
    last = window.period.end - timedelta(days=1)
    counted, good = ("1000", int(value * 10)) if target.unit is Unit.PERCENT else ("", "")
    reported = window.period.end + timedelta(days=1)
    return f"{commitment.id},{window.period.first},{last},{counted},{good},{value}{unit},report,{reported}"


def _due(folder: Path) -> list[str]:
    """Every responsibility done on its day."""
    from pactline.remedies.rules.responsibilities import responsibilities

    agreement = api.read_agreement(folder)
    owed = responsibilities(agreement.rule("responsibilities"), agreement.term, MONTH, agreement.calendars, {})
    return [f"{one.id},{one.due},{one.due},minutes" for one in owed]


def _calls(agreement: Agreement) -> str:
    """Calls to every service on every day of the month: of ten, four answered at once, four late, two given up."""
    rows = [
        "contact_id,visit,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s,talk_s,hold_s,wrap_s"
    ]
    for service in agreement.services.values():
        head = f"{(service.channels or ('voice',))[0]},{(service.queues or (service.id,))[0]}"
        for number in range(28 * 60):
            at = datetime(2027, 2, 1 + number // 60, 10, tzinfo=UTC) + timedelta(minutes=number % 60)
            wait = 3 if number % 10 < 4 else 360
            left = at + timedelta(seconds=wait)
            front = f"{service.id}-{number},1,{head},{service.direction or 'inbound'},{_at(at)}"
            if number % 10 >= 8:
                rows.append(f"{front},,{_at(left)},abandoned,{wait},,,")
            else:
                talk = 5 if number % 10 in (0, 4) else 60
                rows.append(f"{front},{_at(left)},{_at(left + timedelta(seconds=talk))},answered,{wait},{talk},0,90")
    return "\n".join(rows) + "\n"


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _add(file: Path, row: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
