// Ctrl+K: one field that goes to pages, runs, corpora, documents and pictures. Arrows choose, Enter opens.

import { load } from "./load.js";

const palette = document.getElementById("palette");
const field = palette?.querySelector("input");
const places = palette?.querySelector(".places");
let asked = 0;
let waits;

async function ask() {
  const number = ++asked;
  const answer = await load(`${palette.dataset.url}?q=${encodeURIComponent(field.value.trim())}`, places);
  // An answer that a newer question has overtaken shows nothing.
  if (number !== asked || !answer?.ok) return;
  places.innerHTML = await answer.text();
  choose(0);
}

const links = () => [...places.querySelectorAll("a")];

function choose(index) {
  const all = links();
  for (const link of all) link.removeAttribute("aria-current");
  const link = all[(index + all.length) % all.length];
  link?.setAttribute("aria-current", "true");
  link?.scrollIntoView({ block: "nearest" });
}

function open() {
  if (palette.open) return palette.close();
  palette.showModal();
  field.select();
  ask();
}

if (palette) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
  });
  for (const button of document.querySelectorAll("[data-palette]")) button.addEventListener("click", open);
  field.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(ask, 120); });
  palette.addEventListener("keydown", (event) => {
    const all = links();
    const here = all.findIndex((link) => link.hasAttribute("aria-current"));
    if (event.key === "ArrowDown") { event.preventDefault(); choose(here + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(here - 1); }
    if (event.key === "Enter" && event.target === field) { event.preventDefault(); all[here]?.click(); }
    // A search field keeps its first Escape to empty itself.
    if (event.key === "Escape") { event.preventDefault(); palette.close(); }
  });
  // A click beside the card closes it.
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
}
