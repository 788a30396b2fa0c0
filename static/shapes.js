// The tree: everything opens and closes at once.
document.addEventListener("click", (event) => {
  const wish = event.target.closest("[data-open]")?.dataset.open;
  if (!wish) return;
  for (const branch of document.querySelectorAll("#tree details")) branch.open = wish === "all";
});
