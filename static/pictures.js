// A picture that was taken away since it was shown: the word instead of a broken image. A lost connection is none.

const word = document.querySelector("[data-withdrawn]").dataset.withdrawn;

async function look(image) {
  if (!image.closest(".image") || image.dataset.asked || !image.src.startsWith(location.origin)) return;
  image.dataset.asked = "1";
  const answer = await fetch(image.src, { method: "HEAD" }).catch(() => null);
  if (answer?.status !== 404) return;
  const gone = Object.assign(document.createElement("span"), { className: "gone", textContent: word, title: image.alt });
  image.closest(".image").replaceChildren(gone);
}

// Errors of images do not bubble, but they pass here on their way down; earlier ones are found by what they left.
document.addEventListener("error", (event) => { if (event.target instanceof HTMLImageElement) look(event.target); }, true);
for (const image of document.images) if (image.complete && !image.naturalWidth && image.getAttribute("src")) look(image);
