"""FreeSWITCH ``mod_callcenter``: events and call detail records, to one record per stay in a queue and agents' time.

All facts are gathered by call before a record is made, because they come in any order and from several doors. Every
fact is handed to the store to be carried, so that a call told by two files, or by events and by records, is one call.
See docs/how-to/import-mod_callcenter.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import TypeAlias

from pactline.importers.customers import hashed
from pactline.importers.mod_callcenter.agents import DAY_MS, Change, changes, stretches
from pactline.importers.mod_callcenter.calls import Call
from pactline.importers.mod_callcenter.events import AgentFact
from pactline.importers.mod_callcenter.facts import Fact, fact_of
from pactline.importers.mod_callcenter.forms import Said, facts_in
from pactline.importers.mod_callcenter.pairs import paired
from pactline.importers.mod_callcenter.rows import Around, items
from pactline.importers.reading import Carried, Ignored, Incomplete, Item, Read, Reading, Refused, Source
from pactline.records.columns import Outcome
from pactline.records.tables import AGENT_STATES
from pactline.values.exact import how_many

CODES: Mapping[str, str] = {
    "FS_AGENT_LEG_ALONE": "incomplete: the record of an agent's leg, and that of the caller's leg is not here yet",
    "FS_BLOCK": "the event is refused: a line of it is not written Key: Value",
    "FS_CONSOLE_LIST": "the file is refused: a list of agents, tiers, queues or members that the console printed",
    "FS_FAILED": "warning: the switch restarted, or a day went by, and the call has no end; it is counted nowhere",
    "FS_FORM": "the file is refused: neither events nor call detail records",
    "FS_LEG_ALONE": "incomplete: a leg in a CSV that was joined with no other; why it ended is not known",
    "FS_LEG_MISSING": "incomplete: a leg in a CSV whose other leg is not here yet",
    "FS_NO_ENTRY": "incomplete: it is not told when the caller entered the queue",
    "FS_NO_QUEUE": "ignored: a call that was in no queue",
    "FS_NO_REASON": "warning: the caller left, and the source gives no reason; counted as abandoned",
    "FS_OPEN": "incomplete: the caller entered the queue, and the end is not told yet",
    "FS_OTHER_ACTION": "ignored: an event of mod_callcenter that tells of no call and of no agent's time",
    "FS_OTHER_EVENT": "ignored: an event of another part of the switch",
    "FS_REPEATED": "warning: facts told before, word for word; each counts once",
    "FS_RESUMED": "warning: the caller took up the place of an earlier call; the wait runs from the entry of this one",
    "FS_RING_GROUP": "warning: one agent rang as a group of several legs; they count as one ring",
    "FS_STATE_LAST": "ignored: the agent logged out, and no later event within a day says until when",
    "FS_STATE_OPEN": "incomplete: no later event within a day says until when an agent was in a state",
    "FS_TIME_MISSING": "the event is refused: it does not say when it was written, and nothing else says when it was",
    "FS_TWO_ENDS": "warning: both an agent's and a cancelled end are told; the caller was answered unless gone before",
    "FS_WORD": "the event or record is refused: a word that mod_callcenter does not know",
    "FS_XML_DTD": "the file is refused: a DOCTYPE",
    "FS_XML_SIZE": "the file is refused: deeper, wider or longer than any call detail record",
    "FS_XML_SYNTAX": "the file is refused: broken XML",
}
"""The codes of this format, beyond those of the plain format."""
FILLS = ("contacts", "agent_states")
TRIED = "partly real data: the two legs and the end of one call of 2023; the rest on made-up events and records"

_SYSTEM = "*"  # what concerns every call is carried under this
_PROGRESS = 10_000
_DAYS_AROUND = range(-2, 3)
_INSTANTS = tuple(field.name for field in fields(Fact) if field.name.endswith("_us"))


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Each stay in a queue and each change of an agent as one item. Raises SourceRefused."""
    log = _Log(reading)
    with source.open() as file:
        for count, found in enumerate(facts_in(file, reading, log.hashing), 1):
            if count % _PROGRESS == 0:
                reading.progress(count)
            if not isinstance(found, Said):
                yield found
            elif (problem := log.take(found)) is not None:
                yield problem
    log.recall()
    yield from log.items()
    yield from log.agent_items()
    log.carry()


_Runs: TypeAlias = dict[tuple[str, str], int]
"""Host and run of the switch -> its first event."""


class _Log:
    """The facts of this file, and of earlier ones where a call or an agent's day goes on."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._calls: dict[str, dict[str, int]] = {}  # call -> text of the fact -> its line, 0: an earlier file
        self._others: dict[str, set[str]] = {}  # leg in a CSV -> the legs that were joined with it
        self._agents: dict[str, dict[AgentFact, int]] = {}
        self._latest_us = self._earlier_latest_us = 0
        self._runs: _Runs = {}
        self._earlier_runs: _Runs = {}
        self._open: set[str] = set()  # calls of earlier files of which no end is known
        self._known: set[tuple[str, str]] = set()
        self._repeated: list[int] = []

    def hashing(self, number: str) -> str:
        """What may be kept of a caller's number."""
        return hashed(number, self._reading.customer_key) or ""

    # -- taking in

    def take(self, said: Said) -> Item | None:
        """Add a fact of this file; return what is wrong with it, if anything."""
        fact, line = said.fact, said.line
        instants = [fact.at_us] if isinstance(fact, AgentFact) else [getattr(fact, name) for name in _INSTANTS]
        limit = self._reading.latest_us
        if limit is not None and any(us is not None and us > limit for us in instants):
            return Refused(line, "TS_RANGE", "An instant lies in the future; check the clock of the source.")
        self._note(fact)
        if isinstance(fact, AgentFact):
            told = self._agents.setdefault(fact.agent, {})
            if told.setdefault(fact, line) != line:
                self._repeated.append(line)
            return None
        texts = self._calls.setdefault(fact.session, {})
        if texts.setdefault(fact.text(), line) != line:
            self._repeated.append(line)
        if fact.other:
            self._others.setdefault(fact.other, set()).add(fact.session)
        return None

    def _note(self, fact: Fact | AgentFact) -> None:
        """Remember the latest time, and when each run of the switch began."""
        self._latest_us = max(self._latest_us, fact.at_us or 0)
        if isinstance(fact, Fact) and fact.core and fact.at_us is not None:
            run = (fact.host, fact.core)
            self._runs[run] = min(self._runs.get(run, fact.at_us), fact.at_us)

    def recall(self) -> None:
        """Fetch what earlier files left about these calls and agents, and about calls that are still open."""
        asked: set[str] = set()
        days = {key for agent, told in self._agents.items() for fact in told for key in _around(agent, fact.at_us)}
        while wanted := {_SYSTEM, *self._calls, *self._others, *self._joined(), *days, *self._open} - asked:
            asked |= wanted
            for carried in self._reading.earlier(wanted):
                self._recall(carried.key, carried.text)

    def _joined(self) -> set[str]:
        return {leg for joined in self._others.values() for leg in joined}

    def _recall(self, key: str, text: str) -> None:
        self._known.add((key, text))
        word, *rest = text.split("\t")
        if word == "latest":
            self._earlier_latest_us = max(self._earlier_latest_us, int(rest[0]))
        elif word == "run":
            host, run, us = rest
            for runs in (self._runs, self._earlier_runs):
                runs[host, run] = min(runs.get((host, run), int(us)), int(us))
        elif word == "open":
            self._open.add(rest[0])
        elif word == "joined":
            self._others.setdefault(key, set()).add(rest[0])
        elif word == "agent":
            agent, kind, at_us, state, sequence = rest
            fact = AgentFact(agent, kind, int(at_us), state, sequence)
            self._agents.setdefault(agent, {}).setdefault(fact, 0)
        else:
            self._calls.setdefault(key, {}).setdefault(rest[0], 0)
            if other := fact_of(rest[0]).other:
                self._others.setdefault(other, set()).add(key)

    # -- giving out: calls

    def items(self) -> Iterator[Item]:
        """The stays of the calls of this file, and of earlier calls that can no longer end."""
        around = Around(max(self._latest_us, self._earlier_latest_us), _by_host(self._runs))
        before = Around(self._earlier_latest_us, _by_host(self._earlier_runs))
        for call_id, texts in self._calls.items():
            call = Call(call_id, texts, [fact_of(text) for text in sorted(texts)])
            for item in self._of(call, around, before):
                self._tell(item, call)
                yield item
        if self._repeated:
            message = f"{how_many(len(self._repeated), 'fact')} told before, word for word; each counts once."
            self._reading.warnings.append((self._repeated[0], "FS_REPEATED", message))

    def _of(self, call: Call, around: Around, before: Around) -> Iterator[Item]:
        stays = call.stays()
        if stays and not stays[-1].endings():
            self._open.add(call.id)
        if not stays:
            yield from self._of_csv(call)
        elif call.line:
            yield from items(call, around, call.line)
        elif not stays[-1].endings() and around.gave_up(stays[-1]) != before.gave_up(stays[-1]):
            made = (item for item in items(call, around, 1) if isinstance(item, Read))
            yield from (item for item in made if item.row["outcome"] == Outcome.FAILED)

    def _of_csv(self, call: Call) -> Iterator[Item]:
        """The record of the caller's leg; an agent's leg has none, it belongs to the caller's."""
        (leg,) = list(call.legs())[:1]
        if call.id in self._others:
            return
        agent = next((fact_of(text) for text in sorted(self._calls.get(leg.other, {}))), None) if leg.other else None
        lines = [*call.facts.values(), *self._calls.get(leg.other, {}).values()]
        if line := min((number for number in lines if number), default=0):
            yield paired(leg, agent, line)

    def _tell(self, item: Item, call: Call) -> None:
        """Warn of what is odd about a record but takes nothing from it."""
        if not isinstance(item, Read):
            return
        row, where = item.row, f"call {call.id} in {item.row['queue']}"
        stay = next((each for each in call.stays() if f"member={each.member}" in str(row.get("tags"))), None)
        if row["outcome"] == Outcome.FAILED:
            why = "the switch restarted" if "restarted" in str(row["flags"]) else "a day or the next queue came"
            self._warn(item.line, "FS_FAILED", f"{where} has no end: {why}; it is counted nowhere.")
        if row["outcome"] == Outcome.ABANDONED and row.get("reason") in (None, "NONE"):
            self._warn(item.line, "FS_NO_REASON", f"{where}: the caller left and no reason is given; abandoned.")
        if stay and stay.told_twice:
            self._warn(item.line, "FS_TWO_ENDS", f"{where} has an agent's and a cancelled end; {row['outcome']}.")
        if stay and stay.resumed:
            self._warn(item.line, "FS_RESUMED", f"{where} took up the place of an earlier call; its wait is its own.")
        if stay and stay.in_a_group():
            self._warn(item.line, "FS_RING_GROUP", f"{where}: several legs of one agent rang at once; one ring.")

    def _warn(self, line: int, code: str, message: str) -> None:
        self._reading.warnings.append((line, code, message))

    # -- giving out: agents

    def agent_items(self) -> Iterator[Item]:
        """The stretches that begin in this file, and those of earlier files that its events change."""
        for agent in sorted(self._agents):
            told = self._agents[agent]
            before = {
                change.at_ms: row for change, row in stretches(changes(f for f, line in told.items() if not line))
            }
            new = [fact.at_us // 1_000 for fact, line in told.items() if line]
            for change, row in stretches(changes(told)):
                line = min((told[fact] for fact in change.facts if told[fact]), default=0)
                if line:
                    yield Read(line, row, AGENT_STATES) if row else _unfinished(change, line)
                elif row and row != before[change.at_ms] and _near(change.at_ms, new):
                    yield Read(min(told[f] for f in told if told[f]), row, AGENT_STATES)

    # -- carrying

    def carry(self) -> None:
        """Hand to the store what later files need."""
        for call, texts in self._calls.items():
            for text, line in texts.items():
                if line:
                    self._carry(call, f"fact\t{text}")
        for leg, joined in self._others.items():
            for call in joined:
                self._carry(leg, f"joined\t{call}")
        for agent, told in self._agents.items():
            for fact, line in told.items():
                if line:
                    key = _day_key(agent, fact.at_us // 1_000 // DAY_MS)
                    text = "\t".join(("agent", agent, fact.kind, str(fact.at_us), fact.word, fact.sequence))
                    self._carry(key, text)
        for call in sorted(self._open):
            self._carry(_SYSTEM, f"open\t{call}")
        for (host, run), us in self._runs.items():
            self._carry(_SYSTEM, f"run\t{host}\t{run}\t{us}")
        if self._latest_us > self._earlier_latest_us:
            self._carry(_SYSTEM, f"latest\t{self._latest_us}")

    def _carry(self, key: str, text: str) -> None:
        if (key, text) not in self._known:
            self._reading.carry.append(Carried(key, text))


def _by_host(runs: _Runs) -> dict[str, list[tuple[int, str]]]:
    """The runs of each host, in order of time."""
    found: dict[str, list[tuple[int, str]]] = {}
    for (host, run), us in runs.items():
        found.setdefault(host, []).append((us, run))
    return {host: sorted(told) for host, told in found.items()}


def _unfinished(change: Change, line: int) -> Item:
    who = change.facts[0].agent
    if change.word == "logged_out":
        return Ignored(line, "FS_STATE_LAST", f"agent {who} logged out; no later event within a day says until when.")
    message = f"agent {who} is {change.word}; no later event within a day says until when."
    return Incomplete(line, "FS_STATE_OPEN", message)


def _around(agent: str, us: int) -> Collection[str]:
    day = us // 1_000 // DAY_MS
    return [_day_key(agent, day + shift) for shift in _DAYS_AROUND]


def _day_key(agent: str, day: int) -> str:
    return f"agent {day} {agent}"


def _near(at_ms: int, new: list[int]) -> bool:
    """Whether one of the new events can have changed what begins here."""
    return any(abs(at_ms - each) <= DAY_MS for each in new)
