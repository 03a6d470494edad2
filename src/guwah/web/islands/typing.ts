// Typing: what is typed in forms goes to the vault every two seconds, after a lock sealed; this browser stores nothing.

import { given, put } from "./_fresh.ts";

type Field = HTMLTextAreaElement | HTMLInputElement;

interface Draft {
  readonly id: number;
  readonly form: string;
  readonly name: string;
  readonly text: string;
  readonly at: string;
}

const room = document.querySelector<HTMLElement>("[data-typing]");
const said = room?.querySelector<HTMLElement>("[data-typing-said]");
const lockedWords = room?.querySelector<HTMLElement>("[data-typing-locked]");
const kinds = "textarea, input:not([type]), input[type=text]";
const every = 2000;
const stillTyping = 60_000;
const longestWait = 3000;
const known = new Map<Field, string>();
const going = new WeakSet<HTMLFormElement>();
const place = location.pathname + location.search;
let slip = room?.dataset["slip"] ?? "";
let count = 0;
let typed = -Infinity;
let line: Promise<boolean> = Promise.resolve(true);
let state = "";

function fields(): Field[] {
  const found: Field[] = [];
  for (const form of document.querySelectorAll<HTMLFormElement>("form[method=post]")) {
    for (const field of form.querySelectorAll<Field>(kinds)) {
      if (field.name && !field.readOnly && field.dataset["noTyping"] === undefined) found.push(field);
    }
  }
  return found;
}

/** Which form of the page, and which field where a form has several of one name. */
function formOf(field: Field): string {
  const form = field.form;
  if (!form) return "";
  const same = [...form.querySelectorAll<Field>(kinds)].filter((other) => other.name === field.name);
  const path = new URL(form.getAttribute("action") ?? "", location.href).pathname;
  return `${path}#${same.indexOf(field)}`.slice(-200);
}

function words(name: string): string {
  return room?.dataset[name] ?? "";
}

/** What stands in a field and the vault does not know yet. */
function unkept(): Field[] {
  return fields().filter((field) => field.value !== (known.get(field) ?? field.defaultValue));
}

function flush(): Promise<boolean> {
  line = line.then(send, send);
  return line;
}

async function send(): Promise<boolean> {
  const news = unkept();
  if (news.length === 0) return true;
  const values = news.map((field) => field.value);
  // Of two tellings the larger number is the later, also after this page was left and came back.
  count = Math.max(count + 1, Date.now());
  const body = JSON.stringify({
    place,
    number: count,
    // A page that lies sealed is replaced whole, so everything that was typed on it is told again.
    fields: [...new Set([...known.keys(), ...news])].map((field) => ({
      form: formOf(field),
      name: field.name,
      label: (field.labels?.[0]?.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 200),
      text: field.value,
    })),
  });
  const reply = await fetch(words("keepUrl"), {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Guwah-Slip": slip },
    body,
    cache: "no-store",
    // A page that is being left may still say this much (Fetch, "keepalive").
    keepalive: body.length < 60_000,
  }).catch(() => undefined);
  if (!reply?.ok) {
    show(reply?.status === 507 ? "tooMuch" : "notKept");
    return false;
  }
  news.forEach((field, index) => known.set(field, values[index] ?? ""));
  const told = (await reply.json()) as { kept: string; slip?: string };
  slip = told.slip ?? slip;
  if (told.kept === "sealed") lock();
  show(told.kept === "sealed" ? "locked" : "kept");
  return true;
}

function show(next: string): void {
  if (!room || !said || next === state) return;
  state = next;
  room.hidden = false;
  room.dataset["state"] = next;
  said.textContent = next === "locked" ? "" : words(next);
}

/** Locked: the words of this page go out of sight, but for the form somebody types in. */
function lock(): void {
  if (!room || !lockedWords || !lockedWords.hidden) return;
  lockedWords.hidden = false;
  const form = document.activeElement?.closest("form") ?? [...known.keys()].at(-1)?.form;
  for (let stay: Element | null | undefined = form; stay && stay !== document.body; stay = stay.parentElement) {
    for (const other of stay.parentElement?.children ?? []) {
      if (other !== stay && other !== room && !other.contains(room) && other instanceof HTMLElement) other.hidden = true;
    }
  }
  for (const other of form?.querySelectorAll<HTMLElement>("blockquote, [data-aside]") ?? []) other.hidden = true;
  document.title = "Guwah";
}

async function throwAway(id: number): Promise<void> {
  const token = room?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  const body = new URLSearchParams({ draft: String(id), by_page: "1", csrfmiddlewaretoken: token });
  await fetch(words("dropUrl"), { method: "POST", body, redirect: "manual" }).catch(() => undefined);
}

function offered(): HTMLElement {
  const box = document.createElement("div");
  box.className = "typing-offer";
  return box;
}

/** Returns what takes the draft and clears its offer away. */
function offer(field: Field, draft: Draft): () => void {
  const box = offered();
  const head = document.createElement("p");
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  head.textContent = `${words("before")} ${when.format(new Date(draft.at))}`;
  const quote = document.createElement("blockquote");
  quote.dir = "auto";
  quote.textContent = field.dataset["draftWords"] ?? draft.text;
  box.append(head, quote);
  const done = (act: () => Promise<void>) => (): void => {
    // Taken or thrown away by itself before all of them were.
    if (!box.isConnected) return;
    void act();
    box.remove();
  };
  const taken = done(() => take(field, draft));
  const press = (act: () => void) => (): void => {
    act();
    field.focus();
  };
  box.append(
    button(words("take"), press(taken)),
    button(words("throw"), press(done(() => throwAway(draft.id)))),
  );
  field.insertAdjacentElement("afterend", box);
  return taken;
}

function button(word: string, act: () => void): HTMLElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button-small";
  made.textContent = word;
  made.addEventListener("click", act);
  return made;
}

/** A long form whose fields were lost together is taken back with one press, above it. */
function offerAll(form: HTMLFormElement, takes: readonly (() => void)[]): void {
  const box = offered();
  const all = (): void => {
    for (const each of takes) each();
    box.remove();
    form.querySelector<Field>(kinds)?.focus();
  };
  box.append(button(words("takeAll"), all));
  form.prepend(box);
}

/** The words come behind what stands in the field already; the old draft goes when they are kept anew. */
async function take(field: Field, draft: Draft): Promise<void> {
  const both = field.value.trim() && field.value !== field.defaultValue && !field.hidden;
  field.value = both ? `${field.value}\n\n${draft.text}` : draft.text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (await flush()) await throwAway(draft.id);
}

async function remind(): Promise<void> {
  const here = `${words("hereUrl")}?${new URLSearchParams({ place })}`;
  const reply = await fetch(here, { cache: "no-store", redirect: "manual" }).catch(() => undefined);
  if (!reply?.ok) return;
  const told = (await reply.json()) as { drafts: Draft[] };
  const lost = new Map<HTMLFormElement, (() => void)[]>();
  for (const draft of told.drafts) {
    const field = fields().find((each) => each.name === draft.name && formOf(each) === draft.form);
    if (!field) continue;
    if (field.value === draft.text) void adopt(field, draft);
    else if (field.form) lost.set(field.form, [...(lost.get(field.form) ?? []), offer(field, draft)]);
  }
  for (const [form, takes] of lost) if (takes.length > 1) offerAll(form, takes);
}

/** Whether the forms of this page are taken again. Where nobody answers, the words stay where they are. */
async function renewed(): Promise<boolean> {
  const now = await given();
  if (!now) return false;
  put(now);
  slip = now.slip;
  return true;
}

/** A form that came back with what was typed in it: this page keeps it from now on. */
async function adopt(field: Field, draft: Draft): Promise<void> {
  known.set(field, "");
  if (await flush()) await throwAway(draft.id);
}

if (room && slip) {
  document.addEventListener("input", () => (typed = performance.now()), { capture: true, passive: true });
  setInterval(() => void flush(), every);
  for (const name of ["pagehide", "blur"]) addEventListener(name, () => void flush());
  document.addEventListener("visibilitychange", () => void flush());
  // A form goes on its way when its words are kept: should the vault have locked meanwhile, they are not lost.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || going.has(form)) return;
      if (!unkept().some((field) => field.form === form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const waited = new Promise<undefined>((resolve) => setTimeout(resolve, longestWait, undefined));
      void Promise.race([flush(), waited]).then(async (kept) => {
        // Not kept: this page may be older than the program, which would refuse the form and say "go back".
        if (kept === false && !(await renewed())) return;
        going.add(form);
        form.requestSubmit(event.submitter);
        going.delete(form);
      });
    },
    { capture: true },
  );
  // The page is about to leave because the vault has locked (idle.ts): not while somebody types in it.
  document.addEventListener("guwah:locked", (event) => {
    if (performance.now() - typed < stillTyping) event.preventDefault();
    void flush();
  });
  void remind();
}
