"""How sites set an article: what is around it is boilerplate, in the language of the article."""

from collections.abc import Callable
from html import escape
from random import Random

from tests.support.little_web.articles import Article, Picture, Section, sentence

Layout = Callable[[Article], str]
_MENU = {
    "en": "Home|News|Sport|Culture|Weather|Shop|Contact|About us",
    "de": "Start|Nachrichten|Sport|Kultur|Wetter|Laden|Kontakt|Über uns",
    "es": "Inicio|Noticias|Deporte|Cultura|Tiempo|Tienda|Contacto|Quiénes somos",
}
_SMALL = {
    "en": ("Most read", "Related articles", "Comments", "Subscribe to our newsletter", "All rights reserved"),
    "de": ("Meistgelesen", "Mehr zum Thema", "Kommentare", "Newsletter abonnieren", "Alle Rechte vorbehalten"),
    "es": ("Lo más leído", "Artículos relacionados", "Comentarios", "Suscríbase al boletín",
           "Todos los derechos reservados"),
}  # fmt: skip
_COOKIES = {
    "en": "We and our 312 partners use cookies to store and access personal data. Accept all Reject all",
    "de": "Wir und unsere 312 Partner verwenden Cookies, um Daten zu speichern. Alle akzeptieren Ablehnen",
    "es": "Nosotros y nuestros 312 socios usamos cookies para guardar datos. Aceptar todo Rechazar todo",
}


def semantic(article: Article) -> str:
    """Elements of HTML 5, each for what it is meant."""
    body = "".join(map(_section, article.sections))
    return _page(
        article,
        f"<header><a href='/'>The Daily Shore</a>{_menu(article)}</header><main><article>"
        f"<h1>{_(article.title)}</h1><p class=byline>By {article.author}, <time>{article.date}</time></p>"
        f"<p>{_(article.lead)}</p>{body}</article><aside>{_teasers(article, 0)}</aside></main>{_footer(article)}",
    )


def boxes(article: Article) -> str:
    """Nothing but div."""
    inner = "".join(
        f"<div class='sub-title'><h3>{_(each.heading)}</h3></div>"
        + "".join(f"<div class=txt>{_(words)}</div>" for words in each.paragraphs)
        + _picture_in_div(each.picture)
        + _table(each.rows)
        for each in article.sections
    )
    return _page(
        article,
        f"<div id=top>{_menu(article)}</div><div class=wrap><div class='col-left'>{_teasers(article, 1)}</div>"
        f"<div class='col-main content'><h1>{_(article.title)}</h1><div class=txt>{_(article.lead)}</div>{inner}"
        f"</div><div class=sidebar>{_links(article, 1)}</div></div><div id=foot>{_small(article, 4)}</div>",
    )


def weblog(article: Article) -> str:
    """A post with comments, buttons and what else there is to read."""
    body = "".join(map(_section, article.sections))
    random = Random(f"comments {article.number}")
    comments = "".join(
        f"<li class=comment><cite>reader{place}</cite><p>{_(sentence(article.language, random, is_beside=True))}</p></li>"
        for place in range(4)
    )
    share = "<ul class='share-buttons'><li><a href=#>Facebook</a><li><a href=#>Mastodon</a></ul>"
    return _page(
        article,
        f"<div class=site-header><a href=/>Tide Lines</a></div>{_menu(article)}<div id=primary><div class="
        f"'post hentry'><h1 class=entry-title>{_(article.title)}</h1><div class=entry-meta>{article.date} "
        f"<span class=author>{article.author}</span></div><div class=entry-content><p>{_(article.lead)}</p>"
        f"{body}</div>{share}</div><div class='related-posts'>{_teasers(article, 2)}</div><div id=comments>"
        f"<h3>{_small(article, 2)}</h3><ol class=comment-list>{comments}</ol></div></div>{_footer(article)}",
    )


def tables(article: Article) -> str:
    """As pages were laid out in 1998: everything in the cells of one table."""
    inner = "".join(
        f"<p><b><font size=4>{_(each.heading)}</font></b></p>"
        + "".join(f"<p><font face=Arial>{_(words)}</font></p>" for words in each.paragraphs)
        + _picture_in_div(each.picture)
        + _table(each.rows)
        for each in article.sections
    )
    return _page(
        article,
        f"<table width='100%'><tr><td colspan=3 bgcolor=navy>{_menu(article)}</td></tr><tr><td width=120 valign="
        f"top>{_links(article, 0)}</td><td valign=top><h1>{_(article.title)}</h1><p>{_(article.lead)}</p>{inner}"
        f"</td><td width=120>{_teasers(article, 0)}</td></tr><tr><td colspan=3><font size=1>{_small(article, 4)}"
        f"</font></td></tr></table>",
    )


def encyclopedia(article: Article) -> str:
    """Contents, links for editing, notes, and tables with a caption."""
    inner = "".join(
        f"<h2 id=s{place}><span class=mw-headline>{_(each.heading)}</span><span class=mw-editsection>[<a "
        f"href='?edit={place}'>edit</a>]</span></h2>"
        + "".join(
            f"<p>{_(words)}<sup class=reference><a href='#n1'>[1]</a></sup></p>" for words in each.paragraphs
        )
        + (
            f"<div class=thumb><a href='/file/{place}'><img src='{each.picture.address}' alt="
            f"'{_(each.picture.alt)}'></a><div class=thumbcaption>{_(each.picture.caption)}</div></div>"
            if each.picture
            else ""
        )
        + _table(each.rows, "wikitable")
        for place, each in enumerate(article.sections)
    )
    contents = "".join(f"<li><a href='#s{p}'>{_(s.heading)}</a></li>" for p, s in enumerate(article.sections))
    return _page(
        article,
        f"<div id=mw-panel>{_menu(article)}</div><div id=content><h1 id=firstHeading>{_(article.title)}</h1>"
        f"<div id=mw-content-text><p>{_(article.lead)}</p><div id=toc class=toc><h2>Contents</h2><ul>{contents}"
        f"</ul></div>{inner}</div></div><div id=footer>{_small(article, 4)}</div>",
    )


def gallery(article: Article) -> str:
    """Many pictures, each in a link, with its words below."""
    inner = "".join(
        f"<h2>{_(each.heading)}</h2>{''.join(f'<p>{_(words)}</p>' for words in each.paragraphs)}"
        + (
            f"<ul class=gallery><li class=gallerybox><a href='{each.picture.address}'><img src="
            f"'{each.picture.address}' alt='{_(each.picture.alt)}'></a><div class=gallerytext>"
            f"{_(each.picture.caption)}</div></li></ul>"
            if each.picture
            else ""
        )
        + _table(each.rows)
        for each in article.sections
    )
    return _page(
        article,
        f"<nav>{_menu(article)}</nav><section class=album><h1>{_(article.title)}</h1><p>{_(article.lead)}</p>"
        f"{inner}</section>{_footer(article)}",
    )


def manual(article: Article) -> str:
    """Documentation: a tree of pages beside the text, and steps to the next one."""
    tree = "".join(
        f"<li><a href='/doc/{n}'>{_(words)}</a></li>" for n, words in enumerate(_titles(article, 12))
    )
    inner = "".join(
        f"<section id=s{place}><h2>{_(each.heading)}<a class=headerlink href='#s{place}'>¶</a></h2>"
        + "".join(f"<p>{_(words)}</p>" for words in each.paragraphs)
        + _figure(each.picture)
        + _table(each.rows, "docutils")
        + "</section>"
        for place, each in enumerate(article.sections)
    )
    return _page(
        article,
        f"<div class=document><div class=sphinxsidebar><div class=sphinxsidebarwrapper><ul>{tree}</ul></div></div>"
        f"<div class=documentwrapper><div class=body role=main><h1>{_(article.title)}</h1><p>{_(article.lead)}</p>"
        f"{inner}</div></div></div><div class=related><a href='/doc/1'>next</a> | <a href='/doc/0'>previous</a>"
        f"</div>{_footer(article)}",
    )


def newspaper(article: Article) -> str:
    """Everything that stands in the way of the text: cookies, advertisements, a letter, a ticker."""
    pieces = []
    for place, each in enumerate(article.sections):
        pieces.append(_section(each))
        if place in (1, 3):
            pieces.append(f"<div class='ad-slot'><span>Advertisement</span>{_links(article, place)}</div>")
        if place == 2:
            pieces.append(
                f"<div class=newsletter><h4>{_small(article, 3)}</h4><form><input name=mail><button>OK</button>"
                "</form></div>"
            )
    return _page(
        article,
        f"<div id=cookie-banner class='consent modal'><p>{_COOKIES[article.language]}</p></div><header>"
        f"{_menu(article)}</header><div class=ticker>{_links(article, 2)}</div><main><h1>{_(article.title)}</h1>"
        f"<div class=story__body><p class=lead><strong>{_(article.lead)}</strong></p>{''.join(pieces)}</div>"
        f"<div class=more>{_teasers(article, 3)}</div></main>{_footer(article)}",
    )


def magazine(article: Article) -> str:
    """Pictures that come when one scrolls: data-src, srcset, picture, noscript."""

    def late(picture: Picture | None) -> str:
        if picture is None:
            return ""
        blank = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
        shown = (
            f"<img src='{blank}' data-src='{picture.address}' alt='{_(picture.alt)}'>",
            f"<picture><source srcset='{picture.address}?w=9 9w, {picture.address} 900w'><img src='{blank}' "
            f"data-srcset='{picture.address} 900w' alt='{_(picture.alt)}'></picture>",
            f"<img class=lazy src='{blank}' alt='{_(picture.alt)}'><noscript><img src='{picture.address}' "
            f"alt='{_(picture.alt)}'></noscript>",
        )
        return f"<figure>{shown[len(picture.alt) % 3]}<figcaption>{_(picture.caption)}</figcaption></figure>"

    inner = "".join(
        f"<h2>{_(each.heading)}</h2>{''.join(f'<p>{_(words)}</p>' for words in each.paragraphs)}"
        f"{late(each.picture)}{_table(each.rows)}"
        for each in article.sections
    )
    return _page(
        article,
        f"<div class=masthead>{_menu(article)}</div><article class=longread><div class=hero><h1>"
        f"{_(article.title)}</h1></div><div class=standfirst><p>{_(article.lead)}</p></div>{inner}</article>"
        f"<section class=read-next>{_teasers(article, 0)}</section>{_footer(article)}",
    )


def lists(article: Article) -> str:
    """A guide whose paragraphs are items of lists, with terms and what they mean."""
    inner = "".join(
        f"<h2>{_(each.heading)}</h2><ol>{''.join(f'<li>{_(words)}</li>' for words in each.paragraphs)}</ol>"
        + (
            f"<dl><dt><img src='{each.picture.address}' alt='{_(each.picture.alt)}'></dt><dd>"
            f"{_(each.picture.caption)}</dd></dl>"
            if each.picture
            else ""
        )
        + _table(each.rows)
        for each in article.sections
    )
    return _page(
        article,
        f"<ul class=breadcrumb><li><a href=/>Home</a><li><a href=/g>Guides</a></ul>{_menu(article)}<div "
        f"class='guide-body'><h1>{_(article.title)}</h1><p>{_(article.lead)}</p>{inner}</div><div class=promo>"
        f"{_teasers(article, 1)}</div>{_footer(article)}",
    )


def office(article: Article) -> str:
    """A page of an administration: lines parted by breaks, no paragraph, no heading."""
    inner = "".join(
        f"<b>{_(each.heading)}</b><br><br>{'<br><br>'.join(map(_, each.paragraphs))}<br><br>"
        f"{_picture_in_div(each.picture)}{_table(each.rows)}"
        for each in article.sections
    )
    return _page(
        article,
        f"<div id=kopf>{_menu(article)}</div><div id=inhalt><h1>{_(article.title)}</h1>{_(article.lead)}<br><br>"
        f"{inner}</div><div id=rechts><h4>{_small(article, 0)}</h4>{_links(article, 3)}</div>{_footer(article)}",
    )


def cards(article: Article) -> str:
    """Classes that say nothing, sections in cards, tables that scroll."""
    inner = "".join(
        f"<div class=sc-a1><div class=sc-b2><h2 class=sc-c3>{_(each.heading)}</h2>"
        + "".join(f"<div class=sc-d4><p class=sc-e5>{_(words)}</p></div>" for words in each.paragraphs)
        + _figure(each.picture)
        + (f"<div style='overflow-x:auto'>{_table(each.rows)}</div>" if each.rows else "")
        + "</div></div>"
        for each in article.sections
    )
    return _page(
        article,
        f"<div id=__next><div class=sc-x1>{_menu(article)}</div><div class=sc-x2><div class=sc-x3><h1>"
        f"{_(article.title)}</h1><p>{_(article.lead)}</p></div>{inner}</div><div class=sc-x4>"
        f"{_teasers(article, 2)}</div>{_footer(article)}</div>",
    )


KNOWN = (semantic, boxes, weblog, tables, encyclopedia, gallery)
SET_ASIDE = (manual, newspaper, magazine, lists, office, cards)


def _page(article: Article, body: str) -> str:
    return (
        f"<!doctype html><html lang={article.language}><head><meta charset=utf-8><title>{_(article.title)}</title>"
        f"<meta name=author content='{article.author}'><meta property='article:published_time' content="
        f"'{article.date}'></head><body>{body}<script>var page = {{}};</script></body></html>"
    )


def _section(section: Section) -> str:
    words = "".join(f"<p>{_(each)}</p>" for each in section.paragraphs)
    return f"<h2>{_(section.heading)}</h2>{words}{_figure(section.picture)}{_table(section.rows)}"


def _figure(picture: Picture | None) -> str:
    if picture is None:
        return ""
    return (
        f"<figure><img src='{picture.address}' alt='{_(picture.alt)}'><figcaption>{_(picture.caption)}"
        "</figcaption></figure>"
    )


def _picture_in_div(picture: Picture | None) -> str:
    if picture is None:
        return ""
    return f"<div class=img><img src='{picture.address}' alt='{_(picture.alt)}'><br><i>{_(picture.caption)}</i></div>"


def _table(rows: tuple[tuple[str, ...], ...], name: str = "data") -> str:
    if not rows:
        return ""
    head, *body = rows
    written = "".join(f"<tr>{''.join(f'<td>{_(cell)}</td>' for cell in row)}</tr>" for row in body)
    return f"<table class={name}><tr>{''.join(f'<th>{_(cell)}</th>' for cell in head)}</tr>{written}</table>"


def _menu(article: Article) -> str:
    items = _MENU[article.language].split("|")
    return f"<ul class=menu>{''.join(f'<li><a href=/{n}>{_(each)}</a></li>' for n, each in enumerate(items))}</ul>"


def _titles(article: Article, count: int) -> list[str]:
    random = Random(f"titles {article.number}")
    return [sentence(article.language, random, is_beside=True).removesuffix(".") for _count in range(count)]


def _links(article: Article, salt: int) -> str:
    titles = _titles(article, 5 + salt)[salt:]
    return f"<ul>{''.join(f'<li><a href=/a/{n}>{_(each)}</a></li>' for n, each in enumerate(titles))}</ul>"


def _teasers(article: Article, salt: int) -> str:
    """Other articles: a small picture, a title that is a link, and a sentence of each."""
    random = Random(f"teasers {article.number} {salt}")
    items = "".join(
        f"<div class=teaser><a href='/t/{n}'><img src='/thumbs/{n}.jpg' alt=''></a><h4><a href='/t/{n}'>{_(each)}"
        f"</a></h4><p>{_(sentence(article.language, random, is_beside=True))}</p></div>"
        for n, each in enumerate(_titles(article, 3))
    )
    return f"<h3>{_small(article, 1)}</h3>{items}"


def _footer(article: Article) -> str:
    return f"<footer><p>© 2024 The Daily Shore. {_small(article, 4)}.</p>{_links(article, 0)}</footer>"


def _small(article: Article, place: int) -> str:
    return _SMALL[article.language][place]


def _(words: str) -> str:
    return escape(words, quote=True)
