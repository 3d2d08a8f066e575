"""Constraints that can be taken back: each rule under a literal of its own when a clash is to be explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rule:
    """A rule as people know it: what it demands, and what would ease it."""

    key: str
    says: str
    remedy: str


@dataclass
class Guards:
    """Adds constraints; with ``explaining`` each under the literal of its rule, which can be assumed or not."""

    model: Any
    explaining: bool = False
    literals: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)

    def add(self, constraint: Any, rule: Rule) -> None:
        """Add a constraint that belongs to a rule."""
        if isinstance(constraint, bool):  # of constants only
            constraint = self.model.add_bool_or([] if not constraint else [True])
        else:
            constraint = self.model.add(constraint)
        if self.explaining:
            constraint.only_enforce_if(self.literal(rule))

    def literal(self, rule: Rule) -> Any:
        """The literal that makes the constraints of a rule hold."""
        if rule.key not in self.literals:
            self.literals[rule.key] = self.model.new_bool_var(rule.key)
            self.rules[rule.key] = rule
        return self.literals[rule.key]
