"""What is no table, though much of it stands in columns: as HTML and style for a browser to set."""

import random
from html import escape

from benchmarks.pdf_tables.truth import PLACES, WORDS, some_words


def sentence(rng: random.Random) -> str:
    """A sentence, some with a figure in it."""
    figure = f" in {rng.randint(1800, 1950)}" if rng.random() < 0.2 else ""  # noqa: PLR2004
    return f"{some_words(rng, 7, 18)}{figure}."


def text(rng: random.Random, count: int) -> str:
    """Paragraphs."""
    return "".join(
        f"<p>{' '.join(sentence(rng) for _ in range(rng.randint(3, 7)))}</p>" for _ in range(count)
    )


def _columns(rng: random.Random) -> str:
    count = rng.choice((2, 2, 3))
    return (
        f"<div style='columns:{count};column-gap:18px;text-align:{rng.choice(('justify', 'left'))}'>"
        f"{text(rng, 14)}</div>"
    )


def _contents(rng: random.Random, *, dots: bool) -> str:
    page, lines = 1, []
    fill = "border-bottom:1px dotted #000" if dots else ""
    for number in range(rng.randint(8, 16)):
        page += rng.randint(1, 14)
        leader = f"<span style='flex:1;{fill}'>{'.' * 400 if dots and rng.random() < 2 else ''}</span>"
        lines.append(
            f"<div style='display:flex'><span>{number + 1} {some_words(rng, 2, 5)}</span>"
            f"<span style='flex:1;overflow:hidden;white-space:nowrap'>{leader}</span>"
            f"<span>{page}</span></div>"
        )
    return f"<h2>Contents</h2>{''.join(lines)}{text(rng, 1)}"


def _index(rng: random.Random) -> str:
    entries = sorted(f"{word}, {', '.join(str(rng.randint(1, 300)) for _ in range(rng.randint(1, 3)))}"
                     for word in rng.choices(WORDS, k=60))  # fmt: skip
    lines = "".join(f"<div>{entry}</div>" for entry in entries)
    return f"<h2>Index</h2><div style='columns:{rng.choice((2, 3, 4))}'>{lines}</div>"


def _addresses(rng: random.Random) -> str:
    def one() -> str:
        return (f"<div>{rng.choice(PLACES)} Trust<br>{rng.randint(1, 90)} {some_words(rng, 1, 2)} Street<br>"
                f"{rng.randint(10_000, 99_999)} {rng.choice(PLACES)}<br>Tel. {rng.randint(100, 999)} "
                f"{rng.randint(10_000, 99_999)}</div>")  # fmt: skip

    both = f"<div style='display:flex;justify-content:space-between'>{one()}{one()}</div>"
    return f"{both}<p style='text-align:right'>4 May 1931</p><p>Dear Sir,</p>{text(rng, 4)}"


def _authors(rng: random.Random) -> str:
    names = "".join(
        f"<div style='text-align:center;flex:1'>{some_words(rng, 2, 2)}<br>"
        f"{rng.choice(PLACES)} University<br>"
        f"<i>{rng.choice(WORDS)}@{rng.choice(WORDS)}.example</i></div>"
        for _ in range(3)
    )
    return (
        f"<h1 style='text-align:center'>{some_words(rng, 4, 7)}</h1><div style='display:flex'>{names}</div>"
        f"{_columns(rng)}"
    )


def _code(rng: random.Random) -> str:
    lines = []
    for _ in range(rng.randint(12, 24)):
        name, value = rng.choice(WORDS), rng.choice(WORDS)
        code = rng.choice((
            f"int {name}_{value} = {rng.randint(0, 99)};", f"    {name}({value}, {rng.randint(1, 9)});",
            f"if ({name} > {value}) {{", f"#define {name.upper()} {rng.randint(1, 400)}",
        ))  # fmt: skip
        lines.append(f"{code:34}/* {some_words(rng, 2, 4)} */" if rng.random() < 0.7 else code)  # noqa: PLR2004
    return f"{text(rng, 1)}<pre style='font-size:9pt'>{escape(chr(10).join(lines))}</pre>{text(rng, 1)}"


def _lists(rng: random.Random) -> str:
    items = "".join(f"<li>{sentence(rng)}" for _ in range(8))
    terms = "".join(f"<dt style='float:left;clear:left;width:90px'>{word}<dd style='margin-left:110px'>"
                    f"{sentence(rng)}" for word in rng.sample(WORDS, k=8))  # fmt: skip
    return f"<ol>{items}</ol>{text(rng, 1)}<ul>{items}</ul><dl>{terms}</dl>"


def _literature(rng: random.Random) -> str:
    items = "".join(
        f"<div style='display:flex;margin:3px 0'><span style='width:34px'>[{n}]</span><span>"
        f"{some_words(rng, 2, 2)} ({rng.randint(1900, 2020)}). {sentence(rng)} pp. {rng.randint(1, 99)}–"
        f"{rng.randint(100, 200)}.</span></div>"
        for n in range(1, 14)
    )
    return f"<h2>References</h2>{items}"


def _formulas(rng: random.Random) -> str:
    lines = "".join(
        f"<div style='display:flex'><span style='flex:1;text-align:center'><i>{rng.choice('abxy')}</i><sub>"
        f"{rng.randint(1, 9)}</sub> = {rng.randint(2, 99)}<i>{rng.choice('kmnz')}</i>"
        f"<sup>{rng.randint(2, 4)}</sup>"
        f" + {rng.randint(1, 9)}</span><span>({n})</span></div>{text(rng, 1) if n % 3 == 0 else ''}"
        for n in range(1, 10)
    )
    return f"{text(rng, 1)}{lines}"


def _play(rng: random.Random) -> str:
    lines = "".join(
        f"<div style='display:flex;margin:4px 0'><b style='width:110px'>"
        f"{rng.choice(('KEEPER', 'PILOT', 'MASTER'))}</b><span style='flex:1'>"
        f"{' '.join(sentence(rng) for _ in range(rng.randint(1, 3)))}</span></div>"
        for _ in range(16)
    )
    return f"<h2>Act {rng.randint(1, 5)}</h2>{lines}"


def _verse(rng: random.Random) -> str:
    lines = "".join(f"<div style='padding-left:{rng.choice((0, 0, 40, 80))}px'>{some_words(rng, 3, 7)},"
                    f"{'<span style=float:right>' + str(n) + '</span>' if n % 5 == 0 else ''}</div>"
                    for n in range(1, 41))  # fmt: skip
    return f"<h2>{some_words(rng, 2, 4)}</h2>{lines}"


TUNED_ON = {
    "columns": _columns, "contents": lambda rng: _contents(rng, dots=False), "index": _index,
    "addresses": _addresses, "code": _code, "lists": _lists,
}  # fmt: skip
HELD_OUT = {
    "columns": _columns, "dotted contents": lambda rng: _contents(rng, dots=True), "index": _index,
    "authors": _authors, "literature": _literature, "formulas": _formulas, "play": _play, "verse": _verse,
    "code": _code,
}  # fmt: skip
"""Kinds by name. What is in one half alone was never seen while rules were chosen."""
