"""The flags of the sample corpus, with the proportions and screen colours that are published for them.

Captions say what can be seen and nothing else, so that facts about a country stay in its article.
"""

from webapp.corpora.sample.flags import Flag, Size, bands, cross, field, pales
from webapp.corpora.sample.shapes import Disc, Polygon, Rectangle, star


def _banded(country: str, size: Size, caption: str, colours: str, weights: str = "") -> Flag:
    return Flag(country, size, caption, bands(size, colours, weights))


def _paled(country: str, size: Size, caption: str, colours: str) -> Flag:
    return Flag(country, size, caption, pales(size, colours))


BANDED = (
    _banded("Germany", (15, 9), "Three horizontal bands of black, red and gold.", "#000000 #DD0000 #FFCC00"),
    _banded(
        "Netherlands", (9, 6), "Three horizontal bands of red, white and blue.", "#AD1D25 #FFFFFF #1E4785"
    ),
    _banded(
        "Luxembourg",
        (15, 9),
        "Three horizontal bands of red, white and light blue.",
        "#EF3340 #FFFFFF #00A3E0",
    ),
    _banded("Austria", (9, 6), "Three horizontal bands of red, white and red.", "#EF3340 #FFFFFF #EF3340"),
    _banded("Poland", (16, 10), "Two horizontal bands, white over red.", "#FFFFFF #DC143C"),
    _banded("Ukraine", (6, 4), "Two horizontal bands, blue over yellow.", "#0057B7 #FFD700"),
    _banded("Hungary", (12, 6), "Three horizontal bands of red, white and green.", "#CE2939 #FFFFFF #477050"),
    _banded(
        "Bulgaria", (15, 9), "Three horizontal bands of white, green and red.", "#FFFFFF #00966E #D62612"
    ),
    _banded(
        "Estonia", (33, 21), "Three horizontal bands of blue, black and white.", "#0072CE #000000 #FFFFFF"
    ),
    _banded(
        "Latvia",
        (20, 10),
        "Dark red with a narrower white band across the middle.",
        "#A4343A #FFFFFF #A4343A",
        "2 1 2",
    ),
    _banded(
        "Lithuania", (15, 9), "Three horizontal bands of yellow, green and red.", "#FDB913 #006A44 #C1272D"
    ),
    _banded("Russia", (9, 6), "Three horizontal bands of white, blue and red.", "#FFFFFF #0039A6 #D52B1E"),
    _banded(
        "Indonesia",
        (6, 4),
        "Two horizontal bands, red over white, half as long again as high.",
        "#FF0000 #FFFFFF",
    ),
    _banded("Monaco", (10, 8), "Two horizontal bands, red over white, nearly square.", "#CE1126 #FFFFFF"),
    _banded(
        "Botswana",
        (36, 24),
        "Light blue with a black band across the middle that has white edges.",
        "#6DA9D2 #FFFFFF #000000 #FFFFFF #6DA9D2",
        "9 1 4 1 9",
    ),
    _banded(
        "Thailand",
        (9, 6),
        "Five horizontal bands of red, white, dark blue, white and red; the blue one is twice as high.",
        "#A51931 #F4F5F8 #2D2A4A #F4F5F8 #A51931",
        "1 1 2 1 1",
    ),
    _banded(
        "Costa Rica",
        (10, 6),
        "Five horizontal bands of blue, white, red, white and blue; the red one is twice as high.",
        "#002B7F #FFFFFF #CE1126 #FFFFFF #002B7F",
        "1 1 2 1 1",
    ),
    _banded(
        "Mauritius",
        (12, 8),
        "Four horizontal bands of red, blue, yellow and green.",
        "#EA2839 #1A206D #FFD500 #00A551",
    ),
    _banded("Gabon", (12, 9), "Three horizontal bands of green, yellow and blue.", "#009E60 #FCD116 #3A75C4"),
    _banded(
        "Sierra Leone", (9, 6), "Three horizontal bands of green, white and blue.", "#1EB53A #FFFFFF #0072C6"
    ),
    _banded("Armenia", (12, 6), "Three horizontal bands of red, blue and orange.", "#D90012 #0033A0 #F2A800"),
    _banded("Yemen", (9, 6), "Three horizontal bands of red, white and black.", "#CE1126 #FFFFFF #000000"),
    _banded(
        "Colombia",
        (12, 8),
        "A yellow band over two narrower ones of blue and red.",
        "#FCD116 #003893 #CE1126",
        "2 1 1",
    ),
)

PALED = (
    _paled("France", (9, 6), "Three vertical bands of dark blue, white and red.", "#000091 #FFFFFF #E1000F"),
    _paled("Italy", (9, 6), "Three vertical bands of green, white and red.", "#008C45 #F4F5F0 #CD212A"),
    _paled("Ireland", (12, 6), "Three vertical bands of green, white and orange.", "#169B62 #FFFFFF #FF883E"),
    _paled("Belgium", (15, 13), "Three vertical bands of black, yellow and red.", "#2D2926 #FFCD00 #C8102E"),
    _paled("Romania", (9, 6), "Three vertical bands of blue, yellow and red.", "#002B7F #FCD116 #CE1126"),
    _paled("Nigeria", (12, 6), "Three vertical bands of green, white and green.", "#008753 #FFFFFF #008753"),
    _paled(
        "Ivory Coast", (9, 6), "Three vertical bands of orange, white and green.", "#FF8200 #FFFFFF #009A44"
    ),
    _paled("Mali", (9, 6), "Three vertical bands of green, yellow and red.", "#14B53A #FCD116 #CE1126"),
    _paled("Guinea", (9, 6), "Three vertical bands of red, yellow and green.", "#CE1126 #FCD116 #009460"),
)

CROSSES = (
    Flag(
        "Sweden",
        (16, 10),
        "A yellow cross, off centre, on blue.",
        (field((16, 10), "#006AA7"), *cross((16, 10), "#FECC00", (5, 4), 2)),
    ),
    Flag(
        "Denmark",
        (37, 28),
        "A white cross, off centre, on red.",
        (field((37, 28), "#C8102E"), *cross((37, 28), "#FFFFFF", (12, 12), 4)),
    ),
    Flag(
        "Finland",
        (18, 11),
        "A blue cross, off centre, on white.",
        (field((18, 11), "#FFFFFF"), *cross((18, 11), "#002F6C", (5, 4), 3)),
    ),
    Flag(
        "Norway",
        (22, 16),
        "A dark blue cross with white edges, off centre, on red.",
        (
            field((22, 16), "#BA0C2F"),
            *cross((22, 16), "#FFFFFF", (6, 6), 4),
            *cross((22, 16), "#00205B", (7, 7), 2),
        ),
    ),
    Flag(
        "Iceland",
        (25, 18),
        "A red cross with white edges, off centre, on blue.",
        (
            field((25, 18), "#02529C"),
            *cross((25, 18), "#FFFFFF", (7, 7), 4),
            *cross((25, 18), "#DC1E35", (8, 8), 2),
        ),
    ),
    Flag(
        "Switzerland",
        (32, 32),
        "A square, red, with a white cross in the middle that does not reach the edges.",
        (
            field((32, 32), "#DA291C"),
            Rectangle("#FFFFFF", 13, 6, 6, 20),
            Rectangle("#FFFFFF", 6, 13, 20, 6),
        ),
    ),
)

EMBLEMS = (
    Flag(
        "Japan",
        (15, 10),
        "A red disc in the middle of a white field.",
        (field((15, 10), "#FFFFFF"), Disc("#BC002D", (7.5, 5), 3)),
    ),
    Flag(
        "Bangladesh",
        (10, 6),
        "A red disc, slightly towards the hoist, on dark green.",
        (field((10, 6), "#006A4E"), Disc("#F42A41", (4.5, 3), 2)),
    ),
    Flag(
        "Palau",
        (16, 10),
        "A yellow disc, slightly towards the hoist, on light blue.",
        (field((16, 10), "#0099FF"), Disc("#FFFF00", (7, 5), 3)),
    ),
    Flag(
        "Vietnam",
        (30, 20),
        "A yellow five-pointed star in the middle of a red field.",
        (field((30, 20), "#DA251D"), star("#FFFF00", (15, 10), 6)),
    ),
    Flag(
        "Chile",
        (12, 8),
        "White over red, with a blue square in the upper corner of the hoist that holds a white star.",
        (
            *bands((12, 8), "#FFFFFF #D52B1E"),
            Rectangle("#0039A6", 0, 0, 4, 4),
            star("#FFFFFF", (2, 2), 1),
        ),
    ),
    Flag(
        "Czechia",
        (12, 8),
        "White over red, with a blue triangle from the hoist to the middle.",
        (*bands((12, 8), "#FFFFFF #D7141A"), Polygon("#11457E", ((0, 0), (6, 4), (0, 8)))),
    ),
    Flag(
        "Bahamas",
        (12, 6),
        "Bands of aquamarine, gold and aquamarine, with a black equilateral triangle at the hoist.",
        (
            *bands((12, 6), "#00778B #FFC72C #00778B"),
            Polygon("#000000", ((0, 0), (3 * 3**0.5, 3), (0, 6))),
        ),
    ),
    Flag(
        "Madagascar",
        (9, 6),
        "A white vertical band at the hoist beside two horizontal bands, red over green.",
        (*bands((9, 6), "#FC3D32 #007E3A"), Rectangle("#FFFFFF", 0, 0, 3, 6)),
    ),
    Flag(
        "Greece",
        (27, 18),
        "Nine stripes of blue and white, with a white cross on blue in the upper corner of the hoist.",
        (
            *bands((27, 18), "#0D5EAF #FFFFFF " * 4 + "#0D5EAF"),
            Rectangle("#0D5EAF", 0, 0, 10, 10),
            *cross((10, 10), "#FFFFFF", (4, 4), 2),
        ),
    ),
)

FLAGS = BANDED + PALED + CROSSES + EMBLEMS
