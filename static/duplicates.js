// One key for each decision.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "n") return document.getElementById("skip")?.click();
  if (event.key === "p") return history.back();
  document.querySelector(`#decide [data-key="${CSS.escape(event.key)}"]`)?.click();
});
