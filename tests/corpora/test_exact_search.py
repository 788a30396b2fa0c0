"""Files in many scripts, brought in and indexed, are found by the words that people type."""

import pytest

from agents.retrieval.lexical import RecordKind
from agents.retrieval.tokens import parse_query
from tests.corpora.folders import Folder
from webapp.corpora.fulltext import full_text
from webapp.corpora.models import Passage

FILES = {
    "ja.txt": "第7回の航海は2024年3月8日に始まった。ﾎﾃﾙ青葉に泊まる。",
    "zh.txt": "旧书包在B2馆。２０２４年３月８日开馆。",
    "th.txt": "เรือน้ำลำเล็กแล่นออกจากท่าเรือเมื่อเช้า",
    "km.txt": "ទូកធំចេញពីកំពង់ផែនៅព្រឹកនេះ",
    "my.txt": "သင်္ဘောကြီးသည်ဆိပ်ကမ်းမှထွက်ခွာသည်",
    "lo.txt": "ເຮືອນ້ຳອອກຈາກທ່າ",
    "ar.txt": "عَادَتِ السَّفِينَةُ إلى المينـــاء عام ١٨٩٧.",
    "fa.txt": "قایق‌های ما در سال ۱۳۵۰ آمدند.",
    "he.txt": "הָאֳנִיָּה חָזְרָה לַנָּמֵל.",
    "hi.txt": "दीपघर १८९७ में बना।",
    "shy.html": "<p>Der Leucht&shy;turm&shy;wärter und der Hafen<wbr>meister.</p>",
    "zero.html": "<p>The light\u200bhouse keep\u2060er rows.</p>",
}
QUERIES = {
    '"第7回"': "ja.txt", '"２０２４年3月8日に"': "ja.txt", '"ホテル"': "ja.txt", "航": "ja.txt",
    '"包"': "zh.txt", "包": "zh.txt", '"2024年3月8日开"': "zh.txt", '"น้ำลำเล็ก"': "th.txt", "ท่าเรือ": "th.txt",
    '"កំពង់ផែ"': "km.txt", '"ဆိပ်ကမ်း"': "my.txt", '"ນ້ຳ"': "lo.txt",
    '"عادت السفينة الى الميناء"': "ar.txt", '"عام 1897"': "ar.txt",
    '"قایقهای ما در سال 1350"': "fa.txt", '"قايق‌هاي ما"': "fa.txt", '"האניה חזרה לנמל"': "he.txt",
    '"1897 में"': "hi.txt", '"Leuchtturmwärter"': "shy.html", '"Hafenmeister"': "shy.html",
    '"lighthouse keeper rows"': "zero.html",
}  # fmt: skip


@pytest.fixture
def library(folder: Folder) -> Folder:
    for name, text in FILES.items():
        folder.write(name, text)
    folder.load()
    folder.index()
    return folder


def test_every_script_is_found_as_it_is_typed(library: Folder) -> None:
    assert {query: best(library, query) for query in QUERIES} == QUERIES


def best(library: Folder, query: str) -> str:
    ids, kinds = [library.corpus.pk], list(RecordKind)
    hits = full_text().search(parse_query(query), corpus_ids=ids, kinds=kinds, limit=1)
    return Passage.objects.get(pk=hits[0].record.id).document.path if hits else ""
