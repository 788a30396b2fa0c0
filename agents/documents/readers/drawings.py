"""What is drawn in Office files: pictures, and charts as the table of their data."""

from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from agents.documents.document import EmbeddedPicture
from agents.documents.readers.package import Package
from agents.documents.rows import write_rows
from agents.documents.writer import TextWriter

MAX_SERIES = 50
MAX_POINTS = 1_000
"""Of a series: what has more is in the cells that it was made of."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def related(package: Package, part: str) -> dict[str, str]:
    """The parts that a part refers to, by the id of the reference."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.names:
        return {}
    return {
        each.get("Id", ""): package.target(part, each.get("Target", "")) for each in package.xml(relations)
    }


def write_picture(package: Package, shape: Element, parts: dict[str, str], writer: TextWriter) -> None:
    """Write the picture of a shape, if it lies in the file; `parts` are those that its part refers to."""
    blip = shape.find(f".//{_A}blip")
    part = "" if blip is None else parts.get(blip.get(f"{_R}embed", ""), "")
    if part:
        about = next((each for each in shape.iter() if each.tag.endswith("}cNvPr")), None)
        name = f"figure-{len(writer.figures) + 1}{PurePosixPath(part).suffix.lower()[:10]}"
        alt = "" if about is None else about.get("descr", "")
        writer.figure(EmbeddedPicture(name, package.part(part)), alt)


def write_charts(package: Package, shape: Element, parts: dict[str, str], writer: TextWriter) -> None:
    """Write the data of the charts of a shape, each under its title."""
    for reference in shape.iter(f"{_C}chart"):
        part = parts.get(reference.get(f"{_R}id", ""), "")
        if not part:
            continue
        chart = package.xml(part)
        title = chart.find(f"{_C}chart/{_C}title")
        if title is not None:
            writer.block_break()
            writer.words("".join(each.text or "" for each in title.iter(f"{_A}t")))
        write_rows(_rows(chart), writer)


def _rows(chart: Element) -> Iterator[list[str]]:
    series = list(islice(chart.iter(f"{_C}ser"), MAX_SERIES))
    names = [_points(each.find(f"{_C}tx")).get(0, "") for each in series]
    labels, values = dict[int, str](), list[dict[int, str]]()
    for each in series:
        for kind in ("cat", "xVal"):
            for place, label in _points(each.find(f"{_C}{kind}")).items():
                labels.setdefault(place, label)
        found = (_points(each.find(f"{_C}{kind}")) for kind in ("val", "yVal"))
        values.append(next(filter(None, found), {}))
    places = sorted({place for each in values for place in each})
    if places and any(names):
        yield ["", *names]
    for place in places:
        yield [labels.get(place, str(place + 1)), *(each.get(place, "") for each in values)]


def _points(data: Element | None) -> dict[int, str]:
    """The values that were stored with a chart, by their number from 0."""
    if data is None:
        return {}
    points = islice(data.iter(f"{_C}pt"), MAX_POINTS)
    found = {int(point.get("idx", "0")): _number(point.findtext(f"{_C}v") or "") for point in points}
    plain = data.findtext(f"{_C}v")
    return found or ({0: plain} if plain else {})


def _number(text: str) -> str:
    """As it is read: 0.1, where a file has 0.10000000000000001."""
    try:
        return f"{float(text):.12g}" if len(text) > 12 else text
    except ValueError:
        return text
