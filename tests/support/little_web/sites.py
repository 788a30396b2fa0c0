"""All sites of the little web: 73 of them with 1,100 pages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from random import Random

from tests.corpora.papers import pdf
from tests.support.little_web.drawings import SUBJECTS, Drawing
from tests.support.little_web.layouts import KNOWN, gallery
from tests.support.little_web.pages import (
    Answer,
    Request,
    ShownPicture,
    Site,
    SitePage,
    article_of,
    article_page,
    filler,
    html,
    link,
    moved,
    section,
    told_of,
)
from tests.support.little_web.telling import told
from tests.support.little_web.world import Work, people, works
from tests.support.office import xlsx

CONTRADICTED = range(100, 110)
"""Works whose height was measured anew: the official site has it, others tell the former one."""
ENCYCLOPEDIAS = {"en": "lexicon", "de": "wissen", "es": "saber"}
SCRIPT_HEADER = "x-board"
"""What the scripts of pages send along, without which their interfaces say nothing."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_PAPERS = {
    "en": ("The Morning Tide", "County Echo", "The Ferry Post", "Northern Ledger"),
    "de": ("Küstenbote", "Der Abendkurier", "Hafenblatt", "Landanzeiger"),
    "es": ("El Eco del Puerto", "La Tarde", "Diario de la Costa", "El Mensajero"),
}
_HEADINGS = {
    "en": ("History", "The building", "Today", "Places around", "More about it"),
    "de": ("Geschichte", "Das Bauwerk", "Heute", "In der Umgebung", "Mehr dazu"),
    "es": ("Historia", "La obra", "Hoy", "En los alrededores", "Más sobre ello"),
}
_NEWS = {
    "en": ("{it} open again after repairs", "A find in {it}"),
    "de": ("{it} ist saniert", "Ein Fund: {it}"),
    "es": ("{it} vuelve a abrir", "Un hallazgo: {it}"),
}
_WALKS = {"en": "A day at {it}", "de": "Ein Ausflug: {it}", "es": "Una excursión: {it}"}
_VIEWS = {
    "door": {"en": "The door of {it}", "de": "Die Tür: {it}", "es": "La puerta: {it}"},
    "windows": {"en": "The south wall of {it}", "de": "Die Südwand: {it}", "es": "La pared sur: {it}"},
    "boat": {"en": "The boat below {it}", "de": "Das Boot darunter: {it}", "es": "La barca: {it}"},
    "sign": {"en": "The sign before {it}", "de": "Das Schild davor: {it}", "es": "El letrero: {it}"},
    "clock": {"en": "The clock of {it}", "de": "Die Uhr: {it}", "es": "El reloj: {it}"},
}
_PHOTOGRAPHS = {"en": "{it} in photographs", "de": "{it} in Bildern", "es": "{it} en imágenes"}


@cache
def sites() -> tuple[Site, ...]:
    """Every site, in an order that stays."""
    return tuple(
        site
        for make in (
            _encyclopedias, _papers, _weblogs, _galleries, _near_copies, _statistics, _archives, _workbooks,
            _registers, _boards, _logs, _officials, _guides, _moved_sites, _slow_sites, _broken_sites,
        )
        for site in make()
    )  # fmt: skip


def site_of_gallery(work: Work) -> str:
    """The key of the site that has pictures of a work."""
    return f"gallery{work.number % 6 + 1}"


def language_of_gallery(work: Work) -> str:
    return ("en", "en", "en", "en", "de", "es")[work.number % 6]


def _encyclopedias() -> Iterator[Site]:
    titles = {"en": "Lexicon of Works", "de": "Wissen der Bauten", "es": "Saber de Obras"}
    for language, key in ENCYCLOPEDIAS.items():
        site = Site(key, titles[language], language, "encyclopedia")
        for work in works() if language == "en" else works()[: 64 if language == "de" else 66]:
            site.add(_entry(work, language))
        if language == "en":
            for number, person in enumerate(people()):
                site.add(_person(number, person.name))
        yield site


def _entry(work: Work, language: str) -> SitePage:
    random = Random(f"entry {work.number} {language}")
    name = work.name(language)
    headings = _HEADINGS[language]
    former = str(work.former_metres) if work.number in CONTRADICTED else ""
    other = works()[(work.number * 7 + 1) % 64]
    picture = ShownPicture(f"/media/w{work.number}.png", name, Drawing("landscape", work.number))
    told_here = [told(work, each, language, work.number) for each in ("opened", "builder", "cost")]
    article = article_of(
        work.number,
        language,
        name,
        section(headings[0], f"{filler(random, language, 1)} {told_here[1]}", f"{told_here[2]} {filler(random, language)}"),
        section(headings[1], f"{told(work, 'metres', language, work.number, former)} {filler(random, language)}", picture=picture),
        section(headings[3], f"{link(f'/w/{other.slug}', other.name(language))}. {filler(random, language, 2)}"),
        random=random,
        lead=f"{told_here[0]} {filler(random, language, 2)}",
    )  # fmt: skip
    tells = told_of(work, "opened", "builder", "cost", *(() if former else ("metres",)))
    layout = KNOWN[4]
    return article_page(f"/w/{work.slug}", article, layout, tells=tells, pictures=(picture,))


def _person(number: int, name: str) -> SitePage:
    random = Random(f"person {number}")
    theirs = [work for work in works() if work.builder.name == name]
    built = ", ".join(link(f"/w/{work.slug}", work.name("en")) for work in theirs)
    born = told(theirs[0], "birthplace", "en") if theirs else f"{name} built nothing that stands."
    article = article_of(
        200 + number,
        "en",
        name,
        section("Life", f"{born} {filler(random, 'en')}"),
        section("Works", f"{built or 'None'}. {filler(random, 'en')}"),
        random=random,
    )
    tells = frozenset((work.number, "birthplace") for work in theirs)
    return article_page(f"/p/{name.lower().replace(' ', '-')}", article, KNOWN[4], tells=tells)


def _papers() -> Iterator[Site]:
    for language, titles in _PAPERS.items():
        for place, title in enumerate(titles):
            site = Site(f"paper-{language}{place + 1}", title, language, "paper")
            for work in works()[place * 20 : place * 20 + 20]:
                site.add(_report(work, language, place))
            yield site


def _report(work: Work, language: str, place: int) -> SitePage:
    random = Random(f"report {work.number} {language}")
    it = work.named(language)
    headings = _HEADINGS[language]
    title = _NEWS[language][work.number % 2].format(it=it)
    article = article_of(
        300 + work.number,
        language,
        title[0].upper() + title[1:],
        section(headings[2], filler(random, language, 4)),
        section(headings[4], f"{filler(random, language, 2)} {told(work, 'found', language, work.number)} {filler(random, language, 2)}"),
        section(headings[0], link(f"http://{ENCYCLOPEDIAS[language]}.little/w/{work.slug}", work.name(language)) + "."),
        random=random,
        date=f"2026-{random.randint(1, 11):02}-{random.randint(1, 28):02}",
    )  # fmt: skip
    return article_page(f"/2026/{work.slug}", article, KNOWN[(place + 5) % 5], tells=told_of(work, "found"))


def _weblogs() -> Iterator[Site]:
    for place, language in enumerate(("en", "en", "en", "en", "de", "de", "es", "es")):
        site = Site(f"walks{place + 1}", f"Walks and Works {place + 1}", language, "weblog")
        for work in works()[place * 12 : place * 12 + 12]:
            random = Random(f"walk {work.number}")
            it = work.named(language)
            walked = told(work, "walk", language)
            article = article_of(
                500 + work.number,
                language,
                _WALKS[language].format(it=it),
                section(_HEADINGS[language][2], filler(random, language), f"{filler(random, language, 1)} {walked}"),
                section(_HEADINGS[language][3], filler(random, language, 4)),
                random=random,
            )  # fmt: skip
            site.add(article_page(f"/post/{work.slug}", article, KNOWN[2], tells=told_of(work, "walk")))
        yield site


def _galleries() -> Iterator[Site]:
    for place in range(6):
        language = ("en", "en", "en", "en", "de", "es")[place]
        site = Site(f"gallery{place + 1}", f"House of Pictures {place + 1}", language, "gallery")
        for work in works()[place::6]:
            site.add(_album(work, language))
        yield site


def _album(work: Work, language: str) -> SitePage:
    random = Random(f"album {work.number}")
    it = work.named(language)
    pictures = tuple(
        ShownPicture(
            f"/pictures/{work.number}-{place}.png",
            _VIEWS[subject][language].format(it=it),
            Drawing.of(work, subject),
        )
        for place, subject in enumerate(SUBJECTS)
    )
    title = _PHOTOGRAPHS[language].format(it=it)
    article = article_of(
        700 + work.number,
        language,
        title[0].upper() + title[1:],
        *(section(each.caption, filler(random, language, 2), picture=each) for each in pictures),
        random=random,
    )
    return article_page(
        f"/album/{work.slug}", article, gallery, tells=told_of(work, *SUBJECTS), pictures=pictures
    )


def _near_copies() -> Iterator[Site]:
    """Entries of the encyclopedia, each with another first and last line."""
    original = _encyclopedia_pages()
    for place in range(4):
        site = Site(f"mirror{place + 1}", f"All Works {place + 1}", "en", "near copies")
        for number, page in islice(enumerate(original), place * 30, place * 30 + 30):
            site.add(_copied(page, number))
        yield site


def _encyclopedia_pages() -> list[SitePage]:
    return [_entry(work, "en") for work in works()]


def _copied(page: SitePage, number: int) -> SitePage:
    random = Random(f"copy {number}")
    before, after = filler(random, "en", 1), filler(random, "en", 1)

    def answer() -> Answer:
        body = page.answer().body.decode().replace("</h1>", f"</h1><p>{before}</p>", 1)
        return Answer(body.replace("<div id=footer>", f"<p>{after}</p><div id=footer>", 1).encode())

    return moved(
        page, page.path.replace("/w/", "/info/"), answer=answer, text=f"{before} {page.text} {after}"
    )


def _statistics() -> Iterator[Site]:
    for place in range(3):
        site = Site(f"figures{place + 1}", f"Office of Figures {place + 1}", "en", "statistics")
        for work in works()[place * 12 : place * 12 + 12]:
            random = Random(f"figures {work.number}")
            rows = tuple((str(year), str(visitors)) for year, visitors in work.visitors.items())
            article = article_of(
                900 + work.number,
                "en",
                f"Visitors of {work.named('en')}, 2014 to 2023",
                section("Visitors by year", filler(random, "en", 1), rows=(("Year", "Visitors"), *rows)),
                section("How it was counted", filler(random, "en", 3)),
                random=random,
            )
            site.add(
                article_page(
                    f"/table/{work.slug}", article, KNOWN[(place + 1) % 4], tells=told_of(work, "visitors")
                )
            )
        yield site


def _archives() -> Iterator[Site]:
    for place in range(3):
        site = Site(f"archive{place + 1}", f"Archive of Reports {place + 1}", "en", "archive")
        for work in works()[place * 12 : place * 12 + 12]:
            site.add(_inspection(work))
        yield site


def _inspection(work: Work) -> SitePage:
    random = Random(f"inspection {work.number}")
    title = f"Inspection report of {work.named('en')}"
    lines = [title, *(filler(random, "en", 1) for _line in range(4))]
    answers = [f"The permissible load of {work.named('en')}", f"is {work.load} tonnes."]
    pages = [lines, [*answers, *(filler(random, "en", 1) for _line in range(3))]]
    return SitePage(
        f"/reports/{work.slug}.pdf",
        title,
        "en",
        " ".join(lines),
        lambda: Answer(pdf(pages, title=title), "application/pdf"),
        "2024-05-02",
        told_of(work, "load"),
    )


def _workbooks() -> Iterator[Site]:
    for place in range(2):
        site = Site(f"stores{place + 1}", f"Stores and Supplies {place + 1}", "en", "workbooks")
        for work in works()[place * 10 : place * 10 + 10]:
            site.add(_workbook(work))
        yield site


def _workbook(work: Work) -> SitePage:
    random = Random(f"workbook {work.number}")
    title = f"Supplies for {work.named('en')}"
    paint: list[list[object]] = [["Year", "Paint in litres", "Rope in metres"]]
    paint += [[year, work.paint if year == 2019 else random.randint(100, 1200), random.randint(10, 99)]
              for year in range(2015, 2024)]  # fmt: skip
    sheets: dict[str, list[list[object]]] = {
        "Staff": [["Name", "Days"], [work.builder.name, 12]],
        "Supplies": paint,
    }

    def answer() -> Answer:
        return Answer(xlsx(sheets, title=title), XLSX)

    words = f"{title}: paint and rope by year, workbook"
    return SitePage(
        f"/books/{work.slug}.xlsx", title, "en", words, answer, "2024-02-01", told_of(work, "paint")
    )


def _registers() -> Iterator[Site]:
    """A form each, two sent by GET and two by POST, that answer only with the token of their page."""
    for place in range(4):
        site = Site(f"register{place + 1}", f"Register of Monuments {place + 1}", "en", "register")
        own = works()[place * 32 : place * 32 + 32]
        names = ", ".join(work.name("en") for work in own)
        method = ("get", "post")[place % 2]
        token = f"{Random(f'token {place}').getrandbits(64):x}"
        body = (
            f"<h1>{site.title}</h1><p>Type the whole name of a monument to see its entry. Registered are: {names}.</p>"
            f"<form action='/entry' method={method}><input type=hidden name=token value={token}>"
            "<label>Monument <input name=monument></label><button>Search</button></form>"
        )
        page = html("en", site.title, body)
        text = f"Register of monuments: the register lists the number of each monument. {names}"
        site.add(SitePage("/search", site.title, "en", text, _says(page)))
        site.actions["/entry"] = _entries(own, method.upper(), token)
        yield site


def _entries(own: tuple[Work, ...], method: str, token: str) -> Callable[[Request], Answer]:
    def act(request: Request) -> Answer:
        sent = request.form if method == "POST" else request.query
        if request.method != method or sent.get("token") != token:
            return Answer(html("en", "Refused", "<p>Please use the form.</p>"), status=403)
        asked = " ".join(sent.get("monument", "").lower().replace("the ", "").split())
        for work in own:
            if asked == work.name("en").lower():
                body = f"<h1>{work.name('en')}</h1><p>Listed under number {work.register}.</p>"
                return Answer(html("en", work.name("en"), body))
        return Answer(html("en", "No entry", "<h1>No entry</h1><p>No monument has this name.</p>"))

    return act


def _says(content: bytes, media_type: str = "text/html; charset=utf-8") -> Callable[[], Answer]:
    return lambda: Answer(content, media_type)


def _boards() -> Iterator[Site]:
    """Pages whose words a script brings."""
    for place in range(4):
        site = Site(f"board{place + 1}", f"Live Boards {place + 1}", "en", "boards")
        own = works()[place * 8 : place * 8 + 8]
        for work in own:
            title = f"Live board of {work.named('en')}"
            script = (
                f"<script>fetch('/api/' + ['board', {work.number}].join('/'), {{headers: {{'X-Board': '1'}}}})"
                ".then(r => r.json()).then(b => { document.getElementById('board').innerHTML = '<h1>' + b.title +"
                " '</h1><p>Keeper on duty: ' + b.keeper + '</p>'; });</script>"
            )
            page = html("en", title, f"<div id=board></div><noscript>Needs JavaScript.</noscript>{script}")
            text = f"{title}: keeper on duty"
            site.add(
                SitePage(f"/live/{work.slug}", title, "en", text, _says(page), tells=told_of(work, "keeper"))
            )
            said = f'{{"title": "{title}", "keeper": "{work.keeper}"}}'.encode()
            site.actions[f"/api/board/{work.number}"] = _for_scripts(lambda request, said=said: said)  # type: ignore[misc]
        yield site


def _for_scripts(say: Callable[[Request], bytes]) -> Callable[[Request], Answer]:
    def act(request: Request) -> Answer:
        if SCRIPT_HEADER not in request.headers:
            return Answer(b'{"error": "for the board alone"}', "application/json", 403)
        return Answer(say(request), "application/json")

    return act


def _logs() -> Iterator[Site]:
    """Pages that go on as one scrolls: ten sightings are there, the others come."""
    for place in range(3):
        site = Site(f"log{place + 1}", f"Log of Sightings {place + 1}", "en", "log")
        own = works()[place * 40 : place * 40 + 40]
        first = "".join(_sighting(work) for work in own[:10])
        script = (
            "<script>let n = 10, busy = false; addEventListener('scroll', async () => { if (busy || n >= 40 || innerHeight"
            " + scrollY < document.body.offsetHeight - 200) return; busy = true; const r = await fetch('/more?after=' + n,"
            " {headers: {'X-Board': '1'}}); document.getElementById('log').insertAdjacentHTML('beforeend', await r.text());"
            " n += 10; busy = false; });</script>"
        )
        body = f"<h1>{site.title}</h1><div id=log>{first}</div>{script}"
        text = "Log of sightings of birds at " + ", ".join(work.name("en") for work in own)
        page = html("en", site.title, body, "<style>.s{min-height:160px}</style>")
        tells = frozenset((work.number, "ring") for work in own)
        site.add(SitePage("/log", site.title, "en", text, _says(page), "2026-10-04", tells))

        def more(request: Request, own: tuple[Work, ...] = own) -> bytes:
            after = int(request.query.get("after", "0") or 0)
            return "".join(map(_sighting, own[after : after + 10])).encode()

        site.actions["/more"] = _for_scripts(more)
        yield site


def _sighting(work: Work) -> str:
    return f"<div class=s><h3>{work.name('en')}</h3><p>A bird with ring {work.ring} was seen.</p></div>"


def _officials() -> Iterator[Site]:
    """The owner of each work whose height was measured anew."""
    for number in CONTRADICTED:
        work = works()[number]
        site = Site(f"official{number - 99}", f"Foundation of {work.named('en')}", "en", "official")
        random = Random(f"official {number}")
        measured = told(work, "metres", "en", number)
        if number % 2:
            measured = f"{measured} The survey of 2026 corrected the figure of {work.former_metres} metres, which is wrong."
        article = article_of(
            1100 + number,
            "en",
            f"{work.name('en')}: figures by its owner",
            section("Survey of 2026", f"{measured} {filler(random, 'en', 2)}"),
            section("Visit", filler(random, "en", 3)),
            random=random,
            date="2026-06-14",
        )
        site.add(article_page("/figures", article, KNOWN[number % 4], tells=told_of(work, "metres")))
        visit = article_of(1120 + number, "en", f"Visit {work.named('en')}",
                           section("Hours", filler(random, "en", 4)), random=random)  # fmt: skip
        site.add(article_page("/visit", visit, KNOWN[number % 4]))
        yield site


def _guides() -> Iterator[Site]:
    """Old guides that tell the former height."""
    for place in range(2):
        site = Site(f"guide{place + 1}", f"Old Traveller's Guide {place + 1}", "en", "guide")
        for number in CONTRADICTED:
            work, random = works()[number], Random(f"guide {place} {number}")
            former = told(work, "metres", "en", number + place, str(work.former_metres))
            article = article_of(
                1200 + number,
                "en",
                f"How high is {work.named('en')}?",
                section("What to see", f"{former} {filler(random, 'en', 3)}"),
                random=random,
                date=f"20{10 + place}-04-09",
            )
            site.add(article_page(f"/guide/{work.slug}", article, KNOWN[place]))
        yield site


def _moved_sites() -> Iterator[Site]:
    """Addresses of former years: one step, two steps, by a page that sends on, and in a circle."""
    for place in range(3):
        site = Site(f"old{place + 1}", f"Former Lexicon {place + 1}", "en", "moved")
        for number in range(place * 10, place * 10 + 10):
            work = works()[number]
            target = f"http://lexicon.little/w/{work.slug}"
            page, title = f"/old/{work.slug}", work.name("en")
            if number % 10 == 9:
                site.add(_sends(page, title, page))
            elif number % 3 == 2:
                sending = f"<meta http-equiv=refresh content='0; url={target}'>"
                site.add(
                    SitePage(page, title, "en", title, _says(html("en", title, "<p>Moved.</p>", sending)))
                )
            elif number % 3:
                site.actions[f"/step/{work.slug}"] = lambda request, target=target: _to(target)  # type: ignore[misc]
                site.add(_sends(page, title, f"/step/{work.slug}"))
            else:
                site.add(_sends(page, title, target))
        yield site


def _sends(path: str, title: str, target: str) -> SitePage:
    return SitePage(path, title, "en", title, lambda: _to(target))


def _to(target: str) -> Answer:
    return Answer(status=301, headers=(("Location", target),))


def _slow_sites() -> Iterator[Site]:
    for place, manner in enumerate(("slow", "trickle", "silent")):
        site = Site(f"slow{place + 1}", f"Patience {place + 1}", "en", "slow")
        for work in works()[place * 4 : place * 4 + 4]:
            page = moved(_entry(work, "en"), f"/w/{work.slug}")
            site.add(_in_manner(page, manner))
        yield site


def _in_manner(page: SitePage, manner: str) -> SitePage:
    return replace(page, answer=lambda: replace(page.answer(), manner=manner))


def _broken_sites() -> Iterator[Site]:
    refused = Answer(html("en", "Error", "<h1>Error</h1>"), status=500)
    busy = replace(refused, status=503, headers=(("Retry-After", "120"),))
    absent = Answer(
        html("en", "Page not found", "<h1>Page not found</h1><p>404. This page does not exist.</p>")
    )
    for place in range(3):
        site = Site(f"broken{place + 1}", f"Out of Order {place + 1}", "en", "broken")
        own = [
            replace(_entry(work, "en"), tells=frozenset())
            for work in works()[40 + place * 7 : 47 + place * 7]
        ]
        for page, manner in zip(own[:3], ("reset", "cut", "endless"), strict=True):
            site.add(_in_manner(page, manner))
        for page, answer in zip(own[3:6], (refused, busy, absent), strict=True):
            site.add(replace(page, answer=lambda answer=answer: answer))  # type: ignore[misc]
        site.add(replace(own[6], answer=_says(own[6].answer().body, "image/jpeg")))
        yield site
