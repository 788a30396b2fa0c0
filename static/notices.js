// Any page tells what ended meanwhile: runs of this person, indexes and imports of those who look after corpora.
// It asks again only while something goes on; which moment it asks from is kept for all pages of this browser.
// And any page tells that what somebody sent did not arrive.

const ASK_AGAIN_MS = 8_000, MOST_SHOWN = 3;
const shelf = document.getElementById("notices");
const key = `notices-${shelf.dataset.person}`;
let timer, isAsking = false;

const mayNotify = () => "Notification" in window && Notification.permission === "granted";

async function ask() {
  clearTimeout(timer);
  if (isAsking || (document.hidden && !mayNotify())) return;
  isAsking = true;
  const told = await fetch(`${shelf.dataset.url}?since=${localStorage.getItem(key) ?? ""}`)
    .then((answer) => (answer.ok && !answer.redirected ? answer.json() : null), () => null);
  isAsking = false;
  if (told) {
    localStorage.setItem(key, told.now);
    told.notices.reverse().forEach(tell);  // The newest stands on top.
  }
  if (told?.waits) timer = setTimeout(ask, ASK_AGAIN_MS);
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
  card.querySelector("button").addEventListener("click", () => card.remove());
  shelf.prepend(card);
  [...shelf.querySelectorAll(".toast")].slice(MOST_SHOWN).forEach((each) => each.remove());
  return card;
}

// Said where the form or the page says what was wrong, else here, until something is sent again. What a page asks
// for by itself, which no event triggered, was nobody's.
let unsent = null;
document.addEventListener("htmx:sendError", (event) => {
  if (!event.detail.requestConfig.triggeringEvent) return;
  const within = [...event.target.querySelectorAll(".refused")], after = event.target.nextElementSibling;
  const place = within.at(-1) ?? (after?.matches(".refused") ? after : document.getElementById("said"));
  if (place) place.textContent = shelf.dataset.unsent;
  unsent = place ?? show({ words: shelf.dataset.unsent });
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!unsent || !event.detail.requestConfig.triggeringEvent) return;
  if (unsent.matches(".toast")) unsent.remove();
  else unsent.textContent = "";
  unsent = null;
});

ask();
// A run that ended in sight need not be told on the next page; a tab that is looked at again asks at once.
document.addEventListener("sightline:ended", ask);
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
