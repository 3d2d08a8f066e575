"""The reference page of the files that planning commands read and write: columns, keys and codes from the code."""

from __future__ import annotations

import json
import re
import tempfile
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from markdown import GENERATED, table
from pactline.agreement.parts import how_to_write
from pactline.planning import expected
from pactline.planning.codes import CENTRES, CODES, OTHERS, PATIENCE, SHIFTS, TABLES
from pactline.planning.forecasting.special_file import read_special
from pactline.planning.patience.patience_file import law_to_json, read_patience, write_patience
from pactline.planning.queueing.patience_law import PiecewiseHazard
from pactline.planning.requirement import plan_file
from pactline.planning.shifts import agents_file, as_json, rules, terms
from pactline.planning.shifts.rules_file import example_text
from pactline.planning.simulation import centre_shape as centre
from pactline.values.terms import Money, Percent
from planning_keys import AGENTS_CSV, EXPECTED, KEYS, LAW, PLAN, ROSTER, SPECIAL

ROOT = Path(__file__).resolve().parent.parent
PLANNING = ROOT / "src" / "pactline" / "planning"
EXAMPLES = ROOT / "examples"
_HEAD = """\
Planning commands hand on to one another by small files that you can read, write and keep. Every fault of a file is told
at once with file, line, code and remedy, and nothing is computed then; a column or key that is not known is refused.

| File | Written by | Read by |
| --- | --- | --- |
| [`expected.csv`](#expectedcsv): what comes | `forecast -o`, you | `--forecast` of `staff`, `plan`, `simulate` |
| [`plan.csv`](#plancsv): agents | `staff -o`, `plan -o`, you | `simulate --plan`, `schedule`, `plan --agents` |
| [`patience.json`](#patiencejson) | `patience -o` | `--patience` of `staff`, `plan`, `simulate`; centre files |
| [special days](#special-days) | you | `forecast --special` |
| [`centre.yaml`](#centreyaml): queues, groups, routing | you | `simulate` |
| [`rules.yaml`](#rulesyaml): labour rules | you, from `schedule --rules-example` | `schedule --rules` |
| [`agents.yaml` or `.csv`](#agentsyaml-and-agentscsv): who works | you | `schedule --agents` |
| [`roster.csv`](#rostercsv): shifts | `schedule -o` | `schedule --previous` |

Names of files are as you like. What `simulate -o` and `--agents-out` write is in the
[plain record format](plain-format.md). What `--json` prints has its schemas: [forecast](forecast.schema.json),
[patience](patience.schema.json), [staff](staff.schema.json), [plan](plan.schema.json),
[simulate](simulate.schema.json) and [schedule](schedule.schema.json), the last also of `schedule -o F.json`.
"""
_TABLES = """\
- **Tables** are CSV with commas, quotes doubled inside quotes, and one header line, in UTF-8 with or without a mark, at
  most 256 MiB. Columns are found by their names, in any order; those that are not needed may be left out or be empty.
- **YAML** is read as text, as agreements are: one document, no anchors, aliases or tags, no key twice, at most 262,144
  bytes. A time of day stands in quotes, a length carries its unit, a percentage its sign.
- **Instants** are written `2025-03-03T08:00:00+01:00`, always with their offset: an hour that a clock has twice is two.
- **Numbers** have a decimal point and no grouping.
"""
_PLAN = """\
`plan --agents` judges such a file, whoever planned it. The list of people that `schedule --agents` reads is
[another file](#agentsyaml-and-agentscsv).
"""
_LAW = """\
Patience is a law in pieces: in each, customers hang up at one rate. Further keys tell people more (in the
[schema](patience.schema.json) under `queues`); these are read:
"""
_SPECIAL = """\
day,kind,factor
2025-03-18,outage,
2025-04-08/2025-04-10,letter,1.3
2025-04-11,office moves,0
"""
_AGENTS = """\
agent,shifts,available,away,hours_at_most,weekends,wish_off
ada,full,,,40 h,,
carla,full,mon-thu 08:00-18:00,2025-03-05/2025-03-07,,,
hanna,full;short,,,,false,2025-03-04;2025-03-05
"""


def planning_files() -> str:
    """The whole page."""
    parts = ["# Planning files\n", GENERATED, _HEAD, "## How they are written\n", _TABLES]
    parts += ["## expected.csv\n", _columns((*expected.COLUMNS, "zone"), expected._NEEDED, EXPECTED)]
    parts += [_block("csv", _first("planning/month-ahead/expected.csv"))]
    parts += ["## plan.csv\n", _PLAN]
    parts += [_columns(plan_file.COLUMNS, plan_file._NEEDED, PLAN), _block("csv", _first("planning/roster/plan.csv"))]
    parts += ["## patience.json\n", _LAW]
    parts += [table(["Key", "Meaning"], [[f"`{key}`", text] for key, text in LAW.items()]), _patience()]
    parts += ["## Special days\n", _columns(SPECIAL, ("day", "kind"), SPECIAL), _special()]
    parts += ["## centre.yaml\n", _shapes(centre.CentreFile), _file("planning/two-skills/centre.yaml")]
    parts += ["## rules.yaml\n", _shapes(rules.Rules), _block("yaml", example_text())]
    parts += [
        "## agents.yaml and agents.csv\n",
        "Under `agents:`, by the id of each:\n",
        _shapes(agents_file.AgentRule),
    ]
    parts += [_file("planning/roster/agents.yaml"), "As CSV, a row for each agent:\n"]
    parts += [_columns(agents_file.CSV_COLUMNS, ("agent",), AGENTS_CSV), _agents()]
    parts += [
        "## roster.csv\n",
        "As `--previous`, `agent`, `start` and `end` are needed and nothing else is looked at.\n",
    ]
    parts += [_columns(as_json.CSV_COLUMNS, ("agent", "start", "end"), ROSTER), _roster(), "## Codes\n", _codes()]
    return "\n".join(parts)


def used_codes() -> set[str]:
    """Every problem code that the room `planning` itself gives."""
    families = "|".join(sorted({code.split("_")[0] for code in CODES}))
    texts = [path.read_text(encoding="utf-8") for path in PLANNING.rglob("*.py") if path.name != "codes.py"]
    whole = {code for text in texts for code in re.findall(rf'"((?:{families})_[A-Z_0-9]+)"', text)}
    prefixes = {prefix for text in texts for prefix in re.findall(r'FileKind\(\s*"([A-Z]+)"', text)}
    endings = {ending for text in texts for ending in re.findall(r'f"\{kind\.prefix\}(_[A-Z]+)"', text)}
    return whole | {prefix + ending for prefix in prefixes for ending in endings}


def _codes() -> str:
    if odd := used_codes() ^ set(CODES):
        raise ValueError(f"planning/codes.py and the code do not agree on {sorted(odd)}")
    titles = {"Of tables": TABLES, "Of patience.json": PATIENCE, "Of centre.yaml": CENTRES,
              "Of rules.yaml, agents and rosters": SHIFTS, "Of every file": OTHERS}  # fmt: skip
    page = "[What can be wrong with an agreement](agreement-problems.md)"
    parts = [f"Those that begin with `AGR_`, `YAML_` and `DOC_` are those of agreements: {page}.\n"]
    for title, codes in titles.items():
        parts.append(f"### {title}\n\n" + table(["Code", "Meaning"], [[f"`{c}`", codes[c]] for c in sorted(codes)]))
    return "\n".join(parts)


def _columns(columns: Iterable[str], needed: Iterable[str], meanings: Mapping[str, str]) -> str:
    if set(columns) != set(meanings):
        raise ValueError(f"columns without a meaning, or meanings without a column: {set(columns) ^ set(meanings)}")
    return table(["Column", "Meaning", ""], [[f"`{c}`", meanings[c], "needed" if c in needed else ""] for c in columns])


def _first(name: str, rows: int = 2) -> str:
    return "\n".join((EXAMPLES / name).read_text(encoding="utf-8").splitlines()[: rows + 1])


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


def _file(name: str) -> str:
    return _block("yaml", (EXAMPLES / name).read_text(encoding="utf-8"))


def _written(text: str, name: str, read: Callable[[Path], object]) -> str:
    """An example that the real reader takes."""
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder) / name).write_text(text, encoding="utf-8")
        read(path)
    return _block("csv", text)


def _special() -> str:
    return _written(_SPECIAL, "special.csv", read_special)


def _agents() -> str:
    return _written(_AGENTS, "agents.csv", agents_file.read_agents)


def _patience() -> str:
    law = PiecewiseHazard(0.013, (0.0, 1.0, 12.5), (0.0, 0.004, 0.002))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "patience.json"
        write_patience([{"queue": "help", "law": law_to_json(law)}], path)
        read_patience(path)
        return _block("json", json.dumps(json.loads(path.read_text(encoding="utf-8"))))


def _roster() -> str:
    from generate import run

    with tempfile.TemporaryDirectory() as folder:
        path, roster = Path(folder) / "roster.csv", "examples/planning/roster"
        run(f"pactline schedule {roster}/plan.csv --rules {roster}/rules.yaml --week 2025-03-08 "
            f"--agents {roster}/agents.yaml -o {path}")  # fmt: skip
        return _block("csv", "\n".join(path.read_text(encoding="utf-8").splitlines()[:3]))


def _shapes(first: type[BaseModel]) -> str:
    """The keys of a shape, and below them those of the shapes inside."""
    parts, waiting, seen = [], [(first, "")], set()
    while waiting:
        shape, title = waiting.pop(0)
        parts.append((f"{title}\n\n" if title else "") + _keys(shape))
        for name, field in shape.model_fields.items():
            key = field.alias or name
            for inner in _inside(field.annotation):
                if (inner, key) not in seen:
                    seen.add((inner, key))
                    waiting.append((inner, f"{_place(field)} `{key}`:"))
    return "\n".join(parts)


def _place(field: FieldInfo) -> str:
    held = str(field.annotation)
    return "By name under" if held.startswith("dict") else "Each of" if "tuple" in held else "Under"


def _inside(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [shape for part in typing.get_args(annotation) for shape in _inside(part)]


def _keys(shape: type[BaseModel]) -> str:
    meanings, rows = KEYS[shape], []
    named = [field.alias or name for name, field in shape.model_fields.items()]
    if set(named) != set(meanings):
        raise ValueError(
            f"{shape.__name__}: keys without a meaning or the other way round: {set(named) ^ set(meanings)}"
        )
    for name, field in shape.model_fields.items():
        key = field.alias or name
        rows.append([f"`{key}`", _kind(field), meanings[key], "required" if field.is_required() else _left_out(field)])
    return table(["Key", "Written", "Meaning", "Left out"], rows)


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


def _seconds(value: float) -> str:
    return f"{value:g} s" if value % 60 or not value else f"{value / 60:g} min"


_LEVELS = 'number, or `{"08:00": 40, "12:00": 65}`'
_DAYS = "hours such as `mon-fri 08:00-18:00`, or a list"
_KINDS: tuple[tuple[object, str, Callable[..., str]], ...] = (
    (terms.DayList, "`2025-03-05` or `2025-03-05/2025-03-07`, or a list", str),
    (terms.WordList, "a name, or a list", str),
    (terms.Minutes, "length, `30 min`", _length),
    (terms.Seconds, "length, `20 s`", _seconds),
    (terms.Clock, 'time of day, `"07:30"`', lambda minute: f'"{minute // 60:02d}:{minute % 60:02d}"'),
    (terms.Weekdays, "weekdays, `mon-fri`", lambda days: "every day" if len(days) == 7 else ""),
    (terms.Yes, "`true` or `false`", lambda yes: str(yes).lower()),
    (terms.Whole, "whole number", str),
    (terms.Words, "text", str),
    (terms.Currency, "`EUR`", str),
    (terms.WeekOfHours, _DAYS, str),
    (Money, "amount, `22.00`", lambda amount: f"{amount:.2f}"),
    (Percent, "`25 %`", lambda share: f"{float(share):g} %"),
    (centre.Seconds, "length, `20 s`", _seconds),
    (centre.Length, "length, `5 min`", _seconds),
    (centre.Mean, f"length, `3 min`, or `{centre.FOR_EVER}`", _seconds),
    (centre.Share, "`5 %`", lambda share: f"{100 * share:g} %"),
    (centre.Number, "number", lambda number: f"{number:g}"),
    (centre.Whole, "whole number", str),
    (centre.Words, "text", str),
    (centre.Channel, "a channel, `voice`", str),
    (centre.Cost, "amount, `28.50`", lambda amount: "none"),
    (centre.Levels, _LEVELS, lambda levels: f"{levels[0]:g}"),
)
_READ = {
    centre._hours: _DAYS,
    centre._patience: "a mean, a file, or keys below",
    centre._skills: "a queue, a list of queues, or `{queue: 2}` with 1 taken first",
}


def _marks(field: FieldInfo) -> list[object]:
    """What reads the value, also inside of optional ones and lists."""
    found, waiting = list(field.metadata), list(typing.get_args(field.annotation))
    while waiting:
        part = waiting.pop(0)
        found += getattr(part, "__metadata__", ())
        waiting += [each for each in typing.get_args(part) if not isinstance(each, str)]
    return found


def _known(field: FieldInfo) -> tuple[str, Callable[..., str]] | None:
    marks = _marks(field)
    for kind, said, show in _KINDS:
        if any(mark is own for mark in marks for own in getattr(kind, "__metadata__", ())[:1]):
            return said, show
    return None


def _kind(field: FieldInfo) -> str:
    for mark in field.metadata:
        if said := _READ.get(getattr(mark, "func", None)):
            return said
    if field.annotation is object:
        return "`Europe/Berlin`"
    words = [word for part in (field.annotation, *typing.get_args(field.annotation))
             if typing.get_origin(part) is typing.Literal for word in typing.get_args(part)]  # fmt: skip
    if words:
        return ", ".join(f"`{word}`" for word in words)
    held = str(field.annotation)
    if _inside(field.annotation):
        return "names of your own" if held.startswith("dict") else "a list" if "tuple" in held else "keys below"
    known = _known(field)
    said = known[0] if known else how_to_write("", field).removeprefix(": ").removesuffix(" (for example)")
    if held.startswith("dict") and said != _LEVELS:
        return f"names of your own, each with {said}"
    return f"list: {said}" if held.startswith("tuple") and known and known[0] not in (_LISTS) else said


_LISTS = tuple(said for kind, said, _ in _KINDS if kind in (terms.DayList, terms.WordList))


def _left_out(field: FieldInfo) -> str:
    value = field.default_factory() if field.default_factory else field.default  # type: ignore[call-arg]
    if value is PydanticUndefined or value is None or value in ((), {}) or isinstance(value, BaseModel):
        return ""
    known = _known(field)
    if known and isinstance(value, int | float | Decimal | Fraction | str | frozenset | dict):
        return known[1](value)
    return str(value)
