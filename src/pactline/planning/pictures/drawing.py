"""How pictures look and how they are written: one style for all, nothing told by colour alone.

Matplotlib draws, outside of any window system, so this works on a server as on a laptop. A picture is drawn within
``with style():`` so that lines, labels and legends look the same, and nobody else's settings are touched.
"""

from __future__ import annotations

import html
import io
import os
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, PALE, GRID = "#1f2933", "#7b8794", "#d9dee4"
COLOURS = ("#0b6e99", "#c05621", "#4f772d", "#6b4c9a", "#a61e4d", "#8a6d00")  # legible on white, also side by side
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "++")
MARKS = ("o", "s", "^", "D", "v", "P")

_STYLE: Any = {
    "font.family": "DejaVu Sans", "font.size": 10, "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": PALE,
    "axes.titlesize": 12, "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.titlepad": 10,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": GRID, "grid.linewidth": 0.7,
    "axes.axisbelow": True, "xtick.color": INK, "ytick.color": INK, "xtick.labelsize": 9, "ytick.labelsize": 9,
    "legend.frameon": False, "legend.fontsize": 9, "lines.linewidth": 1.8, "hatch.linewidth": 0.6,
    "svg.fonttype": "path", "svg.hashsalt": "pactline", "figure.dpi": 100, "savefig.dpi": 144,
    "text.parse_math": False,  # a queue may have a dollar in its name
}  # fmt: skip


def style() -> AbstractContextManager[None]:
    """The settings under which pictures are drawn and written."""
    return mpl.rc_context(_STYLE)


@dataclass(frozen=True)
class Picture:
    """A figure, with what it shows in a sentence for those who cannot see it."""

    title: str
    says: str
    figure: Figure

    def png(self) -> bytes:
        """The picture as PNG."""
        return self._written("png")

    def svg(self) -> str:
        """The picture as an SVG element, with title and description."""
        drawn = self._written("svg").decode("utf-8")
        drawn = drawn[drawn.index("<svg") :]
        opening, rest = drawn.split(">", 1)
        told = f"<title>{html.escape(self.title)}</title><desc>{html.escape(self.says)}</desc>"
        return f'{opening} role="img">{told}{rest}'

    def _written(self, form: str) -> bytes:
        out = io.BytesIO()
        with style(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing from font")  # a name in a script that the font lacks
            metadata: dict[str, Any] = {"Date": None} if form == "svg" else {"Software": None}
            self.figure.savefig(out, format=form, metadata=metadata)
        return out.getvalue()


def sheet(
    rows: int = 1,
    *,
    width: float = 9.0,
    height: float = 3.6,
    ratios: Sequence[float] | None = None,
    share_x: bool = True,
) -> tuple[Figure, list[Axes]]:
    """An empty figure of some plots under one another, each ``height`` inches high (times its ratio)."""
    with style():
        total = height * (sum(ratios) if ratios else rows)
        figure = Figure(figsize=(width, total), layout="constrained")
        plots = figure.subplots(rows, 1, sharex=share_x, squeeze=False, height_ratios=ratios)
    return figure, [each for line in plots for each in line]


def write_png(pictures: Sequence[Picture], path: str | os.PathLike[str]) -> list[str]:
    """Write pictures as PNG files and name them: one under ``path``, further ones with a number before the ending.

    Raises OSError.
    """
    stem, ending = os.path.splitext(os.fspath(path))
    names = []
    for number, each in enumerate(pictures, 1):
        name = f"{stem}{ending or '.png'}" if number == 1 else f"{stem}-{number}{ending or '.png'}"
        with open(name, "wb") as file:
            file.write(each.png())
        names.append(name)
    return names


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: {ink}; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; }} figure {{ margin: 2rem 0; }} svg {{ max-width: 100%; height: auto; }}
figcaption {{ color: #52606d; }} pre {{ background: #f5f7fa; padding: 1rem; overflow-x: auto; font-size: .85rem; }}
@media print {{ figure {{ break-inside: avoid; }} }}
</style></head><body>
<h1>{title}</h1>
{figures}
{text}
</body></html>
"""


def page(title: str, pictures: Sequence[Picture], text: str = "") -> str:
    """A page with the pictures and what was printed, in one file that loads nothing."""
    figures = "\n".join(
        f"<figure>{each.svg()}<figcaption>{html.escape(each.says)}</figcaption></figure>" for each in pictures
    )
    said = f"<pre>{html.escape(text)}</pre>" if text else ""
    return _PAGE.format(title=html.escape(title), text=said, figures=figures, ink=INK)
