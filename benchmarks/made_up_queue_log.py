"""An Asterisk ``queue_log`` of any length, made up: two queues, abandons, transfers, rings, pauses, rotated files.

Every line follows from a seed, so that runs agree. Of a hundred calls some nine abandon, two time out, six are handed
on to the other queue blindly and one in two hundred after a consultation, which Asterisk logs under a call id of its
own. Agents let it ring, go on breaks and come back; now and then somebody reloads the configuration.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

FIRST = 1_748_728_800  # 2025-06-01 00:00 in Berlin
QUEUES = ("sales", "support")
AGENTS = [f"PJSIP/{7000 + number}" for number in range(200)]
_EVERY = 3  # seconds between two calls, on average


def lines(seed: int = 1) -> Iterator[str]:
    """The lines of a log that never ends, in order of time, each with its line end."""
    chance = random.Random(seed)
    waiting: list[tuple[int, int, str]] = []  # second, number that keeps the order within it, line
    number, now = 0, FIRST
    while True:
        now += chance.randrange(2 * _EVERY + 1)
        number += 1
        for second, rest in chain(_call(chance, now, number), _besides(chance, now, number)):
            heapq.heappush(waiting, (second, len(waiting) + 1_000_000 * number, f"{second}|{rest}\n"))
        while waiting and waiting[0][0] < now:
            yield heapq.heappop(waiting)[2]


def _call(chance: random.Random, start: int, number: int) -> Iterator[tuple[int, str]]:
    """The lines of one call from its way into the first queue to its end."""
    call, queue = f"{start - chance.randrange(20)}.{number * 7}", chance.choice(QUEUES)
    caller = f"0{chance.randrange(10**8, 10**10)}"
    yield start, f"{call}|{queue}|NONE|DID|{4930 + chance.randrange(9)}"
    yield start, f"{call}|{queue}|NONE|ENTERQUEUE||{caller}|{chance.randrange(1, 5)}"
    wait, fate = int(chance.expovariate(1 / 18)), chance.random()
    for _ in range(chance.choice((0, 0, 0, 0, 1, 1, 2))):
        rang = chance.randrange(5_000, 20_000, 1_000)
        if rang <= wait * 1000:
            yield start + wait, f"{call}|{queue}|{chance.choice(AGENTS)}|RINGNOANSWER|{rang}"
    if fate < 0.09:
        yield start + wait, f"{call}|{queue}|NONE|ABANDON|1|2|{wait}"
    elif fate < 0.11:
        yield start + 120, f"{call}|{queue}|NONE|EXITWITHTIMEOUT|1|2|120"
    else:
        yield from _talk(chance, (start, wait), (call, queue), fate, number)


def _talk(
    chance: random.Random, begun: tuple[int, int], called: tuple[str, str], fate: float, number: int
) -> Iterator[tuple[int, str]]:
    (start, wait), (call, queue) = begun, called
    agent, talk = chance.choice(AGENTS), 20 + int(chance.expovariate(1 / 200))
    ring, other = min(wait, chance.randrange(2, 9)), QUEUES[queue == QUEUES[0]]
    end = start + wait + talk
    yield start + wait, f"{call}|{queue}|{agent}|CONNECT|{wait}|{start + wait}.{number * 7 + 1}|{ring}"
    if fate < 0.17:  # handed on blindly: the same call in the other queue
        yield end, f"{call}|{queue}|{agent}|BLINDTRANSFER|600|from-internal|{wait}|{talk}|1"
        yield end, f"{call}|{other}|NONE|ENTERQUEUE||{agent[6:]}|1"
        yield end + 9, f"{call}|{other}|{AGENTS[number % 200]}|CONNECT|9|{end + 9}.{number * 7 + 2}|4"
        yield end + 99, f"{call}|{other}|{AGENTS[number % 200]}|COMPLETECALLER|9|90|1"
    elif fate < 0.175:  # after a consultation, under its call id
        help_id, helper = f"{end - 10}.{number * 7 + 3}", AGENTS[number % 200]
        yield end - 10, f"{help_id}|{other}|NONE|ENTERQUEUE||{agent[6:]}|1"
        yield end, f"{help_id}|{queue}|{agent}|ATTENDEDTRANSFER|APP|Queue|{wait}|{talk}|1"
        yield end + 7, f"{call}|{other}|{helper}|CONNECT|17|{end - 10}.{number * 7 + 4}|6"
        yield end + 107, f"{call}|{other}|{helper}|COMPLETEAGENT|17|100|1"
    else:
        who = chance.choice(("COMPLETEAGENT", "COMPLETECALLER"))
        yield end, f"{call}|{queue}|{agent}|{who}|{wait}|{talk}|1"


def _besides(chance: random.Random, now: int, number: int) -> Iterator[tuple[int, str]]:
    """What agents and the system log now and then."""
    if number % 6 == 0:
        agent, queue, away = chance.choice(AGENTS), chance.choice(QUEUES), chance.randrange(60, 900)
        yield now, f"NONE|{queue}|{agent}|PAUSE|{chance.choice(('lunch', 'mail', 'training'))}"
        yield now + away, f"NONE|{queue}|{agent}|UNPAUSE|"
    if number % 5_000 == 0:
        yield now, "NONE|NONE|NONE|CONFIGRELOAD|"


def write(folder: Path, many: int, files: int = 1) -> list[Path]:
    """A log of so many lines, rotated into files as a system does it: in the middle of calls. Made once and kept."""
    paths = [folder / f"queue_log-{many}-{part + 1}-of-{files}" for part in range(files)]
    if all(path.exists() for path in paths):
        return paths
    folder.mkdir(parents=True, exist_ok=True)
    stream = lines()
    for part, path in enumerate(paths):
        share = many * (part + 1) // files - many * part // files
        aside = path.with_suffix(".new")
        with aside.open("w", encoding="ascii") as file:
            file.writelines(islice(stream, share))
        aside.replace(path)
    return paths
