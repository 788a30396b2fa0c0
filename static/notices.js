// Any page tells what ended meanwhile: runs of this person, indexes and imports of those who look after corpora.
// It asks again only while something goes on; which moment it asks from, and what it told lately, are kept for all
// pages of this browser. The first asks from the moment when it was made.
// And any page tells that what somebody sent did not arrive, and that what they wanted to see did not come.

const ASK_AGAIN_MS = 8_000, MOST_KEPT = 3, MOST_REMEMBERED = 50;
const shelf = document.getElementById("notices");
const more = document.getElementById("more-notices");
const key = `notices-${shelf.dataset.person}`;
const toldKey = `${key}-told`;
let timer, isAsking = false, isToAskAgain = false;

const mayNotify = () => "Notification" in window && Notification.permission === "granted";

async function ask() {
  clearTimeout(timer);
  if (document.hidden && !mayNotify()) return;
  isToAskAgain = isAsking;
  if (isAsking) return;
  isAsking = true;
  const since = localStorage.getItem(key) ?? Math.ceil(shelf.dataset.since * 1000);
  const reply = await fetch(`${shelf.dataset.url}?since=${since}`)
    .then((answer) => (answer.ok && !answer.redirected ? answer.json() : null), () => null);
  isAsking = false;
  if (reply) {
    localStorage.setItem(key, reply.now);
    const told = JSON.parse(localStorage.getItem(toldKey) ?? "[]");
    const fresh = reply.notices.filter((notice) => !told.includes(notice.key));
    localStorage.setItem(toldKey, JSON.stringify([...fresh.map((each) => each.key), ...told].slice(0, MOST_REMEMBERED)));
    fresh.reverse().forEach(tell);  // The newest stands on top.
  }
  if (isToAskAgain) ask();
  else if (reply?.waits) timer = setTimeout(ask, ASK_AGAIN_MS);
}

// Whoever looks at the page that it is about sees it there; whoever looks elsewhere is told by the system.
function tell(notice) {
  if (notice.url !== location.pathname) show(notice);
  if (!document.hidden || !mayNotify()) return;
  const told = new Notification(notice.words, { tag: notice.url });
  told.addEventListener("click", () => { window.focus(); told.close(); location.assign(notice.url); });
}

function show({ words, url }) {
  const card = document.getElementById("notice").content.firstElementChild.cloneNode(true);
  card.querySelector("a").textContent = words;
  if (url) card.querySelector("a").href = url;
  card.querySelector("button").addEventListener("click", () => { card.remove(); tellMore(); });
  shelf.prepend(card);
  [...shelf.querySelectorAll(".toast")].slice(MOST_KEPT).forEach((each) => each.remove());
  tellMore();
  return card;
}

// The newest is shown, and how many more there are, so that they cover little.
function tellMore() {
  const count = shelf.querySelectorAll(".toast").length - 1;
  if (count < 1) shelf.classList.remove("all");
  more.hidden = count < 1 || shelf.classList.contains("all");
  more.textContent = `+${count}`;
}
more.addEventListener("click", () => {
  shelf.classList.add("all");
  tellMore();
});

// Said where the form or the page says what was wrong, else here, until something is sent again. What a page asks
// for by itself, which no event triggered, was nobody's.
let unsent = null;
document.addEventListener("htmx:sendError", (event) => {
  if (!event.detail.requestConfig.triggeringEvent) return;
  if (event.detail.requestConfig.verb === "get") return tellUnloaded();
  const within = [...event.target.querySelectorAll(".refused")], after = event.target.nextElementSibling;
  const place = within.at(-1) ?? (after?.matches(".refused") ? after : document.getElementById("said"));
  if (place) place.textContent = shelf.dataset.unsent;
  unsent = place ?? show({ words: shelf.dataset.unsent });
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!unsent || !event.detail.requestConfig.triggeringEvent) return;
  dropUnsent();
});

document.addEventListener("htmx:responseError", (event) => {
  const { verb, triggeringEvent } = event.detail.requestConfig;
  if (verb === "get" && triggeringEvent) tellUnloaded();
});
document.addEventListener("sightline:unloaded", tellUnloaded);

function dropUnsent() {
  if (unsent?.matches(".toast")) unsent.remove();
  else if (unsent) unsent.textContent = "";
  unsent = null;
  tellMore();
}

function tellUnloaded() {
  dropUnsent();
  unsent = show({ words: shelf.dataset.unloaded });
}

ask();
// A run that ended in sight need not be told on the next page; a tab that is looked at again asks at once.
document.addEventListener("sightline:ended", ask);
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
