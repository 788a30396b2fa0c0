// A panel, on every page, closes when something outside of it is used, by pointer or by Tab, or by Escape, which leads
// back to its summary.

const OPEN = "details:is(.pop, .menu, .popover)[open]";

function closeOthers(used) {
  for (const panel of document.querySelectorAll(OPEN)) {
    if (!panel.contains(used)) panel.open = false;
  }
}

document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("keyup", (event) => {
  if (event.key !== "Tab") return;
  closeOthers(event.target);
  const menu = document.getElementById("main-nav");
  if (menu.matches(":focus-within") || event.target.popoverTargetElement === menu) return;
  menu.hidePopover?.();
});
document.addEventListener("keydown", (event) => {
  const panel = event.key === "Escape" && event.target.closest(OPEN);
  if (!panel) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});
// What opens near the right or the lower edge of the window is brought into it.
document.addEventListener("toggle", ({ target }) => {
  const panel = target.matches?.(OPEN) && target.querySelector(":scope > .panel");
  if (!panel) return;
  panel.classList.remove("leftward");
  panel.classList.toggle("leftward", panel.getBoundingClientRect().right > document.documentElement.clientWidth);
  if (panel.getBoundingClientRect().left < 0) panel.classList.remove("leftward");
  panel.scrollIntoView({ block: "nearest" });
}, { capture: true });
