"""The gallery of faults in a mapping file: each with its place, its code and how to put it right."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest

from pactline.importers.mapping.codes import FILES, MAPPING_FAULTS, ROWS, TOLD
from pactline.importers.mapping.file import mapping_names, mapping_schema, match_report, parse_mapping, read_mapping
from pactline.importers.mapping.model import RecordMapping, ReportMapping
from pactline.values.problem import Problem, Problems

REPORT = """\
mapping: counts
kind: report
source: {format: csv, header: [day, in, out, sl]}
label: [day]
groups:
  all:
    counts: {offered: [in], answered: [out]}
    reported:
      - {column: sl, metric: service_level, within: 20 s, written: percent}
"""

SHARED = (
    "files/cells", "files/clocks", "files/csv_records", "files/packages", "files/sheet", "files/tables",
    "files/workbook", "files/xml_parts",
)  # fmt: skip


def problems_of(text: str) -> tuple[Problem, ...]:
    """What is wrong with a mapping."""
    with pytest.raises(Problems) as refused:
        parse_mapping(text.encode(), "m.yaml")
    return refused.value.problems


def line_of(text: str, part: str) -> int:
    """The line that holds ``part``."""
    return next(n for n, line in enumerate(text.splitlines(), start=1) if part in line)


GALLERY = [
    ("kind: records", "kind: rekords", "MAP_KIND"),
    ("format: csv", "format: ods", "MAP_WORD"),
    ("format: csv", "format: csv, delimter: tab", "MAP_KEY_UNKNOWN"),
    ("zone: Europe/Berlin", "zone: CET+1", "MAP_ZONE"),
    ("{columns: [id]}", "{content: true}", "MAP_KEY"),
    ("{columns: [id]}", "{join: '-'}", "MAP_KEY"),
    ("{columns: [id]}", "{columns: [id], repeated_rows: distinct}", "MAP_KEY"),
    ("tolerance: 1 s", "tolerance: one", "MAP_DURATION"),
    ("beyond: refuse", "beyond: ignore", "MAP_WORD"),
    (", beyond: refuse", "", "MAP_KEY_MISSING"),
    ('"%Y-%m-%d %H:%M:%S"', '"%Y-%m-%d %H:%M:%Q"', "MAP_TIME_PATTERN"),
    ('"%Y-%m-%d %H:%M:%S"', '"%Y-%m-%d %I:%M"', "MAP_TIME_PATTERN"),
    ('"%Y-%m-%d %H:%M:%S"', "YYYY-MM-DD", "MAP_TIME_PATTERN"),
    ("unit: s", "unit: seconds", "MAP_WORD"),
    ("unit: s", "unit: min", "MAP_PRECISION"),
    ("unit: s", "unit: s, precision: whole", "MAP_PRECISION"),
    ("outcome: answered", "outcome: served", "MAP_WORD"),
    ("outcome: answered", "outcome: {column: how, words: {A: served}}", "MAP_WORD"),
    ("channel: voice", "canal: voice", "MAP_FIELD"),
    ("wait: {column: wait, unit: s}", "wait: {column: wait}", "MAP_FIELD_KIND"),
    ("wait: {column: wait, unit: s}", "wait: {is: soon}", "MAP_DURATION"),
    ("wait: {column: wait, unit: s}", "wait: nowhere", "MAP_NAME"),
    ("wait: {column: wait, unit: s}", "wait: {between: [offered, nowhere]}", "MAP_NAME"),
    ("wait: {column: wait, unit: s}", "wait: offered", "MAP_NAME"),
    ("wait: {column: wait, unit: s}", "wait: {sum: [wait]}", "MAP_CIRCLE"),
    ("wait: {column: wait, unit: s}", "wait: {sum: []}", "MAP_SHAPE"),
    ("wait: {column: wait, unit: s}", "wait: {first_of: []}", "MAP_SHAPE"),
    ("wait: {column: wait, unit: s}", "wait: {between: [offered]}", "MAP_SHAPE"),
    ("wait: {column: wait, unit: s}", "wait: {between: [offered, offered, offered]}", "MAP_SHAPE"),
    ("wait: {column: wait, unit: s}", "agent: {columns: []}", "MAP_SHAPE"),
    ("wait: {column: wait, unit: s}", "wait: {column: wait, columns: [a], words: {}}", "MAP_COLUMN"),
    ("wait: {column: wait, unit: s}", "reason: {column: wait, otherwise: x}", "MAP_WORDS"),
]


@pytest.mark.parametrize(("right", "wrong", "code"), GALLERY, ids=[f"{code} {wrong}" for _, wrong, code in GALLERY])
def test_a_fault_is_named_with_its_line_and_remedy(base, right, wrong, code):
    assert base.count(right) == 1
    text = base.replace(right, wrong)
    found = [problem for problem in problems_of(text) if problem.code == code]
    assert found, problems_of(text)
    place = wrong or "clocks:"
    assert found[0].line == line_of(text, place), found[0]
    assert found[0].remedy
    assert found[0].column > 0
    assert found[0].file == "m.yaml"


def test_a_known_key_in_the_wrong_place_is_not_suggested_again(base):
    text = base.replace("unit: s}", "unit: s, decimal: comma}")
    (problem,) = (found for found in problems_of(text) if found.code == "MAP_KEY_UNKNOWN")
    assert problem.remedy == "it belongs to another part of the mapping; take it out here"


def test_every_fault_is_reported_at_once(base):
    text = (
        base.replace("zone: Europe/Berlin", "zone: nowhere")
        .replace("unit: s", "unit: seconds")
        .replace("format: csv", "format: ods")
    )
    assert {problem.code for problem in problems_of(text)} == {"MAP_ZONE", "MAP_WORD"}
    assert len(problems_of(text)) == 3


def test_a_source_without_a_time_of_offer_hears_that_it_cannot_be_measured(base):
    text = base.replace('  offered: {column: start, format: "%Y-%m-%d %H:%M:%S"}\n', "")
    [problem] = problems_of(text)
    assert problem.code == "MAP_FIELD_MISSING"
    assert "cannot be measured" in problem.message


def test_a_case_says_one_thing_and_why(base):
    head = base[: base.index("rows:")]
    for case in (
        "{when: {a: b}}",
        "{when: {a: b}, ignore: X}",
        "{record: {outcome: open}, because: x}",
        "{ignore: x, because: y}",
    ):
        codes = {problem.code for problem in problems_of(head + f"rows:\n  - {case}\n")}
        assert codes <= {"MAP_CASE", "MAP_CODE"}, case
        assert codes


def test_a_value_may_not_take_the_name_of_a_field_and_must_read_something(base):
    text = base.replace("always:", "values:\n  wait: {column: wait, unit: s}\n  x: word\nalways:")
    assert [problem.code for problem in problems_of(text)] == ["MAP_NAME", "MAP_NAME", "MAP_UNUSED"]


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ("{from: offered, to: nowhere, takes: wait}", True),
        ("{from: offered, to: wait, takes: wait}", True),
        ("{from: offered, to: offered, takes: nowhere}", True),
        ("{from: offered, to: offered, takes: offered}", True),
        ("{from: offered, to: offered, takes: 0 s}", False),
        ("{from: offered, to: offered, takes: wait}", False),
    ],
)
def test_a_check_compares_two_instants_with_a_length(base, check, fault):
    text = base.replace("always:", f"checks:\n  - {check}\nalways:")
    if fault:
        assert {problem.code for problem in problems_of(text)} == {"MAP_NAME"}
    else:
        parse_mapping(text.encode(), "m.yaml")


def test_a_value_that_only_one_case_uses_may_need_a_field_of_that_case_alone(base):
    text = base.replace("always:", "values:\n  done: {from: answered, plus: [wait]}\nalways:")
    text = text.replace(
        "  - record:", "  - {when: {wait: '0'}, record: {outcome: abandoned}}\n  - record:\n      ended: done"
    )
    text += "      answered: {from: offered, plus: [wait]}\n"
    parse_mapping(text.encode(), "m.yaml")


def test_a_tag_may_be_a_value_by_its_name_and_must_be_a_text(base):
    parse_mapping((base + "tags: {where: {value: queue}, kind: {column: kind}, site: Berlin}\n").encode(), "m.yaml")
    assert [p.code for p in problems_of(base + "tags: {where: {value: nowhere}}\n")] == ["MAP_NAME"]
    assert [p.code for p in problems_of(base + "tags: {where: {value: offered}}\n")] == ["MAP_NAME"]
    assert [p.code for p in problems_of(base + "tags: {where: {column: x, unit: s}}\n")] == ["MAP_FIELD_KIND"]
    assert [p.code for p in problems_of(base + "tags: {'a;b': {column: x}}\n")] == ["MAP_NAME"]


PAGE = Path(__file__).resolve().parents[3] / "docs/how-to/map-any-spreadsheet.md"


def test_the_mapping_built_on_the_how_to_page_reads_as_the_page_says(importing):
    steps = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    header = "vru+line call_id date vru_entry vru_exit q_start q_exit q_time outcome ser_start ser_exit ser_time server"
    table = [
        "AA1 1 990201 23:59:50 0:00:10 0:00:10 0:00:40 30 AGENT 0:00:39 0:01:40 60 ANN",
        "AA1 2 990202 7:00:00 7:00:10 0:00:00 0:00:00 0 AGENT 7:00:09 7:01:10 60 NO_SERVER",
        "AA1 3 990202 7:00:00 7:00:10 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER",
        "AA1 4 990202 7:00:00 7:00:10 7:00:10 7:00:15 5 HANG 0:00:00 0:00:00 0 NO_SERVER",
        "AA1 5 990202 7:00:00 7:00:10 0:00:00 0:00:00 0 PHANTOM 0:00:00 0:00:00 0 NO_SERVER",
        "AA1 6 990202 7:00:00 7:00:10 0:00:00 0:00:00 0 LOST 0:00:00 0:00:00 0 NO_SERVER",
    ]
    text = "\n".join([header, *table, ""]).replace(" ", "\t")
    items = importing("".join(steps[:4]), text)
    told = [(i.row["queue"], i.row["outcome"], i.row["wait_ms"]) if hasattr(i, "row") else i.code for i in items]
    assert told == [
        ("agents", "answered", 30_000),
        ("agents", "answered", 0),
        ("voice-unit", "abandoned", 10_000),
        ("agents", "abandoned", 5_000),
        "PHANTOM",
        "MAP_NO_CASE",
    ]


def test_a_column_that_the_declared_header_lacks_is_a_fault(base):
    text = base.replace("{format: csv}", "{format: csv, header: [id, start, Wait]}")
    [problem] = problems_of(text)
    assert (problem.code, problem.line) == ("MAP_COLUMN", line_of(text, "column: wait"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "EMPTY_FILE"),
        ("- a\n", "AGR_SHAPE"),
        ("mapping: a\nmapping: b\n", "YAML_DUP_KEY"),
        ("mapping: &a x\nkind: *a\n", "YAML_ALIAS"),
        ("mapping: !!python/name:os.system x\n", "YAML_TAG"),
        ("mapping: [\n", "YAML_SYNTAX"),
    ],
)
def test_yaml_is_read_strictly(text, code):
    assert code in {problem.code for problem in problems_of(text)}


@pytest.mark.parametrize("text", ["", "- a\n"])
def test_what_is_no_mapping_file_is_told_how_one_begins(text):
    (problem,) = problems_of(text)
    assert "agreement" not in str(problem)
    assert "begin with mapping:" in problem.remedy


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        (", within: 20 s", "", "MAP_REPORTED"),
        ("written: percent", "written: seconds", "MAP_REPORTED"),
        ("offered: [in]", "offered: [inn]", "MAP_COLUMN"),
        ("offered: [in]", "answered_within: {soon: [in]}", "MAP_DURATION"),
        ("label: [day]", "label: []", "MAP_SHAPE"),
    ],
)
def test_faults_of_a_report_mapping_are_named(right, wrong, code):
    assert code in {problem.code for problem in problems_of(REPORT.replace(right, wrong))}


def test_a_name_that_is_neither_shipped_nor_a_file_lists_the_names():
    with pytest.raises(Problems) as refused:
        read_mapping("anonymous-bnak")
    [problem] = refused.value.problems
    assert problem.code == "MAP_FILE"
    assert "anonymous-bank" in problem.remedy


def test_a_mapping_is_read_from_a_file_too(tmp_path, base):
    path = tmp_path / "mine.yaml"
    path.write_text(base, encoding="utf-8")
    assert isinstance(read_mapping(path), RecordMapping)
    assert isinstance(read_mapping(str(path)), RecordMapping)


@pytest.mark.parametrize("name", mapping_names())
def test_a_shipped_mapping_is_sound_and_called_like_its_file(name):
    mapping = read_mapping(name)
    assert mapping.mapping == name
    assert mapping.title


def test_the_shipped_mappings_are_these():
    kinds: dict[str, list[str]] = {}
    for name in mapping_names():
        kinds.setdefault(read_mapping(name).kind, []).append(name)
    assert kinds == {
        "records": [
            "anonymous-bank", "avaya-ech", "cisco-tcd", "cisco-uccx", "dialpad", "five9", "north-south-branches",
            "phonenow", "price-log", "queue-sim", "twilio-taskrouter",
        ],
        "agent_states": ["twilio-taskrouter-workers"],
        "attempts": ["bank-marketing-outbound"],
        "ticket_events": ["helpdesk-tickets"],
        "interval_counts": [
            "acd-daily-counts", "anonymous-bank-arrivals", "avaya-cms", "bank-calls-2003", "nhs111-counts",
            "psap-911-hourly-counts", "telecom-operators",
        ],
        "report": ["acd-daily", "nhs111", "psap-911-hourly"],
    }  # fmt: skip


def test_a_report_is_matched_by_its_exact_header_only():
    acd = read_mapping("acd-daily")
    assert isinstance(acd, ReportMapping)
    header = acd.source.header or ()
    assert match_report(header) == acd
    assert match_report([*header[:-1], "Service Level"]) is None
    assert match_report(header[:-1]) is None


def test_the_schema_takes_every_shipped_mapping_and_no_unknown_key(base):
    from importlib import resources

    from ruamel.yaml import YAML

    validator = jsonschema.Draft202012Validator(mapping_schema())
    folder = resources.files("pactline.importers.mapping").joinpath("shipped")
    for name in mapping_names():
        content = YAML(typ="safe", pure=True).load(folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
        validator.validate(content)
    content = YAML(typ="safe", pure=True).load(base)
    validator.validate(content)
    assert not validator.is_valid({**content, "colour": "red"})
    assert not validator.is_valid({**content, "source": {"format": "ods"}})


def test_every_code_that_the_mapped_formats_show_is_explained():
    import pactline.importers

    folder = Path(next(iter(pactline.importers.__path__)))
    files = [
        *(f for f in folder.glob("mapping/*.py") if f.stem != "codes"),
        *(folder / f"{name}.py" for name in SHARED),
    ]
    shown = {
        code for file in files for code in re.findall(r'"([A-Z]{2,}_[A-Z0-9_]+)"', file.read_text(encoding="utf-8"))
    }
    explained = set(MAPPING_FAULTS) | set(ROWS) | set(FILES) | set(TOLD)
    assert shown - {"READINGS"} <= explained, shown - explained
    assert explained - {"ENUM_CHANNEL", "ENUM_DIRECTION", "ENUM_OUTCOME", "ENUM_TRANSFER"} <= shown | {
        "CTRL_CHAR", "TEXT_UNSAFE", "FILE_UNREADABLE", "GZIP_DAMAGED",
    }, explained - shown  # fmt: skip
