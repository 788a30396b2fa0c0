"""How many times Tab is pressed on the page of a finished run until the first citation has the focus.

    python benchmarks/tab_stops.py [--list]

A real browser, windows 1440 and 390 pixels wide, a run that is answered. `--list` names each stop.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.home import cookie_of, prepare  # noqa: E402
from benchmarks.watching.web import chromium, serving  # noqa: E402

WIDTHS = (1440, 390)
MAX_STOPS = 300
CITATION = "a.marker[data-citation]"
STOP = """() => {
  const at = document.activeElement;
  const words = at.textContent.trim().replace(/\\s+/g, " ");
  const name = at.getAttribute("aria-label") || words || at.name || at.id;
  return {name: `${at.tagName.toLowerCase()} ${name.slice(0, 50)}`, isCitation: at.matches(SELECTOR)};
}"""


def main() -> None:
    """Print a line for each width."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true")
    with_names = parser.parse_args().list
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as folder:
        prepare(Path(folder), "")
        from django.contrib.auth.models import User

        from tests.web import drawn

        run = drawn.make_answered_run(User.objects.get(), drawn.make_corpus())
        with serving() as (address, _process), chromium(f"http://{address}", cookie_of()) as page:
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"/runs/{run.pk}/", wait_until="networkidle")
                names = stops(page)
                page.reload(wait_until="networkidle")
                page.keyboard.press("Tab")
                page.keyboard.press("Enter")  # The link that skips what stands on every page.
                skipped = 1 + len(stops(page))
                print(f"{width} px: {len(names)} stops to the first citation, {skipped} by the skip link")
                if with_names:
                    print("".join(f"    {place:3} {name}\n" for place, name in enumerate(names, start=1)))


def stops(page: Any) -> list[str]:
    """The names of what Tab leads to. Raises RuntimeError where no citation is reached."""
    names = []
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(STOP.replace("SELECTOR", repr(CITATION)))
        names.append(at["name"])
        if at["isCitation"]:
            return names
    raise RuntimeError(f"No citation within {MAX_STOPS} stops: {names[:20]}")


if __name__ == "__main__":
    main()
