// Reader: words selected in a turn become start, end and quote in a plain form; turns can be walked by keyboard.
import { letter } from "./_letter.ts";
import { paint, rangeOf, stretch, stretchOf, typing, wordsText, type Stretch } from "./_text.ts";

interface Chosen extends Stretch {
  readonly words: HTMLElement;
}

const bar = document.querySelector<HTMLFormElement>("form[data-selection-bar]");
const turns = [...document.querySelectorAll<HTMLElement>("[data-turn]")];
let chosen: Chosen | undefined;

function set(name: string, value: string): void {
  const field = bar?.elements.namedItem(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value;
}

function show(next: Chosen | undefined): void {
  chosen = next;
  if (bar) bar.hidden = next === undefined;
  paint("guwah-selected", next ? [rangeOf(next.words, next.start, next.end)] : []);
  if (!bar || !next) return;
  // Words of a text that stands beside another are held in their own text.
  const layer = next.words.dataset["layer"];
  for (const button of bar.querySelectorAll<HTMLButtonElement>("button[formaction]")) {
    if (layer) button.formAction = button.formAction.replace(/\/\d+\/select\//, `/${layer}/select/`);
  }
  set("start", String(next.start));
  set("end", String(next.end));
  set("quote", next.quote);
  for (const name of ["layer", "revision", "block", "turn"]) {
    set(name, next.words.dataset[name] ?? next.words.closest<HTMLElement>("[data-turn]")?.dataset[name] ?? "");
  }
  const said = bar.querySelector<HTMLElement>("[data-selection-quote]");
  if (said) {
    said.textContent = next.quote;
    said.lang = next.words.lang;
    said.dir = next.words.dir;
  }
}

function fromSelection(): void {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0).cloneRange();
  const first = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  const within = first?.closest<HTMLElement>("[data-words]");
  // A selection that begins outside the words (in a speaker's name, say) belongs to the first words it reaches.
  const words =
    within ?? [...document.querySelectorAll<HTMLElement>("[data-words]")].find((each) => range.intersectsNode(each));
  const found = words && stretchOf(words, range);
  if (words && found) show({ words, ...found });
}

/** Code-point borders of the words of a block, from the layer's start: where a selection may begin or end. */
function borders(words: HTMLElement): number[] {
  const language = words.lang || document.documentElement.lang;
  let place = Number(words.dataset["start"] ?? "0");
  const found = [place];
  for (const { segment } of new Intl.Segmenter(language, { granularity: "word" }).segment(wordsText(words))) {
    place += [...segment].length;
    found.push(place);
  }
  return found;
}

function reach(which: string): void {
  if (!chosen) return;
  const { words } = chosen;
  let { start, end } = chosen;
  const places = borders(words);
  if (which === "start-out") start = places.filter((place) => place < start).at(-1) ?? start;
  if (which === "start-in") start = places.find((place) => place > start && place < end) ?? start;
  if (which === "end-in") end = places.filter((place) => place < end && place > start).at(-1) ?? end;
  if (which === "end-out") end = places.find((place) => place > end) ?? end;
  document.getSelection()?.removeAllRanges();
  show({ words, ...stretch(words, start, end) });
}

function wholeTurn(turn: HTMLElement): void {
  const words = turn.querySelector<HTMLElement>("[data-words]");
  if (!words) return;
  const places = borders(words);
  show({ words, ...stretch(words, places[0] ?? 0, places.at(-1) ?? 0) });
}

function walk(turn: HTMLElement, by: number): void {
  const next = turns[turns.indexOf(turn) + by];
  if (!next) return;
  turn.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function act(turn: HTMLElement, action: string): void {
  if (!chosen || !turn.contains(chosen.words)) wholeTurn(turn);
  bar?.querySelector<HTMLButtonElement>(`button[data-action="${action}"]`)?.focus();
}

/** From a turn to what answers to it in the next text of the same line, and round again. */
function across(turn: HTMLElement): void {
  const cells = [...(turn.closest("[data-line]")?.querySelectorAll("ol") ?? [])];
  const here = cells.findIndex((cell) => cell.contains(turn));
  const order = [...cells.slice(here + 1), ...cells.slice(0, here)];
  const next = order.map((cell) => cell.querySelector<HTMLElement>("[data-turn]")).find((found) => found);
  if (!next) return;
  turn.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function press(found: HTMLElement | null | undefined): void {
  found?.click();
}

/** The session before or after the one that stands above a turn; without a turn, of the top of the page. */
function session(turn: HTMLElement | undefined, by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-sessions] a")];
  const number = /s(\d+)-t\d+$/.exec(turn?.id ?? turns[0]?.id ?? "")?.[1] ?? "1";
  const here = links.findIndex((link) => link.dataset["session"] === number);
  press(links[here + by]);
}

function help(): void {
  const sheet = document.querySelector<HTMLDetailsElement>("details[data-keys]");
  if (!sheet) return;
  sheet.open = !sheet.open;
  if (sheet.open) sheet.querySelector("summary")?.focus();
}

/** Which texts stand beside this one: folded away until somebody wants to know. */
function layers(): void {
  const choice = document.querySelector<HTMLElement>("[data-layers-choice]");
  const fold = choice?.closest("details");
  if (fold) fold.open = true;
  choice?.querySelector("input")?.focus();
}

// These belong to the whole text: heard while a turn has the focus, or nothing has.
const ways: Readonly<Record<string, (turn: HTMLElement | undefined) => void>> = {
  f: () => press(document.querySelector<HTMLElement>("a[rel=next]")),
  b: () => press(document.querySelector<HTMLElement>("a[rel=prev]")),
  s: (turn) => session(turn, 1),
  S: (turn) => session(turn, -1),
  l: layers,
  "?": help,
  "؟": help,
  "？": help,
};

// These keys are heard only while a turn itself has the focus, so they never take a letter from a field.
const keys: Readonly<Record<string, (turn: HTMLElement) => void>> = {
  ArrowDown: (turn) => walk(turn, 1),
  j: (turn) => walk(turn, 1),
  ArrowUp: (turn) => walk(turn, -1),
  k: (turn) => walk(turn, -1),
  Enter: (turn) => act(turn, "claim"),
  c: (turn) => act(turn, "claim"),
  x: (turn) => act(turn, "cut"),
  n: (turn) => act(turn, "note"),
  e: (turn) => press(turn.querySelector<HTMLElement>("[data-edit]")),
  o: across,
  y: (turn) => press(turn.closest("[data-line]")?.querySelector<HTMLElement>("button[name=confirm]")),
  "+": (turn) => press(turn.closest("[data-line]")?.querySelector<HTMLElement>("button[name=join]")),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen) {
    const turn = chosen.words.closest<HTMLElement>("[data-turn]");
    document.getSelection()?.removeAllRanges();
    show(undefined);
    turn?.focus();
    return;
  }
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(target)) return;
  const turn = target instanceof HTMLElement && turns.includes(target) ? target : undefined;
  if (!turn && target !== document.body) return;
  const pressed = letter(event);
  const does = (turn && keys[pressed]) ?? ways[pressed];
  if (!does) return;
  event.preventDefault();
  does(turn as HTMLElement);
});

let waiting = 0;
document.addEventListener("selectionchange", () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(fromSelection);
});

bar?.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-reach]") : null;
  if (button) reach(button.dataset["reach"] ?? "");
});

for (const turn of turns) turn.tabIndex = -1;
const linked = turns.find((turn) => `#${turn.id}` === location.hash);
// After a group has been confirmed the next one is the place to go on at.
const line = /^#g\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
const next = line?.querySelector<HTMLElement>("[data-turn]");
const entry = linked ?? next ?? turns[0];
if (entry) entry.tabIndex = 0;
// The browser drops the focus when it goes to the place an address names, which it does after this script.
if (next) addEventListener("load", () => requestAnimationFrame(() => next.focus()));
for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-turn] a.turn-number")) {
  link.addEventListener("click", () => link.closest<HTMLElement>("[data-turn]")?.focus({ preventScroll: true }));
}
// Without this script the bar asks for the words to be typed or pasted; with it they are selected.
bar?.classList.add("is-live");
for (const typed of bar?.querySelectorAll<HTMLElement>("[data-without-script]") ?? []) typed.hidden = true;
for (const live of bar?.querySelectorAll<HTMLElement>("[data-with-script]") ?? []) live.hidden = false;
if (bar) bar.hidden = true;
