// Search: Control+K goes to the search box from anywhere; arrows walk from one place found to the next.

const box = document.querySelector<HTMLInputElement>("form[data-seek-words] input[type=search]");
const asked = document.querySelector<HTMLInputElement>("#search-words");
const hits = [...document.querySelectorAll<HTMLElement>("[data-hit] a.hit-way")];

/** The box of the page when it is shown, else that of the search page. */
function field(): HTMLInputElement | undefined {
  return [asked, box].find((each) => each && each.offsetParent !== null) ?? undefined;
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.shiftKey) return;
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    const to = field();
    if (!to) return;
    event.preventDefault();
    to.focus();
    to.select();
    return;
  }
  const at = event.target instanceof HTMLElement ? hits.indexOf(event.target) : -1;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (at < 0 || by === undefined || event.ctrlKey || event.metaKey) return;
  const next = hits[at + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});
