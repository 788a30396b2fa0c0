// What somebody has typed or ticked stays when the part of a page around it comes anew.

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
export function keyOf(element) {
  const field = element.name ? `${element.name}=${isTicked(element) || element.matches("button") ? element.value : ""}` : "";
  return element.id || `${nameOf(element.form)} ${field || element.getAttribute("href") || element.getAttribute("aria-label") || element.textContent}`;
}

export function keepTyped(fresh, part) {
  const twins = new Map([...fresh.querySelectorAll(TYPABLE)].map((field) => [keyOf(field), field]));
  const forms = new Set([...part.querySelectorAll(TYPABLE)].filter(isTyped).map((field) => field.form));
  for (const field of part.querySelectorAll(TYPABLE)) {
    const twin = twins.get(keyOf(field));
    if (!twin || !forms.has(field.form)) continue;
    if ("checked" in field) twin.checked = field.checked;
    twin.value = field.value;
    if (field.closest("details")?.open && twin.closest("details")) twin.closest("details").open = true;
  }
}
