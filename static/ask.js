// The ask box: pictures upload as they are added, in an order that stays; without this script a plain form does.

const form = document.getElementById("ask");
const list = document.getElementById("uploads");
const said = document.getElementById("upload-said");

if (form) {
  const files = form.querySelector("input[type='file']");
  form.classList.add("scripted");
  form.querySelector(".by-address").hidden = false;
  files.addEventListener("change", () => { addAll(files.files); files.value = ""; });
  takeDrops();
  takeKeys();
  document.addEventListener("paste", (event) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length) { event.preventDefault(); addAll(pasted); }
  });
  document.getElementById("fetch").addEventListener("click", addAddress);
  document.getElementById("address").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); addAddress(); }
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-remove]")) button.closest("li").remove();
    if (button?.matches("[data-move]")) move(button.closest("li"), Number(button.dataset.move), button);
  });
}

function addAll(files) {
  for (const file of files) {
    const body = new FormData();
    body.append("picture", file);
    send(body, file.name);
  }
}

function addAddress() {
  const field = document.getElementById("address");
  const body = new FormData();
  body.append("url", field.value);
  send(body, field.value);
  field.value = "";
  form.querySelector(".by-address").open = false;
}

// One request for each picture, with its progress; what is refused says why in the picture's place.
function send(body, name) {
  const place = item("waiting", name);
  if (list.querySelectorAll("[name='uid'], .waiting").length > Number(form.dataset.most)) {
    return refuse(place, form.dataset.tooMany);
  }
  const progress = place.appendChild(Object.assign(document.createElement("progress"), { max: 1, value: 0 }));
  progress.setAttribute("aria-label", name);
  const request = new XMLHttpRequest();
  request.open("POST", form.dataset.uploads);
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  request.upload.addEventListener("progress", (event) => { progress.value = event.loaded / event.total; });
  request.addEventListener("load", () => {
    if (request.status !== 201) return refuse(place, `${name}: ${request.responseText.slice(0, 500)}`);
    place.insertAdjacentHTML("afterend", request.responseText);
    place.remove();
  });
  request.addEventListener("error", () => refuse(place, `${name}: ${form.dataset.lost}`));
  request.send(body);
}

function item(state, text) {
  const place = document.createElement("li");
  place.className = `upload ${state}`;
  place.append(Object.assign(document.createElement("span"), { textContent: text }));
  return list.appendChild(place);
}

function refuse(place, sentence) {
  const refusal = item("refused", sentence);
  const dismiss = Object.assign(document.createElement("button"), { type: "button", textContent: form.dataset.dismiss });
  dismiss.dataset.remove = "";
  refusal.append(dismiss);
  place.replaceWith(refusal);
  said.textContent = sentence;
}

// Order: by buttons, and by dragging one thumbnail onto another.
function move(place, by, button) {
  const other = by < 0 ? place.previousElementSibling : place.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(place);
  else other.after(place);
  button.focus();
}

function takeDrops() {
  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    dragged?.classList.add("dragged");
  });
  document.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); dragged = null; });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    if (!dragged) document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    const onto = event.target.closest?.(".upload");
    if (dragged && onto && onto !== dragged) {
      const isBehind = dragged.compareDocumentPosition(onto) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (isBehind) onto.after(dragged);
      else onto.before(dragged);
    } else if (event.dataTransfer.files.length) addAll(event.dataTransfer.files);
  });
}

function takeKeys() {
  const question = form.querySelector("textarea");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    question.focus();
  });
}
