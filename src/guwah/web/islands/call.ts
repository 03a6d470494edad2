// Call: on a narrow screen one part of the sheet is open at a time, so that the one in use is on the screen.
// On paper and on a wide screen everything stands open; without this script it does everywhere.

const sheet = document.querySelector<HTMLFormElement>("form[data-call]");
const narrow = matchMedia("(max-width: 40rem)");
const parts = [...(sheet?.querySelectorAll<HTMLElement>("[data-part]") ?? [])];
let folds = false;

function button(name: string, words: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset[name] = "";
  made.textContent = words;
  return made;
}

/** A question has no heading of its own: what the caller reads out becomes one. */
function headOf(part: HTMLElement): HTMLElement {
  const head = part.querySelector<HTMLElement>(".call-heading");
  if (head) return head;
  const asked = part.querySelector<HTMLElement>(".call-said > p");
  const made = document.createElement("h3");
  made.className = "call-heading";
  made.dataset["made"] = "";
  made.lang = asked?.lang ?? "";
  made.dir = asked?.dir ?? "";
  made.textContent = asked?.textContent ?? "";
  asked?.setAttribute("data-read-above", "");
  part.prepend(made);
  return made;
}

function make(part: HTMLElement): void {
  const head = headOf(part);
  head.replaceChildren(button("fold", head.textContent ?? ""));
  if (part.querySelector("input[type=radio]")) {
    const told = document.createElement("p");
    told.className = "call-answer soft";
    told.dataset["made"] = "";
    head.after(told);
  }
  if (part === parts.at(-1)) return;
  const on = button("foldNext", sheet?.dataset["next"] ?? "");
  on.dataset["made"] = "";
  part.append(on);
}

function unmake(part: HTMLElement): void {
  for (const made of part.querySelectorAll<HTMLElement>("[data-made]")) made.remove();
  part.querySelector("[data-read-above]")?.removeAttribute("data-read-above");
  const head = part.querySelector<HTMLElement>(".call-heading");
  head?.replaceChildren(head.textContent ?? "");
  part.removeAttribute("data-folded");
}

function fold(part: HTMLElement, folded: boolean): void {
  part.toggleAttribute("data-folded", folded);
  part.querySelector("[data-fold]")?.setAttribute("aria-expanded", String(!folded));
}

/** What came back with an error stays open. */
function foldAll(but: HTMLElement | undefined): void {
  for (const each of parts) fold(each, each !== but && !each.querySelector(".errorlist"));
}

/** Opens one part, brings it to the upper edge and folds the others. */
function use(part: HTMLElement): void {
  foldAll(part);
  part.scrollIntoView({ block: "start" });
  part.querySelector<HTMLElement>("[data-fold]")?.focus({ preventScroll: true });
}

/** Beside a folded question stands what was answered. */
function answers(): void {
  for (const part of parts) {
    const chosen = part.querySelector<HTMLInputElement>("input[type=radio]:checked");
    part.querySelector(".call-answer")?.replaceChildren((chosen?.value && chosen.labels?.[0]?.textContent) || "");
  }
}

function fit(): void {
  // Paper is wide: what is open on the screen meanwhile stays so.
  if (matchMedia("print").matches || narrow.matches === folds) return;
  folds = narrow.matches;
  parts.forEach(unmake);
  if (!narrow.matches) return;
  parts.forEach(make);
  foldAll(parts[0]);
  answers();
}

if (sheet) {
  fit();
  narrow.addEventListener("change", fit);
  sheet.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-fold], [data-fold-next]") : null;
    const part = pressed?.closest<HTMLElement>("[data-part]");
    if (!pressed || !part) return;
    const chosen = "foldNext" in pressed.dataset ? parts[parts.indexOf(part) + 1] : part;
    if (chosen === part && !part.hasAttribute("data-folded")) fold(part, true);
    else if (chosen) use(chosen);
  });
  // Also when ticks are put back that were kept before a lock.
  sheet.addEventListener("input", answers);
  // A browser cannot point at a field that is folded away.
  const open = (event: Event): void => {
    const part = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-part]") : null;
    if (part) fold(part, false);
  };
  sheet.addEventListener("invalid", open, { capture: true });
}
