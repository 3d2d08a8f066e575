"""What is fuzzed of planning: every file that its commands read, and whether what is read can be used and handed on.

Imports stand inside: NumPy and its like are there only with the extra ``planning``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pactline.values.problem import Problems

_AT_S = (0.0, 1e-3, 20.0, 3600.0, 1e6)  # waits at which a law of patience is asked
_DAY = "2025-03-05"


def _expected(path: Path) -> None:
    from pactline.planning.expected import read_expected, write_expected

    found = read_expected(path)
    for each in found:
        _check_arrays(each, ("offered", "low", "high", "aht_s"))
    write_expected(found, path)
    assert _kept(read_expected(path)) == _kept(found), "what is written is read back as something else"


def _plan(path: Path) -> None:
    from pactline.planning.requirement.plan_file import read_plan, write_plan

    found = read_plan(path)
    for each in found:
        _check_arrays(each, ("offered", "aht_s", "agents", "scheduled"))
        assert each.hours >= 0
    write_plan(found, path)
    assert _kept(read_plan(path)) == _kept(found), "what is written is read back as something else"


def _kept(found: list[Any]) -> list[Any]:
    return [(each.queue, each.channel, each.zone.key, each.length_us, each.starts_us.tolist()) for each in found]


def _check_arrays(each: Any, names: tuple[str, ...]) -> None:
    """One number for each interval, none of them strange, and times that a calendar has."""
    import numpy as np

    count = len(each.starts_us)
    assert count
    assert each.length_us > 0
    assert np.all(np.diff(each.starts_us) >= each.length_us)
    for name in names:
        column = getattr(each, name)
        assert column.shape == (count,)
        assert np.all(np.isfinite(column)), name
        assert np.all(column >= 0), name
    for start_us in (int(each.starts_us[0]), int(each.starts_us[-1]) + each.length_us):
        from pactline.values.zone import from_us

        from_us(start_us, each.zone)


def _patience(path: Path) -> None:
    import numpy as np

    from pactline.planning.patience.patience_file import read_patience

    for name, law in read_patience(path).laws.items():
        if name is not None:
            name.encode()
        stays, until = law.survival(np.array(_AT_S)), law.integrated_survival(np.array(_AT_S))
        assert np.all((stays >= 0) & (stays <= 1)), stays
        assert np.all(np.diff(stays) <= 1e-12), stays
        assert np.all(np.isfinite(until) & (until >= 0)), until


def _centre(path: Path) -> None:
    from pactline.planning.refusal import Refused
    from pactline.planning.simulation.centre_file import read_centre
    from pactline.planning.simulation.over_days import centre_over
    from pactline.values.period import Period

    read = read_centre(path)
    try:
        made = centre_over(read, Period.parse(_DAY), path.parent)
    except Refused as why:
        str(why).encode()
        return
    for queue in made.queues:
        queue.name.encode()


def _rules(path: Path) -> None:
    from pactline.planning.shifts.rules_file import read_rules

    assert read_rules(path).grain_min() > 0


def _agents(path: Path) -> None:
    from pactline.planning.shifts.agents_file import read_agents

    team = read_agents(path)
    assert team.agents
    for name in team.agents:
        assert name.strip()
        team.shown(name).encode()


def _previous(path: Path) -> None:
    from pactline.planning.requirement.plan_file import read_plan
    from pactline.planning.shifts.demand import demands_of
    from pactline.planning.shifts.previous import read_previous
    from pactline.planning.shifts.rules_file import example_rules

    if not _slots:
        plan = path.parent / "plan.csv"
        plan.write_text(f"interval,queue,agents,zone\n{_DAY}T09:00:00+01:00,help,2,Europe/Berlin\n", encoding="utf-8")
        _slots.append(demands_of(read_plan(plan), example_rules(), "plan.csv")[0].slots)
    for before in read_previous(path, _slots[0]).values():
        assert before.days_in_a_row >= 0


_slots: list[Any] = []


def _special(path: Path) -> None:
    from pactline.planning.forecasting.special_file import read_special

    found = read_special(path)
    assert found.factors.keys() <= found.events.keys()


READERS: Mapping[str, Callable[[Path], None]] = {
    "expected.csv": _expected, "plan.csv": _plan, "patience.json": _patience, "centre.yaml": _centre,
    "rules.yaml": _rules, "agents.yaml": _agents, "agents.csv": _agents, "previous.csv": _previous,
    "special.csv": _special,
}  # fmt: skip
"""By the name of the file, as the tutorial calls it."""


def planning_targets(check: Callable[[Any], None]) -> dict[str, Callable[[bytes], None]]:
    """A target for each file; ``check`` looks at every problem that is told."""
    return {f"planning-{name}": _on_a_file(name, read, check) for name, read in READERS.items()}


def _on_a_file(name: str, read: Callable[[Path], None], check: Callable[[Any], None]) -> Callable[[bytes], None]:
    places: list[Path] = []

    def target(content: bytes) -> None:
        if not places:
            folder = "/dev/shm" if Path("/dev/shm").is_dir() else None
            places.append(Path(tempfile.mkdtemp(prefix="pactline-fuzz-", dir=folder)) / name)
        places[0].write_bytes(content)
        try:
            read(places[0])
        except Problems as wrong:
            for problem in wrong.problems:
                check(problem)

    return target
