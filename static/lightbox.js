// Any picture of a page large: zoom by wheel, keys and buttons, moved by dragging, arrows to the ones beside it.
// Without this script, and with Ctrl, a picture leads to its own page.

const box = document.getElementById("lightbox");
const stage = document.getElementById("lightbox-stage");
const holder = document.getElementById("lightbox-picture");
const LARGEST = 8, STEP = 1.4, MOVE = 60;
let shown = [], at = 0, zoom = 1, left = 0, top = 0, opener = null;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.picture[data-view]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  opener = link;
  shown = picturesOf(link);
  box.showModal();
  show(shown.findIndex((each) => each.href === link.href));
});

// Each picture of the page once, in its order; what is folded away is left out.
function picturesOf(link) {
  const all = [...document.querySelectorAll("a.picture[data-view]")];
  const seen = all.filter((each) => each === link || each.checkVisibility());
  return seen.filter((each, index) => seen.findIndex((other) => other.href === each.href) === index);
}

function show(index) {
  at = (index + shown.length) % shown.length;
  const link = shown[at], image = new Image();
  image.src = link.dataset.view;
  image.alt = link.querySelector("img")?.alt ?? "";
  image.draggable = false;
  const region = link.querySelector(".region")?.cloneNode(true);
  holder.replaceChildren(image, ...(region ? [region] : []));
  document.getElementById("lightbox-title").textContent = link.title || image.alt;
  document.getElementById("lightbox-at").textContent = shown.length > 1 ? `${at + 1} / ${shown.length}` : "";
  document.getElementById("lightbox-page").href = link.href;
  const ask = document.getElementById("lightbox-ask");
  if (ask) ask.href = ask.dataset.ask + encodeURIComponent(link.dataset.uid);
  for (const button of box.querySelectorAll(".turn-to")) button.hidden = shown.length < 2;
  place(1, 0, 0);
}

function place(factor, x, y) {
  zoom = Math.min(LARGEST, Math.max(1, factor));
  const roomX = (holder.offsetWidth * (zoom - 1)) / 2, roomY = (holder.offsetHeight * (zoom - 1)) / 2;
  left = Math.min(roomX, Math.max(-roomX, x));
  top = Math.min(roomY, Math.max(-roomY, y));
  holder.style.transform = `translate(${left}px, ${top}px) scale(${zoom})`;
  stage.classList.toggle("zoomed", zoom > 1);
}

// The place under the pointer stays under it.
function zoomAt(factor, x, y) {
  const around = stage.getBoundingClientRect(), next = Math.min(LARGEST, Math.max(1, zoom * factor));
  const fromX = x - around.left - around.width / 2, fromY = y - around.top - around.height / 2;
  place(next, fromX - ((fromX - left) * next) / zoom, fromY - ((fromY - top) * next) / zoom);
}

const zoomBy = (factor) => place(zoom * factor, left * factor, top * factor);
const acts = {
  in: () => zoomBy(STEP), out: () => zoomBy(1 / STEP), close: () => box.close(),
  previous: () => show(at - 1), next: () => show(at + 1),
};
box.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act) acts[act]();
  else if (event.target === stage && zoom === 1) box.close();
});

const keys = {
  "+": acts.in, "=": acts.in, "-": acts.out, 0: () => place(1, 0, 0),
  ArrowLeft: () => (zoom > 1 ? place(zoom, left + MOVE, top) : acts.previous()),
  ArrowRight: () => (zoom > 1 ? place(zoom, left - MOVE, top) : acts.next()),
  ArrowUp: () => place(zoom, left, top + MOVE), ArrowDown: () => place(zoom, left, top - MOVE),
};
box.addEventListener("keydown", (event) => {
  event.stopPropagation();
  if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys[event.key]();
});
box.addEventListener("close", () => opener?.focus());

stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoomAt(event.deltaY < 0 ? STEP : 1 / STEP, event.clientX, event.clientY);
}, { passive: false });
stage.addEventListener("dblclick", (event) => {
  if (!event.target.closest("button")) zoomAt(zoom > 1 ? 1 / LARGEST : 2.5, event.clientX, event.clientY);
});
stage.addEventListener("pointerdown", (event) => {
  if (event.target.closest("button") || zoom === 1) return;
  const fromX = event.clientX - left, fromY = event.clientY - top;
  const drag = (move) => place(zoom, move.clientX - fromX, move.clientY - fromY);
  stage.setPointerCapture(event.pointerId);
  stage.addEventListener("pointermove", drag);
  stage.addEventListener("lostpointercapture", () => stage.removeEventListener("pointermove", drag), { once: true });
});
