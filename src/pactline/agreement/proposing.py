"""Terms that are proposed: a whole agreement, an amendment, or a file of changes to the agreement as it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pactline.agreement.amending import Amendment, Pointer, amend, check_paths, filed
from pactline.agreement.amending import Path as Keys
from pactline.agreement.amendment_file import read_amendment
from pactline.agreement.model import Agreement, Vocabulary
from pactline.agreement.reading import AgreementProblems, examine_tree
from pactline.agreement.report import Report
from pactline.agreement.versions import Version, beginning
from pactline.agreement.yaml_text import ListNode, MapNode, TextNode, Wording, read_tree
from pactline.agreement.yaml_writing import yaml_text

_WORDING = Wording("a file of terms", "begin with the keys that are to change")
_LISTS = ("replace", "remove")


@dataclass(frozen=True)
class Proposed:
    """Other terms for the same parties."""

    name: str
    file: str
    agreement: Agreement
    whole: bool  # an agreement of its own; False: changes to the one that stands
    tree: MapNode = field(repr=False, compare=False)


def read_proposed(source: str | os.PathLike[str], standing: Version, vocabulary: Vocabulary) -> Proposed:
    """The terms in a file.

    A file with the key ``agreement`` is an agreement of its own. One with the key ``amendment`` is an amendment, whose
    changes are taken whatever its day. Anything else is a file of changes: keys of the agreement as they are to be, or
    ``set``, ``replace`` and ``remove`` as amendments have them. Raises AgreementProblems and OSError.
    """
    path = Path(source)
    raw, report = beginning(path), Report(str(path))
    tree = read_tree(raw, report, _WORDING)
    if tree is None:
        raise AgreementProblems(report.problems)
    if "agreement" in tree.values:
        return _examined(tree, raw, report, vocabulary, path, whole=True)
    amendment = _changes(tree, raw, path, report, standing, vocabulary)
    if amendment is None or report.problems:
        raise AgreementProblems(report.problems)
    merged = Report(standing.files[0])
    merged.lines, *others = (_lines(file) for file in standing.files)
    merged.elsewhere = {**dict(zip(standing.files[1:], others, strict=True)), str(path): report.lines}
    changed = amend(standing.tree, amendment, merged)
    name = amendment.name if "amendment" in tree.values else ""
    return _examined(changed, yaml_text(changed).encode(), merged, vocabulary, path, whole=False, name=name)


def _lines(file: str) -> list[str]:
    """The lines of a file that was read before, so that a problem can show them; none if it was never a file."""
    path = Path(file)
    return beginning(path).decode("utf-8", "replace").splitlines() if path.is_file() else []


def _changes(
    tree: MapNode, raw: bytes, path: Path, report: Report, standing: Version, vocabulary: Vocabulary
) -> Amendment | None:
    """What the file changes. Problems go to the report."""
    if "amendment" in tree.values:
        own = Report(str(path))
        amendment = read_amendment(raw, own)
        if own.problems:
            raise AgreementProblems(own.problems)
        return amendment
    placed = filed(tree, str(path))
    assert isinstance(placed, MapNode), "a filed tree is the same tree"
    written = {"set", *_LISTS} & placed.values.keys()
    given = placed.values.get("set") if written else placed
    changes = given if isinstance(given, MapNode) and given.values else None
    lists = {key: tuple(_pointers(placed, key, report)) for key in _LISTS} if written else {}
    if written:
        for key in placed.values.keys() - {"set", *_LISTS, "notes"}:
            message = f"`{key}` stands beside {' and '.join(sorted(written))}"
            report.problem("AGR_UNKNOWN_KEY", placed.keys[key], message, "write it below set")
    if not changes and not any(lists.values()):
        report.problem("AGR_AMENDMENT_EMPTY", placed, "the file changes nothing", "write the keys that are to change")
        return None
    replaced = (*lists.get("replace", ()), *_other_shapes(changes, standing.tree, vocabulary))
    amendment = Amendment(
        file=str(path), name=path.stem, effective=date.min, agreed={}, place=placed, changes=changes,
        replaced=replaced, removed=lists.get("remove", ()), lines=report.lines,
    )  # fmt: skip
    check_paths(amendment, report)
    return amendment


def _pointers(tree: MapNode, key: str, report: Report) -> Iterator[Pointer]:
    listed = tree.values.get(key)
    if listed is None:
        return
    for item in listed.items if isinstance(listed, ListNode) else []:
        match item:
            case TextNode() if item.text.strip():
                yield Pointer(item.text.strip(), item)
            case ListNode() if all(isinstance(step, TextNode) for step in item.items):
                yield Pointer(tuple(step.text for step in item.items if isinstance(step, TextNode)), item)
    if not isinstance(listed, ListNode):
        report.problem("AGR_SHAPE", listed, f"`{key}` is a list of paths", f"write {key}: [commitments.NAME.bonus]")


def _other_shapes(
    changes: MapNode | None, standing: MapNode, vocabulary: Vocabulary, path: Keys = ()
) -> Iterator[Pointer]:
    """The remedies that get another shape: it takes the place of the old one, for no remedy has two."""
    for key, new in changes.values.items() if changes else ():
        old = standing.values.get(key)
        if not isinstance(new, MapNode) or not isinstance(old, MapNode):
            continue
        if key in ("remedy", "bonus") and path[:1] == ("commitments",):
            before, after = (node.values.keys() & vocabulary.remedies.keys() for node in (old, new))
            if after and before != after:
                assert changes is not None
                yield Pointer((*path, key), changes.keys[key])
        else:
            yield from _other_shapes(new, old, vocabulary, (*path, key))


def _examined(
    tree: MapNode, raw: bytes, report: Report, vocabulary: Vocabulary, path: Path, *, whole: bool, name: str = ""
) -> Proposed:
    examined = examine_tree(tree, raw, report, vocabulary)
    if examined.agreement is None:
        raise AgreementProblems(examined.problems)
    return Proposed(name or path.stem, str(path), examined.agreement, whole, tree)
