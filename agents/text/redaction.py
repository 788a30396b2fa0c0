"""Keeps credentials and addresses of servers out of sentences."""

import re

SECRET = "***"
_USER = re.compile(r"(?<=://)[^/?#\s\"'<>]*@")
_QUERY = re.compile(r"([a-z][a-z0-9+.-]*://[^\s?#\"'<>]*)[?#][^\s\"'<>)]*", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""[a-z][a-z0-9+.-]*://[^\s"'<>),]+            # an address with its scheme
      | \('[^']*',\s*\d+(?:,\s*\d+)*\)              # what Python calls the other end of a connection
      | \b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b        # IPv4
      | \[[0-9a-f:]*:[0-9a-f:.]*\](?::\d+)?         # IPv6
      | (?<![\w:.])(?=[0-9a-f:]*(?:[0-9a-f]::|::[0-9a-f])|(?:[0-9a-f]{1,4}:){7})
        [0-9a-f:]*[0-9a-f](?:\.\d+){0,3}(?:%\w+)?(?!\w)   # the same without brackets; 12:30:15 is a time
      | \b(?=[\w.-]*[a-z])[\w.-]+:\d{2,5}\b         # host:port
    """,
    re.IGNORECASE | re.VERBOSE,
)


def without_credentials(text: str) -> str:
    """The text with neither users, passwords nor queries in the URLs of it: a query may hold a token."""
    return _QUERY.sub(r"\1", _USER.sub("", text))


def without_addresses(text: str) -> str:
    """An error's sentence without URLs, hosts with ports and IP addresses, for people who run no server."""
    return _ADDRESS.sub("its address", without_credentials(text))
