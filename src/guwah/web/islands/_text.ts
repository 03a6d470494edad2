// Characters of a block of words as Python counts them: code points, without what the page added (data-aside).

export interface Piece {
  readonly node: Text;
  /** Code point of the layer at which this node's text begins. */
  readonly start: number;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** Code points of `text`; a lone surrogate counts as one, as it does in Python. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** UTF-16 index of the code point `count` characters into `text`. */
export function utf16Index(text: string, count: number): number {
  let index = 0;
  for (const character of text) {
    if (count <= 0) break;
    index += character.length;
    count -= 1;
  }
  return index;
}

export function pieces(words: HTMLElement): Piece[] {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node instanceof Element) {
      return node.hasAttribute("data-aside") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    }
    return NodeFilter.FILTER_ACCEPT;
  });
  const found: Piece[] = [];
  let start = Number(words.dataset["start"] ?? "0");
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    found.push({ node, start });
    start += codePoints(node.data);
  }
  return found;
}

export function wordsText(words: HTMLElement): string {
  return pieces(words)
    .map(({ node }) => node.data)
    .join("");
}

/** The layer offset of a DOM position, or of the nearest character before it. */
export function offsetOf(words: HTMLElement, container: Node, index: number): number {
  const place = document.createRange();
  place.setStart(container, index);
  let offset = Number(words.dataset["start"] ?? "0");
  for (const { node, start } of pieces(words)) {
    if (node === container) return start + codePoints(node.data.slice(0, index));
    if (place.comparePoint(node, 0) > 0) break;
    offset = start + codePoints(node.data);
  }
  return offset;
}

/** The part of a selection that lies within one block of words, or nothing when it covers no character. */
export function stretchOf(words: HTMLElement, range: Range): Stretch | undefined {
  const whole = document.createRange();
  whole.selectNodeContents(words);
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) {
    range.setStart(whole.startContainer, whole.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) {
    range.setEnd(whole.endContainer, whole.endOffset);
  }
  const start = offsetOf(words, range.startContainer, range.startOffset);
  const end = offsetOf(words, range.endContainer, range.endOffset);
  return end > start ? stretch(words, start, end) : undefined;
}

export function stretch(words: HTMLElement, start: number, end: number): Stretch {
  const first = Number(words.dataset["start"] ?? "0");
  const characters = [...wordsText(words)];
  return { start, end, quote: characters.slice(start - first, end - first).join("") };
}

/** DOM range of a stretch, for painting. */
export function rangeOf(words: HTMLElement, start: number, end: number): Range {
  const range = document.createRange();
  range.selectNodeContents(words);
  for (const { node, start: from } of pieces(words)) {
    const to = from + codePoints(node.data);
    if (from <= start && start < to) range.setStart(node, utf16Index(node.data, start - from));
    if (from < end && end <= to) range.setEnd(node, utf16Index(node.data, end - from));
  }
  return range;
}

/** Shows ranges in the page without touching its elements; does nothing where the browser cannot. */
export function paint(name: string, ranges: readonly Range[]): void {
  if (typeof Highlight === "undefined") return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

/** True where single keys belong to what is focused: a field, a button's own keys, the audio's controls. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
