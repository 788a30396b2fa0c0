"""A page as it stands under axe-core: loaded once, wide and narrow, in both themes, with what opens on it.

Wide, all is judged in the light and colours in the dark as well; narrow, all that was hidden
there, and of the rest what depends on the width: targets, and colours that are not those of the wide page.
"""

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 800}
WIDTHS = (WIDE, NARROW)

FOLDS = "details:not(.pop, .menu, .popover)"
PANELS = "details:is(.pop, .menu, .popover)"

THEIRS = ".select2"
"""What is left out: Django's choice of rows by typing, which comes from elsewhere and has no other form."""

_LOOK = """async ([folds, panels, theirs, seen]) => {
  // With targets of 24 pixels (WCAG 2.2 AA), which axe leaves out by itself.
  const rules = { "target-size": { enabled: true } };
  const all = { resultTypes: ["violations"], preload: false, selectors: false, rules };
  const colours = { ...all, rules: {}, runOnly: ["color-contrast", "link-in-text-block"] };
  const targets = { ...all, runOnly: ["target-size", "scrollable-region-focusable"] };
  const weighty = ["moderate", "serious", "critical"];
  const root = document.documentElement, faults = [];
  const judge = async (parts, options, where) => {
    if (!parts.length) return;
    const { violations } = await axe.run({ include: parts, exclude: [theirs] }, options);
    for (const fault of violations.filter((each) => weighty.includes(each.impact)))
      for (const node of fault.nodes) faults.push(`${where}: ${fault.id}: ${node.html.slice(0, 200)}`);
  };
  const wide = (window.wide ??= { light: new Map(), dark: new Map() });
  const isWide = !wide.light.size;
  const inkOf = (each) => {
    const { color, background, opacity, fontSize, fontWeight, textDecoration } = getComputedStyle(each);
    return [color, background, opacity, fontSize, fontWeight, textDecoration].join();
  };
  const visible = (part) => [...part.querySelectorAll("*")].filter((each) => each.checkVisibility());
  const inBothThemes = async (part, where) => {
    wear("light");
    const shown = visible(part), fresh = isWide ? [part] : shown.filter((each) => !wide.light.has(each));
    await judge(fresh, all, `${where} light`);
    if (!isWide) await judge([part], targets, `${where} light`);
    for (const theme of ["light", "dark"]) {
      wear(theme);
      const others = isWide ? [part] : shown.filter((each) => wide[theme].get(each) !== inkOf(each));
      if (!isWide || theme === "dark") await judge(others, colours, `${where} ${theme}`);
      if (isWide) for (const each of shown) wide[theme].set(each, inkOf(each));
    }
  };
  // Colours that move from theme to theme have arrived.
  const wear = (theme) => {
    root.dataset.theme = theme;
    for (const animation of document.getAnimations()) animation.finish();
  };
  const isCut = (part) => {
    const box = part.getBoundingClientRect();
    return box.left < 0 || box.right > root.clientWidth;
  };
  for (const fold of document.querySelectorAll(folds)) fold.open = true;
  await inBothThemes(document, innerWidth);
  if (root.scrollWidth > innerWidth) faults.push(`${innerWidth}: reflow: has to be scrolled sideways`);
  if (document.querySelector("dialog[open]")) return [faults, []];
  const opened = [];
  for (const panel of document.querySelectorAll(panels)) {
    const summary = panel.querySelector("summary"), name = panel.className + summary.innerText;
    if (seen.includes(name) || opened.includes(name) || panel.open || !summary.checkVisibility()) continue;
    opened.push(name);
    panel.open = true;
    await inBothThemes(panel, `${innerWidth} ${name}`);
    if (isCut(summary.nextElementSibling)) faults.push(`${innerWidth} ${name}: is cut by the window`);
    panel.open = false;
  }
  return [faults, opened];
}"""


@cache
def axe_core() -> str:
    """The library's own text."""
    return str(Axe().axe_script)


class Judge:
    """Remembers for each width the panels that it has opened: the same ones stand on many pages."""

    def __init__(self) -> None:
        self.seen: dict[int, list[str]] = {size["width"]: [] for size in WIDTHS}

    def faults(self, page: Page) -> list[str]:
        """What is moderate or worse on the page at each width, in either theme."""
        page.evaluate(axe_core())
        found: list[str] = []
        for size in WIDTHS:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            faults, opened = page.evaluate(_LOOK, [FOLDS, PANELS, THEIRS, self.seen[size["width"]]])
            found += faults
            self.seen[size["width"]] += opened
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        return found
