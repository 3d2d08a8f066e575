"""A new contract folder, made from a template: the agreement, what to do first, and the fact files it will need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pactline.agreement.model import Agreement
from pactline.agreement.reading import AgreementProblems, examine
from pactline.agreement.starting import ToReplace, filled_in, template_text, templates, to_replace
from pactline.importers.facts import charges, events, figures, forecast, performed
from pactline.importers.facts.columns import FactFile
from pactline.statement.rules import vocabulary
from pactline.values.period import Each, next_window, window_start


@dataclass(frozen=True)
class Started:
    """A contract folder that was just made."""

    folder: Path
    template: str
    files: tuple[Path, ...]
    agreement: Agreement
    to_replace: tuple[ToReplace, ...]

    @property
    def next_commands(self) -> tuple[str, ...]:
        """What to try next, ready to be copied into a terminal."""
        folder = self.folder
        return (
            f"pactline check {folder}",
            f"pactline render {folder} -o {folder / 'contract.pdf'}",
            f"pactline evaluate {folder} --period {_first_month(self.agreement)}",
        )


def start(
    folder: str | os.PathLike[str],
    template: str,
    *,
    provider: str | None = None,
    client: str | None = None,
    first: date | None = None,
    zone: str | None = None,
    currency: str | None = None,
) -> Started:
    """Make a contract folder from a template, with the parties and the term filled in as far as they are given.

    Raises ValueError for a template, a zone or a currency that does not exist, FileExistsError for a folder that holds
    anything already, AgreementProblems for a name that no agreement can hold.
    """
    home = Path(folder)
    text = filled_in(
        template_text(template), provider=provider, client=client, first=first, zone=zone, currency=currency
    )
    examined = examine(text.encode(), vocabulary())
    if examined.agreement is None:
        raise AgreementProblems(examined.problems)
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        message = "is there already, and nothing in it was changed; name a folder that is new or empty"
        raise FileExistsError(17, message, str(home))
    contents = {"agreement.yaml": text, "README.md": _readme(template, examined.agreement, to_replace(text))}
    contents |= {file.name: header for file, header in _headers(examined.agreement)}
    home.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (home / name).write_text(content, encoding="utf-8", newline="\n")
    files = tuple(home / name for name in contents)
    return Started(home, template, files, examined.agreement, to_replace(text))


def _headers(agreement: Agreement) -> Iterator[tuple[FactFile, str]]:
    """The fact files that the agreement draws on, each with its first line."""
    measured = {commitment.measured for commitment in agreement.commitments}
    if "figures" in measured:
        yield figures.FILE, _header(figures.FILE, "reported")
    if "events" in measured:
        yield events.FILE, _header(events.FILE)
    if any(charge.billed for charge in agreement.charges.values()):
        yield charges.FILE, _header(charges.FILE)
    if agreement.rule("volume"):
        yield forecast.FILE, "service,first,last,volume\n"
    if agreement.rule("responsibilities"):
        yield performed.FILE, _header(performed.FILE)


def _header(file: FactFile, *besides: str) -> str:
    return ",".join([*(column.name for column in file.columns if column.named), *besides]) + "\n"


def _first_month(agreement: Agreement) -> str:
    """The first whole calendar month of the term."""
    first = window_start(agreement.term.first, Each.MONTH)
    if first < agreement.term.first:
        first = next_window(first, Each.MONTH)
    return f"{first:%Y-%m}"


def _readme(template: str, agreement: Agreement, invented: tuple[ToReplace, ...]) -> str:
    """What to change first, what to run next, and which facts the folder waits for."""
    month = _first_month(agreement)
    facts = [f"- `{file.name}`: {file.holds}" for file, _ in _headers(agreement)]
    names = f"the {len(invented)} lines that end in `# replace`" if invented else "names and addresses"
    return f"""# {agreement.name}

This folder is a contract: `agreement.yaml` says what was agreed, `records/` and the small files beside it say what
happened. It was started from the template `{template}`.

> {templates()[template]}.

## Change first

1. Names: {names}, the purpose and the definitions.
2. Term, time zone and currency, then the amounts under `charges`.
3. Opening hours and holidays under `calendars`; the queues under `services`, as your telephone system names them.
4. The targets. Ask what the figures were in the last months before you promise better ones.
5. What a miss costs, the limits, the rights.
6. The words under `clauses`, with a lawyer.

After every change run `pactline check .`: it names what is wrong, what is open and what is worth knowing.

## Then

```text
pactline check .                            every problem and every open question, with line and remedy
pactline render . -o contract.pdf           the contract as both sides will sign it; .docx and .html as well
pactline ingest calls.csv --into . --format plain-csv
pactline evaluate . --period {month}        what is owed for a month
pactline file . --period {month}             put it on record
```

## Facts

Contacts come into `records/` with `pactline ingest`. Besides, the agreement draws on

{chr(10).join(facts)}

Each holds its first line already; one row is one fact.
"""
