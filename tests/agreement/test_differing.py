# ruff: noqa: E501 (a table reads better with one change a line)
"""What differs by meaning is said, with its bearing and both places; what differs in spelling only is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.agreement.amendment_faults import AMENDMENT, folder
from tests.agreement.faults import FAULTS, GOOD

from pactline.agreement.difference import HEADINGS, Change, Difference
from pactline.agreement.differing import differ
from pactline.agreement.model import Vocabulary
from pactline.agreement.reading import AgreementProblems
from pactline.agreement.report import Report
from pactline.agreement.sides import DayOutside, open_side
from pactline.agreement.yaml_text import plain, read_tree
from pactline.statement.rules import vocabulary as the_vocabulary

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/agreement.yaml"))
WORDS = the_vocabulary()


def diff(a: str | bytes | Path, b: str | bytes | Path) -> Difference:
    sides = (open_side(text.encode() if isinstance(text, str) else text, WORDS) for text in (a, b))
    return differ(*sides)


def edited(*edits: tuple[str, str], text: str = GOOD) -> str:
    for old, new in edits:
        assert old in text, f"nothing to edit: {old}"
        text = text.replace(old, new)
    return text


def the_change(*edits: tuple[str, str], text: str = GOOD) -> Change:
    (change,) = diff(text, edited(*edits, text=text)).changes
    return change


BONUS = "    bonus: {when: at least 90 %, flat: 2000.00}\n"
CAP = "at_risk: {percent: 12 %, of: monthly-fee}\n"
FEE = "amount: {from 2025-01-01: 120000.00, from 2025-07-01: 125000.00}"
TERM = "term: 2025-01-01/2026-01-01"
PROMPT = "In the commitment prompt-answer (clause 4.1), "


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("target: at least 80 %", "target: at least 85 %", PROMPT + "target: from at least 80 % to at least 85 %; stricter for the provider."),
        ("target: at least 80 %", "target: at least 79.9 %", PROMPT + "target: from at least 80 % to at least 79.9 %; easier for the provider."),
        ("target: at least 80 %", "target: more than 80 %", PROMPT + "target: from at least 80 % to more than 80 %; stricter for the provider."),
        ("target: at most 3 %", "target: at most 2 %", "In the commitment abandonment (clause 4.3), target: from at most 3 % to at most 2 %; stricter for the provider."),
        ("target: at least 80 %", "target: at most 80 %", PROMPT + "target: from at least 80 % to at most 80 %."),
        ("within: 20 s", "within: 30 s", PROMPT + "within: from at most 20 s to at most 30 s; easier for the provider."),
        ("within: 20 s", "within: under 20 s", PROMPT + "within: from at most 20 s to under 20 s; stricter for the provider."),
        ("from 2025-04-01: at least 90 %", "from 2025-04-01: at least 91 %", "In the commitment half-hours (clause 4.4), target: from at least 85 % from the start and at least 90 % from 2025-04-01 to at least 85 % from the start and at least 91 % from 2025-04-01; stricter for the provider."),
        ("{from 2025-01-01: at least 85 %, from 2025-04-01: at least 90 %}", "at least 88 %", "In the commitment half-hours (clause 4.4), target: from at least 85 % from the start and at least 90 % from 2025-04-01 to at least 88 %."),
        ("credit: 2 %}\n          - {from: 70", "credit: 3 %}\n          - {from: 70", PROMPT + "remedy, bands, from 75 % below 80 %, credit: from 2 % to 3 %; costs the provider more."),
        ("flat: 2000.00", "flat: 1500", PROMPT + "bonus, flat: from EUR 2,000.00 to EUR 1,500.00; costs the client less."),
        ("when: at least 90 %", "when: at least 92 %", PROMPT + "bonus, when (the mark, better than the target, that the figure must reach): from at least 90 % to at least 92 %; the bonus is harder to earn for the provider."),
        (BONUS, "", PROMPT + "bonus: removed, was when at least 90 %, flat EUR 2,000.00; costs the client less."),
        ("percent: 12 %", "percent: 10 %", "At risk, percent: from 12 % to 10 %; the provider can owe less."),
        (CAP, "", "At risk (the most that the credits of one period of the charge may come to): removed, was percent 12 %, of monthly-fee; the provider can owe more."),
        ("from 2025-07-01: 125000.00", "from 2025-07-01: 120000.01", "In the charge monthly-fee, amount: from EUR 120,000.00 from the start and EUR 125,000.00 from 2025-07-01 to EUR 120,000.00 from the start and EUR 120,000.01 from 2025-07-01; the client pays less."),
        (TERM, "term: 2025-01-01/2026-01-02", "Term: from 2025-01-01/2026-01-01 to 2025-01-01/2026-01-02; it ends 1 day later."),
        (TERM, "term: 2025-01-01/2025-07-01", "Term: from 2025-01-01/2026-01-01 to 2025-01-01/2025-07-01; it ends 184 days earlier."),
        ("[billing, technical]", "[billing]", "In the service support, queues: from billing and technical to billing."),
        ("abandons: ignore_short", "abandons: count_all", PROMPT + "abandons: from ignore_short (those who left within the short-abandon time are left out, later ones are missed) to count_all (every abandoned contact counts as missed)."),
        ("client: Aurora Energy", "client: Aurora Holding AG", "Client: from Aurora Energy to Aurora Holding AG."),
        ("shares: exact", "shares: 1 decimal half_up", "Rounding, shares (figures, before they are compared with their target; or each commitment says its own): from exact to 1 decimal half_up."),
        ("fast: {within: 10 s, target: at least 90 %", "fast: {within: 10 s, target: at least 89 %", "In the commitment two-tiers (clause 4.2), fast, target: from at least 90 % to at least 89 %; easier for the provider."),
    ],
)  # fmt: skip
def test_a_change_of_substance_is_said_in_one_sentence(old: str, new: str, sentence: str) -> None:
    change = the_change((old, new))
    assert change.sentence.replace("from 2025-01-01 and", "from the start and") == sentence
    assert change.moves_money
    assert change.a is None or GOOD.splitlines()[change.a.line - 1].strip()


@pytest.mark.parametrize(
    "edits",
    [
        [("within: 20 s", "within: 20")],
        [("target: at least 80 %", 'target: ">= 80.0 %"')],
        [("120000.00", "120000"), ("flat: 2000.00", 'flat: "2000"')],
        [(TERM, "term: 2025")],
        [("[billing, technical]", "[technical, billing]")],
        [("closed: [2025-12-25, 2025-12-26]", "closed: [2025-12-26, 2025-12-25]")],
        [("mon-fri: [\"08:00-12:00\", \"13:00-18:00\"]", "mon-wed: [08:00-12:00, 13:00-18:00]\n    thu-fri: [08:00-12:00, 13:00-18:00]")],
        [("    each: month\n    target: at least 80 %", "    flow_outs: exclude\n    each: month\n    target: at least 80 %")],
        [("    each: month\n    target: at least 80 %", "    minimum_sample: 0\n    each: month\n    target: at least 80 %")],
        [("target: at least 80 %", "target: {from 2024-06-01: at least 70 %, from 2025-01-01: at least 80 %}")],
        [("target: at least 80 %", "target: {from 2025-01-01: at least 80 %, from 2025-05-01: at least 80 %}")],
        [("          - {from: 75 %, below: 80 %, credit: 2 %}\n", ""), ("credit: 4 %}\n", "credit: 4 %}\n          - {from: 75 %, below: 80 %, credit: 2 %}\n")],
        [("client: Aurora Energy", 'client: "Aurora   Energy"')],
        [("each: quarter\n    tiers:", "tiers:"), ("fast: {", "fast: {each: quarter, "), ("everyone: {", "everyone: {each: quarter, ")],
    ],
    ids=lambda edits: edits[0][1][:30],
)  # fmt: skip
def test_another_spelling_of_the_same_is_no_difference(edits: list[tuple[str, str]]) -> None:
    assert diff(GOOD, edited(*edits)).changes == ()


def test_the_order_of_keys_is_no_difference() -> None:
    def reversed_keys(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: reversed_keys(inner) for key, inner in reversed(value.items())}
        return value

    for text in [GOOD, *(path.read_text(encoding="utf-8") for path in EXAMPLES)]:
        tree = read_tree(text.encode(), Report(""))
        assert tree
        assert diff(text, json.dumps(reversed_keys(plain(tree)))).changes == ()


@pytest.mark.parametrize(
    ("edits", "path"),
    [
        ([("monthly-fee", "fee")], "charges.monthly-fee"),
        ([("office", "desk")], "calendars.office"),
        ([("  support:", "  help:"), ("service: support", "service: help")], "services.support"),
        ([("prompt-answer", "quick-answer")], "commitments.prompt-answer"),
    ],
)
def test_a_part_under_another_name_is_renamed_and_what_names_it_stays_the_same(
    edits: list[tuple[str, str]], path: str
) -> None:
    change = the_change(*edits)
    assert (change.kind, ".".join(change.path), change.moves_money) == ("renamed", path, False)
    assert "what it says stays the same" in change.sentence
    assert change.heading == "Renamed, and otherwise the same"


def test_a_renamed_calendar_service_and_charge_are_followed_through_each_other() -> None:
    text = edited(
        ("office", "desk"), ("  support:", "  help:"), ("service: support", "service: help"), ("monthly-fee", "fee")
    )
    assert {change.kind for change in diff(GOOD, text).changes} == {"renamed"}
    assert len(diff(GOOD, text).changes) == 3


def test_a_renamed_commitment_with_another_target_is_one_removed_and_one_added() -> None:
    changes = diff(
        GOOD, edited(("prompt-answer", "quick-answer"), ("target: at least 80 %", "target: at least 81 %"))
    ).changes
    assert [(change.kind, change.effect) for change in changes] == [
        ("removed", "the provider promises less"), ("added", "the provider promises more"),
    ]  # fmt: skip
    assert [change.heading for change in changes] == ["Commitments removed", "Commitments added"]
    assert changes[1].sentence.startswith(
        "The commitment quick-answer (clause 4.1) is added: clause 4.1; service support; metric"
    )


def test_two_parts_that_say_the_same_are_renamed_one_each() -> None:
    two = edited(("services:\n", "services:\n  one: {hours: always}\n  two: {hours: always}\n"))
    changes = diff(two, edited(("  one:", "  uno:"), ("  two:", "  due:"), text=two)).changes
    assert [(change.before, change.after) for change in changes] == [("one", "uno"), ("two", "due")]


def test_another_shape_of_remedy_is_told_as_a_whole() -> None:
    fast = "fast: {within: 10 s, target: at least 90 %, remedy: "
    change = the_change((fast + "{flat: 1000.00}", fast + "{per_point: 100.00}"))
    assert change.sentence.endswith("fast, remedy: from flat EUR 1,000.00 to per point EUR 100.00.")
    assert (change.effect, change.heading) == (None, "Remedies and bonuses")


def test_a_row_that_is_split_is_told_row_by_row() -> None:
    row = "          - {from: 75 %, below: 80 %, credit: 2 %}\n"
    split = "          - {from: 77 %, below: 80 %, credit: 1 %}\n          - {from: 75 %, below: 77 %, credit: 2 %}\n"
    changes = diff(GOOD, edited((row, split))).changes
    assert [(change.kind, change.path[-1]) for change in changes] == [
        ("changed", "below"),
        ("added", "from 77 % below 80 %"),
    ]
    assert changes[1].a is None
    assert changes[1].b


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("    clause: \"4.1\"\n", "    clause: \"4.1\"\n    title: Prompt answer\n", "Prompt answer"),
        ('clause: "4.3"', 'clause: "4.3a"', "4.3a"),
        ("currency: EUR\n", "currency: EUR\nnotes: as agreed\n", "as agreed"),
        ("agreement: Northwind support", "agreement: Northwind", "Northwind"),
        ("fast: {within", "fast: {title: Quick, within", "Quick"),
    ],
)  # fmt: skip
def test_words_for_people_move_no_money(old: str, new: str, after: str) -> None:
    change = the_change((old, new))
    assert (change.after, change.moves_money, change.heading) == (after, False, "Wording, which moves no figure")


def test_a_commitment_of_the_client_bears_the_other_way() -> None:
    client = edited(("  abandonment:\n", "  abandonment:\n    by: client\n"))
    stricter = the_change(("target: at most 3 %", "target: at most 2 %"), text=client)
    assert stricter.effect == "stricter for the client"
    dearer = the_change(("{above: 5 %, credit: 2 %}", "{above: 5 %, credit: 3 %}"), text=client)
    assert dearer.effect == "costs the client more"
    sides = the_change(("by: client", "by: provider"), text=client)
    assert (sides.path[-1], sides.before, sides.after) == ("by", "client", "provider")


def test_a_value_that_was_left_out_is_told_with_what_leaving_it_out_means() -> None:
    change = the_change(
        (
            "    each: month\n    target: at least 80 %",
            "    minimum_sample: 30\n    each: month\n    target: at least 80 %",
        )
    )
    assert (change.kind, change.before, change.after, change.b is not None) == ("changed", "0", "30", True)
    by = the_change(("  abandonment:\n", "  abandonment:\n    by: client\n"))
    assert (by.before, by.a) == ("provider (not written)", None)


def test_a_section_that_the_reader_does_not_know_is_told_by_its_path() -> None:
    one, two = (GOOD + f"surprises:\n  party: {{each: year, guests: {guests}}}\n" for guests in (10, 20))
    (change,) = diff(one, two).changes
    assert (".".join(change.path), change.sentence) == (
        "surprises.party.guests", "Surprises, party, guests: from 10 to 20.",
    )  # fmt: skip
    assert change.heading == "Caps and other sections"
    (whole,) = diff(GOOD, two).changes
    assert whole.sentence == "Surprises: added, party each year, guests 20."


def test_sections_of_rules_are_told_part_by_part_and_caps_in_their_order() -> None:
    caps = "caps:\n  {}: {{on: all, each: month, at_most: 5000.00}}\n  {}: {{on: [abandonment], each: month, at_most: {} % of monthly-fee}}\n"
    one = GOOD + caps.format("first", "second", 5)
    changes = diff(one, GOOD + caps.format("first", "second", 6)).changes
    assert [change.sentence[:32] for change in changes] == ["In the cap second, at most (the "]
    (added, _) = diff(GOOD, one).changes
    assert added.sentence.startswith("The cap first is added: on all; each month; at most ")
    lines = one.splitlines()
    swapped = "\n".join([*lines[:-2], lines[-1], lines[-2]]) + "\n"
    (order,) = diff(one, swapped).changes
    assert (order.kind, order.before, order.after, order.moves_money) == (
        "reordered",
        "first, second",
        "second, first",
        True,
    )
    assert diff(one, edited(("second", "other"), text=one)).changes[0].kind == "renamed"


def test_the_text_groups_by_heading_names_both_places_and_counts_what_moves_money() -> None:
    text = str(
        diff(GOOD, edited(("target: at least 80 %", "target: at least 85 %"), ('clause: "4.3"', 'clause: "4.5"')))
    )
    assert text.splitlines() == [
        "From agreement.yaml",
        "to   agreement.yaml",
        "",
        "Commitments changed",
        "",
        "  In the commitment prompt-answer (clause 4.1), target: from at least 80 % to at least 85 %;",
        "  stricter for the provider.",
        "      agreement.yaml:30 -> agreement.yaml:30",
        "",
        "Wording, which moves no figure",
        "",
        '  In the commitment abandonment (clause 4.5), clause: from "4.3" to "4.5".',
        "      agreement.yaml:49 -> agreement.yaml:49",
        "",
        "2 changes, of which 1 can move money.",
    ]
    assert str(diff(GOOD, GOOD)).endswith("Nothing differs in meaning.")


def test_versions_of_a_folder_are_compared_by_day_and_show_the_file_of_the_amendment(tmp_path: Path) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT})
    june, july = (open_side(f"{at}@2025-{day}", WORDS) for day in ("06-30", "07-01"))
    changes = differ(june, july).changes
    assert {".".join(change.path) for change in changes} == {
        "term", "commitments.prompt-answer.target", "commitments.prompt-answer.remedy", "commitments.abandonment",
    }  # fmt: skip
    (target,) = [change for change in changes if change.path[-1] == "target"]
    assert [str(spot) for spot in (target.a, target.b)] == [f"{at}/agreement.yaml:30", f"{at}/amendments/raise.yaml:9"]
    whole = differ(open_side(at / "agreement.yaml", WORDS), open_side(at, WORDS)).changes
    assert [change.path for change in whole] == [change.path for change in changes]


@pytest.mark.parametrize("day", ["2024-12-31", "2026-07-01", "July"])
def test_a_day_without_a_text_is_refused(day: str, tmp_path: Path) -> None:
    at = folder(tmp_path, {"raise.yaml": AMENDMENT})
    with pytest.raises(DayOutside, match=day):
        open_side(f"{at}@{day}", WORDS)


def test_a_file_whose_name_has_an_at_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "terms@2025.yaml").write_text(GOOD, encoding="utf-8")
    assert open_side(tmp_path / "terms@2025.yaml", WORDS).first is not None


def test_a_draft_with_open_questions_can_be_compared_and_a_file_that_is_no_yaml_cannot() -> None:
    (change,) = diff(GOOD, edited(("    target: at least 80 %\n", ""))).changes
    assert (change.kind, change.path[-1]) == ("removed", "target")
    with pytest.raises(AgreementProblems):
        diff(GOOD, "a: [1\n")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_agreement_does_not_differ_from_itself_and_differs_from_every_other(
    path: Path, vocabulary: Vocabulary
) -> None:
    assert not diff(path, path)
    for other in EXAMPLES:
        if other != path:
            assert diff(path, other).moving


READABLE = [fault for fault in FAULTS if (fault.code.startswith("AGR_") and fault.code != "AGR_SHAPE") or fault.note]


def readable(text: str) -> bool:
    report = Report("")
    return read_tree(text.encode(), report) is not None and not report.problems


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(READABLE), min_size=1, max_size=4))
def test_every_edit_is_seen_both_ways_and_nothing_falls_over(faults: list[Any]) -> None:
    text = GOOD
    for fault in faults:
        text = text.replace(fault.old, fault.new, 1)
    if not readable(text):
        return
    there, back = diff(GOOD, text), diff(text, GOOD)
    assert bool(there) is bool(back)
    opposite = {"added": "removed", "removed": "added"}
    assert sorted(opposite.get(change.kind, change.kind) for change in there.changes) == sorted(
        change.kind for change in back.changes
    )
    for change in (*there.changes, *back.changes):
        assert change.heading in HEADINGS
        assert change.sentence.endswith(".")
        assert (change.a or change.b) is not None
        assert (change.before is None) is (change.kind == "added")
        assert (change.after is None) is (change.kind == "removed")


@pytest.mark.parametrize(
    "fault", [f for f in READABLE if readable(f.text)], ids=lambda fault: f"{fault.code}: {fault.what}"
)
def test_every_mistake_of_the_table_is_a_difference(fault: Any) -> None:
    assert diff(GOOD, fault.text).changes


RULES = """\
indices: {cpi: {values: {from 2021-01-01: 100, from 2025-01-01: 104.1}}}
duties: {plan: {on: provider, when: {missed: prompt-answer}, due: 15 business days, calendar: office, what: a plan}}
rights: {leave: {holder: client, when: {missed: prompt-answer, times: 4, within: 12 months}, open_for: 60 days, what: leave}}
definitions: {Day: a day}
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence", "moves"),
    [
        ("due: 15", "due: 10", "In the duty plan, due (how long after the last day of the window, such as 15 business days): from 15 business days to 10 business days.", True),
        ("times: 4", "times: 3", "In the right leave, when, times (so many windows, this one among them): from 4 to 3.", True),
        ("what: leave", "what: leave at once", "In the right leave, what: from leave to leave at once.", True),
        ("104.1", "105", "In the index cpi, values: from 100 from 2021-01-01, 104.1 from 2025-01-01 to 100 from 2021-01-01, 105 from 2025-01-01.", True),
        ("a day}", "a business day}", 'The definition Day: from "a day" to "a business day".', False),
        ("fast: {within: 10 s, target: at least 90 %, remedy: {flat: 1000.00}}", "fast: {within: 10 s, target: at least 90 %, remedy: {flat: {amount: 1000.00, index: cpi}}}", "In the commitment two-tiers (clause 4.2), fast, remedy, flat: from EUR 1,000.00 to amount 1000.00, index cpi.", True),
    ],
)  # fmt: skip
def test_rules_are_told_by_what_their_models_say(old: str, new: str, sentence: str, moves: bool) -> None:
    change = the_change((old, new), text=GOOD + RULES)
    assert (change.sentence, change.moves_money) == (sentence, moves)


def test_a_calendar_that_is_renamed_is_no_change_of_a_word_that_is_spelt_like_it() -> None:
    """``hours: business`` of a promise is a choice; the calendar called ``business`` is another thing."""
    from pactline.agreement.meaning import section_of
    from pactline.agreement.schema import Language
    from pactline.statement.rules import vocabulary

    language = Language(vocabulary())
    assert section_of(language.promise("first_response_within").model_fields["hours"], "hours") is None
    assert section_of(language.service.model_fields["hours"], "hours") == "calendars"
