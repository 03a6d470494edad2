//! The page itself: languages, what is given, and one answer at a time.
import { answer, unreadable } from "./answer.ts";
import { Check } from "./check.ts";
import { Broken, say, Unreadable } from "./faults.ts";
import { fromArchive, fromChosen, fromDrop, type Given } from "./giving.ts";
import { parseKey, type Key } from "./keys.ts";
import { chooseLanguage, language, LANGUAGES, sentence, told } from "./speech.ts";

const at = <Found extends HTMLElement>(id: string): Found => document.getElementById(id) as Found;

const [zone, status, progress, found] = [at("zone"), at("status"), at<HTMLProgressElement>("progress"), at("found")];
const [keys, keysFault, again] = [at<HTMLTextAreaElement>("keys"), at("keys-fault"), at<HTMLButtonElement>("again")];

interface Answered {
  readonly outcome: Check | Unreadable;
  readonly name: string;
  readonly when: Date;
}

let given: Given | undefined;
let answered: Answered | undefined;
let wrongLine = 0;
let run = 0;

function show(): void {
  for (const each of document.querySelectorAll<HTMLElement>("[data-say]")) {
    each.dataset["say"] ||= (each.textContent ?? "").trim();
    each.textContent = told(each.dataset["say"]);
  }
  document.title = told("Check a Guwah package");
  at("languages").ariaLabel = told("Language");
  progress.ariaLabel = told("Reading");
  for (const button of at("languages").children) {
    if ((button as HTMLElement).lang === language()) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  keysFault.replaceChildren(wrongLine ? sentence(say("Line {0} is not a key.", String(wrongLine))) : "");
  if (!answered) return;
  const { outcome, name, when } = answered;
  found.replaceChildren(...(outcome instanceof Check ? answer(outcome, name, when) : unreadable(outcome, name, when)));
}

/** The keys of the field, or nothing when a line of it is none. */
function givenKeys(): Key[] | undefined {
  const read: Key[] = [];
  wrongLine = 0;
  keys.value.split("\n").forEach((line, place) => {
    if (line.trim() === "" || wrongLine) return;
    try {
      read.push(parseKey(line.trim(), "--key", [1, 4]));
    } catch (fault) {
      if (!(fault instanceof Broken)) throw fault;
      wrongLine = place + 1;
    }
  });
  keys.setAttribute("aria-invalid", String(wrongLine > 0));
  return wrongLine ? undefined : read;
}

async function outcomeOf(wanted: Given, known: readonly Key[], onRead: (size: number) => void): Promise<Check | Unreadable> {
  try {
    const check = await new Check(wanted.entries, known, onRead).run();
    if (wanted.blind) check.unverified.push(say("whether empty folders or links lie there: a browser does not tell"));
    return check;
  } catch (fault) {
    if (fault instanceof Unreadable) return fault;
    //! A file that cannot be read any more: the browser says so with an exception of the DOM.
    if (fault instanceof DOMException) return new Unreadable("unreadable", "not to be read");
    throw fault;
  }
}

async function check(): Promise<void> {
  const known = givenKeys();
  show();
  if (!known) keys.focus();
  if (!known || !given) return;
  run += 1;
  const mine = run;
  const wanted = given;
  const total = wanted.entries.reduce((size, entry) => size + entry.size, 0);
  let read = 0;
  begin();
  const outcome = await outcomeOf(wanted, known, (size) => {
    read += size;
    if (mine === run) progress.value = Math.min(1, read / Math.max(total, 1));
  });
  if (mine === run) finish({ outcome, name: wanted.name, when: new Date() });
}

function begin(): void {
  found.hidden = true;
  found.replaceChildren();
  answered = undefined;
  again.hidden = false;
  progress.hidden = false;
  progress.value = 0;
  status.textContent = `${told("Reading")}…`;
}

function finish(made: Answered): void {
  answered = made;
  progress.hidden = true;
  found.hidden = false;
  show();
  const head = found.querySelector("h2");
  status.textContent = "";
  head?.focus();
}

async function take(wanted: Promise<Given> | Given): Promise<void> {
  run += 1;
  const mine = run;
  begin();
  try {
    const got = await wanted;
    if (mine !== run) return;
    given = got;
  } catch (fault) {
    if (!(fault instanceof Unreadable) && !(fault instanceof DOMException)) throw fault;
    given = undefined;
    const outcome = fault instanceof Unreadable ? fault : new Unreadable("unreadable", "not to be read");
    if (mine === run) finish({ outcome, name: "", when: new Date() });
    return;
  }
  await check();
  progress.hidden = true;
  if (wrongLine) status.textContent = "";
}

function listen(): void {
  const [folder, archive] = [at<HTMLInputElement>("folder"), at<HTMLInputElement>("archive")];
  folder.addEventListener("change", () => {
    const files = [...(folder.files ?? [])];
    folder.value = "";
    if (files.length > 0) void take(fromChosen(files));
  });
  archive.addEventListener("change", () => {
    const [file] = archive.files ?? [];
    archive.value = "";
    if (file) void take(fromArchive(file));
  });
  again.addEventListener("click", () => void check());
  //! A folder dropped beside the zone must not replace the page.
  for (const name of ["dragover", "drop", "dragleave"] as const) {
    window.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", name === "dragover");
    });
  }
  window.addEventListener("drop", ({ dataTransfer }) => {
    const wanted = dataTransfer ? fromDrop(dataTransfer) : undefined;
    if (wanted) void take(wanted);
  });
}

function offerLanguages(): void {
  for (const [code, name] of LANGUAGES) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", lang: code, textContent: name });
    button.addEventListener("click", () => {
      chooseLanguage([code]);
      show();
    });
    at("languages").append(button);
  }
}

chooseLanguage([location.hash.slice(1), ...navigator.languages]);
offerLanguages();
listen();
show();
