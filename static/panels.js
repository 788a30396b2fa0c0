// A panel, on every page, closes when something outside of it is used, or by Escape, which leads back to its summary.

const OPEN = "details:is(.pop, .menu)[open]";

document.addEventListener("click", (event) => {
  for (const panel of document.querySelectorAll(OPEN)) {
    if (!panel.contains(event.target)) panel.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const panel = event.key === "Escape" && event.target.closest(OPEN);
  if (!panel) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});
