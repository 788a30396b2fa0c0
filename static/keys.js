// The sheet of keys, on every page: ? opens it, Escape closes it.

const sheet = document.getElementById("keys");

document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  if (!sheet.open) sheet.showModal();
});
sheet?.querySelector("button").addEventListener("click", () => sheet.close());
document.querySelector("[data-keys]")?.addEventListener("click", () => sheet.showModal());
