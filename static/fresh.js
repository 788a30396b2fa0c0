// What a page tells of work under way stays true, on every page: while one of its parts says in how many seconds it
// is out of date, [data-fresh="SECONDS"], the page is asked for again, and every part, [data-fresh], that differs from
// what was told before takes the place of the old one. The last answer, which says so no more, is shown like the others.

import { keepTyped } from "./typed.js";

const WAITS = "[data-fresh]:not([data-fresh=''])";
const told = new Map();
let isHeld = false;

// What is pressed, opened or marked is not taken away under somebody's hand: that part comes a round later.
function isInHand(part) {
  const marked = getSelection();
  return part.matches(":active") || part.querySelector("details.pop[open]") !== null
    || (!marked.isCollapsed && part.contains(marked.anchorNode));
}

// Tokens of forms are masked anew in each answer.
const textOf = (part) => part.outerHTML.replace(/(csrfmiddlewaretoken" value=")\w+/g, "$1");

function put(page) {
  isHeld = false;
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || told.get(part.id) === textOf(fresh)) continue;
    if (isInHand(part)) { isHeld = true; continue; }
    told.set(part.id, textOf(fresh));
    const own = document.importNode(fresh, true);
    part.before(own);
    keepTyped(own, part);
    part.remove();
    window.htmx?.process(own);
    own.dispatchEvent(new Event("sightline:fresh", { bubbles: true }));
  }
}

async function ask() {
  if (!document.hidden) {
    const answer = await fetch(location.href.split("#")[0], { headers: { "Sightline-Fresh": "1" } }).catch(() => null);
    if (answer?.redirected || (answer && !answer.ok && answer.status < 500)) return;  // Signed out, or no more there.
    if (answer?.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
  wait();
}

function wait() {
  const seconds = [...document.querySelectorAll(WAITS)].map((part) => Number(part.dataset.fresh));
  if (isHeld || seconds.length) setTimeout(ask, 1000 * Math.min(...seconds, 5));
}

wait();
