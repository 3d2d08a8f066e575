"""What ``tools/generate.py`` makes from the code: pages under docs/reference/ and published schemas."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import click

from agreement_problems import page as agreement_problems
from construct_pages import construct_pages
from contract_pages import coverage_page, index_page
from fact_pages import fact_files
from format_pages import formats_page
from gallery import gallery
from hostile_corpus import hostile_corpus
from mapping_keys import mapping_keys
from markdown import GENERATED, table
from metric_looks import choice_of
from metric_pages import metrics_page
from pactline import api
from pactline.agreement.change_schemas import amendment_schema, diff_schema
from pactline.agreement.check_schema import check_schema
from pactline.agreement.json_schema import agreement_schema
from pactline.cli import COMMANDS, main
from pactline.importers.mapping.file import mapping_schema
from pactline.planning.forecasting.json_schema import forecast_schema
from pactline.planning.patience.json_schema import patience_schema
from pactline.planning.requirement.json_schema import staff_schema
from pactline.planning.risk.json_schema import plan_schema
from pactline.planning.shifts.json_schema import schedule_schema
from pactline.planning.simulation.json_schema import simulate_schema
from pactline.records.choices.counting import CONVENTIONS, Counting
from pactline.statement.backtest.as_json import backtest_schema
from pactline.statement.comparison.between_schema import between_schema
from pactline.statement.rules import RULES, vocabulary
from pactline.statement.shown.json_schema import compare_schema, infer_schema, measure_schema, statement_schema
from plain_format import plain_format
from planning_files import planning_files


def commands_page() -> str:
    """Every command with its arguments, options and examples, as ``--help`` shows them."""
    parts = ["# Commands\n", GENERATED, "Exit codes: 0 good, 1 a finding or a refusal, 2 wrong use.\n"]
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        with click.Context(command, info_name=f"pactline {name}", max_content_width=100, terminal_width=100) as context:
            parts.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```\n")
            for inner in command.commands.values() if isinstance(command, click.Group) else ():
                with click.Context(
                    inner, context, info_name=inner.name, max_content_width=100, terminal_width=100
                ) as own:
                    parts.append(f"### {name} {inner.name}\n\n```text\n{inner.get_help(own)}\n```\n")
    return "\n".join(parts)


def choices_page() -> str:
    """The choices every metric shares, their words, and the published conventions."""
    parts = ["# How contacts are counted\n", GENERATED, "These choices go with every metric.\n"]
    for name, field in Counting.model_fields.items():
        parts.append(f"## `{name}`\n\n{(field.description or '').capitalize()}.\n")
        if choice := choice_of(field.annotation):
            parts.append(table(["Word", "Meaning"], [[f"`{word.value}`", word.meaning] for word in choice]))
    parts.append(
        "# Conventions\n\nA named set of readings stands for its choices where an agreement does not write them out. "
        "A published set never changes; another reading is another name.\n"
    )
    for name, words in CONVENTIONS.items():
        parts.append(f"## `{name}`\n\n" + table(["Choice", "Word"], [[f"`{k}`", f"`{v}`"] for k, v in words.items()]))
    parts.append(f"# Rule version\n\nStatements made by this version name the rules `{RULES}`.\n")
    return "\n".join(parts)


def python_page() -> str:
    """Every name of the package, with its signature and docstring."""
    parts = ["# Python\n", GENERATED, "The names below are those of the package: `import pactline`.\n"]
    for name in api.__all__:
        thing = getattr(api, name)
        head = f"## `{name}`\n\n"
        if inspect.isfunction(thing):
            parameters = ",\n    ".join(_parameters(inspect.signature(thing)))
            head += f"```python\npactline.{name}(\n    {parameters},\n)\n```\n\n"
        parts.append(f"{head}{inspect.getdoc(thing)}\n")
    return "\n".join(parts)


def _parameters(signature: inspect.Signature) -> list[str]:
    """The parameters as they are written, with the star where those by name begin."""
    found: list[str] = []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in found and not any(f[0] == "*" for f in found):
            found.append("*")
        found.append(str(parameter).replace("'", ""))  # annotations are kept as text
    return found


def examples_page() -> str:
    """The list of examples, one line each, from the first sentence of their pages."""
    from pathlib import Path

    folder = Path(__file__).resolve().parent.parent / "examples"
    rows = []
    for page in sorted(folder.glob("*/README.md")):
        lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.strip()]
        rows.append([f"[{page.parent.name}](../../examples/{page.parent.name}/README.md)", lines[1]])
    return f"# Examples\n\n{GENERATED}\n" + table(["Folder", "What it teaches"], rows)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "python.md": python_page,
    "metrics.md": metrics_page,
    "counting.md": choices_page,
    **construct_pages(),
    "hostile-corpus.md": hostile_corpus,
    "plain-format.md": plain_format,
    "fact-files.md": fact_files,
    "mapping-keys.md": mapping_keys,
    "planning-files.md": planning_files,
    "formats.md": formats_page,
    "agreement-problems.md": agreement_problems,
    "gallery.md": gallery,
    "examples.md": examples_page,
    "contracts.md": coverage_page,
    "../../examples/contracts/README.md": index_page,
}
_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "agreement/agreement": lambda: agreement_schema(vocabulary()),
    "agreement/amendment": amendment_schema,
    "agreement/diff": diff_schema,
    "agreement/check": check_schema,
    "importers/mapping/mapping": mapping_schema,
    "planning/forecast": forecast_schema,
    "planning/patience": patience_schema,
    "planning/plan": plan_schema,
    "planning/schedule": schedule_schema,
    "planning/simulate": simulate_schema,
    "planning/staff": staff_schema,
    "statement/statement": statement_schema,
    "statement/measure": measure_schema,
    "statement/compare": compare_schema,
    "statement/between": between_schema,
    "statement/infer": infer_schema,
    "statement/backtest": backtest_schema,
}
SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    path: make
    for name, make in _SCHEMAS.items()
    for path in (f"src/pactline/{name}.schema.json", f"docs/reference/{name.rpartition('/')[2]}.schema.json")
}
