"""Four programs that set papers: a browser, troff with tbl, matplotlib, and our own lines and rules."""

import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO

from playwright.sync_api import Page, sync_playwright

from benchmarks.pdf_tables.prose import sentence, text
from benchmarks.pdf_tables.truth import Cell, Table
from tests.agents.documents.typeset import SetLine, SetRule, column, typeset

RIGHT = ("integer", "decimal", "percent", "money")
STYLES = {
    "grid": "td,th{border:1px solid #333;padding:3px 6px}",
    "book": "table{border-top:2px solid;border-bottom:2px solid}"
    "thead tr:last-child th{border-bottom:1px solid}td,th{padding:2px 9px}",
    "bare": "td,th{padding:3px 12px}",
    "rows": "tr{border-bottom:1px solid #bbb}td,th{padding:5px 8px}",
    "zebra": "tbody tr:nth-child(odd){background:#e8e8ee}td,th{padding:3px 10px}",
    "filled": "th{background:#246;color:#fff}td,th{padding:4px 10px;border-bottom:1px dotted #999}",
    "box": "table{border:2px solid #000}td,th{padding:2px 10px}",
    "dense": "td,th{border:0.5px solid #777;padding:0 2px;font-size:8pt;line-height:1.05}",
    "middle": "td,th{padding:4px 14px;vertical-align:middle}th{border-bottom:1px solid}",
    "serif": "td,th{padding:1px 1.1em;font-family:'FreeSerif'}thead{font-style:italic}",
}
"""Of tables on web pages, as many pages have them."""
_PAGE = (
    "<html><style>body{{font:10pt {font};margin:0}}table{{border-collapse:collapse;margin:8px 0;{table}}}"
    "th{{text-align:left}}td{{vertical-align:top}}.r{{text-align:right}}{style}</style><body>{body}</body></html>"
)


@contextmanager
def browser() -> Iterator[Page]:
    """A page of a browser that prints."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield opened.new_page()
        opened.close()


def printed(page: Page, body: str, *, style: str = "", font: str = "DejaVu Sans", width: str = "") -> bytes:
    """What the browser prints of a body, on A4."""
    page.set_content(_PAGE.format(font=font, table=width, style=style, body=body))
    margin = {"top": "20mm", "bottom": "20mm", "left": "22mm", "right": "22mm"}
    return page.pdf(format="A4", margin=margin, print_background=True)


def as_html(table: Table) -> str:
    """With numbers to the right."""
    lines = []
    for number, row in enumerate(table.rows):
        kinds = table.kinds[len(table.kinds) - sum(cell.columns for cell in row) :]
        cells = []
        for kind, cell in zip(kinds, row, strict=False):
            name = "th" if number < table.heads else "td"
            side = " class=r" if kind in RIGHT else ""
            spans = f" colspan={cell.columns} rowspan={cell.rows}"
            cells.append(f"<{name}{side}{spans}>{escape(cell.text)}</{name}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    head, body = lines[: table.heads], lines[table.heads :]
    return f"<table><thead>{''.join(head)}</thead><tbody>{''.join(body)}</tbody></table>"


def by_browser(page: Page, rng: random.Random, table: Table, style: str, *, in_column: bool = False) -> bytes:
    """A table among prose."""
    width = rng.choice(("", "", "width:100%"))
    body = f"{text(rng, 2)}<p>Table {rng.randint(1, 9)}. {sentence(rng)}</p>{as_html(table)}{text(rng, 3)}"
    if in_column:
        body = (
            f"<div style='columns:2;column-gap:20px;text-align:justify;font-size:8pt'>{text(rng, 3)}"
            f"{as_html(table)}{text(rng, 7)}</div>"
        )
    font = rng.choice(("DejaVu Sans", "FreeSerif", "FreeSans", "DejaVu Serif"))
    return printed(page, body, style=STYLES[style], font=font, width=width)


def by_troff(rng: random.Random, table: Table, style: str) -> bytes:
    """`style` is what tbl calls it: box, allbox, center, expand."""
    formats = ["rB" if kind in RIGHT else "lB" for kind in table.kinds]
    plain = [each[0] for each in formats]
    lines = [_troff_row(row) for row in table.rows]
    heads = [" ".join(_spread(row, formats)) for row in table.rows[: table.heads]]
    layout = f"{style};\n{chr(10).join(heads)}\n{' '.join(plain)}."
    if style in ("box", "center", "expand"):
        lines.insert(table.heads, "_")
    prose = "\n".join(f".sp\n{sentence(rng)}\n{sentence(rng)}\n{sentence(rng)}" for _ in range(3))
    source = f".po 1i\n.ll 6.3i\n.sp 1i\n{prose}\n.TS\n{layout}\n{chr(10).join(lines)}\n.TE\n{prose}\n"
    postscript = _run(["groff", "-t", "-Tps", "-k"], source.encode())
    return _run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-sOutputFile=-", "-"], postscript)


def _run(command: list[str], data: bytes) -> bytes:
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def _troff_row(row: tuple[Cell, ...]) -> str:
    return "\t".join(f"T{{\n{cell.text}\nT}}" if len(cell.text) > 40 else cell.text for cell in row)  # noqa: PLR2004


def _spread(row: tuple[Cell, ...], formats: list[str]) -> list[str]:
    spread: list[str] = []
    for cell in row:
        spread += ["cB" if cell.columns > 1 else formats[len(spread)], *["s"] * (cell.columns - 1)]
    return spread


def by_matplotlib(table: Table) -> bytes:
    """Cells in a figure: neither order nor spaces are those of a text."""
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    grid = table.grid()
    figure, axes = pyplot.subplots(figsize=(8.3, 11.7))
    axes.axis("off")
    drawn = axes.table(cellText=grid[1:], colLabels=grid[0], loc="upper center")
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(6)
    written = BytesIO()
    figure.savefig(written, format="pdf")
    pyplot.close(figure)
    return written.getvalue()


def charts(rng: random.Random) -> bytes:
    """Figures with numbers along their sides, in columns and rows that say nothing."""
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, axes = pyplot.subplots(rng.randint(1, 3), rng.randint(2, 3), figsize=(8.3, 8))
    for each in axes.flat:
        each.plot(rng.choices(range(100), k=12))
        each.set_title("lamps")
        each.grid(visible=True)
    written = BytesIO()
    figure.savefig(written, format="pdf")
    pyplot.close(figure)
    return written.getvalue()


def by_hand(rng: random.Random, table: Table, *, turned: int = 0, rules: bool = False) -> bytes:
    """Lines where they belong; `turned` is the quarter turn of the page, whose text stands upright again."""
    grid, size = table.grid(), rng.choice((7.0, 8.0, 9.0))
    widths = [max(len(row[column]) for row in grid) * size * 0.62 + 14 for column in range(len(table.kinds))]
    lefts = [60 + sum(widths[:column]) for column in range(len(widths) + 1)]
    prose = [sentence(rng)[:90] for _ in range(4)]
    page: list[SetLine | SetRule] = [*column(prose, top=520)]
    pitch, top = size * rng.uniform(1.4, 2.0), 440.0
    for number, row in enumerate(grid):
        base = top - number * pitch
        for kind, left, width, words in zip(table.kinds, lefts, widths, row, strict=False):
            shift = width - 14 - SetLine(words, 0, 0, size).width if kind in RIGHT else 0
            page += [SetLine(words, base, left + shift, size)] if words else []
        if rules:
            page.append(SetRule(lefts[0] - 4, base - size * 0.35, lefts[-1] - 4, base - size * 0.35))
    page += column(prose, top=top - len(grid) * pitch - 20)
    return typeset([page], turned=turned, size=(842, 595))
