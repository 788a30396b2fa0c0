"""What the ask page loads the first time: bytes by kind, and the hosts that it asks.

    python benchmarks/ask_page.py

A fresh browser, an empty installation, pages by `manage.py web`. Bytes are those of bodies as they travelled.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching.home import cookie_of, prepare  # noqa: E402
from benchmarks.watching.web import chromium, serving  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as folder:
        prepare(Path(folder), "")
        with serving() as (address, _process), chromium(f"http://{address}", cookie_of()) as page:
            finished: list[object] = []
            page.on("requestfinished", lambda request: finished.append(request))
            page.goto("/", wait_until="networkidle")
            kinds: Counter[str] = Counter()
            for request in finished:
                kinds[request.resource_type] += request.sizes()["responseBodySize"]  # type: ignore[attr-defined]
            hosts = {request.url.split("/")[2] for request in finished}  # type: ignore[attr-defined]
    for kind, size in kinds.most_common():
        print(f"  {kind:12}{size / 1000:8.1f} kB")
    print(
        f"together {sum(kinds.values()) / 1000:.1f} kB in {len(finished)} requests; "
        f"other hosts: {len(hosts) - 1}"
    )


if __name__ == "__main__":
    main()
