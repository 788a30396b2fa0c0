from hypothesis import given
from hypothesis import strategies as st

from agents.context.fence import fence


def test_a_fence_names_its_source_and_calls_its_text_untrusted() -> None:
    first, body, last = fence("She flew.", "c.md").splitlines()
    assert first.startswith("<<<untrusted data ") and first.endswith(" from: c.md>>>")
    assert (body, last.startswith("<<<end of untrusted data ")) == ("She flew.", True)


def test_the_same_text_has_the_same_fence_and_another_text_another() -> None:
    assert fence("a", "c.md") == fence("a", "c.md")
    assert fence("a", "c.md").splitlines()[-1] != fence("b", "c.md").splitlines()[-1]


def test_a_fence_copied_into_the_text_does_not_close_it() -> None:
    inner = fence("a", "c.md")
    assert inner.splitlines()[-1] not in fence(inner, "c.md")


@given(st.text(alphabet="<>a\n \u2028", max_size=40), st.text(alphabet="<>b\n\r\u2028", max_size=200))
def test_no_text_and_no_source_adds_a_rail(text: str, source: str) -> None:
    fenced = fence(text, source)
    assert fenced.count("<<<") == fenced.count(">>>") == 2
    assert "\n" not in fenced[: fenced.index(">>>")]
