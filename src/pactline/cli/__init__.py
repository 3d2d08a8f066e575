"""The command line: one file per command, loaded when it is called."""

from __future__ import annotations

import importlib
import io
import pkgutil
import sys

import click

# One line per command, kept here so that ``pactline --help`` loads no command.
COMMANDS = {
    "demo": "Make a contract folder with a simulated centre and show its statement.",
    "new": "Make a contract folder from a template, with an agreement that is whole.",
    "check": "Find every problem in an agreement, with file, line and remedy.",
    "text": "Print the text of an agreement that is in force on a day.",
    "diff": "Say in plain words what differs between two agreements.",
    "render": "Make the contract as HTML, PDF or DOCX, ready to sign.",
    "ingest": "Bring records in; a receipt accounts for every row.",
    "records": "Look after a record set: show, verify, compact, erase a person, retain.",
    "measure": "Measure a metric on records, outside any agreement.",
    "contacts": "List the contacts behind a number.",
    "compare": "Put all published forms side by side on the same records.",
    "infer": "Find the definition that reproduces reported figures.",
    "evaluate": "Compute the statement of a period.",
    "explain": "Explain one commitment: clause, counts, working, contacts.",
    "file": "File the statement of a period in the contract folder.",
    "backtest": "Replay other terms over past records: what would have been paid.",
    "prove": "Recompute every filed statement and show each difference.",
    "forecast": "Forecast contacts and handling times, with the error of the past.",
    "patience": "Estimate how long customers are prepared to wait, and watch it for drift.",
    "staff": "Find the least agents that keep every promise, and what each promise costs.",
    "simulate": "Let simulated customers go through a centre or a plan, event by event.",
    "plan": "Say what plans for a month to come miss, owe and cost.",
    "schedule": "Make shifts, tours or a roster that cover a plan under labour rules.",
}


class Commands(click.Group):
    """A group whose commands live in files of their own and are imported only when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a first day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from the file of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the lines above."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when there is none of that name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(f"there is no command {args[0]!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="pactline", message="pactline %(version)s")
def main() -> None:
    """Service level agreements for contact centres: promised, measured, paid.

    Exit codes: 0 good, 1 a finding or a refusal, 2 wrong use.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old code page shows ? for what it lacks, and never stops
            stream.reconfigure(errors="replace")


def command_files() -> set[str]:
    """The files of this folder that hold a command."""
    return {entry.name for entry in pkgutil.iter_modules(__path__)} - {"showing", "open_questions", "engine_options"}
