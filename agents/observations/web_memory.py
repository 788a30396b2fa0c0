"""What a run has met of the web: results, pages, and pictures with where they are from."""

from dataclasses import dataclass, field

from agents.observations.base import Result
from agents.observations.pictures import PicturesSeen
from agents.observations.web import FetchedPicture, PageOpened, SeenFigure, SeenLink, WebFound, WebHit


@dataclass(slots=True)
class WebMemory:
    """Results by id, pages by reference as they were last opened, links and pictures of pages by id.

    `uids` has the UID of each picture that was fetched by what it was named before; `origins` has, by UID,
    all addresses that it was fetched from.
    """

    hits: dict[str, WebHit] = field(default_factory=dict)
    pages: dict[str, PageOpened] = field(default_factory=dict)
    links: dict[str, SeenLink] = field(default_factory=dict)
    figures: dict[str, SeenFigure] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    origins: dict[str, list[FetchedPicture]] = field(default_factory=dict)

    def take(self, result: Result) -> None:
        """Remember what a call brought of the web."""
        match result:
            case WebFound(hits=hits):
                for hit in hits:
                    self.hits.setdefault(hit.id, hit)
            case PageOpened() as page:
                self.pages[str(page.source)] = page
                self.links |= {link.id: link for link in page.links}
                self.figures |= {figure.id: figure for figure in page.figures}
                for figure in page.figures:
                    # Its bytes came with the file that it lies in, or were fetched before.
                    if figure.uid:
                        self._keep(picture_of(page, figure))
            case PicturesSeen(fetched=fetched):
                for picture in fetched:
                    self._keep(picture)
            case _:
                pass

    def _keep(self, picture: FetchedPicture) -> None:
        self.uids[picture.name] = picture.uid
        known = self.origins.setdefault(picture.uid, [])
        if all(each.address != picture.address for each in known):
            known.append(picture)

    def origin(self, uid: str) -> FetchedPicture | None:
        """Where a picture was first fetched from; None for one that is not from the web."""
        return next(iter(self.origins.get(uid, ())), None)


def picture_of(page: PageOpened, figure: SeenFigure) -> FetchedPicture:
    """A picture of a page with where it is from."""
    return FetchedPicture(
        figure.id, figure.uid, figure.address, page.address, figure.words or page.title, page.author,
        snapshot=page.source,
    )  # fmt: skip
