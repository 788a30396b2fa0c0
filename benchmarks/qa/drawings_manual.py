"""Pictures of the manual in `corpora/manual_de`: machines, parts, signs of a display and a diagram."""

import math

from PIL import Image

from benchmarks.qa.sheet import Sheet

STEEL, DARK_STEEL, BLACK, WOOD = "#b9bec2", "#7d858b", "#24272a", "#6b4426"


def espresso_machine(body: str) -> Image.Image:
    """Draw the small machine: one group, a knob for steam, a tilting switch, in the colour `body`."""
    sheet = Sheet("#d9cfc0", "#9a846b")
    sheet.box((210, 70, 430, 160), body, 18)
    sheet.box((225, 160, 290, 370), body, 6)
    sheet.box((195, 360, 445, 410), body, 14)
    sheet.box((285, 345, 430, 366), DARK_STEEL, 4)
    for x in range(295, 425, 14):
        sheet.line([(x, 350), (x + 6, 350)], BLACK, 3)
    sheet.box((315, 160, 395, 188), STEEL, 6)
    sheet.box((322, 188, 388, 206), DARK_STEEL, 4)
    sheet.line([(355, 197), (470, 214)], BLACK, 18)
    sheet.polygon([(340, 206), (372, 206), (366, 226), (346, 226)], DARK_STEEL)
    sheet.ellipse((225, 95, 263, 133), BLACK)
    sheet.ellipse((376, 104, 396, 124), "#d8402f")
    sheet.box((405, 100, 420, 130), BLACK, 3)
    sheet.line([(432, 130), (468, 150), (474, 290)], STEEL, 8)
    sheet.text((318, 114), "ARIA 3", 18, "#f8f8f4")
    return sheet.finished()


def duo_machine() -> Image.Image:
    """Draw the large machine: wide steel body, two gauges, a display, two lances, wooden handles."""
    sheet = Sheet("#445563", "#20282e")
    sheet.box((130, 60, 510, 165), STEEL, 8)
    sheet.box((150, 165, 490, 330), "#9aa1a6", 4)
    sheet.box((110, 355, 530, 420), STEEL, 8)
    sheet.box((150, 335, 490, 358), BLACK, 3)
    for x in (185, 455):
        sheet.ellipse((x - 32, 82, x + 32, 146), "#f3f3ee")
        sheet.line([(x, 114), (x + 16, 96)], "#c22a1e", 4)
    sheet.box((260, 80, 380, 140), "#0d2436", 6)
    sheet.text((320, 110), "93 °C", 26, "#7fe0ff")
    sheet.box((280, 165, 360, 196), DARK_STEEL, 6)
    sheet.box((286, 196, 354, 214), STEEL, 4)
    sheet.line([(320, 206), (322, 290)], WOOD, 22)
    for x, lean in ((120, -24), (520, 24)):
        sheet.ellipse((x - 20, 168, x + 20, 208), WOOD)
        sheet.line([(x, 205), (x + lean, 240), (x + lean, 330)], STEEL, 8)
    sheet.text((320, 388), "ARIA 5 DUO", 20)
    return sheet.finished()


def grinder() -> Image.Image:
    """Draw a coffee grinder with a hopper of smoked glass, a ring for the grind and a round tray."""
    sheet = Sheet("#e8e3d8", "#b3a58f")
    sheet.polygon([(225, 40), (415, 40), (360, 160), (280, 160)], "#5d5148")
    sheet.polygon([(248, 90), (392, 90), (360, 160), (280, 160)], "#3b2416")
    sheet.box((215, 30, 425, 46), BLACK, 6)
    sheet.box((268, 158, 372, 182), STEEL, 4)
    for x in range(274, 370, 8):
        sheet.line([(x, 162), (x, 178)], DARK_STEEL, 2)
    sheet.box((260, 182, 380, 400), "#8c2f2a", 14)
    sheet.box((200, 215, 262, 240), BLACK, 6)
    sheet.line([(206, 290), (262, 290)], STEEL, 8)
    sheet.ellipse((190, 395, 400, 430), DARK_STEEL)
    sheet.text((320, 300), "64", 40, "#f4efe6")
    return sheet.finished()


def filter_cartridge() -> Image.Image:
    """Draw a white cartridge with a blue ring that has three positions."""
    sheet = Sheet("#cfe3ea", "#8fb2c2")
    sheet.box((250, 150, 390, 410), "#f7f8f8", 20)
    sheet.box((240, 110, 400, 160), "#2f74b5", 10)
    sheet.box((295, 60, 345, 112), "#e4e7e8", 6)
    for x, letter in ((265, "A"), (320, "B"), (375, "C")):
        sheet.text((x, 136), letter, 24, "#ffffff")
    for y in range(330, 400, 16):
        sheet.line([(270, y), (370, y)], "#b8c2c6", 4)
    sheet.text((320, 240), "KLAR", 34, "#2f74b5")
    sheet.text((320, 280), "60", 34, "#2f74b5")
    return sheet.finished()


def portafilter(spouts: int) -> Image.Image:
    """Draw a filter holder from the side with 0 (open at the bottom), 1 or 2 spouts."""
    grounds = {0: ("#e9dccb", "#b08d6a"), 1: ("#d6dde2", "#8d9aa3"), 2: ("#dfe5d8", "#93a287")}
    sheet = Sheet(*grounds[spouts])
    sheet.line([(330, 215), (570, 250)], BLACK, 40)
    sheet.line([(310, 212), (390, 224)], STEEL, 24)
    sheet.box((120, 170, 330, 205), STEEL, 8)
    sheet.box((140, 200, 310, 260 if spouts else 240), STEEL, 12)
    sheet.box((100, 176, 125, 194), DARK_STEEL, 4)
    if spouts == 0:
        sheet.ellipse((150, 228, 300, 262), "#caa24a")
        for x in range(165, 290, 12):
            sheet.ellipse((x, 242, x + 4, 246), BLACK)
    if spouts == 1:
        sheet.polygon([(205, 258), (245, 258), (240, 340), (210, 340)], DARK_STEEL)
    if spouts == 2:
        sheet.polygon([(190, 258), (260, 258), (250, 290), (200, 290)], DARK_STEEL)
        sheet.line([(225, 285), (180, 310), (172, 345)], DARK_STEEL, 22)
        sheet.line([(225, 285), (270, 310), (278, 345)], DARK_STEEL, 22)
    return sheet.finished()


def shower_screen() -> Image.Image:
    """Draw a round screen with rings of holes, stained brown, and a screw in its middle."""
    sheet = Sheet("#c8c2b8", "#8b8276")
    sheet.ellipse((150, 70, 490, 410), "#a98f6a")
    sheet.ellipse((170, 90, 470, 390), "#bfa781")
    for ring in range(1, 7):
        radius = ring * 22
        for hole in range(ring * 8):
            angle = 2 * math.pi * hole / (ring * 8)
            x, y = 320 + radius * math.cos(angle), 240 + radius * math.sin(angle)
            sheet.ellipse((x - 4, y - 4, x + 4, y + 4), BLACK if (hole + ring) % 5 else "#4b2f18")
    sheet.ellipse((302, 222, 338, 258), STEEL)
    sheet.line([(308, 240), (332, 240)], BLACK, 4)
    return sheet.finished()


def baskets() -> Image.Image:
    """Draw three filter baskets in a row: blind, conical for one cup, straight for two cups."""
    sheet = Sheet("#f0ece2", "#c4b9a4")
    for x in (120, 320, 520):
        sheet.box((x - 85, 160, x + 85, 176), STEEL, 6)
    sheet.box((50, 176, 190, 270), STEEL, 10)
    sheet.polygon([(252, 176), (388, 176), (350, 290), (290, 290)], STEEL)
    sheet.box((450, 176, 590, 310), STEEL, 8)
    for x in range(296, 350, 9):
        sheet.ellipse((x, 276, x + 4, 280), BLACK)
    for x in range(460, 584, 10):
        sheet.ellipse((x, 296, x + 4, 300), BLACK)
    return sheet.finished()


def tamper() -> Image.Image:
    """Draw a tamper: a round steel foot and a turned handle of olive wood."""
    sheet = Sheet("#dcd6ce", "#7f8f86")
    sheet.box((210, 340, 430, 400), STEEL, 8)
    sheet.polygon([(290, 290), (350, 290), (380, 342), (260, 342)], DARK_STEEL)
    sheet.box((295, 220, 345, 295), "#a9793f", 10)
    sheet.ellipse((262, 90, 378, 235), "#b98a4c")
    for shift in (-24, 0, 24):
        sheet.line([(318 + shift, 115), (324 + shift, 160), (316 + shift, 212)], "#8a5f2c", 4)
    return sheet.finished()


def back_panel() -> Image.Image:
    """Draw the back of the large machine: reset button, mains socket, water inlet and drain, with words."""
    sheet = Sheet("#a3abb0", "#767f86")
    sheet.box((70, 60, 570, 420), "#c9ced2", 10)
    sheet.ellipse((140, 120, 190, 170), "#c8281f")
    sheet.box((400, 110, 500, 180), BLACK, 8)
    for x in (425, 450, 475):
        sheet.line([(x, 135), (x, 155)], STEEL, 5)
    sheet.ellipse((135, 270, 195, 330), "#3f7fb6")
    sheet.ellipse((425, 270, 485, 330), "#55606a")
    for at, words in (
        ((165, 195), "RESET"),
        ((450, 205), "230 V"),
        ((165, 355), "WASSER 3 bar"),
        ((455, 355), "ABLAUF"),
    ):
        sheet.text(at, words, 22)
    return sheet.finished()


def type_plate() -> Image.Image:
    """Draw a plate with the type, the power and the serial number of a machine."""
    sheet = Sheet("#5a6063", "#44494c")
    sheet.box((60, 70, 580, 410), "#e3e6e7", 16)
    for y, words in (
        (120, "Hollerbach Kempten"),
        (185, "Typ Aria 3   40 310"),
        (245, "230 V  50 Hz  1350 W"),
        (305, "Nr. 24 0611 7352"),
        (365, "Made in Germany   CE"),
    ):
        sheet.text((320, y), words, 34)
    return sheet.finished()


def elder_logo() -> Image.Image:
    """Draw the sign of the maker: a twig with three dark elderberries, and the name."""
    sheet = Sheet("#f6f2e7", "#f1ebdb")
    sheet.line([(320, 300), (320, 190), (270, 120)], "#3f6b35", 9)
    sheet.line([(320, 200), (375, 120)], "#3f6b35", 9)
    sheet.line([(320, 190), (322, 100)], "#3f6b35", 9)
    sheet.polygon([(320, 270), (230, 215), (250, 275)], "#5b8f4c")
    for x, y in ((262, 100), (322, 80), (384, 102)):
        sheet.ellipse((x - 32, y - 32, x + 32, y + 32), "#2c1838", "#2c1838")
        sheet.ellipse((x - 16, y - 18, x - 6, y - 8), "#8e78a0", "#8e78a0")
    sheet.text((320, 360), "HOLLERBACH", 58, "#2c1838")
    return sheet.finished()


def sign(kind: str) -> Image.Image:
    """Draw a sign of the display on black: `tank`, `scale`, `steam`, `filter` or `hot`."""
    sheet = Sheet("#0d0f11", "#15181b")
    red, yellow, green = "#e5352b", "#f2c522", "#35b558"
    if kind == "tank":
        sheet.polygon([(320, 70), (420, 250), (220, 250)], red)
        sheet.ellipse((208, 180, 432, 400), red, red)
        sheet.line([(200, 400), (450, 90)], "#f5f5f5", 22)
    elif kind == "scale":
        sheet.polygon([(320, 50), (520, 240), (320, 430), (120, 240)], yellow)
        for step in range(3):
            away = (95 * math.cos(step * math.pi / 3), 95 * math.sin(step * math.pi / 3))
            sheet.line([(320 - away[0], 240 - away[1]), (320 + away[0], 240 + away[1])], BLACK, 16)
    elif kind == "steam":
        for left, top, side in ((150, 190, 170), (240, 110, 200), (360, 180, 160)):
            sheet.ellipse((left, top, left + side, top + side), green, green)
        sheet.line([(190, 355), (480, 355)], green, 26)
    elif kind == "filter":
        sheet.box((230, 110, 410, 400), yellow, 40)
        sheet.box((285, 60, 355, 115), yellow, 8)
        sheet.line([(250, 210), (390, 210)], BLACK, 12)
        sheet.line([(250, 260), (390, 260)], BLACK, 12)
    else:
        sheet.polygon([(320, 50), (540, 420), (100, 420)], red)
        for x in (250, 320, 390):
            sheet.line([(x, 380), (x - 18, 340), (x + 18, 290), (x, 240)], "#f5f5f5", 16)
    return sheet.finished()


def display(code: str) -> Image.Image:
    """Draw a display in its steel frame that shows `code` in bright letters."""
    colours = {"E": ("#2a0d0d", "#ff6a55"), "H": ("#2a250d", "#ffd95e")}
    ground, bright = colours[code[0]]
    sheet = Sheet("#a9afb3", "#83898d")
    sheet.box((110, 90, 530, 390), "#5a6166", 20)
    sheet.box((140, 120, 500, 360), ground, 10)
    sheet.text((320, 240), code, 130, bright)
    return sheet.finished()


def pressure_curve() -> Image.Image:
    """Draw the pressure of a shot: it rises to 9 bar within 8 seconds and falls from second 24."""
    sheet = Sheet("#fbfaf5", "#fbfaf5")
    sheet.line([(90, 50), (90, 400), (600, 400)], BLACK, 3)
    for bar in range(0, 10, 3):
        sheet.text((60, 400 - bar * 36), str(bar), 20)
    for second in range(0, 31, 6):
        sheet.text((90 + second * 16, 425), str(second), 20)
    curve = [(0, 0), (3, 2), (5, 5), (8, 9), (24, 9), (27, 7), (30, 3)]
    sheet.line([(90 + second * 16, 400 - bar * 36) for second, bar in curve], "#b4402f", 6)
    sheet.text((330, 455), "Zeit in s", 20)
    sheet.text((150, 30), "Druck in bar", 20)
    return sheet.finished()
