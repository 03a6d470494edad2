// Texts side by side: the sentence one points at or steps to, and what probably answers to it, are lit together.
import { codePoints, offsetOf, paint, rangeOf, typing, wordsText } from "./_text.ts";

type Places = readonly (readonly [number, number])[];
// Layer and places, the other layer and its places, and the name of the row that says so.
type Answer = readonly [number, Places, number, Places, string];

const said = document.querySelector<HTMLElement>("[data-answer]");
const known = new WeakMap<HTMLElement, readonly Answer[]>();

function answers(line: HTMLElement): readonly Answer[] {
  let found = known.get(line);
  if (!found) known.set(line, (found = JSON.parse(line.dataset["sentences"] ?? "[]") as readonly Answer[]));
  return found;
}

/** The parts of a text's sentences that stand in a line. */
function ranges(line: HTMLElement, layer: number, places: Places): Range[] {
  const blocks = [...line.querySelectorAll<HTMLElement>("[data-words]")].filter(
    (words) => words.dataset["layer"] === String(layer),
  );
  return places.flatMap(([start, end]) => {
    const words = blocks.filter((each) => Number(each.dataset["start"] ?? "0") <= start).at(-1);
    return words ? [rangeOf(words, start, end)] : [];
  });
}

/** Lights what holds a place of a text; returns the words that answer to it. */
function light(line: HTMLElement, layer: number, place: number): string {
  const holds = ([start, end]: readonly [number, number]): boolean => start <= place && place < end;
  const lit = answers(line).filter(
    ([one, ours, other, theirs]) => (one === layer && ours.some(holds)) || (other === layer && theirs.some(holds)),
  );
  for (const row of document.querySelectorAll("[data-sentence-row].is-lit")) row.classList.remove("is-lit");
  for (const [, , , , name] of lit) document.getElementById(name)?.classList.add("is-lit");
  const sides = lit.flatMap(([one, ours, other, theirs]) => [
    { layer: one, found: ranges(line, one, ours) },
    { layer: other, found: ranges(line, other, theirs) },
  ]);
  paint(
    "guwah-answer",
    sides.flatMap((side) => side.found),
  );
  return sides
    .filter((side) => side.layer !== layer)
    .flatMap((side) => side.found.map(String))
    .join(" ");
}

function pointed(x: number, y: number): void {
  const words = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-words]");
  const line = words?.closest<HTMLElement>("[data-line]");
  const caret = words && line ? document.caretRangeFromPoint(x, y) : null;
  if (!words || !line || !caret || !words.contains(caret.startContainer)) return;
  light(line, Number(words.dataset["layer"]), offsetOf(words, caret.startContainer, caret.startOffset));
}

let waiting = 0;
document.addEventListener("pointermove", (event) => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => pointed(event.clientX, event.clientY));
});

let at: { readonly turn: HTMLElement; readonly number: number } | undefined;

/** Goes to the next sentence of a turn, or the one before, and says what answers to it. */
function step(turn: HTMLElement, by: number): void {
  const words = turn.querySelector<HTMLElement>("[data-words]");
  const line = turn.closest<HTMLElement>("[data-line]");
  if (!words || !line) return;
  const layer = Number(words.dataset["layer"]);
  const begin = Number(words.dataset["start"] ?? "0");
  const end = begin + codePoints(wordsText(words));
  const starts = answers(line)
    .flatMap(([one, ours, other, theirs]) => (one === layer ? ours : other === layer ? theirs : []))
    .map(([start]) => start)
    .filter((start) => begin <= start && start < end);
  const places = [...new Set(starts)].sort((one, other) => one - other);
  const number = at?.turn === turn ? at.number + by : by > 0 ? 0 : places.length - 1;
  const place = places[number];
  if (place === undefined) return;
  at = { turn, number };
  const answer = light(line, layer, place);
  if (said) said.textContent = answer;
}

document.addEventListener("keydown", (event) => {
  const turn = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(turn)) return;
  if (!(turn instanceof HTMLElement) || !turn.matches("[data-turn]")) return;
  if (event.key !== "." && event.key !== ",") return;
  event.preventDefault();
  step(turn, event.key === "." ? 1 : -1);
});

/** Confirms or parts the sentences that are lit, and comes back at the next ones. */
function decide(line: Element, name: string): boolean {
  const row = line.querySelector<HTMLElement>("[data-sentence-row].is-lit");
  const button = row?.querySelector<HTMLButtonElement>(`button[name=${name}]`);
  button?.click();
  return button !== null && button !== undefined;
}

document.addEventListener("keydown", (event) => {
  const line = event.target instanceof Element ? event.target.closest("[data-line]") : null;
  if (!line || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const name = event.code === "KeyY" ? "together" : event.code === "KeyN" ? "apart" : undefined;
  if (name && decide(line, name)) event.preventDefault();
});

// A row that has the focus, or the pointer, lights its sentences.
function shown(event: Event): void {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-sentence-row]") : null;
  const line = row?.closest<HTMLElement>("[data-line]");
  const found = line && answers(line).find((each) => each[4] === row?.id);
  const place = found?.[1][0]?.[0];
  if (line && found && place !== undefined) light(line, found[0], place);
}
document.addEventListener("pointerover", shown);
document.addEventListener("focusin", shown);

// After something was said of sentences the next ones are the place to go on at.
const next = /^#w\d+-\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
const fold = next?.closest("details");
if (next && fold) {
  fold.open = true;
  addEventListener("load", () => requestAnimationFrame(() => next.querySelector("button")?.focus()));
}

document.addEventListener("focusout", () => {
  at = undefined;
  paint("guwah-answer", []);
});
