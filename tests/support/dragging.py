"""Files dragged over a page of the browser that is driven."""

from pathlib import Path

from playwright.sync_api import Page


def drop(page: Page, *paths: Path) -> None:
    """Let go of files or folders over the page, as the window system tells the browser of it."""
    box = page.locator("#drop").bounding_box()
    assert box
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 20}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})
