"""The table of what is let out, and what is not."""

from collections.abc import Callable

import pytest

from agents.web.errors import FetchRefused
from agents.web.fetcher import Fetcher
from tests.support.web_server import Network, WebServer, page

NOT_PUBLIC = "is not on the public internet"
NO_HOST = "has no host that can be used"
UNREADABLE = "cannot be read"
CREDENTIALS = "user name or password"
SCHEME = "does not start with http:// or https://"
CHARACTERS = "a space, a backslash or an invisible character"
PORT = "a port other than 80, 443, 8080, 8443"

ADDRESSES = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.169.254
169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
100.100.100.200 168.63.129.16 10.1.1.1 100.96.0.1 127.16.32.64 169.254.170.2 172.24.0.1 192.168.1.254
198.18.255.255 198.51.100.255 203.0.113.255 225.1.2.3 250.1.1.1
0.255.255.255 10.128.0.0 100.64.255.255 100.127.0.1 127.0.0.53 169.254.255.255 172.20.10.1 172.31.0.1
192.0.2.255 192.168.100.1 198.19.0.1 203.0.113.1 224.0.0.251 239.0.0.1
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1 ::ffff:0:127.0.0.1
64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b::169.254.169.254 64:ff9b:1::8.8.8.8 100::1 2001::1
2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1
::ffff:169.254.169.254 ::ffff:192.168.1.1 64:ff9b::c0a8:101 2001:db8:ffff::1 2002:a00:1::1 fd7a:115c:a1e0::1
febf::1 ff05::2 5f00::1 fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1 fec0::1 ff02::1 ff0e::1 4000::1
::ffff:100.64.0.1 ::ffff:c0a8:101 64:ff9b::7f00:1 2001:db8:0:1::1 2002:c0a8:101::1 fdff::1 ff01::1
""".split()

PUBLIC_ADDRESSES = """
1.1.1.1 8.8.8.8 93.184.215.14 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.1.1 198.17.1.1
223.255.255.1 2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450:4001::200e 64:ff9b::8.8.8.8
""".split()

URLS = {
    "http://2130706433/": NO_HOST,
    "http://0177.0.0.1/": UNREADABLE,
    "http://0177.1/": NO_HOST,
    "http://017700000001/": NO_HOST,
    "http://0x7f.1/": NO_HOST,
    "http://0x7f000001/": NO_HOST,
    "http://0x7F.0.0.0x1/": NO_HOST,
    "http://127.1/": NO_HOST,
    "http://127.0.1/": NO_HOST,
    "http://0/": NO_HOST,
    "http://0x/": NO_HOST,
    "http://256.1.1.1/": UNREADABLE,
    "http://1.2.3.4.5/": NO_HOST,
    "http://example.123/": NO_HOST,
    "http://127.0.0.1./": NOT_PUBLIC,
    "http://127。0。0。1/": NOT_PUBLIC,
    "http://①②⑦.0.0.1/": UNREADABLE,
    "http://127.0.0.%31/": NO_HOST,
    "http://[::1]/": NOT_PUBLIC,
    "http://[0:0:0:0:0:0:0:1]:8080/": NOT_PUBLIC,
    "http://[fe80::1%25eth0]/": NO_HOST,
    "http://[2606:4700:4700::1111%25eth0]/": NO_HOST,
    "http://[::1": UNREADABLE,
    "http://::1/": UNREADABLE,
    "http://example..org/": NO_HOST,
    "http://.example.org/": NO_HOST,
    "http://example.org../": NO_HOST,
    f"http://{'a' * 64}.org/": NO_HOST,
    f"http://{'a.' * 127}org/": NO_HOST,
    "http://exam<ple.org/": NO_HOST,
    "http://-\u200d.org/": CHARACTERS,
    "http:///path": NO_HOST,
    "http:example.org": NO_HOST,
    "http://": NO_HOST,
    "": SCHEME,
    "example.org/picture.png": SCHEME,
    "//example.org/picture.png": SCHEME,
    "file:///etc/passwd": SCHEME,
    "ftp://example.org/": SCHEME,
    "gopher://127.0.0.1:70/_x": SCHEME,
    "data:image/png;base64,AAAA": SCHEME,
    "javascript:alert(1)": SCHEME,
    "unix:///var/run/docker.sock": SCHEME,
    "ws://example.org/": SCHEME,
    "http://user@example.org/": CREDENTIALS,
    "http://user:secret@example.org/": CREDENTIALS,
    "http://example.org@127.0.0.1/": CREDENTIALS,
    "http://example.org:80@127.0.0.1/": CREDENTIALS,
    "http://a@b@127.0.0.1/": CREDENTIALS,
    "http://@127.0.0.1/": NOT_PUBLIC,
    "http://example.org%40127.0.0.1/": NO_HOST,
    "http://127.0.0.1#@example.org/": NOT_PUBLIC,
    "http://127.0.0.1?@example.org/": NOT_PUBLIC,
    "http://127.0.0.1\\@example.org/": CHARACTERS,
    "http:\\\\127.0.0.1\\": CHARACTERS,
    "http://example.org/a b": CHARACTERS,
    " http://example.org/": CHARACTERS,
    "http://example.org/\r\nHost: evil": CHARACTERS,
    "http://exam\tple.org/": CHARACTERS,
    "http://example.org/\x00": CHARACTERS,
    "http://example.org/\u2028": CHARACTERS,
    "http://example.org/\ud800": CHARACTERS,
    "http://example.org/" + "a" * 4096: "longer than 4,096 characters",
    "http://example.org:22/": PORT,
    "http://example.org:0/": UNREADABLE,
    "http://example.org:6379/": PORT,
    "https://example.org:65536/": UNREADABLE,
    "http://example.org:-80/": UNREADABLE,
    "http://example.org:eighty/": UNREADABLE,
}


def bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def test_there_are_enough_of_them() -> None:
    assert len({*ADDRESSES}) >= 96
    assert len({*ADDRESSES, *URLS}) >= 137


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_outside_of_the_public_internet_is_refused(
    fetcher: Fetcher, network: Network, address: str
) -> None:
    with pytest.raises(FetchRefused, match=NOT_PUBLIC):
        fetcher.fetch(f"http://{bracketed(address)}/")
    assert network.dialled == []


@pytest.mark.parametrize("address", [*ADDRESSES, "fe80::1%eth0"])
def test_a_name_with_such_an_address_is_refused_and_the_address_not_told(
    resolving: Callable[..., Fetcher], network: Network, address: str
) -> None:
    with pytest.raises(FetchRefused) as refused:
        resolving(address).fetch("http://example.org/")
    assert str(refused.value) == f"example.org {NOT_PUBLIC}, so it is not fetched."
    assert network.dialled == []


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_a_public_address_is_fetched_from(
    fetcher: Fetcher, server: WebServer, network: Network, address: str
) -> None:
    server.pages["/"] = page(b"hello")
    assert fetcher.fetch(f"http://{bracketed(address)}/").content == b"hello"
    assert len(network.dialled) == 1


@pytest.mark.parametrize(("url", "reason"), URLS.items())
def test_an_address_that_could_mean_something_else_is_refused_with_its_reason(
    fetcher: Fetcher, network: Network, url: str, reason: str
) -> None:
    with pytest.raises(FetchRefused, match=reason):
        fetcher.fetch(url)
    assert network.dialled == []


@pytest.mark.parametrize("bad", ["10.0.0.1", "::1", "169.254.169.254"])
def test_one_bad_address_among_good_ones_refuses_them_all(
    resolving: Callable[..., Fetcher], network: Network, bad: str
) -> None:
    with pytest.raises(FetchRefused, match=NOT_PUBLIC):
        resolving("8.8.8.8", bad, "1.1.1.1").fetch("http://example.org/")
    assert network.dialled == []


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://EXAMPLE.org./a", "example.org", 80),
        ("http://example.org:8080/a", "example.org:8080", 8080),
        ("http://example.org:80/a#fragment", "example.org", 80),
        ("http://bücher.example/a", "xn--bcher-kva.example", 80),
        ("http://under_score.example:/a", "under_score.example", 80),
        ("http://[2606:4700:4700:0::1111]:8080/a", "[2606:4700:4700::1111]:8080", 8080),
    ],
)
def test_a_host_is_asked_for_in_its_one_spelling(
    fetcher: Fetcher, server: WebServer, network: Network, url: str, host: str, port: int
) -> None:
    server.pages["/a"] = page()
    fetcher.fetch(url)
    assert f"\r\nHost: {host}\r\n" in server.requests[0]
    assert network.dialled[0][1] == port
