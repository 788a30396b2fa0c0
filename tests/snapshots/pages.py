"""Pages as they come from the web."""

from agents.web.pages.page import Page, PageLink, PagePicture

ADDRESS = "https://a.example/light"


def make_page(text: str, *pictures: PagePicture, address: str = ADDRESS, title: str = "The light") -> Page:
    """A page with a text, and pictures in it."""
    return Page(
        asked="http://a.example/",
        address=address,
        title=title,
        text=text,
        media_type="text/html",
        author="Ines Okafor",
        date="2025-11-02",
        language="en",
        pictures=pictures,
        links=(PageLink("https://a.example/more", "More"),),
    )
