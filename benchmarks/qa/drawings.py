"""Pictures that the question-answering corpora show and no package has, drawn by a few lines of code each.

A recipe names a function of this module and its arguments. Colours are names or #rrggbb; a picture is RGB.
"""

import math
from collections.abc import Sequence

from PIL import Image, ImageColor, ImageDraw, ImageFilter, ImageFont, ImageOps

WIDTH, HEIGHT = 640, 480
WATER_LEVEL = 350


def plaque(lines: Sequence[str], metal: str = "#7a5a2e", letters: str = "#f3e3b5") -> Image.Image:
    """A metal plate with centred lines of text, on a wall of stones."""
    picture = _stones()
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((70, 80, 570, 400), 16, fill=metal, outline=_darker(metal), width=8)
    for x, y in ((95, 105), (545, 105), (95, 375), (545, 375)):
        draw.ellipse((x - 7, y - 7, x + 7, y + 7), fill=_darker(metal))
    step = 240 / len(lines)
    for number, line in enumerate(lines):
        size = min(46, round(step * 0.7), round(760 / max(len(line), 1)))
        font = ImageFont.load_default(size)
        draw.text((320, 120 + step * (number + 0.5)), line, fill=letters, font=font, anchor="mm")
    return picture


def suspension_bridge(steel: str, towers: Sequence[int], sky: str, water: str) -> Image.Image:
    """A bridge whose deck hangs from cables between `towers`, x positions in pixels of 640."""
    picture, draw = _river(sky, water)
    ends = [-120, *towers, 760]
    for left, right in zip(ends, ends[1:], strict=False):
        points = [(x, _cable_y(x, left, right, towers)) for x in range(max(left, 0), min(right, 640) + 1, 4)]
        draw.line(points, fill=steel, width=5)
        for x, y in points[::5]:
            draw.line((x, y, x, 300), fill=steel, width=1)
    for x in towers:
        draw.rectangle((x - 14, 110, x - 5, 380), fill=steel)
        draw.rectangle((x + 5, 110, x + 14, 380), fill=steel)
        for y in (125, 180, 240):
            draw.rectangle((x - 14, y, x + 14, y + 8), fill=steel)
    draw.rectangle((0, 298, 640, 312), fill=_darker(steel))
    return picture


def arch_bridge(stone: str, arches: int, sky: str, water: str) -> Image.Image:
    """A stone bridge of round arches, seen from the bank."""
    picture, draw = _river(sky, water)
    draw.rectangle((0, 220, 640, 375), fill=stone)
    for y in range(228, 375, 18):
        draw.line((0, y, 640, y), fill=_darker(stone), width=1)
        for x in range((y // 18 % 2) * 17, 640, 34):
            draw.line((x, y, x, y + 18), fill=_darker(stone), width=1)
    step = 640 / arches
    for number in range(arches):
        left, right = step * number + 14, step * (number + 1) - 14
        draw.pieslice((left, 260, right, 490), 180, 360, fill=water)
        draw.pieslice((left, 260, right, 420), 180, 360, fill=sky)
        draw.arc((left, 260, right, 490), 180, 360, fill=_darker(stone), width=6)
    draw.rectangle((0, 205, 640, 220), fill=_darker(stone))
    draw.rectangle((0, 375, 640, 480), fill=water)
    _ripples(draw, water, 375)
    return picture


def cable_stayed_bridge(steel: str, pylons: Sequence[int], sky: str, water: str) -> Image.Image:
    """A bridge whose deck hangs from straight cables, a fan from each pylon (x positions in pixels)."""
    picture, draw = _river(sky, water)
    for x in pylons:
        draw.polygon(
            [(x - 20, 385), (x - 4, 60), (x + 4, 60), (x + 20, 385), (x + 8, 385), (x, 150), (x - 8, 385)],
            fill=steel,
        )
        for reach in range(24, 200, 22):
            top = 66 + (200 - reach) // 3
            draw.line((x, top, x - reach, 305), fill=steel, width=2)
            draw.line((x, top, x + reach, 305), fill=steel, width=2)
    draw.rectangle((0, 302, 640, 314), fill=_darker(steel))
    return picture


def truss_bridge(steel: str, spans: int, sky: str, water: str) -> Image.Image:
    """A railway bridge of triangles of steel on stone piers."""
    picture, draw = _river(sky, water)
    step = 640 / spans
    for number in range(spans):
        left, right = round(step * number), round(step * (number + 1))
        draw.rectangle((left - 14, 300, left + 14, 400), fill="#8b8378")
        panel = (right - left) / 6
        draw.line((left + panel, 190, right - panel, 190), fill=steel, width=8)
        for side in range(6):
            x = left + side * panel
            top = 190 if side % 2 == 0 else 300
            draw.line((x, 490 - top, x + panel, top), fill=steel, width=6)
        for side in range(1, 6):
            draw.line((left + side * panel, 190, left + side * panel, 300), fill=steel, width=4)
    draw.rectangle((0, 294, 640, 312), fill=_darker(steel))
    return picture


def lighthouse(bands: Sequence[str], lantern: str, sky: str, sea: str, square: bool = False) -> Image.Image:
    """A tower on a rock with horizontal bands of colour, the first at the top."""
    picture, draw = _river(sky, sea)
    draw.polygon([(130, 430), (220, 370), (420, 365), (530, 440), (560, 480), (90, 480)], fill="#5d564d")
    top, bottom = (44, 44) if square else (38, 62)
    step = 260 / len(bands)
    for number, colour in enumerate(bands):
        upper = top + (bottom - top) * number / len(bands)
        lower = top + (bottom - top) * (number + 1) / len(bands)
        y = 120 + number * step
        draw.polygon(
            [(320 - upper, y), (320 + upper, y), (320 + lower, y + step), (320 - lower, y + step)],
            fill=colour,
        )
    draw.rectangle((262, 108, 378, 120), fill="#30343a")
    draw.rectangle((292, 66, 348, 108), fill="#f6e27a", outline="#30343a", width=4)
    draw.pieslice((286, 36, 354, 96), 180, 360, fill=lantern)
    draw.rectangle((306, 340, 334, 380), fill="#30343a")
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def mountain(rock: str, snow: str, peaks: Sequence[Sequence[int]], sky: str, meadow: str) -> Image.Image:
    """Peaks (x, y of each top, in pixels) with snow above, and a meadow; the last peak is nearest."""
    picture = _shaded(sky, "#f4f1ea")
    draw = ImageDraw.Draw(picture)
    for x, y in peaks:
        slope = 0.9
        base = 400
        half = round((base - y) / slope)
        draw.polygon([(x - half, base), (x, y), (x + half, base)], fill=rock)
        draw.polygon([(x, y), (x + half, base), (x + half // 5, base)], fill=_darker(rock))
        line = round((base - y) * 0.38)
        cap = [(x, y)] + [
            (x + round(side * line / slope), y + line + (18 if number % 2 else -8))
            for number, side in enumerate((1, 0.6, 0.25, -0.1, -0.5, -1))
        ]
        draw.polygon(cap, fill=snow)
    draw.polygon([(0, 395), (200, 372), (420, 398), (640, 370), (640, 480), (0, 480)], fill=meadow)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def volcano(rock: str, glow: str, smoke: str, sky: str) -> Image.Image:
    """A broad cone with an open crater and a cloud above it."""
    picture = _shaded(sky, "#efd9c4")
    draw = ImageDraw.Draw(picture)
    for number in range(9):
        x, y, r = 330 + number * 14, 130 - number * 12, 34 + number * 6
        draw.ellipse((x - r, y - r // 2, x + r, y + r // 2), fill=smoke)
    draw.polygon([(20, 430), (250, 165), (295, 178), (345, 178), (390, 165), (620, 430)], fill=rock)
    draw.polygon([(250, 165), (295, 178), (345, 178), (390, 165), (345, 155), (295, 155)], fill=glow)
    draw.line([(330, 178), (342, 240), (325, 300), (350, 380)], fill=glow, width=9)
    draw.rectangle((0, 425, 640, 480), fill=_darker(rock))
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def skyscraper(facade: str, windows: str, floors: int, sky: str, spire: bool = True) -> Image.Image:
    """A tower of glass among low houses; `floors` rows of windows are drawn."""
    picture = _shaded(sky, "#f2ead9")
    draw = ImageDraw.Draw(picture)
    for x, top in ((0, 330), (90, 300), (170, 350), (420, 310), (500, 345), (580, 300)):
        draw.rectangle((x, top, x + 88, 440), fill="#8a8f98")
    draw.rectangle((250, 90, 390, 440), fill=facade)
    step = 340 / floors
    for floor in range(floors):
        y = 96 + floor * step
        for x in range(260, 384, 21):
            draw.rectangle((x, y, x + 13, y + step * 0.6), fill=windows)
    if spire:
        draw.polygon([(300, 90), (320, 10), (340, 90)], fill=_darker(facade))
    draw.rectangle((0, 440, 640, 480), fill="#6b6f62")
    return picture


def temple_front(stone: str, columns: int, roof: str, sky: str) -> Image.Image:
    """The front of a museum like a temple: steps, columns and a gable."""
    picture = _shaded(sky, "#f3efe6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 420, 640, 480), fill="#a9a28f")
    draw.rectangle((110, 180, 530, 400), fill=_darker(stone))
    for step in range(3):
        draw.rectangle((90 - step * 16, 400 + step * 12, 550 + step * 16, 412 + step * 12), fill=stone)
    gap = 420 / columns
    for number in range(columns):
        x = 110 + gap * (number + 0.5)
        draw.rectangle((x - 11, 190, x + 11, 400), fill=stone)
        draw.rectangle((x - 17, 180, x + 17, 194), fill=stone)
    draw.rectangle((95, 155, 545, 180), fill=stone)
    draw.polygon([(85, 155), (320, 60), (555, 155)], fill=roof)
    draw.polygon([(135, 147), (320, 78), (505, 147)], fill=stone)
    return picture


def glass_hall(frame: str, glass: str, bays: int, sky: str) -> Image.Image:
    """A building of iron and glass with a round roof, as of a palm house or a station."""
    picture = _shaded(sky, "#eef1ec")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 410, 640, 480), fill="#7f8f5f")
    draw.pieslice((90, 90, 550, 610), 180, 360, fill=glass, outline=frame, width=8)
    draw.rectangle((90, 345, 550, 420), fill=glass, outline=frame, width=6)
    for number in range(1, bays):
        x = 90 + 460 * number / bays
        height = math.sqrt(max(230**2 - (x - 320) ** 2, 0)) * 260 / 230
        draw.line((x, 350 - height, x, 420), fill=frame, width=4)
    for y in (170, 230, 290):
        half = 230 * math.sqrt(max(1 - ((350 - y) / 260) ** 2, 0))
        draw.line((320 - half, y, 320 + half, y), fill=frame, width=3)
    draw.rectangle((296, 360, 344, 420), fill=frame)
    return picture


def floor_plan(rooms: Sequence[Sequence[object]], title: str) -> Image.Image:
    """A plan: each room is (name, left, top, right, bottom, colour) in pixels."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#fbfaf4")
    draw = ImageDraw.Draw(picture)
    draw.text((320, 30), title, fill="#222222", font=ImageFont.load_default(26), anchor="mm")
    for name, left, top, right, bottom, colour in rooms:
        box = tuple(int(str(edge)) for edge in (left, top, right, bottom))
        draw.rectangle(box, fill=str(colour), outline="#222222", width=4)
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        draw.text(middle, str(name), fill="#222222", font=ImageFont.load_default(20), anchor="mm")
    return picture


def sail_painting(sail: str, hull: str, sea: str, sky: str, leftward: bool = False) -> Image.Image:
    """A framed painting of a fishing boat under one sail."""
    picture = _shaded(sky, _hex(_darker(sky)))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, WIDTH, HEIGHT), fill=sea)
    for row, y in enumerate(range(306, HEIGHT, 13)):
        for x in range(-30 + row * 37 % 70, WIDTH, 70):
            draw.arc((x, y - 8, x + 60, y + 14), 190, 350, fill=_darker(sea), width=4)
    draw.polygon([(300, 70), (300, 330), (480, 330)], fill=sail)
    draw.polygon([(300, 70), (300, 330), (345, 330)], fill=_darker(sail))
    draw.line((297, 60, 297, 350), fill="#4a3524", width=8)
    draw.polygon([(180, 345), (500, 345), (455, 400), (225, 400)], fill=hull)
    return _framed(ImageOps.mirror(picture) if leftward else picture, "#8a6a34")


def orchard_painting(crowns: str, trunks: str, meadow: str, sky: str, trees: int) -> Image.Image:
    """A framed painting of trees with round crowns, the nearer ones larger."""
    picture = _shaded(sky, "#e9c9a6")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 290), (WIDTH, 250), (WIDTH, HEIGHT), (0, HEIGHT)], fill=meadow)
    for number in range(trees):
        radius = 42 + number * 9
        x, y = 70 + number * 500 // max(trees - 1, 1), 270 + number % 2 * 60
        draw.rectangle((x - 8, y - 20, x + 8, y + radius + 30), fill=trunks)
        draw.ellipse((x - radius, y - radius * 2, x + radius, y), fill=crowns)
        draw.ellipse((x - radius // 2, y - radius * 2 + 8, x + radius, y - radius // 3), fill=_darker(crowns))
    return _framed(picture.filter(ImageFilter.GaussianBlur(1)), "#2b2622")


def squares_painting(colours: Sequence[str], ground: str) -> Image.Image:
    """A framed painting of up to eight upright fields in two rows."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(picture)
    columns = math.ceil(len(colours) / 2)
    for number, colour in enumerate(colours):
        left = 40 + number % columns * 560 // columns
        top = 40 + number // columns * 200
        draw.rectangle((left + 10, top + 10, left + 560 // columns - 10, top + 190), fill=colour)
    return _framed(picture, "#d9d5cc")


def moons_painting(sky: str, moons: Sequence[Sequence[int]], dunes: str) -> Image.Image:
    """A framed painting of a night above dunes; each moon is (x, y, radius) in pixels."""
    picture = _shaded(_hex(_darker(sky)), sky)
    draw = ImageDraw.Draw(picture)
    for x, y, radius in moons:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill="#f4edcf")
    draw.ellipse((-180, 300, 380, 700), fill=_darker(dunes))
    draw.ellipse((220, 330, 820, 720), fill=dunes)
    for x in range(30, WIDTH, 42):
        draw.line((x, 370 + x % 60, x + 12, 335 + x % 60), fill="#5f6a4a", width=3)
    return _framed(picture.filter(ImageFilter.GaussianBlur(0.8)), "#5b4630")


def hat_portrait(hat: str, hair: str, dress: str, ground: str) -> Image.Image:
    """A framed portrait, head and shoulders, with a broad hat."""
    picture = _shaded(ground, _hex(_darker(ground)))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((170, 350, 470, 640), fill=dress)
    draw.ellipse((228, 150, 412, 400), fill=hair)
    draw.rectangle((290, 310, 350, 380), fill="#d9a889")
    draw.ellipse((250, 165, 390, 345), fill="#ecc1a3")
    for x in (290, 350):
        draw.ellipse((x - 9, 238, x + 9, 250), fill="#ffffff")
        draw.ellipse((x - 5, 238, x + 5, 250), fill="#3a2a22")
    draw.arc((300, 280, 340, 310), 20, 160, fill="#a3453f", width=5)
    draw.ellipse((165, 150, 475, 212), fill=hat)
    draw.chord((235, 80, 405, 260), 180, 360, fill=hat)
    draw.rectangle((236, 158, 404, 174), fill=_darker(hat))
    return _framed(picture.filter(ImageFilter.GaussianBlur(0.8)), "#8a6a34")


def book_cover(title: Sequence[str], author: str, cover: str, ornament: str, motif: str) -> Image.Image:
    """A book that stands on a shelf, with a `motif` ("ferry" or "sun") on its cover."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#b08f66")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill="#7b5b3a")
    draw.rectangle((166, 26, 190, 446), fill=_darker(cover))
    draw.rectangle((190, 26, 480, 446), fill=cover)
    for number, line in enumerate(title):
        y = 75 + number * 46
        draw.text((335, y), line, fill=ornament, font=ImageFont.load_default(36), anchor="mm")
    if motif == "ferry":
        draw.polygon([(225, 300), (445, 300), (415, 340), (255, 340)], fill=ornament)
        draw.rectangle((290, 262, 380, 300), fill=ornament)
        draw.rectangle((345, 230, 362, 262), fill=ornament)
    else:
        draw.ellipse((275, 215, 395, 335), fill=ornament)
        draw.line((215, 350, 455, 350), fill=ornament, width=6)
    draw.text((335, 408), author, fill=ornament, font=ImageFont.load_default(24), anchor="mm")
    return picture


def score_page(title: str, composer: str, paper: str, steps: Sequence[int]) -> Image.Image:
    """A page of music: a heading and staves whose notes repeat `steps` (0 to 8, half spaces from below)."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), paper)
    draw = ImageDraw.Draw(picture)
    draw.text((320, 40), title, fill="#2a221c", font=ImageFont.load_default(32), anchor="mm")
    draw.text((600, 40), composer, fill="#2a221c", font=ImageFont.load_default(18), anchor="rm")
    for staff, bottom in enumerate((160, 260, 360, 460)):
        for line in range(5):
            draw.line((40, bottom - line * 12, 600, bottom - line * 12), fill="#4a4038", width=2)
        for number, x in enumerate(range(80, 590, 34)):
            y = bottom - steps[(number + staff) % len(steps)] * 6
            draw.ellipse((x - 8, y - 6, x + 8, y + 6), fill="#1c1712")
            draw.line((x + 7, y, x + 7, y - 38), fill="#1c1712", width=3)
    return picture


def round_plaque(lines: Sequence[str], enamel: str) -> Image.Image:
    """A round plate of enamel with white lines of text, on a wall of stones."""
    picture = _stones()
    draw = ImageDraw.Draw(picture)
    draw.ellipse((115, 35, 525, 445), fill="#f5f3ee")
    draw.ellipse((127, 47, 513, 433), fill=enamel)
    for number, line in enumerate(lines):
        y = 240 + (number - (len(lines) - 1) / 2) * 52
        size = 34 if len(line) < 16 else 26
        draw.text((320, y), line, fill="#f5f3ee", font=ImageFont.load_default(size), anchor="mm")
    return picture


def _framed(painting: Image.Image, frame: str) -> Image.Image:
    """Hang a painting on a pale wall."""
    wall = Image.new("RGB", (WIDTH, HEIGHT), "#e4e0d8")
    ImageDraw.Draw(wall).rectangle((64, 40, 576, 440), fill=frame, outline=_darker(frame), width=6)
    wall.paste(painting.resize((464, 352)), (88, 64))
    return wall


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _cable_y(x: int, left: int, right: int, towers: Sequence[int]) -> float:
    """Height of a cable that hangs from `left` to `right`; the outer ends are at the deck."""
    along = (x - left) / (right - left)
    ends = [115.0 if end in towers else 300.0 for end in (left, right)]
    return ends[0] + (ends[1] - ends[0]) * along + (640 * along * (1 - along) if ends[0] == ends[1] else 0)


def _river(sky: str, water: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = _shaded(sky, "#f5f2ea")
    draw = ImageDraw.Draw(picture)
    draw.polygon(
        [(0, 330), (120, 300), (260, 335), (430, 310), (640, 330), (640, 360), (0, 360)], fill="#7d8f74"
    )
    draw.rectangle((0, WATER_LEVEL, WIDTH, HEIGHT), fill=water)
    _ripples(draw, water, WATER_LEVEL)
    return picture, draw


def _ripples(draw: ImageDraw.ImageDraw, water: str, level: int) -> None:
    for number, y in enumerate(range(level + 14, HEIGHT, 17)):
        for x in range((number * 53) % 90 - 40, WIDTH, 90 + number * 6):
            draw.line((x, y, x + 34, y), fill=_darker(water), width=2)


def _stones() -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#b9afa0")
    draw = ImageDraw.Draw(picture)
    for row, y in enumerate(range(0, HEIGHT, 60)):
        for column, x in enumerate(range(-50 * (row % 2), WIDTH, 100)):
            shade = 165 + (row * 7 + column * 13) % 30
            draw.rectangle((x + 2, y + 2, x + 97, y + 57), fill=(shade, shade - 8, shade - 22))
    return picture


def _shaded(top: str, bottom: str) -> Image.Image:
    size = (WIDTH, HEIGHT)
    upper, lower = (Image.new("RGB", size, colour) for colour in (top, bottom))
    return Image.composite(lower, upper, Image.linear_gradient("L").resize(size))


def _darker(colour: str) -> tuple[int, int, int]:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red * 3 // 4, green * 3 // 4, blue * 3 // 4
