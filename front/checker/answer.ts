//! The answer on the page: each thing by itself, because none implies another.
import { asJson, type Json } from "./canonical.ts";
import { MOST_TOLD, type Check, type Signer } from "./check.ts";
import { say, type Broken, type Say } from "./faults.ts";
import { shown } from "./shown.ts";
import { apart, sentence, told } from "./speech.ts";
import { inJson, unreadableInJson } from "./told.ts";

type Child = Node | string;

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, about: string, ...children: readonly Child[]): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (about) made.className = about;
  made.append(...children);
  return made;
}

const paragraph = (text: string, about = ""): HTMLElement => make("p", about, told(text));
const bullets = (each: readonly Child[]): HTMLElement => make("ul", "", ...each.map((child) => make("li", "", child)));
const part = (heading: string, ...children: readonly Child[]): HTMLElement =>
  make("section", "part", make("h3", "", told(heading)), make("div", "", ...children));

function leftToRight<Kind extends HTMLElement>(made: Kind): Kind {
  made.dir = "ltr";
  return made;
}

const code = (text: string): HTMLElement => leftToRight(make("bdi", "code", shown(text)));

function fault({ code: name, said, file }: Broken): HTMLElement {
  const words = make("span", "", sentence(said), " ", code(`(${name})`));
  return file === null ? words : make("span", "", code(file), ": ", words);
}

const ROLES = new Map([["edition", "key of the edition"], ["package", "key of the package"], ["log", "key of the log"], ["witness", "witness"]]);

function signer(one: Signer): HTMLElement {
  const words = make("p", "words", leftToRight(make("bdi", "", one.words)));
  const compared = one.compared ? "compared: it is a key you gave" : "not compared";
  return make("div", "signer", make("strong", "", told(ROLES.get(one.role) ?? one.role)), words, make("p", "", code(one.vkey)), paragraph(compared, "soft"));
}

function included(check: Check): Child[] {
  if (!check.included) return [paragraph("none")];
  const { origin, index, size } = check.included;
  const place = index === null ? say("{0} entries in the log {1}", String(size), origin) : say("place {0} of {1}, counted from 0, in the log {2}", String(index), String(size), origin);
  const help = index === null ? [] : [paragraph("The key of the log signed a log of this size that holds it.", "soft")];
  return [make("p", "", sentence(place)), ...help];
}

function signed(check: Check): Child[] {
  if (check.signedBy.length === 0) return [paragraph("none")];
  const help = "Whose these keys are, this page cannot know. Compare the six words, or the keys, with the sender over another channel: a telephone call, a printed page.";
  return [...check.signedBy.map(signer), paragraph(help, "soft")];
}

//! A token is told of as present, and never with its time: who signed it, only openssl can check.
function existed(check: Check): Child[] {
  if (check.tokens.length === 0) return [paragraph("none")];
  const commands = check.tokens.map((token) => {
    const top = token.slice(0, token.lastIndexOf("/"));
    const command = `openssl ts -verify -data ${top}/checkpoint -token_in -in ${token} -CAfile ROOT.pem -untrusted ${token.replace(/tst$/, "pem")}`;
    return leftToRight(make("pre", "", shown(command)));
  });
  const help = "A time stamp lies here and is over this log. Who made it was not checked: that takes openssl and the root certificate of the authority. In the folder, run:";
  return [make("p", "", make("strong", "", told("token present, not checked: openssl needed"))), paragraph(help, "soft"), ...commands];
}

function witnessed(check: Check): Child[] {
  const count = new Set(check.witnessed.map(({ vkey }) => vkey)).size;
  const total = make("p", "", sentence(say("{0} of {1} known witnesses", String(count), String(check.witnesses.size))));
  const each = check.witnessed.map((one) => {
    const made = signer(one);
    made.append(make("p", "", sentence(say("signed {0} entries, by its own clock at {1}", String(one.size), one.time))));
    return made;
  });
  return [total, ...each];
}

function recipients(value: Json | undefined): Child[] {
  const each = Array.isArray(value) ? value : [value ?? null];
  return each.map((one) => {
    const [name, key] = one instanceof Map ? [one.get("name"), one.get("key")] : [];
    const plain = one instanceof Map && one.size === 2 && typeof name === "string" && typeof key === "string";
    return plain ? make("span", "", make("strong", "", apart(name)), " ", code(key)) : code(asJson(one));
  });
}

function forWhom(check: Check): HTMLElement[] {
  if (!check.package) return [];
  const purpose = check.package.get("purpose");
  const words = typeof purpose === "string" ? apart(purpose) : code(asJson(purpose ?? null));
  const help = "If you are not among them, somebody else was, and gave it to you: ask the sender.";
  return [part("For whom", bullets(recipients(check.package.get("recipients"))), make("p", "", `${told("What for")}: `, words), paragraph(help, "soft"))];
}

function brokenPart(check: Check): HTMLElement[] {
  if (check.broken.length === 0) return [];
  const listed = bullets(check.broken.slice(0, MOST_TOLD).map(fault));
  const more = check.broken.length - MOST_TOLD;
  const rest = more > 0 ? [make("p", "", sentence(say("and {0} more", String(more))))] : [];
  return [part("What is broken", listed, ...rest)];
}

function verdict(kind: string, mark: string, heading: string, ...lines: readonly Child[]): HTMLElement {
  const head = make("h2", "", make("span", "", mark), ` ${told(heading)}`);
  (head.firstChild as HTMLElement).ariaHidden = "true";
  head.tabIndex = -1;
  return make("div", `verdict ${kind}`, head, ...lines.map((line) => make("p", "", line)));
}

function whole(check: Check): HTMLElement {
  if (check.broken.length > 0) return verdict("broken", "✕", "Broken", told("Something is not what it says it is. Do not rely on this copy."));
  const isLog = check.included?.index === null;
  const what = isLog ? "The tree of the log leads to the root that was signed." : "Every file is the one that was signed; none is missing, none was added.";
  //! A forger's folder is intact too, under the forger's keys.
  const whose = check.signedBy.some(({ compared }) => compared) ? [] : [told("Anybody can make an intact folder with keys of their own: compare the keys below.")];
  return verdict("intact", "✓", "Intact", told(what), sentence(check.extent), ...whose);
}

function asData(json: string): HTMLElement {
  const text = leftToRight(make("pre", "", shown(json)));
  text.tabIndex = 0;
  return make("details", "", make("summary", "", told("The same as data (JSON)")), text);
}

function tools(json: string): HTMLElement {
  const print = make("button", "print", told("Print"));
  print.type = "button";
  print.addEventListener("click", () => window.print());
  return make("div", "tools", print, asData(json));
}

const heading = (name: string, when: Date): HTMLElement => make("p", "soft", sentence(say("Checked: {0} at {1}", name || "–", when.toISOString().replace(/\.\d+/, ""))));

/** Everything a finished check found. */
export function answer(check: Check, name: string, when: Date): Node[] {
  const rest: Say[] = check.unverified;
  const redacted = [paragraph("not part of this version"), paragraph("What was cut, and that the rest stands where it stood, this check does not show.", "soft")];
  return [
    heading(name, when),
    whole(check),
    ...brokenPart(check),
    ...forWhom(check),
    part("Included", ...included(check)),
    part("Signed by", ...signed(check)),
    part("Existed by", ...existed(check)),
    part("Witnessed", ...witnessed(check)),
    part("Redacted", ...redacted),
    part("Not checked", bullets(rest.map(sentence))),
    tools(inJson(check)),
  ];
}

/** What is said where nothing can be said. */
export function unreadable(found: Broken, name: string, when: Date): Node[] {
  return [heading(name, when), verdict("unreadable", "?", "Nothing could be checked", sentence(found.said)), tools(unreadableInJson(found))];
}
