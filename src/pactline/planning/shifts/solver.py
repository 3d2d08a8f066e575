"""One run of OR-Tools CP-SAT: seed, workers and time limit stated, the result told as optimal or with its bound."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

SEED = 20_250
FIRST = 0.4  # share of the time for the large linear relaxation
WORKERS = 1  # a single worker takes the same steps every time


@dataclass(frozen=True)
class Limits:
    """How long and with what a solver may work."""

    seconds: float = 60.0
    workers: int = WORKERS
    seed: int = SEED


@dataclass(frozen=True)
class Run:
    """What a run came to: ``optimal``, ``feasible`` (time was up), ``infeasible`` or ``unknown``."""

    status: str
    objective: float
    bound: float
    seconds: float
    solver: Any = None

    @property
    def found(self) -> bool:
        """Whether there is a solution."""
        return self.status in ("optimal", "feasible")

    def value(self, expression: Any) -> int:
        """The value of a variable or an expression."""
        return expression if isinstance(expression, int) else int(self.solver.value(expression))


def new_model() -> Any:
    """An empty model."""
    from ortools.sat.python import cp_model

    return cp_model.CpModel()


def solve(model: Any, limits: Limits, seconds: float | None = None, linear: int = 1) -> Run:
    """Solve a model. With one worker and time enough the result is the same each time.

    ``linear`` is how much of the model goes into the linear relaxation: 2 helps where names make many alike.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.linearization_level = linear
    solver.parameters.max_time_in_seconds = max(0.1, limits.seconds if seconds is None else seconds)
    began = time.perf_counter()
    status = solver.solve(model)
    words = {
        cp_model.OPTIMAL: "optimal",
        cp_model.FEASIBLE: "feasible",
        cp_model.INFEASIBLE: "infeasible",
        cp_model.MODEL_INVALID: "invalid",
    }
    said = words.get(status, "unknown")
    assert said != "invalid", model.validate()
    found = said in ("optimal", "feasible")
    return Run(
        said,
        solver.objective_value if found else 0.0,
        solver.best_objective_bound if found else 0.0,
        time.perf_counter() - began,
        solver,
    )


def solve_both(model: Any, limits: Limits, seconds: float) -> Run:
    """Solve with the large linear relaxation first, and where that does not end, go on from there with the usual one.

    The first proves some models in no time on which the second finds no end, and the other way about.
    """
    first = solve(model, limits, FIRST * seconds, linear=2)
    if first.status in ("optimal", "infeasible"):
        return first
    if first.found:
        for place, value in enumerate(first.solver.response_proto.solution):
            model.add_hint(model.get_int_var_from_proto_index(place), value)
    second = solve(model, limits, seconds - first.seconds)
    spent = first.seconds + second.seconds
    if not first.found or second.status == "optimal":
        return replace(second, seconds=spent)
    best = second if second.found and second.objective < first.objective else first
    return replace(best, bound=max(first.bound, second.bound) if second.found else first.bound, seconds=spent)


def core(model: Any, assumed: Sequence[Any], seconds: float) -> list[int] | None:
    """Assumptions that cannot hold together, by place; empty: it fails without any; None: they can, or time is up."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_time_in_seconds = max(0.1, seconds)
    model.clear_assumptions()
    model.add_assumptions(list(assumed))
    if solver.solve(model) != cp_model.INFEASIBLE:
        return None
    found = set(solver.sufficient_assumptions_for_infeasibility())
    return [place for place, literal in enumerate(assumed) if literal.index in found]
