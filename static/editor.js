// One picture: regions are drawn, a click sets the focal point, suggestions are taken by key. Forms do without.

import { load } from "./load.js";

const canvas = document.getElementById("canvas");
const form = document.getElementById("facts-form");
const noteForm = document.getElementById("note-form");
const drawn = document.getElementById("drawn");
const DRAG_PIXELS = 6;
let start = null;
let isDrawing = false;

for (const rect of document.querySelectorAll(".notes rect[data-note]")) {
  rect.setAttribute("width", rect.dataset.right - rect.getAttribute("x"));
  rect.setAttribute("height", rect.dataset.bottom - rect.getAttribute("y"));
}
for (const item of document.querySelectorAll(".note-list li")) {
  const rect = document.querySelector(`.notes rect[data-note="${item.dataset.note}"]`);
  for (const event of ["mouseenter", "focusin"]) item.addEventListener(event, () => rect.classList.add("lit"));
  for (const event of ["mouseleave", "focusout"]) item.addEventListener(event, () => rect.classList.remove("lit"));
}

// Places are in thousandths of the picture's sides.
function place(event) {
  const box = canvas.getBoundingClientRect();
  const unit = (value, side) => Math.min(Math.max(Math.round((value / side) * 1000), 0), 1000);
  return [unit(event.clientX - box.left, box.width), unit(event.clientY - box.top, box.height)];
}

function beginDrawing() {
  isDrawing = true;
  canvas.classList.add("drawing");
}
document.getElementById("draw").addEventListener("click", beginDrawing);

// A drag draws a region, whether or not it was asked for before; a click sets the focal point.
canvas.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  start = { at: place(event), x: event.clientX, y: event.clientY };
  canvas.setPointerCapture(event.pointerId);
  if (isDrawing) event.preventDefault();
});
canvas.addEventListener("pointermove", (event) => {
  if (!start) return;
  if (!canvas.classList.contains("dragged") && Math.hypot(event.clientX - start.x, event.clientY - start.y) < DRAG_PIXELS) return;
  canvas.classList.add("dragged");
  showBox(boxBetween(start.at, place(event)));
});
canvas.addEventListener("pointerup", (event) => {
  if (!start) return;
  const end = place(event);
  if (canvas.classList.contains("dragged")) keepBox(boxBetween(start.at, end));
  else if (!isDrawing) {
    [form.elements.focal_x.value, form.elements.focal_y.value] = end;
    showFocus();
  }
  endDrag();
});
canvas.addEventListener("pointercancel", endDrag);

function endDrag() {
  start = null;
  canvas.classList.remove("dragged");
}

// What is typed next are the words of the note: its form comes to the box, not the page to the form.
function keepBox(box) {
  for (const [name, value] of Object.entries(box)) noteForm.elements[name].value = value;
  isDrawing = false;
  canvas.classList.remove("drawing");
  noteForm.classList.add("begun");
  noteForm.elements.text.focus({ preventScroll: true });
  const { top, bottom } = drawn.getBoundingClientRect();
  const hidden = bottom - noteForm.getBoundingClientRect().top;
  if (hidden > 0) window.scrollBy(0, Math.min(hidden, Math.max(top, 0)));
}

function boxBetween([x0, y0], [x1, y1]) {
  return { left: Math.min(x0, x1), top: Math.min(y0, y1), right: Math.max(x0, x1), bottom: Math.max(y0, y1) };
}

function showBox({ left, top, right, bottom }) {
  for (const [name, value] of [["x", left], ["y", top], ["width", right - left], ["height", bottom - top]]) drawn.setAttribute(name, value);
}
noteForm.addEventListener("input", () => {
  const { left, top, right, bottom } = noteForm.elements;
  if (right.value > 0 && bottom.value > 0) showBox({ left: +left.value, top: +top.value, right: +right.value, bottom: +bottom.value });
});

function showFocus() {
  const [x, y] = [form.elements.focal_x.value, form.elements.focal_y.value];
  document.getElementById("focus").setAttribute("d", x && y ? `M${x - 20} ${y}h40M${x} ${y - 20}v40` : "");
}
form.addEventListener("input", showFocus);
showFocus();

// Suggestions go into the form; only Save keeps them.
function take(button) {
  if (!button || button.disabled) return;
  const field = form.elements[button.dataset.field];
  const text = button.dataset.text;
  if (button.dataset.field === "tags") field.value = field.value.trim() ? `${field.value.replace(/[\s,]+$/, "")}, ${text}` : text;
  else field.value = text;
  button.disabled = true;
}
document.getElementById("suggested")?.addEventListener("click", (event) => take(event.target.closest("button")));

// Tags are completed from those of the corpus: the part behind the last comma.
const tags = form.elements.tags;
tags.setAttribute("list", "known-tags");
tags.addEventListener("input", async () => {
  const parts = tags.value.split(",");
  const begun = parts.pop().trim();
  if (!begun) return;
  const answer = await load(`${form.dataset.tags}?q=${encodeURIComponent(begun)}`);
  if (!answer?.ok) return;
  const known = (await answer.json()).tags;
  const before = parts.length ? `${parts.join(",")}, ` : "";
  document.getElementById("known-tags").replaceChildren(
    ...known.map(({ name, count }) => Object.assign(document.createElement("option"), { value: before + name, label: String(count) })));
});

const keys = {
  s: () => document.getElementById("save").click(),
  n: () => document.getElementById("after")?.click(),
  p: () => document.getElementById("before")?.click(),
  t: () => tags.focus(),
  c: () => form.elements.caption.focus(),
  r: beginDrawing,
};
document.addEventListener("keydown", (event) => {
  if (event.key === "s" && event.ctrlKey) { event.preventDefault(); return keys.s(); }
  if (event.key === "Escape" && !event.isComposing && event.target.closest("#facts-form, #note-form")) {
    noteForm.classList.remove("begun");
    return event.target.blur();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (/^[1-9]$/.test(event.key)) return take(document.querySelectorAll("#suggested button")[event.key - 1]);
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});

// Nothing that was typed is lost without a question, whichever way the page is left.
const written = (each) => new URLSearchParams(new FormData(each)).toString();
const asLoaded = new Map([form, noteForm].map((each) => [each, written(each)]));
const wasRefused = new Map([
  [form, document.querySelector(".conflict, #facts-form .problem") !== null],
  [noteForm, noteForm.querySelector(".problem") !== null],
]);
let isLeaving = false;
const isUnsaved = (each) => wasRefused.get(each) || written(each) !== asLoaded.get(each);
const tellUnsaved = () => { for (const each of asLoaded.keys()) each.querySelector(".unsaved").hidden = !isUnsaved(each); };
for (const name of ["input", "click", "pointerup", "keyup"]) document.addEventListener(name, () => setTimeout(tellUnsaved));
document.addEventListener("submit", (event) => {
  // Saving one form keeps what the other holds only if that one is as it was.
  const others = [...asLoaded].filter(([each]) => each !== event.target);
  isLeaving = others.every(([each, text]) => written(each) === text);
});
window.addEventListener("beforeunload", (event) => { if (!isLeaving && [form, noteForm].some(isUnsaved)) event.preventDefault(); });
