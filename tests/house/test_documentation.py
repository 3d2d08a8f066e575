"""The documentation as one whole: every link leads somewhere, every page is found, and no word is unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pactline.importers.registry import formats, importer
from pactline.metrics import metrics
from pactline.records.choices import agents as agent_choices
from pactline.records.choices import contacts as choices
from pactline.records.choices import customers as customer_choices
from pactline.records.choices import written_channels as written_choices
from pactline.records.choices.contacts import Choice

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
        *DOCS.rglob("*.md"),
        *(path for path in (ROOT / "examples").rglob("*.md") if "northwind" not in path.parts),
    ]
)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]\[]*(?:\[[^\]]*\][^\]\[]*)*\]\(([^()\s]+(?:\([^()]*\))?)\)")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> Iterator[str]:
    for target in _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page))):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page make, as the usual renderers do."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *#*$", prose(page), re.MULTILINE):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        number, made = 0, slug
        while made in found:
            number += 1
            made = f"{slug}-{number}"
        found.add(made)
    return found


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_to_something_that_is_there(page: Path) -> None:
    lost = []
    for target in links(page):
        place, _, anchor = target.partition("#")
        path = (page.parent / place).resolve() if place else page
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            lost.append(target)
    assert lost == []


def test_every_how_to_stands_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for folder in ("how-to", "tutorial", "why"):
        lost = [path.name for path in sorted((DOCS / folder).glob("*.md")) if f"({folder}/{path.name})" not in index]
        assert lost == []


def test_every_page_of_the_reference_stands_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8") + "".join(
        path.read_text(encoding="utf-8") for path in (DOCS / "reference").glob("*.md")
    )
    for path in sorted((DOCS / "reference").glob("*.md")):
        assert f"({path.name}" in index or f"(reference/{path.name}" in index, path.name


def test_every_word_of_every_choice_is_explained_in_the_reference() -> None:
    text = "".join((DOCS / "reference" / name).read_text(encoding="utf-8") for name in ("metrics.md", "counting.md"))
    for module in (choices, agent_choices, customer_choices, written_choices):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, Choice):
                for word in thing:
                    assert f"`{word.value}` | {word.meaning}" in text, f"{thing.__name__}.{word.value}"


def test_every_metric_has_its_place_and_its_table_in_the_reference() -> None:
    text = (DOCS / "reference" / "metrics.md").read_text(encoding="utf-8")
    for name, metric in metrics().items():
        page = text.split(f"## `{name}`\n")[1].split("\n## ")[0]
        assert f"[`{name}`](#{name})" in text
        assert "Looks at " in page
        assert "Interval counts: " in page
        assert all(f"| `{argument}` |" in page for argument in metric.terms.model_fields)
    assert "**Further.**" not in text, "a metric of contacts whose group tools/metric_looks.py does not know"


def test_no_page_uses_a_dash_for_a_comma_and_no_page_names_a_machine() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert "\u2014 " not in prose(page), f"{named(page)} uses an em dash"
        assert not re.search(r"(?<![\w.])/(?:work|root|home)/", text), f"{named(page)} names a machine's folder"


def test_what_can_be_ingested_is_what_the_reference_lists() -> None:
    text = (DOCS / "reference" / "formats.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([\w-]+)$", text, re.MULTILINE) == list(formats())
    assert all(importer(name) for name in formats())
