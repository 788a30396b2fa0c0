// The address of a new link goes to the clipboard, also on pages that are not served by HTTPS, which have no other way.

document.addEventListener("click", async ({ target }) => {
  const button = target.closest(".copy");
  if (!button) return;
  const address = button.closest(".fresh").querySelector("textarea");
  address.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(address.value).catch(() => document.execCommand("copy"));
  else document.execCommand("copy");
  button.textContent = button.dataset.copied;
});
