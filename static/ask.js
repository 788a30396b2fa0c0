// The ask box: pictures upload as they are added, in an order that stays; without this script a plain form does.

const form = document.getElementById("ask");
const list = document.getElementById("uploads");
const said = document.getElementById("upload-said");
let asksWhenTheyAreHere = false;

if (form) {
  form.classList.add("scripted");
  form.querySelector(".by-address").hidden = false;
  takeChoices();
  takePastes();
  takeDrops();
  takeKeys();
  takePopovers();
  takeSuggestions();
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-remove]")) remove(button.closest("li"));
    if (button?.matches("[data-move]")) move(button.closest("li"), Number(button.dataset.move), button);
  });
  form.addEventListener("submit", askOnce);
  // A page that the Back key brings back may ask again.
  window.addEventListener("pageshow", () => { delete form.dataset.asked; });
}

// Adding

// As many as there is room for; one sentence for all the others, however many they are.
function addAll(files) {
  const room = Math.max(0, Number(form.dataset.most) - list.querySelectorAll("[name='uid'], .waiting").length);
  for (const file of [...files].slice(0, room)) {
    const body = new FormData();
    body.append("picture", file);
    send(body, file.name);
  }
  if (files.length > room) refuse(item("waiting", ""), form.dataset.tooMany);
}

function addAddress(address) {
  if (list.querySelectorAll("[name='uid'], .waiting").length >= Number(form.dataset.most)) {
    return refuse(item("waiting", ""), form.dataset.tooMany);
  }
  const body = new FormData();
  body.append("url", address);
  send(body, address);
}

// One request for each picture, with its progress; what is refused says why in the picture's place.
function send(body, name) {
  const place = item("waiting", name);
  const request = new XMLHttpRequest();
  place.append(progressOf(request, name), stopOf(request));
  request.open("POST", form.dataset.uploads);
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  request.addEventListener("load", () => {
    if (request.status === 201) show(place, request.responseText, name);
    else refuse(place, `${name}: ${reason(request)}`);
    if (request.status !== 201 && body.has("url")) bringBack(body.get("url"));
  });
  request.addEventListener("error", () => refuse(place, `${name}: ${form.dataset.lost}`));
  request.send(body);
}

// An address that failed stays typed, to be mended.
function bringBack(address) {
  const field = document.getElementById("address");
  if (field.value) return;
  field.value = address;
  form.querySelector(".by-address").open = true;
}

function progressOf(request, name) {
  const progress = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  progress.setAttribute("aria-label", name);
  request.upload.addEventListener("progress", (event) => { progress.value = event.loaded / event.total; });
  // All is sent: what takes time now has no measure.
  request.upload.addEventListener("load", () => progress.removeAttribute("value"));
  return progress;
}

function stopOf(request) {
  const stop = removal("×");
  stop.setAttribute("aria-label", form.dataset.remove);
  stop.addEventListener("click", () => request.abort());
  return stop;
}

function show(place, html, name) {
  place.insertAdjacentHTML("afterend", html);
  const added = place.nextElementSibling;
  place.remove();
  const uid = added.querySelector("[name='uid']").value;
  if (list.querySelectorAll(`[name='uid'][value='${uid}']`).length > 1) {
    added.remove();
    said.textContent = `${name}: ${form.dataset.twice}`;
  }
  askIfAwaited();
}

// A refusal is a sentence. A page is from something else: the sign-in, or a proxy whose server is gone.
function reason(request) {
  if (request.getResponseHeader("Content-Type")?.startsWith("text/plain")) return request.responseText;
  return request.status < 500 ? form.dataset.signedOut : form.dataset.lost;
}

function refuse(place, sentence) {
  const refusal = item("refused", sentence);
  refusal.firstChild.setAttribute("role", "alert");
  refusal.append(removal(form.dataset.dismiss));
  place.replaceWith(refusal);
  stopAwaiting();
}

function item(state, text) {
  const place = document.createElement("li");
  place.className = `upload ${state}`;
  place.append(Object.assign(document.createElement("span"), { textContent: text }));
  return list.appendChild(place);
}

function removal(text) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  button.dataset.remove = "";
  return button;
}

// Removing, and order: by buttons, and by dragging one thumbnail onto another.

function remove(place) {
  const next = place.nextElementSibling ?? place.previousElementSibling;
  place.remove();
  (next?.querySelector("[data-remove]") ?? form.querySelector("textarea")).focus();
  askIfAwaited();
}

function move(place, by, button) {
  const other = by < 0 ? place.previousElementSibling : place.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(place);
  else other.after(place);
  button.focus();
  said.textContent = `${[...list.children].indexOf(place) + 1} / ${list.children.length}`;
}

function putAt(dragged, onto) {
  const isBehind = dragged.compareDocumentPosition(onto) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (isBehind) onto.after(dragged);
  else onto.before(dragged);
}

// Asking: once, and not before the pictures are here.

function askOnce(event) {
  if (list.querySelector(".waiting")) {
    event.preventDefault();
    asksWhenTheyAreHere = true;
    form.classList.add("awaiting");
    said.textContent = form.dataset.awaiting;
  } else if ("asked" in form.dataset) event.preventDefault();
  else form.dataset.asked = "";
}

function askIfAwaited() {
  if (!asksWhenTheyAreHere || list.querySelector(".waiting")) return;
  stopAwaiting();
  form.requestSubmit();
}

function stopAwaiting() {
  asksWhenTheyAreHere = false;
  form.classList.remove("awaiting");
}

// Ways in

function takeChoices() {
  const files = form.querySelector("input[type='file']");
  files.addEventListener("change", () => { addAll(files.files); files.value = ""; });
  const address = document.getElementById("address");
  const fetchIt = () => {
    addAddress(address.value);
    address.value = "";
    form.querySelector(".by-address").open = false;
  };
  document.getElementById("fetch").addEventListener("click", fetchIt);
  address.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); fetchIt(); }
  });
}

function takePastes() {
  document.addEventListener("paste", (event) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length) { event.preventDefault(); addAll(pasted); }
  });
}

// Files, pictures of other pages, and thumbnails that change places; words are left to the browser.
function takeDrops() {
  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    dragged?.classList.add("dragged");
  });
  document.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); dragged = null; });
  document.addEventListener("dragover", (event) => {
    const brings = event.dataTransfer.types.includes("Files");
    if (dragged || brings || !event.target.closest("textarea, input")) event.preventDefault();
    if (!dragged && brings) document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("dropping");
    const files = event.dataTransfer.files, address = addressOfPicture(event.dataTransfer);
    // A browser would leave the page for a link that is dropped beside a field.
    if (dragged || files.length || address || !event.target.closest("textarea, input")) event.preventDefault();
    const onto = event.target.closest(".upload");
    if (dragged) { if (onto && onto !== dragged) putAt(dragged, onto); }
    else if (files.length) addAll(files);
    else if (address) addAddress(address);
  });
}

function addressOfPicture(data) {
  const dropped = new DOMParser().parseFromString(data.getData("text/html"), "text/html");
  return dropped.querySelector("img[src^='http']")?.src;
}

function takeKeys() {
  document.addEventListener("keydown", (event) => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key !== "/" || isCommand || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    form.querySelector("textarea").focus();
  });
}

// Each tells in its summary what is chosen in it.
function takePopovers() {
  for (const popover of form.querySelectorAll(".popover")) {
    popover.addEventListener("change", () => tellChosen(popover));
    tellChosen(popover);
  }
}

function tellChosen(popover) {
  const chosen = popover.querySelector(".chosen");
  const names = [...popover.querySelectorAll("input:checked ~ .choice")].map((choice) => choice.textContent.trim());
  if (chosen) chosen.textContent = names.join(", ") || popover.dataset.none;
}

// A suggestion asks at once: what somebody wrote is not lost without a word.
function takeSuggestions() {
  document.addEventListener("submit", (event) => {
    const suggestions = event.target.closest("#suggestions");
    if (!suggestions) return;
    const isTouched = form.elements.question.value.trim() || list.children.length;
    if (isTouched && !confirm(suggestions.dataset.replace)) event.preventDefault();
  });
}
