// Files, folders and archives go to the server in chunks; what it has is not sent again after a broken connection.

const zone = document.getElementById("drop");
const token = document.querySelector("#by-form [name=csrfmiddlewaretoken]").value;
const AT_ONCE = 4;
const CHUNK = 8 * 1024 * 1024;
const PATIENCE = [1, 2, 4, 8, 15, 30];

document.getElementById("folder-choice").hidden = !("webkitdirectory" in document.createElement("input"));
for (const event of ["dragover", "dragenter"]) zone.addEventListener(event, (e) => { e.preventDefault(); zone.classList.add("over"); });
zone.addEventListener("dragleave", () => zone.classList.remove("over"));
zone.addEventListener("drop", async (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  tell(zone.dataset.reading);
  // The entries are only there while the event is: they are taken before anything is awaited.
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  send(await filesIn(entries));
});
document.getElementById("by-form").addEventListener("submit", (event) => {
  event.preventDefault();
  send([...event.target.elements.files.files].map((file) => ({ file, path: file.name })));
});
document.getElementById("folder").addEventListener("change", (event) => {
  send([...event.target.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
});

// All files below; a folder gives its entries in portions, so it is asked until it gives none.
async function filesIn(entries) {
  const found = [];
  const waiting = [...entries];
  while (waiting.length) {
    const entry = waiting.pop();
    if (entry.isFile) {
      const file = await new Promise((done, fail) => entry.file(done, fail));
      found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    } else {
      const reader = entry.createReader();
      for (;;) {
        const portion = await new Promise((done, fail) => reader.readEntries(done, fail));
        if (!portion.length) break;
        waiting.push(...portion);
      }
    }
  }
  return found.filter(({ path }) => !path.split("/").pop().startsWith("."));
}

const state = { files: [], next: 0, bytes: 0, total: 0, refused: [], held: false, began: 0 };

async function send(files) {
  if (!files.length) return;
  const isArchive = files.length === 1 && files[0].path.toLowerCase().endsWith(".zip");
  const address = (!isArchive && zone.dataset.resume) || await begin(isArchive ? "zip" : "files");
  const { received } = await (await ask(`${address}file/`, {})).json();
  Object.assign(state, { files, next: 0, bytes: 0, refused: [], began: Date.now(), address, received });
  state.total = files.reduce((sum, { file }) => sum + file.size, 0);
  zone.classList.add("busy");
  document.getElementById("sending").hidden = false;
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  if (state.refused.length < files.length) lookThrough(address);
}

async function begin(kind) {
  const body = new FormData();
  body.set("kind", kind);
  const answer = await ask(zone.dataset.begin, { method: "POST", body, headers: { Accept: "application/json" } });
  return (await answer.json()).address;
}

async function sendNext() {
  while (state.next < state.files.length) {
    while (state.held) await wait(0.2);
    const { file, path } = state.files[state.next++];
    await sendFile(file, path);
    show();
  }
}

async function sendFile(file, path) {
  let offset = state.received[path] === file.size ? file.size : 0;
  while (offset < file.size || !file.size) {
    const url = `${state.address}file/?path=${encodeURIComponent(path)}&offset=${offset}`;
    const body = file.slice(offset, offset + CHUNK);
    const answer = await ask(url, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
    const told = await answer.json();
    if (answer.status === 409 && told.received !== undefined) {
      if (told.received === file.size) break;
      offset = told.received; // The server has more, or less, than we thought: it says where to go on.
      continue;
    }
    if (!answer.ok) return refuse(path, told.problem);
    offset = told.received;
    show();
    if (!file.size) break;
  }
  state.bytes += file.size;
}

// A request that comes to nothing is made again, later and later; what the server answers is an answer.
async function ask(url, options) {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await fetch(url, { ...options, headers: { ...options.headers, "X-CSRFToken": token } });
      if (answer.status === 403 || answer.redirected) throw new SignedOut();
      if (answer.status < 500) return answer;
    } catch (error) {
      if (error instanceof SignedOut) { tell(zone.dataset.signedOut); throw error; }
    }
    tell(zone.dataset.lost);
    await wait(PATIENCE[Math.min(attempt, PATIENCE.length - 1)]);
  }
}

class SignedOut extends Error {}

function lookThrough(address) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${address}step/`;
  for (const [name, value] of [["csrfmiddlewaretoken", token], ["wish", "look"]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

function refuse(path, problem) {
  state.refused.push(path);
  if (state.refused.length > 50) return;
  document.getElementById("refusals").append(Object.assign(document.createElement("li"), { textContent: `${path}: ${problem}` }));
}

let shown = 0;
function show() {
  if (Date.now() - shown < 100) return;
  shown = Date.now();
  const seconds = (Date.now() - state.began) / 1000;
  const rate = state.bytes / seconds;
  const left = rate > 0 ? Math.ceil((state.total - state.bytes) / rate) : 0;
  document.getElementById("sent").value = state.total ? state.bytes / state.total : 1;
  const refused = state.refused.length ? `, ${state.refused.length} ${zone.dataset.refused}` : "";
  tell(`${state.next} ${zone.dataset.of} ${state.files.length}${refused} · ${mebibytes(state.bytes)} · ${mebibytes(rate)}/s · ${left} s ${zone.dataset.left}`);
}

function mebibytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function tell(words) {
  document.getElementById("sending").hidden = false;
  document.getElementById("sent-words").textContent = words;
}

function wait(seconds) {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}

const hold = document.getElementById("hold");
const goOn = document.getElementById("go-on");
hold.addEventListener("click", () => { state.held = true; hold.hidden = true; goOn.hidden = false; });
goOn.addEventListener("click", () => { state.held = false; hold.hidden = false; goOn.hidden = true; });
