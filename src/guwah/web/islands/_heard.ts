// Heard: the single word that is heard now, and the time of the word that somebody clicks on.
import { offsetOf, paint, rangeOf } from "./_text.ts";

interface Word {
  /** Code points of the layer. */
  readonly start: number;
  readonly end: number;
  /** Seconds of the recording. */
  readonly begins: number;
  readonly ends: number;
}

const known = new WeakMap<HTMLElement, Word[]>();
let marked: Word | undefined;

/** Whether this page knows when single words are heard. */
export const wordByWord = document.querySelector("[data-heard]") !== null;

/** The words of a block with a time: four differences to a word, as `word_times.packed` writes them. */
function wordsIn(block: HTMLElement): Word[] {
  const found = known.get(block) ?? [];
  if (known.has(block)) return found;
  const numbers = (block.dataset["heard"] ?? "").split(" ").map(Number);
  let reached = Number(block.dataset["start"] ?? "0");
  let begun = 0;
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    const [gap = 0, length = 0, since = 0, lasts = 0] = numbers.slice(at, at + 4);
    const start = reached + gap;
    reached = start + length;
    begun += since;
    found.push({ start, end: reached, begins: begun / 1000, ends: (begun + lasts) / 1000 });
  }
  known.set(block, found);
  return found;
}

/** Marks the word of a turn that is heard at a second, and no other. */
export function markWord(turn: HTMLElement | undefined, seconds: number): void {
  const block = turn?.querySelector<HTMLElement>("[data-heard]");
  const now = block ? wordsIn(block).filter(({ begins, ends }) => begins <= seconds && seconds < ends) : [];
  const word = now.at(-1);
  if (word === marked) return;
  marked = word;
  paint("guwah-heard", block && word ? [rangeOf(block, word.start, word.end)] : []);
}

function caret(x: number, y: number): [Node, number] | undefined {
  if ("caretPositionFromPoint" in document) {
    const place = document.caretPositionFromPoint(x, y);
    return place ? [place.offsetNode, place.offset] : undefined;
  }
  const range = (document as Document).caretRangeFromPoint(x, y);
  return range ? [range.startContainer, range.startOffset] : undefined;
}

/** When the word under the pointer begins; for one without a time, when the one before it is over. */
export function secondUnder(event: MouseEvent): number | undefined {
  const block = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-heard]") : null;
  const place = block ? caret(event.clientX, event.clientY) : undefined;
  if (!block || !place || !block.contains(place[0])) return undefined;
  const offset = offsetOf(block, ...place);
  const word = wordsIn(block).filter(({ start }) => start <= offset).at(-1);
  return word && (offset <= word.end ? word.begins : word.ends);
}
