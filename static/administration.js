// Names for what Django's own widgets leave without one; they are there once the page has loaded.

addEventListener("load", () => {
  for (const tip of document.querySelectorAll(".help-tooltip[aria-label]")) tip.setAttribute("role", "img");
  for (const field of document.querySelectorAll(".vDateField, .vTimeField")) {
    if (field.labels.length) continue;
    const title = field.closest(".form-row")?.querySelector("label, legend")?.textContent ?? "";
    const part = field.previousSibling?.textContent ?? "";
    field.setAttribute("aria-label", `${title} ${part}`.replaceAll(":", "").trim());
  }
});
