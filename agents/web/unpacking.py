"""Bodies as they were before the server compressed them, and never more of them than was asked for."""

import zlib

ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})

# gzip allows several, one behind the other. Each costs a copy of the rest, and nobody sends many.
_MAX_MEMBERS = 16
_GZIP = 16 + zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS


def unpack(content: bytes, encoding: str, most_bytes: int) -> bytes:
    """At most `most_bytes` + 1 bytes of the body; raises ValueError if it is damaged or incomplete.

    The one byte more tells the caller that there would have been more, without unpacking the rest.
    """
    if encoding in ("", "identity") or not content:
        return content
    window_bits, most = _GZIP, most_bytes + 1
    if encoding == "deflate":
        # With zlib's two bytes in front, as the standard has it, or without them.
        has_header = content[0] & 0x0F == 8 and int.from_bytes(content[:2], "big") % 31 == 0
        window_bits = zlib.MAX_WBITS if has_header else _RAW
    whole = bytearray()
    for _ in range(_MAX_MEMBERS):
        member = zlib.decompressobj(window_bits)
        try:
            whole += member.decompress(content, most - len(whole))
        except zlib.error as error:
            raise ValueError("damaged") from error
        content = member.unused_data
        if len(whole) == most or (member.eof and not content):
            return bytes(whole)
        if not member.eof:
            raise ValueError("incomplete")
    raise ValueError("too many members")
