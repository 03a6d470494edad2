// Find: what is typed, found in the words of this page in any script; counted, painted, walked through.
import { occurrences } from "./_fold.ts";
import { calm, paint, rangeOf, wordsText } from "./_text.ts";

interface Hit {
  readonly words: HTMLElement;
  readonly range: Range;
}

const form = document.querySelector<HTMLFormElement>("form[data-find]");
const field = form?.querySelector<HTMLInputElement>("input[type=search]");
const count = form?.querySelector<HTMLElement>("[data-find-count]");
const blocks = [...document.querySelectorAll<HTMLElement>("[data-words]")].map((words) => ({
  words,
  first: Number(words.dataset["start"] ?? "0"),
  text: wordsText(words),
}));
// What the server was asked for and has marked: forms in other scripts, which no page can know of.
const asked = field?.value.trim() ?? "";
const marked = [...document.querySelectorAll<HTMLElement>("[data-words] .is-selected")].map((words) => {
  const range = document.createRange();
  range.selectNodeContents(words);
  return { words, range };
});
let hits: Hit[] = [];
let current = -1;

function say(): void {
  if (!count || !form) return;
  const total = new Intl.NumberFormat(document.documentElement.lang).format(hits.length);
  const place = new Intl.NumberFormat(document.documentElement.lang).format(current + 1);
  if (field?.value.trim() === "") count.textContent = "";
  else if (hits.length === 0) count.textContent = form.dataset["none"] ?? "0";
  else {
    const pattern = current < 0 ? form.dataset["found"] : form.dataset["count"];
    count.textContent = (pattern ?? "%t").replace("%n", place).replace("%t", total);
  }
}

function search(): void {
  const sought = field?.value ?? "";
  hits = blocks.flatMap(({ words, first, text }) =>
    occurrences(text, sought).map(([start, end]) => ({ words, range: rangeOf(words, first + start, first + end) })),
  );
  if (sought.trim() === asked && asked !== "" && marked.length > hits.length) hits = marked;
  current = -1;
  paint("guwah-found-current", []);
  paint(
    "guwah-found",
    hits.map(({ range }) => range),
  );
  say();
}

function go(by: number): void {
  if (hits.length === 0) return;
  current = current < 0 && by < 0 ? hits.length - 1 : (current + by + hits.length) % hits.length;
  const hit = hits[current];
  if (!hit) return;
  paint("guwah-found-current", [hit.range]);
  const place = hit.range.startContainer.parentElement ?? hit.words;
  place.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  say();
}

let waiting = 0;
field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = window.setTimeout(search, 120);
});
form?.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  if (current < 0) search();
  // Not in this script: the server is asked for others, once.
  if (hits.length === 0 && form.dataset["across"] !== undefined && field?.value.trim() !== asked) return;
  event.preventDefault();
  go(1);
});
field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.shiftKey) {
    event.preventDefault();
    go(-1);
  }
  if (event.key === "Escape") {
    field.value = "";
    search();
  }
});
form?.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-find-go]") : null;
  if (button) go(Number(button.dataset["findGo"]));
});
for (const live of form?.querySelectorAll<HTMLElement>("[data-with-script]") ?? []) live.hidden = false;
if (field?.value) search();
