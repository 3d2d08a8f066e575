"""Files of planning that fuzzing begins with: those of the examples, short ones with every column, and faulty ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_ROWS = {
    "expected.csv": "interval,minutes,queue,channel,offered,low,high,aht_s,day_cv,day_lag1,zone\n"
    "2025-03-30T01:30:00+01:00,30,billing,voice,12.5000,8.0,17.25,240.5,0.11,0.4,Europe/Berlin\n"
    "2025-03-30T03:00:00+02:00,30,billing,voice,0,0,0,0,0.11,0.4,Europe/Berlin\n"
    '2025-03-30T01:30:00+01:00,30,"chat, ""vip""",chat,3,,,600,,,Europe/Berlin\n',
    "plan.csv": "interval,minutes,queue,channel,offered,aht_s,agents,scheduled,binding,zone\n"
    "2025-03-05T08:00:00+01:00,15,help,voice,20.5,300,7,10,two-tiers/fast,Europe/Berlin\n"
    "2025-03-05T08:15:00+01:00,15,help,voice,22,300,8,12,,Europe/Berlin\n",
    "agents.csv": "agent,name,shifts,queues,available,away,hours_at_least,hours_at_most,days_on,nights,weekends,"
    "wish_off,wish_earliest,wish_latest\n"
    "ada,Ada,full;short,,mon-fri 08:00-18:00;sat 09:00-12:00,2025-03-05/2025-03-07,32 h,40 h,5,yes,no,2025-03-08,09:00,"
    "18:00\nben,,,help,,,,,,,,,,\n",
    "previous.csv": "pool,agent,shift,start,end,breaks\n"
    "help,ada,full,2025-03-04T08:00:00+01:00,2025-03-04T16:30:00+01:00,\n"
    "help,ben,full,2025-03-03T08:00:00+01:00,2025-03-03T16:30:00+01:00,\n",
    "special.csv": "day,kind,factor,note\n2025-04-07,campaign,1.4,mailing\n2025-04-08/2025-04-10,outage,,\n"
    "2025-05-01,closed,0,\n",
}
_LAW = {"at_once": 0.013, "edges_s": [0.0, 1.0, 12.5], "hazards_per_s": [0.0, 0.004, 0.002]}
_CENTRE = """\
centre: Small
zone: Europe/Berlin
hours: [mon-fri 08:00-12:00]
interval: 30 min
queues:
  help: {offered_per_hour: {"08:00": 40, "10:00": 65}, aht: 4 min, patience: {mean: 3 min, at_once: 2 %}}
  sales: {offered_per_hour: 9, aht: 300 s, handling: {spread: lognormal, cv: 1.2}, redials: {share: 25 %, after: 5 min}}
groups:
  both: {skills: {help: 1, sales: 2}, agents: {"08:00": 4, "10:00": 6}}
routing:
  help: [{group: both}]
"""


def planning_seeds(name: str) -> Iterator[bytes]:
    """The files that the target of this name begins with."""
    if name in _ROWS:
        yield _ROWS[name].encode()
        yield _ROWS[name].split("\n", 1)[0].encode()
    if name == "patience.json":
        queues = [{"queue": None, "law": _LAW}, {"queue": "sales", "from_counts": True, "law": {**_LAW, "at_once": 1}}]
        yield json.dumps({"made_by": "pactline patience", "queues": queues}).encode()
        yield b'{"queues": [{"queue": "a", "law": {"at_once": 0, "edges_s": [0], "hazards_per_s": [1e-9]}}]}'
    if name == "centre.yaml":
        yield _CENTRE.encode()
    for path in sorted((ROOT / "examples").glob("*/*")):
        if path.is_file() and path.name == name:
            yield path.read_bytes()
    if name == "agents.yaml":
        yield (ROOT / "examples" / "planning" / "roster" / "small-team.yaml").read_bytes()
    if name == "rules.yaml":
        yield (ROOT / "src/pactline/planning/shifts/rules_example.yaml").read_bytes()
