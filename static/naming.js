// A new corpus: its short name is proposed from its name, until somebody types another one.
const name = document.getElementById("id_name"), slug = document.getElementById("id_slug");
let proposed = slug.value;

// As the server makes it of the name where none is given.
function slugOf(text) {
  const plain = text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  return plain.replace(/[^\w\s-]/g, "").replace(/[\s_-]+/g, "-").slice(0, Number(slug.dataset.most)).replace(/^-|-$/g, "");
}

name.addEventListener("input", () => {
  if (slug.value === proposed) slug.value = proposed = slugOf(name.value);
});
