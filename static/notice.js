// What tells of a run when its page is not looked at: the title, the icon of the tab and, if allowed, a notice of the
// system, which static/notices.js gives as on any page.

const run = document.getElementById("run");
const notify = document.getElementById("notify");
const icon = document.querySelector("link[rel='icon']");
const question = document.title;

const head = () => document.getElementById("head");
const hasEnded = () => head().hasAttribute("data-ended");
const status = () => head().querySelector(".status").textContent.trim();

function tell() {
  document.title = `${status()} · ${question}`;
  if (!hasEnded()) return;
  notify.hidden = true;
  document.dispatchEvent(new Event("sightline:ended"));
  icon.href = head().dataset.status === "finished" ? notify.dataset.finished : notify.dataset.unfinished;
}

if (!hasEnded()) {
  tell();
  let told = head().dataset.status;
  run.addEventListener("htmx:wsAfterMessage", () => {
    if (told === head().dataset.status) return;
    told = head().dataset.status;
    tell();
  });
  if ("Notification" in window && Notification.permission === "default") {
    notify.hidden = false;
    notify.querySelector("button").addEventListener("click", async () => {
      await Notification.requestPermission();
      notify.hidden = Notification.permission !== "default";
    });
  }
}
