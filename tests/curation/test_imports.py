"""Bringing in: in chunks, as archives, by address, from the server; looked through first, safe to repeat."""

import io
import json
import signal
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from agents.documents.document import DocumentSource
from agents.documents.pool import ReaderPool
from tests.corpora.papers import docx
from tests.support.archives import archive, swollen
from tests.support.web_server import WebServer, page
from tests.web.drawn import lighthouse_png
from webapp.corpora.errors import BadInput
from webapp.corpora.importing import reading
from webapp.corpora.models import Corpus
from webapp.corpora.services import prefetch
from webapp.curation import jobs
from webapp.curation.imports import services, staging
from webapp.curation.models import CurationJob, Import
from webapp.fetching import fetcher
from webapp.media.stores import open_media_store
from webapp.work import jobs as work_jobs

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    return settings.HOME


def begin(client: Client, kind: str = "files", **fields: str) -> Import:
    client.post("/corpora/coast/imports/", {"kind": kind, **fields}, headers={"Accept": "application/json"})
    return Import.objects.latest("pk")


def send(client: Client, found: Import, path: str, data: bytes, offset: int = 0) -> HttpResponse:
    url = f"/corpora/coast/imports/{found.pk}/file/?path={path}&offset={offset}"
    return client.post(url, data, content_type="application/octet-stream")


def work() -> None:
    """Do all that waits for a worker, but the index."""
    for job in CurationJob.objects.filter(status="queued"):
        jobs.execute(job.pk)


def step(client: Client, found: Import, wish: str, **fields: object) -> Import:
    client.post(f"/corpora/coast/imports/{found.pk}/step/", {"wish": wish, **fields})
    work()
    found.refresh_from_db()
    return found


def bring(client: Client, files: dict[str, bytes], kind: str = "files") -> Import:
    """All the way in."""
    found = begin(client, kind)
    for path, data in files.items():
        assert send(client, found, path, data).status_code == 200
    step(client, found, "look")
    return step(client, found, "bring")


def test_files_come_in_with_their_folders(curated: Corpus, as_cleo: Client) -> None:
    found = bring(as_cleo, {"towers/one.png": lighthouse_png(1), "towers/note.md": b"# One\n\nIt is red."})
    assert (found.state, found.report["added"]) == ("finished", 2)
    assert curated.images.get(path="towers/one.png")
    assert curated.documents.get(path="towers/note.md").title == "One"
    assert curated.jobs.filter(status="queued").count() == 1
    assert not staging.home_of(found).exists()
    told = curated.changes.get()
    assert (told.action, told.detail) == ("import", {"import": found.pk, "added": 2, "updated": 0})


def test_a_dry_run_says_what_would_come_and_changes_nothing(curated: Corpus, as_cleo: Client) -> None:
    found, have = begin(as_cleo), curated.images.get()
    files = {
        "new.png": lighthouse_png(1), "new again.png": lighthouse_png(1), "grey-head.png": lighthouse_png(),
        "under-another-name.png": lighthouse_png(), "broken.jpg": b"no picture", "readme.xyz": b"\0\1",
    }  # fmt: skip
    for path, data in files.items():
        send(as_cleo, found, path, data)
    step(as_cleo, found, "look")
    report = found.report
    counts = [report[name] for name in ("added", "unchanged", "duplicates", "skipped", "problem_count")]
    assert (found.state, counts) == ("checked", [1, 1, 2, 1, 1])
    assert report["problems"][0][0] == "broken.jpg"
    assert list(curated.images.all()) == [have]
    shown = as_cleo.get(f"/corpora/coast/imports/{found.pk}/").content.decode()
    assert "Would be added" in shown
    assert "broken.jpg" in shown
    named = BeautifulSoup(shown, "html.parser").find("summary", string="What would be added or updated")
    assert named and [cell.text for cell in named.parent.select("td")] == ["new again.png", "new picture"]


def test_what_the_dry_run_says_is_what_the_import_does(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    for path in ("a.png", "b.png"):
        send(as_cleo, found, path, lighthouse_png(len(path)))
    send(as_cleo, found, "c.md", b"# Three")
    said = dict(step(as_cleo, found, "look").report)
    done = dict(step(as_cleo, found, "bring").report)
    assert said == done


def test_bringing_the_same_again_adds_nothing(curated: Corpus, as_cleo: Client) -> None:
    files = {"a.png": lighthouse_png(1), "b.md": b"# B\n\nWords."}
    bring(as_cleo, files)
    again = bring(as_cleo, files)
    assert (again.report["added"], again.report["updated"], again.report["unchanged"]) == (0, 0, 2)


def test_a_given_up_import_leaves_no_file(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    send(as_cleo, found, "a.png", lighthouse_png(1))
    step(as_cleo, found, "look")
    uid = open_media_store().put(lighthouse_png(1)).uid
    step(as_cleo, found, "cancel")
    assert found.state == "cancelled"
    assert not staging.home_of(found).exists()
    assert not open_media_store().exists(uid)
    assert not curated.images.filter(uid=uid).exists()


def test_the_files_of_a_failed_import_go_after_a_week(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo, "zip")
    send(as_cleo, found, "all.zip", b"nothing of the kind")
    step(as_cleo, found, "look")
    services.remove_outdated()
    assert staging.home_of(found).exists()
    Import.objects.update(touched=timezone.now() - services.KEPT_FOR - timedelta(minutes=1))
    services.remove_outdated()
    found.refresh_from_db()
    assert (found.state, staging.home_of(found).exists()) == ("failed", False)


def test_a_picture_in_the_trash_is_named_as_such_and_stays_there(curated: Corpus, as_cleo: Client) -> None:
    image = curated.images.get()
    as_cleo.post("/corpora/coast/change/", {"action": "trash", "ids": image.pk})
    found = bring(as_cleo, {"grey-head.png": lighthouse_png()})
    assert (found.report["in_trash"], found.report["added"]) == (1, 0)
    image.refresh_from_db()
    assert image.trashed


# Chunks


def test_a_file_in_chunks_goes_on_where_it_was_cut(curated: Corpus, as_cleo: Client) -> None:
    found, data = begin(as_cleo), lighthouse_png(1)
    send(as_cleo, found, "a.png", data[:1000])
    refused = send(as_cleo, found, "a.png", data[500:], offset=500)
    assert (refused.status_code, json.loads(refused.content)) == (409, {"received": 1000})
    listed = as_cleo.get(f"/corpora/coast/imports/{found.pk}/file/").json()
    assert listed == {"received": {"a.png": 1000}}
    assert json.loads(send(as_cleo, found, "a.png", data[1000:], 1000).content) == {"received": len(data)}
    step(as_cleo, found, "look")
    assert found.report["added"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "a/../../b",
        "C:\\Windows\\x",
        "..\\..\\x",
        "",
        ".",
        "x" * 300,
    ]
    + ["/".join("abcdefgh" * 5)],
)
def test_a_path_that_leads_elsewhere_is_refused(
    path: str, curated: Corpus, as_cleo: Client, home: Path
) -> None:
    found = begin(as_cleo)
    answer = send(as_cleo, found, quote(path), b"data")
    assert answer.status_code == 422
    assert json.loads(answer.content)["problem"]
    assert [each for each in home.rglob("*") if each.is_file()] == []


def test_a_file_that_is_too_large_is_refused_and_the_rest_is_kept(
    curated: Corpus, as_cleo: Client, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"max_upload_mb": 1})
    found = begin(as_cleo)
    send(as_cleo, found, "small.png", lighthouse_png(1))
    send(as_cleo, found, "large.png", b"x" * 1024**2)
    answer = send(as_cleo, found, "large.png", b"x", offset=1024**2)
    assert (answer.status_code, "at most" in answer.content.decode()) == (422, False)
    assert "more than 1 MiB" in json.loads(answer.content)["problem"]
    assert dict(staging.received(found)) == {"small.png": len(lighthouse_png(1)), "large.png": 1024**2}


def test_an_import_that_was_looked_through_takes_no_further_files(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    send(as_cleo, found, "a.png", lighthouse_png(1))
    step(as_cleo, found, "look")
    assert send(as_cleo, found, "b.png", b"x").status_code == 409


def test_a_plain_form_does_as_well(curated: Corpus, as_cleo: Client) -> None:
    files = [io.BytesIO(lighthouse_png(1)), io.BytesIO(lighthouse_png(2))]
    for number, file in enumerate(files):
        file.name = f"tower-{number}.png"
    as_cleo.post("/corpora/coast/imports/", {"kind": "files", "files": files})
    work()
    found = Import.objects.get()
    assert (found.state, found.report["added"]) == ("checked", 2)


def test_each_way_in_says_what_it_looks_through(curated: Corpus, as_cleo: Client) -> None:
    page = BeautifulSoup(as_cleo.get("/corpora/coast/imports/").content, "html.parser")
    named = [button.text for button in page.select("main form button")]
    assert named == ["Look through the files", "Look through the archive", "Look through the addresses"]


def test_nothing_to_look_through_is_said(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    answer = as_cleo.post(f"/corpora/coast/imports/{found.pk}/step/", {"wish": "look"}, follow=True)
    assert "There are no files yet." in answer.content.decode()


def test_an_import_killed_twice_ends_complete_and_has_nothing_twice(
    curated: Corpus, as_cleo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.corpora.importing.services._BATCH", 2)
    found = begin(as_cleo)
    for number in range(7):
        send(as_cleo, found, f"tower-{number}.png", lighthouse_png(number * 9 + 1))
    step(as_cleo, found, "look")
    services.bring_in(found)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            services.import_now(CurationJob.objects.latest("pk"), killed_at_the_second_batch())
    work()
    found.refresh_from_db()
    assert found.state == "finished"
    assert curated.images.filter(path__startswith="tower").count() == 7
    assert curated.media_uses.count() == 8


def killed_at_the_second_batch() -> jobs.Progress:
    def progress(done: int, total: int) -> None:
        if done > 2:
            raise KeyboardInterrupt

    return progress


# Work that ends otherwise than it should


def test_an_error_of_the_program_fails_the_import_and_names_the_file(
    curated: Corpus, as_cleo: Client
) -> None:
    found = begin(as_cleo)
    send(as_cleo, found, "tower.md", b"# Tower")
    step(as_cleo, found, "look")
    with connection.execute_wrapper(refuse_documents), pytest.raises(OperationalError):
        step(as_cleo, found, "bring")
    found.refresh_from_db()
    assert found.state == "failed"
    assert "It was at: tower.md." in as_cleo.get(f"/corpora/coast/imports/{found.pk}/").content.decode()


def refuse_documents(execute: Callable[..., object], sql: str, *rest: object) -> object:
    """A disk that is full when a document is written."""
    if sql.startswith('INSERT INTO "corpora_document"'):
        raise OperationalError("database or disk is full")
    return execute(sql, *rest)


def test_an_import_whose_job_was_cancelled_elsewhere_is_not_waited_for(
    curated: Corpus, as_cleo: Client
) -> None:
    found = begin(as_cleo)
    send(as_cleo, found, "tower.md", b"# Tower")
    as_cleo.post(f"/corpora/coast/imports/{found.pk}/step/", {"wish": "look"})
    work_jobs.wish(CurationJob.objects.get(), CurationJob.Wish.CANCEL)
    as_cleo.get(f"/corpora/coast/imports/{found.pk}/")
    found.refresh_from_db()
    assert found.state == "cancelled"


def test_cancelling_ends_a_file_that_is_being_read(
    curated: Corpus, as_cleo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody presses the button while the import runs and a reader has a file that takes minutes."""
    found = begin(as_cleo)
    send(as_cleo, found, "nested.html", b"<div>t " * 150_000)
    url = f"/corpora/coast/imports/{found.pk}/step/"
    as_cleo.post(url, {"wish": "look"})
    monkeypatch.setattr(prefetch, "BEAT_SECONDS", 0.01)
    pressed: list[str] = []

    def press(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if not pressed and not pool._kept.idle:
            pressed.append("cancel")
            as_cleo.post(url, {"wish": "cancel"})
        return execute(sql, *rest)

    with closing(ReaderPool(1)) as pool:
        monkeypatch.setattr(reading, "shared_readers", lambda: pool)
        pool.read(DocumentSource(b"# Good", "good.md"))
        reader = pool._kept.idle[0].process
        with connection.execute_wrapper(press):
            work()
    found.refresh_from_db()
    assert (pressed, found.state, CurationJob.objects.get().status) == (["cancel"], "cancelled", "cancelled")
    assert reader.returncode == -signal.SIGKILL
    assert not staging.home_of(found).exists()


def test_millions_of_empty_paragraphs_are_a_reason(curated: Corpus, as_cleo: Client) -> None:
    """An archive of half a megabyte that holds 48 million, and one that says it holds less than it does."""
    swelling = docx("{mark}"), "word/document.xml", b"{mark}", b"<w:p/>" * 100_000, 480
    files = {
        "good.md": b"# Good",
        "swells.docx": swollen(*swelling),
        "lies.docx": swollen(*swelling, says=900),
    }
    assert max(map(len, files.values())) < 1_000_000
    found = bring(as_cleo, files)
    assert (found.state, found.report["added"]) == ("finished", 1)
    shown = as_cleo.get(f"/corpora/coast/imports/{found.pk}/").content.decode()
    assert "This Word document unpacks to 275 MiB; 256 is the most." in shown
    assert "This Word document is damaged, or is none." in shown


# Archives


def test_an_archive_comes_in_with_its_folders(curated: Corpus, as_cleo: Client) -> None:
    data = archive({"towers/one.png": lighthouse_png(1), "towers/": b"", "a.md": b"# A\n\nWords."})
    found = bring(as_cleo, {"all.zip": data}, kind="zip")
    assert (found.state, found.report["added"]) == ("finished", 2)
    assert curated.images.get(path="towers/one.png")


def test_what_an_archive_could_not_give_is_told_after_the_import_too(
    curated: Corpus, as_cleo: Client
) -> None:
    data = archive({"one.png": lighthouse_png(1), "../evil.png": lighthouse_png(2)})
    found = bring(as_cleo, {"all.zip": data}, kind="zip")
    assert (found.report["added"], found.report["problem_count"]) == (1, 1)
    assert found.report["problems"][0][0] == "../evil.png"


def test_what_is_no_archive_fails_with_a_sentence(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo, "zip")
    send(as_cleo, found, "all.zip", b"nothing of the kind")
    step(as_cleo, found, "look")
    assert found.state == "failed"
    assert "no ZIP archive" in as_cleo.get(f"/corpora/coast/imports/{found.pk}/").content.decode()


# Addresses, folders of the server, tables


def test_addresses_are_fetched_through_the_one_door(
    curated: Corpus, as_cleo: Client, settings: Settings, tower_server: WebServer
) -> None:
    host = f"127.0.0.1:{tower_server.port}"
    settings.ENV = settings.ENV.model_copy(update={"fetch_private_hosts": host})
    fetcher.cache_clear()
    addresses = f"http://{host}/tower.png\nhttp://{host}/missing.png\nhttp://10.0.0.1/x.png\n"
    found = begin(as_cleo, "addresses", addresses=addresses)
    step(as_cleo, found, "look")
    assert (found.report["added"], found.report["problem_count"]) == (1, 2)
    step(as_cleo, found, "bring")
    fetcher.cache_clear()
    assert curated.images.get(path__endswith="-tower.png").source_url == f"http://{host}/tower.png"


def test_the_encoding_that_a_server_declares_wins(
    curated: Corpus, as_cleo: Client, settings: Settings, tower_server: WebServer
) -> None:
    greek = '<meta charset="koi8-r"><p>Ο σταθμός'.encode("cp1253")
    tower_server.pages["/greek.html"] = page(greek, media_type="text/html; charset=windows-1253")
    host = f"127.0.0.1:{tower_server.port}"
    settings.ENV = settings.ENV.model_copy(update={"fetch_private_hosts": host})
    fetcher.cache_clear()
    found = begin(as_cleo, "addresses", addresses=f"http://{host}/greek.html")
    step(as_cleo, found, "look")
    step(as_cleo, found, "bring")
    fetcher.cache_clear()
    assert curated.documents.get(path__endswith="greek.html").text == "Ο σταθμός"


@pytest.fixture
def tower_server() -> object:
    with WebServer() as server:
        server.pages["/tower.png"] = page(lighthouse_png(5))
        yield server


def test_a_folder_of_the_server_comes_in_where_that_is_allowed(
    curated: Corpus, as_cleo: Client, settings: Settings, tmp_path: Path
) -> None:
    archive_folder = tmp_path / "archive"
    (archive_folder / "towers").mkdir(parents=True)
    (archive_folder / "towers" / "one.png").write_bytes(lighthouse_png(1))
    settings.ENV = settings.ENV.model_copy(update={"import_folders": str(archive_folder)})
    found = begin(as_cleo, "folder", folder=str(archive_folder / "towers"))
    step(as_cleo, found, "look")
    step(as_cleo, found, "bring")
    assert curated.images.filter(path="one.png").exists()
    assert (archive_folder / "towers" / "one.png").exists()


@pytest.mark.parametrize("folder", ["/etc", "", "{allowed}/../other", "{allowed}-beside"])
def test_other_folders_of_the_server_are_refused(
    folder: str, curated: Corpus, as_cleo: Client, settings: Settings, tmp_path: Path
) -> None:
    for name in ("allowed", "other", "allowed-beside"):
        (tmp_path / name).mkdir()
    settings.ENV = settings.ENV.model_copy(update={"import_folders": str(tmp_path / "allowed")})
    with pytest.raises(BadInput, match="may not be brought in from there"):
        services.allowed_folder(folder.format(allowed=tmp_path / "allowed"))


def test_a_refused_folder_keeps_what_was_typed(
    curated: Corpus, as_cleo: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"import_folders": str(tmp_path)})
    answer = as_cleo.post("/corpora/coast/imports/", {"kind": "folder", "folder": "/etc"})
    form = BeautifulSoup(answer.content, "html.parser").select_one(".ways form:has([name=folder])")
    assert answer.status_code == 422
    assert "may not be brought in from there" in form.select_one(".problem").text
    assert form.select_one("[name=folder][aria-invalid=true]")["value"] == "/etc"


def test_refused_addresses_keep_what_was_typed(curated: Corpus, as_cleo: Client) -> None:
    many = "\n".join(f"https://example.org/{number}.png" for number in range(1_001))
    answer = as_cleo.post("/corpora/coast/imports/", {"kind": "addresses", "addresses": many})
    form = BeautifulSoup(answer.content, "html.parser").select_one(".ways form:has([name=addresses])")
    assert "at most 1,000 addresses" in form.select_one(".problem").text
    assert form.select_one("[name=addresses]").text == many


def test_the_list_of_imports_counts_as_added_what_was_added(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    send(as_cleo, found, "one.png", lighthouse_png(1))
    listed = []
    for wish in ("look", "bring"):
        step(as_cleo, found, wish)
        page = BeautifulSoup(as_cleo.get("/corpora/coast/imports/").content, "html.parser")
        listed.append([" ".join(cell.text.split()) for cell in page.select("#past-imports tbody td")][2:4])
    assert listed == [["Ready to bring in Would be added: 1", ""], ["Finished", "1"]]


TABLE = "\ufeffDateiname;Titel;Schlagwörter;Fotograf;Nummer\none.png;Der Turm;rot|weiß;Ada;7\n"


def test_a_table_is_taken_by_what_its_columns_are_called(curated: Corpus, as_cleo: Client) -> None:
    bring(as_cleo, {"one.png": lighthouse_png(1), "inventar.csv": TABLE.encode()})
    image = curated.images.get(path="one.png")
    assert (image.title, image.tags, image.source) == ("Der Turm", ["rot", "weiß"], "Ada")


def test_what_a_column_means_can_be_said(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    send(as_cleo, found, "one.png", lighthouse_png(1))
    send(as_cleo, found, "list.csv", b"Bild,Nr,Text\none.png,A 7,A red tower\n")
    step(as_cleo, found, "look")
    shown = BeautifulSoup(as_cleo.get(f"/corpora/coast/imports/{found.pk}/").content, "html.parser")
    assert [option["value"] for option in shown.select("select[name=ours] option[selected]")] == [
        "file",
        "caption",
    ]
    step(as_cleo, found, "columns", own=["Bild", "Nr", "Text"], ours=["file", "title", "alt"])
    step(as_cleo, found, "bring")
    image = curated.images.get(path="one.png")
    assert (image.title, image.alt, image.caption) == ("A 7", "A red tower", "")


def test_a_table_that_names_no_files_is_a_document(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    send(as_cleo, found, "list.csv", b"title,caption\nTower,Red\n")
    step(as_cleo, found, "look")
    shown = BeautifulSoup(as_cleo.get(f"/corpora/coast/imports/{found.pk}/").content, "html.parser")
    asked = shown.select_one("details:has([name=ours])")
    assert asked and "list.csv names no files and would come in as a document" in asked.text
    assert "new document" in shown.text and not asked.has_attr("open")
    step(as_cleo, found, "bring")
    assert curated.documents.get(path="list.csv").text == "title | caption\nTower | Red"


def test_a_table_that_describes_files_is_no_document(curated: Corpus, as_cleo: Client) -> None:
    found = bring(as_cleo, {"one.png": lighthouse_png(1), "inventar.csv": TABLE.encode()})
    assert found.report["added"] == 1
    assert not curated.documents.filter(path="inventar.csv").exists()


def test_what_is_skipped_or_doubtful_is_said(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    for path, data in {
        "map.djvu": b"AT&TFORM0000DJVU",
        "old.doc": OLD_OFFICE,
        "odd.txt": bytes(range(161, 255)),
    }.items():
        send(as_cleo, found, path, data)
    for wish in ("look", "bring"):
        step(as_cleo, found, wish)
        assert (found.report["skipped"], found.report["problem_count"]) == (2, 0)
        shown = as_cleo.get(f"/corpora/coast/imports/{found.pk}/").content.decode()
        assert "Not supported: DjVu." in shown
        assert "Its encoding is a guess" in shown
    jobs_page = as_cleo.get("/corpora/coast/jobs/").content.decode()
    assert "Not supported: Word 97–2003 (DOC)." in jobs_page
    assert "Its encoding is a guess" in jobs_page


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_imports_of_another_corpus_are_not_there(curated: Corpus, as_cleo: Client, admin: User) -> None:
    other = Corpus.objects.create(slug="other", name="Other")
    found = Import.objects.create(corpus=other, person=admin, kind="files")
    assert as_cleo.get(f"/corpora/coast/imports/{found.pk}/").status_code == 404
    assert send(as_cleo, found, "a.png", b"x").status_code == 404


def test_reasons_are_told_in_the_language_of_the_reader(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    send(as_cleo, found, "clip.mp4", b"\0\0\0\x18ftypmp42" + bytes(32))
    send(as_cleo, found, "empty.pdf", b"%PDF-1.4 cut off")
    step(as_cleo, found, "look")
    address = f"/corpora/coast/imports/{found.pk}/"
    german = as_cleo.get(address, headers={"accept-language": "de"}).content.decode()
    assert "Nicht unterstützt: Video." in german
    assert "Dieses PDF ist beschädigt" in german
    assert "Not supported: video." in as_cleo.get(address, headers={"accept-language": "en"}).content.decode()


def test_a_report_of_an_earlier_version_is_shown_as_it_was_written(curated: Corpus, as_cleo: Client) -> None:
    found = begin(as_cleo)
    report = {"problem_count": 1, "problems": [["a.png", "This picture is 100% damaged."]]}
    Import.objects.filter(pk=found.pk).update(state="failed", report=report)
    page = as_cleo.get(f"/corpora/coast/imports/{found.pk}/", headers={"accept-language": "de"})
    assert "This picture is 100% damaged." in page.content.decode()


def test_an_import_of_nothing_new_is_not_offered(curated: Corpus, as_cleo: Client) -> None:
    bring(as_cleo, {"one.png": lighthouse_png(1)})
    found = begin(as_cleo)
    send(as_cleo, found, "one.png", lighthouse_png(1))
    step(as_cleo, found, "look")
    page = BeautifulSoup(as_cleo.get(f"/corpora/coast/imports/{found.pk}/").content, "html.parser")
    assert page.find("input", value="bring") is None
    assert "There is nothing to bring in" in page.get_text()


def test_a_manifest_that_says_something_new_is_offered(curated: Corpus, as_cleo: Client) -> None:
    bring(as_cleo, {"one.png": lighthouse_png(1), "note.md": b"# One"})
    table = b"file,title\none.png,A tower\nnote.md,A note\n"
    found = begin(as_cleo)
    for path, data in {"one.png": lighthouse_png(1), "note.md": b"# One", "manifest.csv": table}.items():
        send(as_cleo, found, path, data)
    step(as_cleo, found, "look")
    assert (found.report["updated"], found.changes_corpus) == (2, True)
    assert curated.images.get(path="one.png").title == ""
