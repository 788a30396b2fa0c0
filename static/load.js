// Asks for what somebody wants to see now. Where it does not come, that is said in `place`, or by static/notices.js.

export async function load(url, place = undefined) {
  const answer = await fetch(url).catch(() => null);
  if (answer && !answer.redirected && answer.status < 500) return answer;
  if (!place) document.dispatchEvent(new Event("sightline:unloaded"));
  else place.textContent = document.getElementById("notices").dataset.unloaded;
  return null;
}
