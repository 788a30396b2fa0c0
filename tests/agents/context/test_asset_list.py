from agents.context.assets import Album, met_pictures, picture_line
from agents.context.render import render
from agents.observations import Curated, EvidenceKept, TextRead
from agents.types import Evidence, Importance
from media_store import Box
from tests.agents.context.runs import asked, hits, image, look, options, run, section, step, uid


def line(state, number: int) -> str:
    return picture_line(uid(number), Album.of(state.started.question, state.memory))


def test_every_way_to_meet_a_picture_counts_once() -> None:
    text = TextRead(4, "Lights", "a.md", 0, 9, 9, "Lit 1854.", (uid(2), uid(3)))
    state = run(step(1, hits(image(1), image(2))), step(2, text), step(3, look(4)), question=asked())
    assert met_pictures(state.started.question, state.memory) == tuple(map(uid, (9_000, 1, 2, 3, 4)))


def test_a_hit_is_told_with_its_caption_and_file() -> None:
    assert line(run(step(1, hits(image(1)))), 1) == f'{uid(1)} "Tower" (1.jpg) "A white tower"'


def test_a_cut_is_told_with_its_parent_and_box() -> None:
    cut = look(2, parent=uid(1), box=Box(10, 20, 300, 400), note="the plate")
    assert line(run(step(1, cut)), 2).startswith(f"{uid(2)} 4000×3000 (box 10,20,300,400 of {uid(1)})")


def test_what_was_seen_is_told_rather_than_the_caption() -> None:
    state = run(step(1, hits(image(1))), step(2, look(1, "ERECTED 1854")))
    assert line(state, 1).endswith('may show lighthouse, text in it: "ERECTED 1854"')


def test_forty_pictures_have_a_line_and_the_others_their_uid() -> None:
    listed = section(render(run(step(1, hits(*map(image, range(90))))), options()), "Pictures met (90)")
    assert sum(line.startswith("- ") for line in listed.splitlines()) == 40
    assert all(uid(number) in listed for number in range(90))


def test_what_matters_has_a_line_however_old_it_is() -> None:
    found = step(1, hits(*map(image, range(100))))
    kept = Evidence("e1", "image", "Tower", "3.jpg", uid=uid(3))
    curated = Curated({"image:20": Importance.HIGH})
    listed = section(
        render(run(found, step(2, EvidenceKept(kept)), step(3, curated)), options()), "Pictures met"
    )
    assert f"- {uid(3)} " in listed and f"- {uid(20)} " in listed and f"- {uid(21)} " not in listed


def test_more_than_the_list_holds_is_on_pages() -> None:
    found = [
        event for n in range(1, 7) for event in step(n, hits(*map(image, range(100 * n, 100 * n + 100))))
    ]
    listed = section(render(run(found), options()), "Pictures met (600)")
    assert listed.endswith("and 160 older: review page 1 to 6")
    assert uid(267) not in listed and uid(268) in listed
