"""Agents by name: who may work when, which shifts, for which queues, what they wish. YAML or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from pactline.agreement.yaml_text import MOST_BYTES, Wording
from pactline.planning.given_file import read_given
from pactline.planning.shifts.demand import Demand
from pactline.planning.shifts.rules import AtMostLeast, Rules
from pactline.planning.shifts.terms import Clock, DayList, Shape, WeekOfHours, Whole, WordList, Words, Yes
from pactline.planning.yaml_file import FileKind, parse_shape, place_of
from pactline.values.problem import Problem, Problems

_KIND = FileKind(
    "SHIFT",
    Wording("a list of agents", "begin with agents: and a name for each below it"),
    "docs/how-to/make-a-roster.md",
)
CSV_COLUMNS = (
    "agent", "name", "shifts", "queues", "available", "away", "hours_at_least", "hours_at_most", "days_on", "nights",
    "weekends", "wish_off", "wish_earliest", "wish_latest",
)  # fmt: skip
_LISTS = ("shifts", "queues", "available", "away", "wish_off")


class Wishes(Shape):
    """What an agent would like; each wish that is not granted has its price in the rules."""

    off: DayList = ()
    earliest: Clock | None = None
    latest: Clock | None = None


class AgentRule(Shape):
    """One agent; what is left out is as in the rules, for all shifts and all queues."""

    name: Words | None = None
    shifts: WordList = ()
    queues: WordList = ()
    available: WeekOfHours | None = None
    away: DayList = ()
    hours: AtMostLeast | None = None
    days_on: Whole | None = None
    nights: Yes = True
    weekends: Yes = True
    wishes: Wishes = Wishes()


class _File(Shape):
    agents: dict[str, AgentRule] = Field(min_length=1)


@dataclass(frozen=True)
class Team:
    """The agents of a roster, by id, with the place of each in the file for messages."""

    file: str
    agents: Mapping[str, AgentRule]
    lines: Mapping[str, int] = field(default_factory=dict)

    def shown(self, agent: str) -> str:
        """What people call an agent."""
        return self.agents[agent].name or agent


def read_agents(path: str | Path) -> Team:
    """The agents in a YAML or CSV file. Raises Problems with file, line, what is wrong and how to put it right."""
    raw = read_given(path, "a list of agents, YAML or CSV", MOST_BYTES)
    return parse_agents_csv(raw, str(path)) if str(path).lower().endswith(".csv") else parse_agents(raw, str(path))


def parse_agents(raw: bytes, file: str) -> Team:
    """The agents that a YAML file holds. Raises Problems."""
    found, tree, _ = parse_shape(_File, raw, file, _KIND)
    return Team(file, found.agents, {name: place_of(tree, ("agents", name)).line for name in found.agents})


def parse_agents_csv(raw: bytes, file: str) -> Team:
    """The agents that a CSV file holds, a row each; lists are separated by semicolons. Raises Problems."""
    problems: list[Problem] = []
    try:
        rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        header = [each.strip() for each in rows.fieldnames or ()]
    except (UnicodeDecodeError, csv.Error):
        raise Problems(
            [Problem(file, 0, 0, "SHIFT_AGENTS", "this is no CSV in UTF-8", "save it as CSV UTF-8")]
        ) from None
    rows.fieldnames = header
    if "agent" not in header or (unknown := sorted(set(header) - set(CSV_COLUMNS))):
        said = "the header lacks agent" if "agent" not in header else f"the column {unknown[0]!r} is not known"
        raise Problems([Problem(file, 1, 0, "SHIFT_AGENTS", said, f"the columns are {', '.join(CSV_COLUMNS)}")])
    agents: dict[str, AgentRule] = {}
    lines: dict[str, int] = {}
    try:
        for row in rows:
            _row(row, rows.line_num, file, agents, lines, problems)
    except csv.Error as wrong:
        problems.append(Problem(file, rows.line_num, 0, "SHIFT_AGENTS", f"this is no CSV: {wrong}", "mend the quotes"))
    if not agents and not problems:
        problems.append(Problem(file, 0, 0, "SHIFT_AGENTS", "nobody is listed", "put a row for each agent"))
    if problems:
        raise Problems(problems)
    return Team(file, agents, lines)


def _row(
    row: Mapping[str | None, Any], line: int, file: str,
    agents: dict[str, AgentRule], lines: dict[str, int], problems: list[Problem],
) -> None:  # fmt: skip
    def wrong(message: str, remedy: str) -> None:
        problems.append(Problem(file, line, 0, "SHIFT_AGENTS", message, remedy))

    if None in row or None in row.values():
        return wrong("the row has another number of fields than the header", "give each column one field")
    who = row["agent"].strip()
    if not who or who in agents:
        return wrong(f"the agent {who!r} is listed twice" if who else "the agent has no name", "name each agent once")
    try:
        agents[who] = AgentRule.model_validate(_nested(row))
        lines[who] = line
    except ValidationError as failed:
        for error in failed.errors(include_url=False):
            where = "_".join(str(step) for step in error["loc"] if isinstance(step, str))
            wrong(f"{where}: {error['msg']}", error.get("ctx", {}).get("remedy", "see the how-to on rosters"))
    return None


def _nested(row: Mapping[str | None, Any]) -> dict[str, Any]:
    """A row as the YAML file would have it; empty cells are left out."""
    found: dict[str, Any] = {}
    for column, cell in row.items():
        text = cell.strip()
        if not text or column == "agent":
            continue
        assert column is not None
        value = [part.strip() for part in text.split(";") if part.strip()] if column in _LISTS else text
        outer, _, inner = column.partition("_") if column.startswith(("hours_", "wish_")) else (column, "", "")
        if inner:
            found.setdefault({"wish": "wishes"}.get(outer, outer), {})[inner] = value
        else:
            found[outer] = value
    return found


def check_agents(team: Team, rules: Rules, demands: Sequence[Demand]) -> None:
    """Refuse agents with shifts that the rules, or queues that the plan, does not know. Raises Problems."""
    problems = []
    pools = {demand.pool for demand in demands}
    known = pools | {queue for demand in demands for queue in demand.queues}
    for who, agent in team.agents.items():
        for what, given, all_ in (("shift", agent.shifts, set(rules.shifts)), ("queue", agent.queues, known)):
            for each in given:
                if each not in all_:
                    message = (
                        f"{who} has the {what} {each!r}, which {'the rules' if what == 'shift' else 'the plan'} lack"
                    )
                    remedy = f"write one of {', '.join(sorted(all_))}"
                    problems.append(Problem(team.file, team.lines.get(who, 0), 0, "SHIFT_AGENTS", message, remedy))
    if problems:
        raise Problems(problems)


def serves(agent: AgentRule, demand: Demand) -> bool:
    """Whether an agent has the skills of a pool: its name, or every queue in it."""
    return not agent.queues or demand.pool in agent.queues or set(demand.queues) <= set(agent.queues)
