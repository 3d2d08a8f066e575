"""The rules of the house, read from the code itself."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from pactline.cli import COMMANDS, command_files
from pactline.importers.plain.codes import OTHERS, REFUSED_FILES, REFUSED_RECORDS
from pactline.importers.registry import formats, importer
from pactline.metrics import metrics
from pactline.planning import codes as planning
from pactline.remedies import remedies
from pactline.remedies.modifiers import modifiers

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "pactline"
FILES = sorted(SOURCE.rglob("*.py"))
EXACT_ROOMS = ("values", "agreement", "records", "metrics", "remedies", "statement", "ledger")
WORDS_OF_OTHERS = frozenset({"CUSTOMER_DISCONNECT"})  # a word of a source that looks like a code of ours
MOST_LINES = 330  # a file is one thing; the usual one has about a hundred


def _named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", [p for p in FILES if p.relative_to(SOURCE).parts[0] in EXACT_ROOMS], ids=_named)
def test_no_binary_float_decides_a_figure_or_an_amount(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"float at line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("float", "round"), f"{node.func.id}() at line {node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_every_module_class_and_public_function_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public:
            assert isinstance(node, ast.FunctionDef | ast.ClassDef)
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_no_file_is_a_giant(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", sorted(metrics()))
def test_every_metric_has_a_test_a_title_and_a_source(name: str) -> None:
    assert (ROOT / "tests" / "metrics" / f"test_{name}.py").exists()
    metric = metrics()[name]
    assert ":" in metric.title
    assert "Source:" in (inspect.getdoc(metric.choose) or "")


@pytest.mark.parametrize("name", sorted(remedies()))
def test_every_remedy_has_a_test_a_title_and_a_source(name: str) -> None:
    assert (ROOT / "tests" / "remedies" / f"test_{name}.py").exists()
    remedy = remedies()[name]
    assert ":" in remedy.title
    assert "Source:" in (inspect.getdoc(remedy.work) or "")


@pytest.mark.parametrize("name", sorted(modifiers()))
def test_every_modifier_has_a_test_a_title_and_a_source(name: str) -> None:
    assert (ROOT / "tests" / "remedies" / "modifiers" / f"test_{name}.py").exists()
    modifier = modifiers()[name]
    assert ":" in modifier.title
    assert "Source:" in (inspect.getdoc(modifier.work) or "")


def test_every_command_has_a_file_and_every_file_a_command() -> None:
    assert command_files() == set(COMMANDS)


def test_no_room_is_a_dumping_ground() -> None:
    banned = {"core", "common", "utils", "services", "models", "helpers", "manager", "misc"}
    assert not {path.stem for path in FILES} & banned
    assert not {part for path in FILES for part in path.relative_to(SOURCE).parts} & banned


def test_every_word_of_the_glossary_is_used_and_defined_once() -> None:
    glossary = (ROOT / "docs" / "why" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\*\*(.+?)\*\*", glossary, re.MULTILINE)
    assert len(words) == len(set(words)) >= 25
    code = "\n".join(path.read_text(encoding="utf-8").lower().replace("_", " ") for path in FILES)
    unused = [word for word in words if word.lower() not in code]
    assert not unused, f"defined and never used: {unused}"


def test_the_commands_of_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"pactline ([a-z]+)", text))
    assert {"check", "ingest", "evaluate", "explain", "prove"} <= named
    assert named <= {*COMMANDS, "import"}


def test_every_decision_says_what_would_change_our_mind() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8").lower()
        for part in ("question", "choice", "what else", "cost", "what would change our mind"):
            assert part in text, f"{path.name} does not say: {part}"


_FAMILIES = "AGR YAML FACT FIG RELIEF INCIDENT ASSERT INTEGRITY RECORDS FILED"  # and those that formats explain
_NO_CODES = frozenset({"PACTLINE_NO_NUMBA", "OPENBLAS_NUM_THREADS"})  # names of the environment that planning looks at


def test_every_code_of_a_refusal_is_in_the_docs() -> None:
    explained = {*REFUSED_RECORDS, *REFUSED_FILES, *OTHERS}
    explained |= {code for name in formats() for code in getattr(importer(name), "CODES", {})} | set(planning.CODES)
    families = {*_FAMILIES.split(), *(code.split("_")[0] for code in explained if "_" in code)}
    code = re.compile(rf'"((?:{"|".join(sorted(families))})_[A-Z_0-9]+)"')
    used = {found for path in FILES for found in code.findall(path.read_text(encoding="utf-8"))} - WORDS_OF_OTHERS
    docs = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))
    assert len(used) > 200
    assert sorted(found for found in used if not re.search(rf"\b{found}\b", docs)) == []


def test_every_code_of_planning_means_something_and_stands_on_the_page_of_its_files() -> None:
    page = (ROOT / "docs" / "reference" / "planning-files.md").read_text(encoding="utf-8")
    assert sorted(code for code, meaning in planning.CODES.items() if f"`{code}` | {meaning} |" not in page) == []
    used: set[str] = set()
    for path in (SOURCE / "planning").rglob("*.py"):
        if path.name != "codes.py":
            used |= set(re.findall(r'"([A-Z]{2,}(?:_[A-Z0-9]+)+)"', path.read_text(encoding="utf-8")))
    assert len(used) > 40
    assert sorted(used - _NO_CODES - set(planning.CODES)) == [], "given and not explained in planning/codes.py"
