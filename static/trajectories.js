// The list of runs: keys to move, two ticks to compare. Everything here works without it, by links and forms.
"use strict";

const rows = () => [...document.querySelectorAll("#list .question")];
const ticks = () => [...document.querySelectorAll("#list input[name=run]")];
const isTyping = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

function move(step) {
  const questions = rows();
  const row = document.activeElement.closest(".trajectory");
  const at = questions.indexOf(row?.querySelector(".question"));
  const next = at < 0 ? (step > 0 ? 0 : questions.length - 1) : at + step;
  const target = questions[Math.min(Math.max(next, 0), questions.length - 1)];
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

function tickFocused() {
  const tick = document.activeElement.closest(".trajectory")?.querySelector("input[name=run]");
  tick?.click();
}

const keys = { j: () => move(1), k: () => move(-1), x: tickFocused };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// Two runs can be compared: a third tick is not set, and the list says why.
const ticked = () => ticks().filter((tick) => tick.checked).length;
function showTicks() {
  const button = document.querySelector("#compare button");
  if (button) button.disabled = ticked() !== 2;
}
document.addEventListener("change", (event) => {
  if (!event.target.matches("#list input[name=run]")) return;
  const tooMany = document.getElementById("too-many"), isThird = ticked() > 2;
  if (isThird) event.target.checked = false;
  tooMany.textContent = isThird ? tooMany.dataset.words : "";
  showTicks();
});

// What is wrong with a filter is said in the list, which comes with 422.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) Object.assign(event.detail, { shouldSwap: true, isError: false });
});
document.addEventListener("htmx:afterSwap", showTicks);
document.addEventListener("sightline:fresh", showTicks);

document.documentElement.classList.add("scripted");
showTicks(); // Browsers keep ticks when one comes back.
