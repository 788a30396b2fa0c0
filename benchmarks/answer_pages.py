"""Asks a list of questions on an installation and takes a picture of each answer as its page shows it.

    SIGHTLINE_HOME=DIR python -m benchmarks.answer_pages questions.jsonl --page docs/answers.md

A line of the list is a JSON object: `name` (of the picture), `question`, and if need be `pictures` (paths
beside the list), `corpora` (slugs; all, if none is named), `profile`, and `follows`: the name of a question
before that it asks on from, whose pictures and corpora stay. Pictures are WebP files beside the page, which
has the words of each answer as well. The home keeps the runs; they belong to a user who cannot sign in
afterwards.
"""

import argparse
import json
import os
import secrets
import shutil
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import django
import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402

from webapp.corpora.models import Corpus  # noqa: E402
from webapp.runs.execution import services  # noqa: E402
from webapp.runs.models import Run  # noqa: E402
from webapp.runs.presenting.presenters import RunView, present_run  # noqa: E402

OWNER = "answer-pages"
QUALITY = 88
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
HIDDEN = ".notebook, .aims, .jumps, .bar, .notify, .again, .save-as, #on { display: none !important }"
"""What is left out of a picture: steps, menus, and what is to be pressed after an answer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question of the list, its run, and what came of it."""

    name: str
    run: Run
    view: RunView

    @property
    def words(self) -> str:
        """The answer, or why there is none, as one line of text."""
        answer = self.view.answer
        if answer is None:
            return self.view.message
        lines = (f"{line.name} {line.words}" for block in answer.blocks for line in block.lines)
        return " ".join(" / ".join(lines).split())

    @property
    def checks(self) -> str:
        """What was checked."""
        return "; ".join(check.words for check in self.view.answer.checks) if self.view.answer else "declined"


def main() -> None:
    """Ask everything, then look at everything."""
    options = _options()
    lines = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines() if line.strip()]
    password = secrets.token_urlsafe()
    owner, _ = User.objects.get_or_create(username=OWNER)
    owner.set_password(password)
    owner.save()
    runs: dict[str, Run] = {}
    for line in lines:
        runs[line["name"]] = _ask(line, owner, options.questions.parent, runs)
    shown = [Shown(name, run, present_run(run)) for name, run in runs.items()]
    folder = options.page.parent / "images" / options.page.stem
    folder.mkdir(parents=True, exist_ok=True)
    _write_page(options.page, shown)
    _shoot(shown, folder, password, options)
    owner.set_unusable_password()
    owner.save()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("--page", type=Path, default=Path("docs/answers.md"))
    parser.add_argument("--width", type=int, default=1024)
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    return parser.parse_args()


def _ask(line: dict[str, Any], owner: User, folder: Path, runs: dict[str, Run]) -> Run:
    """Work on the question in this process."""
    before = runs.get(line.get("follows", ""))
    slugs = line.get("corpora", [])
    corpora = Corpus.objects.filter(slug__in=slugs) if slugs else Corpus.objects.filter(archived=None)
    pictures: list[bytes | str] = [(folder / path).read_bytes() for path in line.get("pictures", [])]
    if before:
        corpora, pictures = before.corpora.all(), [*before.images, *pictures]
    run = services.create(
        owner=owner, question=line["question"], pictures=pictures, corpora=list(corpora),
        profile=line.get("profile", "standard"), enqueue=False,
    )  # fmt: skip
    if before:
        Run.objects.filter(pk=run.pk).update(follows=before)
    return services.execute(run.pk)


def _write_page(path: Path, shown: list[Shown]) -> None:
    """Each question with its answer in words, and the picture of its page."""
    sections = [
        f"## {each.run.question or each.name}\n\n{each.words}\n\n*{each.checks}*\n\n"
        f"![{each.name}](images/{path.stem}/{each.name}.webp)\n"
        for each in shown
    ]
    path.write_text("# Answers\n\n" + "\n".join(sections), "utf-8")


def _shoot(shown: list[Shown], folder: Path, password: str, options: argparse.Namespace) -> None:
    from webapp.asgi import application

    config = uvicorn.Config(application, host="127.0.0.1", port=0, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        threading.Event().wait(0.05)
    url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        context = browser.new_context(
            base_url=url, viewport={"width": options.width, "height": 900}, color_scheme=options.scheme,
            bypass_csp=True, locale="en-GB",
        )  # fmt: skip
        page = context.new_page()
        _sign_in(page, password)
        for each in shown:
            page.goto(f"/runs/{each.run.pk}/", wait_until="networkidle")
            page.add_style_tag(content=HIDDEN)
            with Image.open(BytesIO(page.locator("#run").screenshot())) as picture:
                picture.convert("RGB").save(folder / f"{each.name}.webp", quality=QUALITY, method=6)
            print(f"{each.name}: {each.words[:100]}")
        browser.close()
    server.should_exit = True


def _sign_in(page: Page, password: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", OWNER)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")


if __name__ == "__main__":
    main()
