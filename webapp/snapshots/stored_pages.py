"""Snapshots as the pages that they were, for whoever reads them again."""

from agents.web.pages.page import Page, PageLink, PagePicture
from agents.web.run_web import KeptPage
from media_store.messages import read_message
from webapp.snapshots.models import Meeting
from webapp.snapshots.stored_sources import page_ref


def kept_page(meeting: Meeting) -> KeptPage:
    """The page that somebody met, as it was then."""
    row = meeting.snapshot
    facts, pictures = row.facts, list(row.pictures.all())
    page = Page(
        asked=meeting.asked,
        address=row.address,
        title=row.title,
        text=row.text,
        media_type=row.media_type,
        author=row.author,
        date=row.date,
        language=row.language,
        site=row.site,
        description=row.description,
        canonical=facts["canonical"],
        next=facts["next"],
        headings=tuple(facts["headings"]),
        pages=tuple(facts["pages"]),
        pictures=tuple(
            PagePicture(each.address, each.alt, each.caption, each.paragraph, each.offset)
            for each in pictures
        ),
        links=tuple(PageLink(address, text) for address, text in facts["links"]),
        notes=tuple(read_message(note) for note in facts["notes"]),
    )
    uids = {each.place: each.uid for each in pictures if each.uid}
    return KeptPage(page_ref(row.pk), page, meeting.fetched.isoformat(), uids)
