// What tells of a run when its page is not looked at: the title, the icon of the tab and, if allowed, a notice.

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
  icon.href = head().dataset.status === "finished" ? notify.dataset.finished : notify.dataset.unfinished;
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  const notice = new Notification(document.title, { tag: location.pathname, icon: icon.href });
  notice.addEventListener("click", () => { window.focus(); notice.close(); });
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
