"""Files that are not taken: a named error, a plain sentence, and nothing left behind."""

import pytest
from PIL import Image

from media_store import BrokenImage, Limits, MediaError, NotAPicture, TooManyPixels, UnsupportedFormat
from media_store.messages import sentence_of
from media_store.processes.pool import shared_decoders

NO_PICTURES = [
    (b"", "is empty"),
    (b"Dear all, this is a letter.\n", "is text"),
    ("Grüße aus Zürich ".encode() * 100, "is text"),
    ("text from another system".encode("utf-16"), "is text"),
    (b"BMW is a make of cars, and this is text about it.", "is text"),
    (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document"),
    (b"PK\x03\x04" + bytes(40), "is a ZIP archive"),
    (b"<!DOCTYPE html><html><body>Not found</body></html>", "is a web page"),
    (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "is a video"),
    (b"RIFF\x24\x00\x00\x00WAVEfmt ", "is a sound recording"),
    (b"\x7fELF\x02\x01\x01" + bytes(20), "is a program"),
    (b"AT&TFORM" + bytes(30), "is a DjVu document"),
    (b"P5 is the fifth paper of the series.", "is text"),
    (bytes(range(256)), "of an unknown kind"),
]
OTHER_PICTURES = [
    (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "SVG drawing"),
    (b'<?xml version="1.0"?>\n<!-- x --><svg width="9"><script>alert(1)</script></svg>', "SVG drawing"),
    (b"8BPS\x00\x02" + bytes(30), "large Photoshop"),
    (b"gimp xcf v011\x00" + bytes(30), "GIMP"),
    (b"\x76\x2f\x31\x01\x02" + bytes(30), "OpenEXR"),
    (b"\xff\x0a" + bytes(30), "JPEG XL"),
    (b"icns" + bytes(30), "Apple icon"),
    (b"\x00\x00\x02\x00\x01\x00" + bytes(30), "cursor"),
    (b"FOVb" + bytes(30), "camera raw picture of an unknown kind, which is not taken"),
    (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
    (b"P3\n1 1\n255\n1 2 3", "Netpbm picture of another kind, which is not taken"),
]


@pytest.mark.parametrize(("data", "sentence"), NO_PICTURES)
def test_a_file_that_is_no_picture_is_refused_by_what_it_is(store, kept_files, data, sentence):
    with pytest.raises(NotAPicture, match=sentence):
        store.put(data)
    assert kept_files() == []


@pytest.mark.parametrize(("data", "sentence"), OTHER_PICTURES)
def test_a_picture_of_another_kind_is_refused_by_name(store, kept_files, data, sentence):
    with pytest.raises(UnsupportedFormat, match=sentence):
        store.put(data)
    assert kept_files() == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_a_truncated_picture_is_refused_and_leaves_nothing_behind(store, kept_files, encode, kind, share):
    data = encode(Image.effect_noise((96, 96), 80).convert("RGB"), kind)
    with pytest.raises((BrokenImage, NotAPicture), match="cut off|no picture|not a picture"):
        store.put(data[: int(len(data) * share)])
    assert kept_files() == []


@pytest.mark.parametrize("signature", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\x00"])
def test_a_signature_followed_by_rubbish_is_refused(store, kept_files, signature):
    with pytest.raises(BrokenImage):
        store.put(signature + b"rubbish " * 40)
    assert kept_files() == []


def test_every_error_is_a_sentence_for_a_person(store):
    for data, _ in NO_PICTURES + OTHER_PICTURES:
        with pytest.raises(MediaError) as refusal:
            store.put(data)
        assert str(refusal.value).startswith("This file is ")
        assert str(refusal.value).endswith(".")


def test_a_refusal_is_a_message_from_whichever_process(store, encode, draw):
    big = Limits(max_pixels=100)
    with pytest.raises(TooManyPixels) as refused:
        shared_decoders().normalise(encode(draw(60, 40), "PNG"), big)
    said = sentence_of(refused.value)
    assert said.stored()["values"] == {"pixels": 2400, "width": 60, "height": 40, "limit": 100}
    with pytest.raises(NotAPicture) as refused:
        store.put(b"%PDF-1.7")
    said = sentence_of(refused.value)
    assert said.values["kind"].template == "a PDF document"


def test_a_picture_can_be_decoded_without_being_kept(store, draw, encode):
    picture = store.decode(encode(draw(60, 40), "JPEG"))
    assert (picture.mode, picture.size) == ("RGB", (60, 40))
    assert list(store.uids()) == []
