"""Pictures of the town in `corpora/town_zh`: bridges, towers, gates, signs, plans, cloth and lanterns."""

import math

from PIL import Image

from benchmarks.qa.sheet import Sheet

TILE, RED_LACQUER, STONE, WATER, INDIGO = "#4a5058", "#a12a22", "#9a9c98", "#5f8a86", "#1f3f7a"


def hump_bridge() -> Image.Image:
    """Draw a steep bridge of grey stone with one round arch that closes to a circle in the water."""
    sheet = Sheet("#f3d9b8", "#c98f6a")
    sheet.polygon([(0, 330), (640, 330), (640, 480), (0, 480)], WATER)
    sheet.polygon([(30, 345), (250, 150), (390, 150), (610, 345)], STONE)
    sheet.ellipse((205, 215, 435, 445), "#e9c6a0")
    sheet.polygon([(205, 332), (435, 332), (424, 390), (370, 440), (270, 440), (216, 390)], "#86a69c")
    for number in range(9):
        sheet.line([(250 - number * 24, 150 + number * 21), (250 - number * 24, 128 + number * 21)], TILE, 6)
        sheet.line([(390 + number * 24, 150 + number * 21), (390 + number * 24, 128 + number * 21)], TILE, 6)
    for x in (285, 320, 355):
        sheet.line([(x, 150), (x, 126)], TILE, 6)
    sheet.line([(40, 316), (250, 128), (390, 128), (600, 316)], TILE, 5)
    return sheet.finished()


def sandstone_bridge() -> Image.Image:
    """Draw a long low bridge of red sandstone with three arches, the middle one widest."""
    sheet = Sheet("#bcd6e4", "#e8ead9")
    sheet.polygon([(0, 330), (640, 330), (640, 480), (0, 480)], "#6d8f9b")
    sheet.polygon([(0, 250), (320, 200), (640, 250), (640, 360), (0, 360)], "#a65a45")
    for left, top, right in ((55, 270, 195), (225, 238, 415), (445, 270, 585)):
        sheet.ellipse((left, top, right, top + (right - left)), "#cfdcdc")
    sheet.polygon([(0, 352), (640, 352), (640, 480), (0, 480)], "#6d8f9b")
    sheet.line([(0, 238), (320, 188), (640, 238)], "#7d3f30", 8)
    for x in range(20, 640, 40):
        sheet.line(
            [(x, 250 - (50 - abs(x - 320) * 50 / 320)), (x, 226 - (50 - abs(x - 320) * 50 / 320))],
            "#7d3f30",
            5,
        )
    return sheet.finished()


def roofed_bridge() -> Image.Image:
    """Draw a wooden bridge with a tiled roof on many posts."""
    sheet = Sheet("#aab7ad", "#dfe3d6")
    sheet.polygon([(0, 370), (640, 370), (640, 480), (0, 480)], "#557a6d")
    for x in range(60, 600, 48):
        sheet.line([(x, 300), (x, 420)], "#5a3a22", 12)
    sheet.box((30, 285, 610, 310), "#6d4629")
    for x in range(50, 610, 46):
        sheet.line([(x, 190), (x, 288)], "#7d5331", 9)
    sheet.line([(40, 262), (600, 262)], "#7d5331", 6)
    sheet.polygon([(10, 200), (70, 130), (570, 130), (630, 200)], TILE)
    sheet.polygon([(250, 130), (285, 85), (355, 85), (390, 130)], TILE)
    for x in range(80, 570, 14):
        sheet.line([(x, 133), (320 + (x - 320) * 1.15, 198)], "#33383e", 2)
    return sheet.finished()


def tower(storeys: int, roof: str, wall: str, on_water: bool) -> Image.Image:
    """Draw a tower whose storeys, each with its own curved roof, become narrower towards the top."""
    sheet = Sheet("#9fc3dd", "#e6edf0") if on_water else Sheet("#e7d3ba", "#f6efe2")
    sheet.polygon([(0, 410), (640, 410), (640, 480), (0, 480)], WATER if on_water else "#8a9a68")
    height = 340 / storeys
    widest = 110 if storeys > 4 else 170
    for storey in range(storeys):
        bottom = 415 - storey * height
        half = widest * (1 - 0.09 * storey)
        sheet.box((320 - half * 0.7, bottom - height, 320 + half * 0.7, bottom), wall)
        sheet.box((305, bottom - height * 0.5, 335, bottom), "#3b2a20")
        top = bottom - height
        corners = [(320 - half - 14, top - 4), (320 - half * 0.6, top - height * 0.12)]
        corners += [(320 - half * 0.5, top - height * 0.3), (320 + half * 0.5, top - height * 0.3)]
        corners += [(320 + half * 0.6, top - height * 0.12), (320 + half + 14, top - 4)]
        sheet.polygon([*corners, (320 + half * 0.7, top + 12), (320 - half * 0.7, top + 12)], roof)
    sheet.line([(320, 415 - storeys * height - 12), (320, 20)], "#b58a2a", 8)
    return sheet.finished()


def temple_gate() -> Image.Image:
    """Draw a red gate with three doors under a tiled roof and a stone horse on either side."""
    sheet = Sheet("#c9d7df", "#e9e4d8")
    sheet.polygon([(0, 400), (640, 400), (640, 480), (0, 480)], "#a39f94")
    sheet.box((130, 190, 510, 405), RED_LACQUER)
    for left in (160, 275, 390):
        sheet.box((left, 260, left + 90, 405), "#6d1712")
        for y in (290, 325, 360):
            for x in (left + 20, left + 45, left + 70):
                sheet.ellipse((x - 5, y - 5, x + 5, y + 5), "#d8a935")
    sheet.polygon([(70, 195), (120, 150), (180, 90), (460, 90), (520, 150), (570, 195)], TILE)
    for x in (70, 500):
        sheet.box((x, 395, x + 75, 425), STONE)
        sheet.ellipse((x + 8, 335, x + 62, 375), "#c6c8c4")
        for leg in (14, 26, 44, 56):
            sheet.line([(x + leg, 365), (x + leg, 396)], "#c6c8c4", 7)
        sheet.line([(x + 55, 348), (x + 66, 310), (x + 80, 318)], "#c6c8c4", 14)
    return sheet.finished()


def memorial_arch(words: str) -> Image.Image:
    """Draw a stone arch of four pillars and three openings with `words` on its middle beam."""
    sheet = Sheet("#86b3d6", "#e3ecef")
    sheet.polygon([(0, 420), (640, 420), (640, 480), (0, 480)], "#b3aa98")
    for x in (110, 230, 390, 510):
        sheet.box((x, 140, x + 24, 425), "#c8c2b2")
    sheet.box((85, 200, 560, 228), "#b5ae9c")
    sheet.box((215, 120, 430, 190), "#5b3a22")
    sheet.chinese((322, 155), words, 46, "#e8c860")
    for left, top, right in ((195, 95, 450), (75, 175, 225), (420, 175, 570)):
        sheet.polygon([(left, top + 25), (left + 30, top), (right - 30, top), (right, top + 25)], TILE)
    return sheet.finished()


def wooden_board(words: str, signature: str) -> Image.Image:
    """Draw a black lacquered board with large golden characters and a small signature."""
    sheet = Sheet("#6b4a30", "#4b3320")
    sheet.box((70, 110, 570, 370), "#b8892f", 10)
    sheet.box((90, 130, 550, 350), "#171512", 6)
    sheet.chinese((320, 240), words, 150, "#e8bf4a")
    sheet.chinese((500, 325), signature, 26, "#c9433a")
    return sheet.finished()


def bus_stop(lines: list[str]) -> Image.Image:
    """Draw the blue sign of a bus stop with one line of Chinese under the other, the first one large."""
    sheet = Sheet("#b8cdbd", "#7f9a78")
    sheet.line([(320, 330), (320, 480)], STONE, 16)
    sheet.box((130, 40, 510, 350), "#1f5fa8", 16)
    sheet.chinese((320, 105), lines[0], 70, "#ffffff")
    for number, words in enumerate(lines[1:]):
        sheet.chinese((320, 185 + number * 50), words, 34, "#ffffff")
    return sheet.finished()


def museum_plan() -> Image.Image:
    """Draw the plan of a museum: four halls around a court, the entrance below, with their names."""
    sheet = Sheet("#faf7ee", "#f3eee0")
    halls = (((60, 50, 300, 200), "一号厅 水运"), ((340, 50, 580, 200), "二号厅 花布"))
    halls += (((60, 240, 300, 390), "四号厅 临展"), ((340, 240, 580, 390), "三号厅 陶器"))
    for (corners, words), colour in zip(halls, ("#cfe0ea", "#c3cfe8", "#e3ead0", "#ead7c3"), strict=True):
        sheet.box(corners, colour)
        sheet.chinese(((corners[0] + corners[2]) / 2, (corners[1] + corners[3]) / 2), words, 30)
    sheet.box((290, 385, 350, 400), "#ffffff")
    sheet.chinese((320, 435), "入口", 30, RED_LACQUER)
    return sheet.finished()


def town_map() -> Image.Image:
    """Draw a map: a street along a stream, three bridges, the arch in the east, the landing in the west."""
    sheet = Sheet("#eef0dc", "#e2e8cb")
    sheet.line([(0, 330), (160, 300), (320, 320), (480, 290), (640, 310)], "#7fb2c9", 46)
    sheet.line([(40, 250), (170, 235), (330, 250), (480, 228), (610, 240)], "#b6ad9a", 16)
    for x, y, name in ((180, 302, "通济桥"), (330, 318, "虹月桥"), (480, 290, "听雨桥")):
        sheet.line([(x, y - 40), (x, y + 40)], "#7b5a3a", 12)
        sheet.chinese((x, y + 65), name, 24)
    sheet.polygon([(330, 30), (430, 150), (230, 150)], "#8fae78")
    for at, name in (
        ((330, 170), "莲花山"),
        ((60, 210), "西码头"),
        ((585, 200), "牌坊"),
        ((330, 215), "老街"),
    ):
        sheet.chinese(at, name, 24)
    return sheet.finished()


def printed_cloth(pattern: str) -> Image.Image:
    """Draw blue cloth with white figures in rows: `fish` or `plum` blossoms."""
    sheet = Sheet(INDIGO, "#18336a")
    for row in range(4):
        for column in range(5):
            x, y = 70 + column * 125 + (row % 2) * 40, 60 + row * 120
            if pattern == "fish":
                sheet.ellipse((x - 42, y - 20, x + 28, y + 20), "#eef1f6", "#eef1f6")
                sheet.polygon([(x + 20, y), (x + 52, y - 24), (x + 52, y + 24)], "#eef1f6")
                sheet.ellipse((x - 30, y - 8, x - 22, y), INDIGO)
            else:
                for petal in range(5):
                    angle = petal * 2 * math.pi / 5 - math.pi / 2
                    px, py = x + 22 * math.cos(angle), y + 22 * math.sin(angle)
                    sheet.ellipse((px - 15, py - 15, px + 15, py + 15), "#eef1f6", "#eef1f6")
                sheet.ellipse((x - 8, y - 8, x + 8, y + 8), INDIGO)
    return sheet.finished()


def fish_lantern() -> Image.Image:
    """Draw a glowing lantern in the shape of a fish with red scales, on a pole, at night."""
    sheet = Sheet("#101a33", "#2a2440")
    sheet.line([(310, 280), (310, 480)], "#8a6a3c", 10)
    sheet.polygon([(430, 220), (560, 130), (530, 220), (560, 320)], "#e06a3a")
    sheet.ellipse((110, 130, 460, 310), "#ffd98a", "#c23a22")
    sheet.polygon([(240, 140), (330, 80), (360, 145)], "#e06a3a")
    for row in range(4):
        for column in range(6):
            x, y = 220 + column * 34 + (row % 2) * 16, 165 + row * 32
            sheet.ellipse((x, y, x + 26, y + 24), "#d8452c", "#fff0c0")
    sheet.ellipse((150, 190, 182, 222), "#ffffff")
    sheet.ellipse((158, 198, 174, 214), "#111111")
    return sheet.finished()


def lotus_lantern() -> Image.Image:
    """Draw a floating lantern of pink petals with a candle, on a green leaf in dark water."""
    sheet = Sheet("#0e1f2c", "#123646")
    sheet.ellipse((110, 320, 530, 430), "#2f7d4a")
    for half, colour in ((170, "#c9527f"), (110, "#e07aa0"), (50, "#f3a8c2")):
        for side in (-1, 1):
            tip = (320 + side * half, 190 + half / 3)
            sheet.polygon(
                [(320, 370), (320 + side * (half - 60), 240), tip, (320 + side * half, 330)], colour
            )
    sheet.polygon([(320, 180), (362, 280), (320, 375), (278, 280)], "#f7bfd2")
    sheet.ellipse((304, 235, 336, 295), "#ffe07a", "#ffb43a")
    return sheet.finished()
