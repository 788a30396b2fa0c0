"""Addresses as they are compared, and as they stand in what people write."""

import pytest

from agents.browsing.addresses import normal, written_in


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("HTTPS://Tides.Example", "https://tides.example/"),
        ("https://tides.example:443/a#part", "https://tides.example/a"),
        ("http://tides.example:8080/a", "http://tides.example:8080/a"),
        ("https://tides.example./a", "https://tides.example/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://a.example/Mond?q=月", "https://a.example/Mond?q=%E6%9C%88"),
        ("https://a.example/%E6%9C%88", "https://a.example/%E6%9C%88"),
        ("https://a.example/月", "https://a.example/%E6%9C%88"),
    ],
)
def test_the_same_address_is_compared_as_one(written: str, compared: str) -> None:
    assert normal(written) == compared


@pytest.mark.parametrize(
    "written",
    [
        "ftp://a.example/", "javascript:alert(1)", "file:///etc/passwd", "//a.example/", "a.example", "",
        "https://user@a.example/", "https://a.example:x/", "https:///a", "https://[::1/",
        f"https://a.example/{'x' * 5000}",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_none(written: str) -> None:
    assert normal(written) == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("What does https://a.example/b say?", "https://a.example/b"),
        ("See (https://a.example/b).", "https://a.example/b"),
        ("“https://a.example/b?c=1”", "https://a.example/b?c=1"),
        ("请打开https://a.example/b，再说。", "https://a.example/b"),
        ("Read www.a.example/b, please", "https://www.a.example/b"),
        ("Read a.example", "http://a.example/"),
        ("https://a.example/wiki/Low_(tide)", "https://a.example/wiki/Low_(tide)"),
        ("https://zh.a.example/月球", "https://zh.a.example/%E6%9C%88%E7%90%83"),
    ],
)
def test_an_address_is_found_in_a_sentence(text: str, address: str) -> None:
    assert address in set(written_in(text))


@pytest.mark.parametrize("text", ["No address at all.", "Write to ann@a.example", "3.5 of 4", "https://"])
def test_what_is_no_address_gives_none(text: str) -> None:
    assert set(written_in(text)) == set()
