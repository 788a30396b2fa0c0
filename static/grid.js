// The light table: ratios for justified rows, size, choosing by mouse and keys. Without this script, checkboxes do.

const bar = document.getElementById("bulk");
let anchor = null;

// Rows: each tile is as wide as its picture asks for.
function layOut(root) {
  for (const tile of root.querySelectorAll("[data-ratio]")) {
    const [width, height] = tile.dataset.ratio.split("/").map(Number);
    tile.style.setProperty("--ratio", Math.min(Math.max(width / height, 0.35), 4));
  }
  for (const tiles of document.querySelectorAll(".tiles")) tiles.dataset.size = localStorage.getItem("tile-size") ?? 3;
}
layOut(document);
for (const name of ["htmx:afterSettle", "sightline:fresh"]) {
  document.addEventListener(name, () => { layOut(document); tellChosen(); });
}
// The page knows its first tiles only: a table that has grown stays as it is.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.matches(".more-tiles")) document.getElementById("light-table").removeAttribute("data-fresh");
});

const slider = document.getElementById("tile-size");
if (slider) {
  slider.value = localStorage.getItem("tile-size") ?? 3;
  slider.addEventListener("input", () => { localStorage.setItem("tile-size", slider.value); layOut(document); });
}

// Words filter while they are typed. Leaving their field must not ask again: what was chosen meanwhile would be lost.
document.getElementById("id_text")?.addEventListener("change", (event) => event.stopPropagation());

// Choosing
const boxes = () => [...document.querySelectorAll(".tile input[type=checkbox]")];

function tellChosen() {
  if (!bar) return;
  const table = document.getElementById("light-table");
  const isAll = bar.elements.all.checked;
  const count = isAll ? Number(table.dataset.count) : boxes().filter((box) => box.checked).length;
  document.getElementById("chosen-count").textContent = count;
  bar.elements.query.value = table.dataset.query;
}

function choose(box, isRange) {
  const all = boxes();
  const from = all.indexOf(anchor);
  if (isRange && from >= 0) {
    const to = all.indexOf(box);
    for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
  }
  anchor = box;
  tellChosen();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest(".tile input[type=checkbox]");
  if (box) choose(box, event.shiftKey);
});

function letGo() {
  for (const box of boxes()) box.checked = false;
  if (bar) bar.elements.all.checked = false;
  anchor = null;
  tellChosen();
}

// Keys
function move(by) {
  const links = [...document.querySelectorAll(".tile a")];
  const here = links.indexOf(document.activeElement.closest(".tile")?.querySelector("a"));
  const next = links[Math.min(Math.max(here < 0 ? 0 : here + by, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next;
}

// The tile of the next row that is nearest to where one is.
function moveRow(by) {
  const here = document.activeElement.closest(".tile");
  if (!here) return move(1);
  const place = here.getBoundingClientRect();
  const ahead = [...document.querySelectorAll(".tile")].filter((tile) => {
    const top = tile.getBoundingClientRect().top;
    return by > 0 ? top > place.top + 4 : top < place.top - 4;
  });
  const tops = ahead.map((tile) => tile.getBoundingClientRect().top);
  const row = by > 0 ? Math.min(...tops) : Math.max(...tops);
  const inRow = ahead.filter((_, index) => Math.abs(tops[index] - row) < 4);
  const distance = (tile) => Math.abs(tile.getBoundingClientRect().left - place.left);
  const next = inRow.sort((one, other) => distance(one) - distance(other))[0];
  next?.querySelector("a").focus();
  return next;
}

function toggle(isRange) {
  const box = document.activeElement.closest(".tile")?.querySelector("input");
  if (!box) return;
  box.checked = !box.checked;
  choose(box, isRange);
}

const keys = {
  ArrowRight: () => move(1), ArrowLeft: () => move(-1), ArrowDown: () => moveRow(1), ArrowUp: () => moveRow(-1),
  x: () => toggle(false), X: () => toggle(true), Escape: letGo,
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea, summary");
  if (isTyping || event.altKey || event.metaKey) return;
  if (event.ctrlKey && event.key === "a" && bar) {
    event.preventDefault();
    for (const box of boxes()) box.checked = true;
    return tellChosen();
  }
  const act = event.ctrlKey ? null : keys[event.key];
  if (act && document.querySelector(".tile")) { event.preventDefault(); act(); }
});

// The bar: only the field that the action needs, and one field for any number of pictures.
if (bar) {
  const showField = () => {
    for (const label of bar.querySelectorAll("[data-for]")) {
      label.hidden = !label.dataset.for.split(" ").includes(bar.elements.action.value);
    }
  };
  bar.elements.action.addEventListener("change", showField);
  bar.elements.all.addEventListener("change", tellChosen);
  document.getElementById("let-go").addEventListener("click", letGo);
  bar.addEventListener("formdata", (event) => {
    const ids = event.formData.getAll("ids");
    event.formData.delete("ids");
    event.formData.set("ids", ids.join(","));
  });
  showField();
  tellChosen();
}
