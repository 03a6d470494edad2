// Named: who speaks, as it was said on another page of the same transcription, gets an option in every turn and a key.

const find = (what: string): HTMLElement | null => document.querySelector<HTMLElement>(what);
const mould = document.querySelector<HTMLTemplateElement>("template[data-row]");

function selects(): HTMLSelectElement[] {
  const found = [...document.querySelectorAll<HTMLSelectElement>("[data-uid] select[name=speaker]")];
  const made = mould?.content.querySelector("select");
  return made ? [made, ...found] : found;
}

function option(select: HTMLSelectElement, who: string, key: number): void {
  const there = select.options[key];
  if (!there) select.add(new Option(who, String(key)));
  else if (there.text !== who) there.text = who;
}

function button(key: string): HTMLElement | null {
  const empty = find("[data-person-mould]");
  const line = empty?.cloneNode(true);
  if (!(line instanceof HTMLElement)) return null;
  line.hidden = false;
  line.removeAttribute("data-person-mould");
  const made = line.querySelector("button");
  if (made) Object.assign(made.dataset, { key: `Digit${key}`, person: key });
  line.querySelector("kbd")?.replaceChildren(key);
  empty?.before(line);
  return made;
}

document.addEventListener("guwah:people", (event) => {
  const people = (event as CustomEvent<readonly string[]>).detail;
  const all = selects();
  people.forEach((who, index) => {
    for (const select of all) option(select, who, index + 1);
    const key = String(index + 1);
    (find(`[data-person="${key}"]`) ?? button(key))?.querySelector("bdi")?.replaceChildren(who);
  });
});
