// Focus stays near what somebody did, on every page: when the part around it came anew, and on the page that a form led to.

import { keyOf } from "./typed.js";

const REACHABLE = "a[href], button, summary, [tabindex], input:not([type='hidden']), textarea, select";
const SENT = "sent-form";

function focusOn(element, options) {
  const seen = element.checkVisibility() ? element : element.closest("details:not([open])")?.querySelector("summary");
  if (!seen?.checkVisibility()) return false;
  if (!seen.matches(REACHABLE)) seen.tabIndex = -1;
  seen.focus(options);
  return true;
}

const focusOnFirst = (elements, options) => elements.some((each) => each && focusOn(each, options));
const twinIn = (region, key) => [region, ...region.querySelectorAll(REACHABLE)].find((each) => keyOf(each) === key);

// What had the focus, and the named parts of the page around it, the nearest first.
let last = null;

function namesAround(element) {
  const around = element.closest("[id]");
  return around ? [around.id, ...namesAround(around.parentElement)] : [];
}

document.addEventListener("focusin", ({ target }) => {
  last = { element: target, key: keyOf(target), around: namesAround(target) };
});
// Whoever leaves it for nothing does not want it back; what was taken away lost it without being left.
document.addEventListener("focusout", ({ target }) => setTimeout(() => {
  if (last?.element === target && target.isConnected && document.activeElement === document.body) last = null;
}));

function takeUp() {
  if (!last || last.element.isConnected || document.activeElement !== document.body) return;
  const { element, key, around } = last;
  const region = around.map((id) => document.getElementById(id)).find(Boolean);
  if (!region) return;
  const twin = twinIn(region, key);
  const [from, to] = element.matches("input, textarea") ? [element.selectionStart, element.selectionEnd] : [];
  focusOnFirst([twin, region.querySelector(".problem[role='alert'], h1, h2, h3, summary"), region], { preventScroll: true });
  if (from != null && document.activeElement === twin) twin.setSelectionRange(from, to);
}
for (const name of ["htmx:afterSettle", "htmx:wsAfterMessage", "sightline:fresh"]) document.addEventListener(name, takeUp);

// A form that leads to a page: there, the first field that is wrong, else what is said, else where it was sent from.
document.addEventListener("click", () => sessionStorage.removeItem(SENT), true);
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  const active = document.activeElement;
  sessionStorage.setItem(SENT, keyOf(event.target.contains(active) ? active : event.submitter ?? event.target));
});

function arrive(key) {
  focusOnFirst([
    ...document.querySelectorAll("main [aria-invalid='true']"),
    ...document.querySelectorAll("main .problem:is([role='alert'], form *, #said):not(:empty)"),
    ...document.querySelectorAll("main > .notice, main .change[role='status']"),
    twinIn(document.body, key),
    ...document.querySelectorAll("main [role='status']:not(:empty)"),
    document.querySelector("main h1"),
  ]);
}

const sent = sessionStorage.getItem(SENT);
sessionStorage.removeItem(SENT);
const isPlaced = document.activeElement !== document.body || document.querySelector("main [autofocus]:not(dialog *)");
if (sent !== null && !isPlaced && !location.hash) arrive(sent);
