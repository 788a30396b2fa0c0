// The page of a run: its socket asks on from where the page stands, sources open beside the answer, keys work.

import { keepTyped } from "./typed.js";

const run = document.getElementById("run");
const beside = document.getElementById("beside");
const steps = document.getElementById("steps");

// Every connection, the first and each one after a cut, asks for what came after the last event shown here.
const REFUSED = 4404, FIRST_WAIT_MS = 500, MAX_WAIT_MS = 5_000;
const lost = document.getElementById("lost");
let socket = null, connection = null, retry, tries = 0;
htmx.createWebSocket = (address) => {
  clearTimeout(retry);
  socket = new WebSocket(`${address}&after=${cursor()}`);
  socket.addEventListener("close", tryAgain);
  return socket;
};
run.addEventListener("htmx:wsOpen", (event) => { connection = event.detail.socketWrapper; });
run.addEventListener("htmx:wsError", (event) => { connection = event.detail.socketWrapper.publicInterface; });

// The page itself connects again: htmx, which is not told, would wait for up to a minute, and not after every code.
function tryAgain(event) {
  event.stopImmediatePropagation();
  if (event.target !== socket || !isActive()) return;
  lost.textContent = event.code === REFUSED ? "" : lost.dataset.words;
  if (!isLost()) return;
  retry = setTimeout(reconnect, Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** tries++) * (0.75 + Math.random() / 4));
}

function reconnect() {
  socket.close();
  connection.reconnect();
}

const isLost = () => lost.textContent !== "";
addEventListener("offline", () => { if (isActive()) socket?.close(); });
addEventListener("online", () => { if (isActive() && isLost()) reconnect(); });

function cursor() {
  return Number(document.getElementById("cursor").value);
}

// A page that was hidden may hold a connection that died unnoticed: it is let go of, and another one made.
let hiddenSince = Infinity;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenSince = Date.now();
  else if (connection && isActive() && (isLost() || Date.now() - hiddenSince > 10_000)) reconnect();
});

// What the old connection still brings is older than the page, and what both bring stands there once.
run.addEventListener("htmx:wsBeforeMessage", (event) => {
  const told = /id="cursor" value="(\d+)"/.exec(event.detail.message);
  if (told && Number(told[1]) < cursor()) event.preventDefault();
});
run.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (target.matches(".step[data-opened]")) keepOpen(fragment.querySelector(".step"), target);
  if (target !== steps) return keepTyped(fragment, target);
  for (const step of fragment.querySelectorAll(".step")) document.getElementById(step.id)?.replaceWith(step);
});
run.addEventListener("htmx:wsAfterMessage", () => {
  lost.textContent = "";
  tries = 0;
  tellTime();
  signForms();
  if (!isActive()) settle();
});

// A step that somebody opened or closed stays so when more of it comes.
run.addEventListener("click", (event) => {
  const step = event.target.closest(".step > details > summary")?.closest(".step");
  if (step) step.dataset.opened = step.querySelector("details").open ? "no" : "yes";
});

function keepOpen(fresh, step) {
  if (!fresh) return;
  fresh.dataset.opened = step.dataset.opened;
  fresh.querySelector("details").open = step.dataset.opened === "yes";
}

// The end: what is read first stands first, as on a page that is loaded then.
function settle() {
  const bench = document.getElementById("bench"), findings = document.getElementById("findings");
  if (bench.firstElementChild !== findings) bench.prepend(findings, bench.querySelector(".jumps"));
  offerReplay();
}

// What a socket sends is the same for everybody; a form that is sent without a script in between needs our token.
function signForms() {
  const token = JSON.parse(run.getAttribute("hx-headers"))["X-CSRFToken"];
  for (const form of run.querySelectorAll("form[method='post']:not(:has([name='csrfmiddlewaretoken']))")) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "csrfmiddlewaretoken", value: token });
    form.prepend(field);
  }
}

function isActive() {
  return !document.getElementById("head").hasAttribute("data-ended");
}

// For how long the run has been waiting for what it waits for; without a connection nobody knows.
function tellTime() {
  if (isLost()) return;
  for (const time of document.querySelectorAll(".heartbeat .since")) {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time.dateTime)) / 1000));
    time.textContent = seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
  }
}
tellTime();
setInterval(tellTime, 1000);

// A source beside the answer, with the ones before and after it; Escape comes back to the word it was opened from.
// Where it is open is an entry of the history: Back closes it, Forward and a reload open it again, and the address of
// a citation, #source-3, leads to it.
let opener = null;
const turn = document.getElementById("beside-turn");
const holder = document.getElementById("beside-source");
const CITATION = /^#source-(\d+)$/;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-beside]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  opener = link;
  goToSource(link.getAttribute("href"), link.dataset.citation, event);
});

async function goToSource(url, number, event) {
  const isFirst = beside.hidden;
  if (!await openBeside(url, number, event)) return;
  const address = number ? `#source-${number}` : location.pathname + location.search;
  if (isFirst) history.pushState({ source: url, number, isOurs: true }, "", address);
  else history.replaceState({ ...history.state, source: url, number }, "", address);
}

// Whether it came.
async function openBeside(url, number, event) {
  let isThere = false;
  holder.addEventListener("htmx:afterSwap", () => { isThere = true; }, { once: true });
  const options = { target: holder, swap: "innerHTML", select: "#main > *", event };
  await htmx.ajax("GET", url, options).catch(() => null);
  if (!isThere) return false;
  document.getElementById("beside-page").href = url;
  beside.hidden = false;
  beside.scrollTop = 0;
  tellTurn(number);
  const quoted = url.includes("#") ? beside.querySelector(url.slice(url.indexOf("#"))) : null;
  if (quoted) quoted.tabIndex = -1;
  (quoted ?? beside).focus({ preventScroll: true });
  quoted?.scrollIntoView({ block: "start" });
  return true;
}

// What the entry of the history says: a source, or none.
async function followHistory(event) {
  const number = history.state?.number ?? CITATION.exec(location.hash)?.[1];
  const url = history.state?.source ?? sourceOf(number)?.getAttribute("href");
  if (!url) return beside.hidden || hideBeside();
  opener ??= sourceOf(number);
  await openBeside(url, number, event);
}
addEventListener("popstate", followHistory);
addEventListener("load", (event) => { if (history.state?.source || CITATION.test(location.hash)) followHistory(event); });

const sourceOf = (number) => number && document.querySelector(`#evidence .citation[data-citation="${CSS.escape(number)}"] .source`);

function citations() {
  return [...document.querySelectorAll("#evidence .citation")];
}

function tellTurn(number) {
  turn.hidden = !number;
  for (const each of document.querySelectorAll(".marker, .citation")) {
    if (number && each.dataset.citation === number) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  if (!number) return;
  const words = turn.dataset.words.replace("NUMBER", number).replace("COUNT", citations().length);
  document.getElementById("beside-number").textContent = words;
  for (const button of turn.querySelectorAll("button")) button.hidden = citations().length < 2;
  turn.dataset.at = number;
}

function turnBy(by, event) {
  const all = citations(), at = all.findIndex((each) => each.dataset.citation === turn.dataset.at);
  const next = all[(at + by + all.length) % all.length];
  if (next) goToSource(next.querySelector(".source").getAttribute("href"), next.dataset.citation, event);
}

// An entry that was made for the source is left as Back leaves it; another one only forgets the source.
function closeBeside() {
  if (history.state?.isOurs) history.back();
  else forgetSource();
}

function forgetSource() {
  history.replaceState(null, "", location.pathname + location.search);
  hideBeside();
}

function hideBeside() {
  beside.hidden = true;
  tellTurn(undefined);
  if (opener) opener.focus();
  else document.activeElement.scrollIntoView({ block: "nearest" });  // Back has scrolled as well.
}

document.getElementById("beside-close").addEventListener("click", closeBeside);
document.getElementById("beside-previous").addEventListener("click", (event) => turnBy(-1, event));
document.getElementById("beside-next").addEventListener("click", (event) => turnBy(1, event));
beside.addEventListener("keydown", (event) => {
  if (turn.hidden || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea")) return;
  if (event.key === "ArrowLeft") turnBy(-1, event);
  if (event.key === "ArrowRight") turnBy(1, event);
});

// Focus that goes on behind the source closes it, and stays where it is.
document.addEventListener("keyup", (event) => {
  if (event.key !== "Tab" || beside.hidden || beside.contains(event.target)) return;
  const at = event.target.getBoundingClientRect(), over = beside.getBoundingClientRect();
  if (at.left < over.left || at.bottom < over.top) return;
  opener = null;
  closeBeside();
});

// What a citation rests on, at a glance, while it is pointed at or in focus.
const peek = Object.assign(document.createElement("div"), { className: "peek card", hidden: true });
run.append(peek);

function showPeek(marker) {
  const source = document.querySelector(`#evidence .citation[data-citation="${marker.dataset.citation}"] > div`);
  if (!source) return;
  const copy = source.cloneNode(true);
  for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
  for (const link of copy.querySelectorAll("a")) {
    const words = document.createElement(link.matches(".picture") ? "span" : "strong");
    words.className = link.className;
    words.append(...link.childNodes);
    link.replaceWith(words);
  }
  peek.replaceChildren(copy);
  peek.setAttribute("aria-hidden", "true");
  peek.hidden = false;
  const at = marker.getBoundingClientRect(), around = run.getBoundingClientRect();
  const left = Math.min(at.left, innerWidth - peek.offsetWidth - 16);
  const below = at.bottom + 8 + peek.offsetHeight < innerHeight || at.top < peek.offsetHeight;
  peek.style.left = `${Math.max(16, left) - around.left}px`;
  peek.style.top = `${(below ? at.bottom + 8 : at.top - peek.offsetHeight - 8) - around.top}px`;
}

const overMarker = (event) => event.target.closest?.(".marker");
run.addEventListener("pointerover", (event) => { if (overMarker(event) && event.pointerType === "mouse") showPeek(overMarker(event)); });
run.addEventListener("pointerout", (event) => { if (overMarker(event)) peek.hidden = true; });
run.addEventListener("focusin", (event) => { if (overMarker(event)?.matches(":focus-visible")) showPeek(overMarker(event)); });
run.addEventListener("focusout", () => { peek.hidden = true; });
addEventListener("resize", () => { peek.hidden = true; });

// Steps that are further on are loaded when somebody goes there.
async function goTo(number, event = undefined) {
  const rest = steps.querySelector(".more-steps");
  if (!document.getElementById(`step-${number}`) && rest) {
    const url = new URL(rest.getAttribute("hx-get"), location);
    url.searchParams.set("through", number);
    await htmx.ajax("GET", url.pathname + url.search, { target: rest, swap: "outerHTML", event }).catch(() => null);
  }
  const step = document.getElementById(`step-${number}`);
  step?.querySelector("details").setAttribute("open", "");
  show(step);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#step-']");
  if (!link) return;
  event.preventDefault();
  history.replaceState(history.state, "", link.hash);
  goTo(Number(link.hash.slice("#step-".length)), event);
});
if (location.hash.startsWith("#step-")) goTo(Number(location.hash.slice("#step-".length)));

// What was wrong with a form before is not said of what it sends now.
document.addEventListener("htmx:beforeRequest", (event) => {
  for (const said of event.target.querySelectorAll?.(".refused") ?? []) said.textContent = "";
  if (event.target.matches("form[hx-swap='none']")) event.detail.target = run;
});

// News may have put another form in the place of one that was sent: what is said of it is still put on the page.
run.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, serverResponse } = event.detail;
  if (requestConfig.elt.isConnected) return;
  event.detail.shouldSwap = false;
  htmx.swap(run, serverResponse, { swapStyle: "none" });
});

// Forms that were taken are ready for the next line.
document.addEventListener("htmx:afterRequest", (event) => {
  const isRefused = event.detail.xhr?.getResponseHeader("Sightline-Refused");
  if (event.detail.successful && !isRefused && event.target.matches("form[data-clears]")) event.target.reset();
});

// Keys.
const keys = {
  j: () => move(1, ".step"),
  k: () => move(-1, ".step"),
  "]": () => move(1, ".step[data-chapter]"),
  "[": () => move(-1, ".step[data-chapter]"),
  p: () => document.querySelector("[data-key='p']")?.click(),
  n: () => document.querySelector("[data-key='n']")?.click(),
  e: () => show(document.getElementById("evidence")),
  a: () => show(document.getElementById("answer")),
  f: () => fork(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !beside.hidden) return closeBeside();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const act = keys[event.key];
  if (act) { event.preventDefault(); act(); }
});

function current() {
  return document.activeElement.closest(".step");
}

function move(by, selector) {
  const all = [...steps.querySelectorAll(selector)];
  const here = current();
  const ahead = all.filter((step) => !here || (by > 0) === Boolean(here.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_FOLLOWING));
  show((by > 0 ? ahead : ahead.filter((step) => step !== here).reverse())[0]);
}

// The line of a step takes the focus, so that Enter opens it.
function show(element) {
  if (!element) return;
  const line = element.querySelector(":scope > details > summary");
  if (!line) element.tabIndex = -1;
  (line ?? element).focus({ preventScroll: true });
  element.scrollIntoView({ block: line ? "nearest" : "start" });
}

function fork() {
  const step = current();
  step?.querySelector("details").setAttribute("open", "");
  step?.querySelector("[data-fork]")?.focus();
}

// Replay: the steps of a run that has ended come again, in their own time, four times as fast, or one by one.
const player = document.getElementById("player");
let timers = [];

function offerReplay() {
  player.hidden = isActive() || !steps.querySelector(".step");
}
offerReplay();

player.addEventListener("click", async (event) => {
  const speed = event.target.closest("[data-play]")?.dataset.play;
  if (!speed) return;
  if (speed === "stop") return stopReplay();
  await loadAll(event);
  if (speed === "step" && run.classList.contains("replaying")) return uncoverNext();
  coverAll();
  if (speed === "step") uncoverNext();
  else play(Number(speed));
});

async function loadAll(event) {
  if (steps.querySelector(".more-steps")) await goTo(999_999, event);
}

function coverAll() {
  timers.forEach(clearTimeout);
  run.classList.add("replaying");
  for (const step of steps.querySelectorAll(".step")) step.classList.add("to-come");
  player.querySelector("[data-play='stop']").hidden = false;
}

function play(speed) {
  timers = [...steps.querySelectorAll(".step")].map((step) =>
    setTimeout(uncoverNext, (Number(step.dataset.at) * 1000) / speed));
}

function uncoverNext() {
  const next = steps.querySelector(".to-come");
  if (!next) return stopReplay();
  next.classList.remove("to-come");
  next.scrollIntoView({ block: "nearest" });
  if (!steps.querySelector(".to-come")) stopReplay();
}

function stopReplay() {
  timers.forEach(clearTimeout);
  run.classList.remove("replaying");
  for (const step of steps.querySelectorAll(".to-come")) step.classList.remove("to-come");
  player.querySelector("[data-play='stop']").hidden = true;
}
