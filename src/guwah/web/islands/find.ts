// Find: what is typed, found in the words of this page in any script; counted, painted, walked through.
import { type Folded, fold, occurrences } from "./_fold.ts";
import { calm, paint, rangeOf, wordsText } from "./_text.ts";

interface Hit {
  readonly words: HTMLElement;
  readonly range: () => Range;
}

interface Block {
  readonly words: HTMLElement;
  readonly first: number;
  folded?: Folded;
}

const form = document.querySelector<HTMLFormElement>("form[data-find]");
const field = form?.querySelector<HTMLInputElement>("input[type=search]");
const count = form?.querySelector<HTMLElement>("[data-find-count]");
const blocks = [...document.querySelectorAll<HTMLElement>("[data-words]")].map((words): Block => {
  return { words, first: Number(words.dataset["start"] ?? "0") };
});
// What the server was asked for and has marked: forms in other scripts, which no page can know of.
const asked = field?.value.trim() ?? "";
const marked = [...document.querySelectorAll<HTMLElement>("[data-words] .is-selected")].map((words): Hit => {
  return { words, range: () => whole(words) };
});
let hits: Hit[] = [];
let current = -1;

// Ten thousand places are counted; painted are those that somebody may see now or after a short scroll.
const found = typeof Highlight === "undefined" ? undefined : new Highlight();
if (found) CSS.highlights.set("guwah-found", found);
const near = new Map<Element, Range[]>();
const waits = new Map<Element, Hit[]>();
const watching = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      for (const range of near.get(target) ?? []) found?.delete(range);
      near.delete(target);
      if (!isIntersecting) continue;
      const ranges = (waits.get(target) ?? []).map((hit) => hit.range());
      near.set(target, ranges);
      for (const range of ranges) found?.add(range);
    }
  },
  { rootMargin: "100%" },
);

function whole(words: HTMLElement): Range {
  const range = document.createRange();
  range.selectNodeContents(words);
  return range;
}

function paintNear(): void {
  watching.disconnect();
  found?.clear();
  near.clear();
  waits.clear();
  for (const hit of hits) {
    const others = waits.get(hit.words);
    if (others) others.push(hit);
    else waits.set(hit.words, [hit]);
  }
  for (const words of waits.keys()) watching.observe(words);
}

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

// Once: every letter that is typed asks again.
function foldedOf(block: Block): Folded {
  block.folded ??= fold(wordsText(block.words));
  return block.folded;
}

function search(): void {
  const sought = field?.value ?? "";
  hits = [];
  for (const block of sought.trim() === "" ? [] : blocks) {
    const { words, first } = block;
    for (const [start, end] of occurrences(foldedOf(block), sought)) {
      hits.push({ words, range: () => rangeOf(words, first + start, first + end) });
    }
  }
  if (sought.trim() === asked && asked !== "" && marked.length > hits.length) hits = marked;
  current = -1;
  paint("guwah-found-current", []);
  paintNear();
  say();
}

function go(by: number): void {
  if (hits.length === 0) return;
  current = current < 0 && by < 0 ? hits.length - 1 : (current + by + hits.length) % hits.length;
  const hit = hits[current];
  if (!hit) return;
  const range = hit.range();
  paint("guwah-found-current", [range]);
  const place = range.startContainer.parentElement ?? hit.words;
  place.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  say();
}

/** While the first letters are thought of, a little at a time: a key that is pressed meanwhile is not kept waiting. */
function foldAhead(next = 0): void {
  const until = performance.now() + 8;
  while (next < blocks.length && performance.now() < until) blocks.slice(next, (next += 50)).forEach(foldedOf);
  if (next < blocks.length) setTimeout(foldAhead, 0, next);
}

field?.addEventListener("focus", () => setTimeout(foldAhead), { once: true });

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
