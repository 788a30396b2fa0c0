"""What a site of the little web serves: pages, pictures, and what answers to scripts and forms."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from tests.support.little_web.articles import Article, Picture, Section, sentence
from tests.support.little_web.drawings import Drawing, png
from tests.support.little_web.layouts import Layout
from tests.support.little_web.world import Work

_LINK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")
Tells = frozenset[tuple[int, str]]
"""Facts: numbers of works, and attributes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says, and how it misbehaves: slow, trickle, reset, cut, endless; or "" for well."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks of a site; the names of headers are in small letters."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of a page: its path on the site, and the words with it."""

    path: str
    caption: str
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page; `text` is what engines know of it, `tells` what a reader can learn of it."""

    path: str
    title: str
    language: str
    text: str
    answer: Callable[[], Answer]
    date: str = ""
    tells: Tells = frozenset()
    pictures: tuple[ShownPicture, ...] = ()
    is_indexed: bool = True


@dataclass(slots=True)
class Site:
    """A site by its key; hosts are written `http://KEY.little`, and become addresses when they are served."""

    key: str
    title: str
    language: str
    kind: str
    pages: dict[str, SitePage] = field(default_factory=dict)
    actions: dict[str, Callable[[Request], Answer]] = field(default_factory=dict)
    """What is no page: interfaces of scripts, and where forms are sent."""

    @property
    def home(self) -> str:
        return f"http://{self.key}.little"

    def add(self, page: SitePage) -> None:
        self.pages[page.path] = page

    def answer(self, request: Request) -> Answer:
        """What it says to a request."""
        if action := self.actions.get(request.path):
            return action(request)
        if page := self.pages.get(request.path):
            return page.answer()
        for page in self.pages.values():
            for picture in page.pictures:
                if picture.path == request.path:
                    return Answer(png(picture.drawing), "image/png")
        return self._beside(request.path)

    def _beside(self, path: str) -> Answer:
        """What every site has, and where the menus of its layout lead."""
        if path == "/":
            return Answer(self._front().encode())
        if path == "/robots.txt":
            return Answer(
                f"User-agent: *\nDisallow: /private/\nSitemap: {self.home}/sitemap.xml\n".encode(),
                "text/plain",
            )
        if path == "/sitemap.xml":
            rows = "".join(f"<url><loc>{self.home}{each}</loc></url>" for each in self.pages)
            head = '<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            return Answer(f"{head}{rows}</urlset>".encode(), "application/xml")
        if drawn := re.fullmatch(r"/(?:thumbs|media)/(\d+)\.(?:png|jpg)", path):
            return Answer(png(Drawing("landscape", int(drawn[1]) % 40), (160, 120)), "image/png")
        if (menu := re.fullmatch(r"/(?:[at]/|doc/)?(\d+)", path)) and self.pages:
            paths = list(self.pages)
            return Answer(status=302, headers=(("Location", paths[int(menu[1]) % len(paths)]),))
        return Answer(html("en", "Not found", "<h1>Not found</h1><p>There is no such page.</p>"), status=404)

    def _front(self) -> str:
        links = "".join(f"<li><a href='{each.path}'>{each.title}</a></li>" for each in self.pages.values())
        body = f"<h1>{self.title}</h1><p>{sentence(self.language, Random(self.key))}</p><ul>{links}</ul>"
        return html(self.language, self.title, body).decode()


def html(language: str, title: str, body: str, head: str = "") -> bytes:
    """A plain page."""
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


def link(address: str, words: str) -> str:
    """A link, as articles have it in their sentences."""
    return f"[[{address}|{words}]]"


def filler(random: Random, language: str, sentences: int = 3) -> str:
    """Sentences that tell no fact."""
    return " ".join(sentence(language, random) for _count in range(sentences))


def article_page(
    path: str,
    article: Article,
    layout: Layout,
    *,
    tells: Tells = frozenset(),
    pictures: tuple[ShownPicture, ...] = (),
) -> SitePage:
    """An article in the layout of its site; its links are those of `link`."""

    def answer() -> Answer:
        return Answer(_LINK.sub(r"<a href='\1'>\2</a>", layout(article)).encode())

    text = _LINK.sub(r"\2", article.text)
    return SitePage(path, article.title, article.language, text, answer, article.date, tells, pictures)


def article_of(
    number: int, language: str, title: str, *sections: Section, random: Random, date: str = "", lead: str = ""
) -> Article:
    """An article with sections that are given."""
    day = date or f"20{random.randint(12, 25)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    author = random.choice(("Ines Moreno", "Karl Abt", "Ruth Ellwood", "Marta Quiroga"))
    return Article(number, language, title, author, day, lead or filler(random, language), sections)


def section(
    heading: str,
    *paragraphs: str,
    picture: ShownPicture | None = None,
    rows: tuple[tuple[str, ...], ...] = (),
) -> Section:
    """A part of an article."""
    shown = Picture(picture.path, picture.caption, picture.caption) if picture else None
    return Section(heading, paragraphs, shown, rows)


def told_of(work: Work, *attributes: str) -> Tells:
    """The facts of a work by their attributes."""
    return frozenset((work.number, each) for each in attributes)


def moved(page: SitePage, path: str, **changes: object) -> SitePage:
    """A copy of a page elsewhere."""
    return replace(page, path=path, **changes)  # type: ignore[arg-type]
