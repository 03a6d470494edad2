// Answering suggestions by keyboard: step from one to the next, accept, say more, reject, tick, see it in the text.
import { letter } from "./_letter.ts";
import { typing } from "./_text.ts";

const rows = [...document.querySelectorAll<HTMLElement>("[data-suggested]")];

function here(): number {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

/** Goes to a row; Tab leads to the one that was gone to last, and from it to what can be done with it. */
function step(to: number): void {
  const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
  for (const each of rows) each.tabIndex = each === row ? 0 : -1;
  row?.focus();
}

function press(row: HTMLElement | undefined, act: string): void {
  row?.querySelector<HTMLButtonElement>(`button[value^="${act}:"]`)?.click();
}

// Heard only while the focus is in a row, so that no letter is taken from anything else (WCAG 2.1.4).
const acts: Readonly<Record<string, (at: number) => void>> = {
  j: (at) => step(at + 1),
  ArrowDown: (at) => step(at + 1),
  k: (at) => step(at - 1),
  ArrowUp: (at) => step(at - 1),
  a: (at) => press(rows[at], "accept"),
  m: (at) => press(rows[at], "change"),
  r: (at) => press(rows[at], "reject"),
  z: (at) => press(rows[at], "reopen"),
  w: (at) => rows[at]?.querySelector<HTMLInputElement>("[data-what]")?.focus(),
  x: (at) => rows[at]?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click(),
  t: (at) => rows[at]?.querySelector<HTMLAnchorElement>("a[data-place]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = acts[letter(event)];
  const at = here();
  if (!act || at < 0) return;
  event.preventDefault();
  act(at);
});

// After an answer the page comes back: go on with what followed, not with the first.
for (const form of document.querySelectorAll<HTMLFormElement>("[data-answers]")) {
  form.addEventListener("submit", (event) => {
    const at = rows.findIndex((row) => row.contains(event.submitter));
    const field = form.querySelector<HTMLInputElement>("input[name=row]");
    if (field && at >= 0) field.value = String(at);
  });
}
if (rows[0]) rows[0].tabIndex = 0;
const place = new URLSearchParams(location.search).get("at");
if (place !== null) {
  step(Number(place));
  // At once: whoever answers one after the other does not want to see the page run past.
  document.activeElement?.scrollIntoView({ behavior: "instant", block: "center" });
}
