// What somebody has typed, ticked or in focus stays when the part of a page around it comes anew.

const TYPABLE = "input:not([type='hidden']), textarea, select";
const isTicked = (field) => field.matches("[type='checkbox'], [type='radio']");
const isTyped = (field) => field.matches("select")
  ? [...field.options].some((option) => option.selected !== option.defaultSelected)
  : field.checked !== field.defaultChecked || field.value !== field.defaultValue;

function nameOf(form) {
  if (!form) return "";
  const hidden = [...form.querySelectorAll("[type='hidden']:not([name='csrfmiddlewaretoken'])")];
  return `${form.getAttribute("action")} ${form.id}${hidden.map((field) => ` ${field.name}=${field.value}`).join("")}`;
}

// The same in both: a field by its form and name, anything else by where it leads or what it says.
function keyOf(element) {
  const field = element.name ? `${element.name}=${isTicked(element) || element.matches("button") ? element.value : ""}` : "";
  return element.id || `${nameOf(element.form)} ${field || element.getAttribute("href") || element.getAttribute("aria-label") || element.textContent}`;
}

function twinsIn(fresh, selector) {
  return new Map([...fresh.querySelectorAll(selector)].map((element) => [keyOf(element), element]));
}

export function keepTyped(fresh, part) {
  const twins = twinsIn(fresh, TYPABLE);
  const forms = new Set([...part.querySelectorAll(TYPABLE)].filter(isTyped).map((field) => field.form));
  for (const field of part.querySelectorAll(TYPABLE)) {
    const twin = twins.get(keyOf(field));
    if (!twin || !forms.has(field.form)) continue;
    if ("checked" in field) twin.checked = field.checked;
    twin.value = field.value;
    if (field.closest("details")?.open && twin.closest("details")) twin.closest("details").open = true;
  }
  keepFocus(fresh, part);
}

// Whoever stands on a button or in a field of the part stands on it afterwards.
function keepFocus(fresh, part) {
  const active = document.activeElement;
  if (!part.contains(active) || active === part) return;
  const twin = twinsIn(fresh, "a, button, summary, [tabindex], input, textarea, select").get(keyOf(active));
  const [from, to] = active.matches("input, textarea") ? [active.selectionStart, active.selectionEnd] : [];
  setTimeout(() => {
    if (!twin?.isConnected || document.activeElement !== document.body) return;
    twin.focus({ preventScroll: true });
    if (from != null) twin.setSelectionRange(from, to);
  });
}
