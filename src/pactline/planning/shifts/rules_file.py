"""Reading ``rules.yaml``, and the example that ships with the product."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

from pactline.agreement.yaml_text import MOST_BYTES, Wording
from pactline.planning.given_file import read_given
from pactline.planning.shifts.rules import Rules
from pactline.planning.yaml_file import FileKind, parse_shape

KIND = FileKind(
    "SHIFT",
    Wording("a file of labour rules", "begin with rules: a name; pactline schedule --rules-example prints one"),
    "pactline schedule --rules-example",
)


def read_rules(path: str | Path) -> Rules:
    """The labour rules in a file. Raises Problems with file, line, what is wrong and how to put it right."""
    return parse_rules(read_given(path, "a file of labour rules; --rules-example prints one", MOST_BYTES), str(path))


def parse_rules(raw: bytes, file: str) -> Rules:
    """The labour rules that these bytes hold; ``file`` is how messages call it. Raises Problems."""
    rules, _, _ = parse_shape(Rules, raw, file, KIND)
    return rules


def example_text() -> str:
    """The text of the example rules that ship with the product."""
    return importlib.resources.files("pactline.planning.shifts").joinpath("rules_example.yaml").read_text("utf-8")


def example_rules() -> Rules:
    """The example as rules: what holds where no file is given."""
    return parse_rules(example_text().encode(), "the example rules")
