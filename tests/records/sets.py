"""A record set that has something of everything: four tables, conflicts, revisions, refused rows, open calls, gzip."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pactline.importers.ingesting import ingest

CLOCK = datetime(2025, 7, 1, tzinfo=UTC)
KEY = b"a secret of sixteen bytes or more"
ANNA = "Ana Žižić"  # an agent
CALLER = "+49 30 5550199"  # a customer, as the switch logged the number
CONTACT_COLUMNS = (
    "contact_id,channel,queue,direction,offered_at,answered_at,ended_at,outcome,wait_s,talk_s,agent,customer,tags,"
    "source_rev"
)
AGENTS = (ANNA, "Ben", "Chloé", "Dan")


def contacts(first: int, count: int, *, day: int = 3, revision: str = "", seed: int = 1) -> list[str]:
    """Lines of contacts that begin on a day of March 2025."""
    chance, lines = random.Random(seed), []
    for number in range(first, first + count):
        offered = datetime(2025, 3, day, 8, tzinfo=UTC) + timedelta(seconds=number * 41)
        wait, talk = chance.choice([3, 19, 20, 21, 45]), chance.randrange(30, 300)
        answered, ended = offered + timedelta(seconds=wait), offered + timedelta(seconds=wait + talk)
        agent, customer = AGENTS[number % 4], f"cust-{number % 7}"
        tags = f"mood=good;who={customer}" if number % 3 else ""
        lines.append(
            f"c-{number},voice,billing,inbound,{offered:%Y-%m-%dT%H:%M:%SZ},{answered:%Y-%m-%dT%H:%M:%SZ},"
            f"{ended:%Y-%m-%dT%H:%M:%SZ},answered,{wait},{talk},{agent},{customer},{tags},{revision}"
        )
    return lines


def stretches(first: int, count: int, *, day: int = 3) -> list[str]:
    """Lines of what the agents did on a day of March 2025."""
    lines = []
    for number in range(first, first + count):
        start = datetime(2025, 3, day, 8, tzinfo=UTC) + timedelta(minutes=10 * number)
        end = start + timedelta(minutes=10)
        for agent in AGENTS:
            state = "talking" if number % 2 else "available"
            lines.append(f"{agent},actual,{state},{start:%Y-%m-%dT%H:%M:%SZ},{end:%Y-%m-%dT%H:%M:%SZ}")
    return lines


def events(first: int, count: int, *, number: str = CALLER, cut: bool = False) -> list[str]:
    """Lines of an Asterisk queue_log; the last call has no end if it is cut."""
    lines, start = [], 1_741_000_000
    for call in range(first, first + count):
        at = start + call * 60
        lines.append(f"{at}|call-{call}|sales|NONE|ENTERQUEUE||{number}|1")
        lines.append(f"{at + 12}|call-{call}|sales|Agent/{ANNA}|CONNECT|12|leg-{call}|4")
        if not (cut and call == first + count - 1):
            lines.append(f"{at + 72}|call-{call}|sales|Agent/{ANNA}|COMPLETECALLER|12|60|1")
    return lines


def write(path: Path, lines: list[str], head: str | None = CONTACT_COLUMNS) -> Path:
    """A text file of these lines, gzip where its name says so."""
    text = "\n".join([*([head] if head else []), *lines]) + "\n"
    content = text.encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


def inputs(folder: Path) -> list[tuple[Path, str]]:
    """Files and their formats, to be brought in one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    head = "agent,plan,state,from_at,to_at"
    first = contacts(0, 60)
    other = [line.replace(",answered,", ",answered,").replace(",billing,", ",claims,") for line in contacts(10, 3)]
    broken = [f"c-900,voice,billing,inbound,yesterday,,,answered,1,2,{ANNA},cust-1,,", "only one cell"]
    ticket = "contact_id,event_id,at,channel,queue,author,public,agent,customer"
    messages = [f"t-{n},e-{n},2025-03-05T09:{n:02}:00Z,email,mail,customer,yes,,cust-{n % 7}" for n in range(20)]
    return [
        (write(folder / "march-1.csv", first), "plain-csv"),
        (write(folder / "march-2.csv.gz", [*contacts(50, 40, day=4), *broken]), "plain-csv"),
        (write(folder / "again.csv", [*other, *contacts(20, 3, revision="7", seed=9)]), "plain-csv"),
        (write(folder / "agents.csv", stretches(0, 12), head), "plain-csv"),
        (write(folder / "queue.log", events(0, 8, cut=True), None), "queue_log"),
        (write(folder / "mail.csv", messages, ticket), "plain-csv"),
    ]


def made(folder: Path) -> Path:
    """A record-set folder with all of it; the inputs lie in ``files`` beside it."""
    into = folder / "records"
    for file, format in inputs(folder / "files"):
        ingest([file], into, format, customer_key=KEY, now=CLOCK)
    return into


def files_of(folder: Path) -> list[Path]:
    """Every file of a set but the lock."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
