// Drop: files laid on the page are streamed one by one to the vault; each says what became of it.

interface Reply {
  readonly outcome?: string;
  readonly sha256?: string;
  readonly error?: { readonly message?: string };
}

interface Begun {
  readonly upload: string;
  readonly offset: number;
  readonly digest: string;
  readonly stretch: number;
}

interface Row {
  readonly file: File;
  readonly line: HTMLLIElement;
  readonly bar: HTMLProgressElement;
  readonly word: HTMLElement;
  readonly again: HTMLButtonElement;
}

const zone = document.querySelector<HTMLElement>("[data-upload-url]");
const list = zone?.querySelector<HTMLElement>("[data-drop-list]");
const input = zone?.querySelector<HTMLInputElement>("input[type=file]");
const tries = 3;
// Larger files go in pieces of this size, and go on where they broke off.
const piece = 8 * 1024 * 1024;
// Tells the server that pieces come from this very page, whose files cannot have changed unnoticed.
const page = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
const queue: Row[] = [];
let busy = false;

/** A sentence of the page in its language; `%s` is filled in. */
function sentence(name: string, value = ""): string {
  return (zone?.dataset[name] ?? name).replace("%s", value);
}

function size(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  let step = 0;
  for (; bytes >= 1000 && step < units.length - 1; step += 1) bytes /= 1000;
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: units[step] ?? "byte",
    // The short sign of a byte is a word that has no plural.
    unitDisplay: step ? "short" : "long",
    maximumFractionDigits: 1,
  }).format(bytes);
}

function row(file: File): Row {
  const line = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const weight = document.createElement("span");
  weight.className = "soft";
  weight.textContent = size(file.size);
  const bar = document.createElement("progress");
  bar.max = Math.max(file.size, 1);
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const word = document.createElement("span");
  word.className = "drop-word";
  word.setAttribute("role", "status");
  word.textContent = sentence("waiting");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button-small";
  again.textContent = sentence("again");
  again.hidden = true;
  line.append(name, weight, bar, word, again);
  list?.append(line);
  const made = { file, line, bar, word, again };
  again.addEventListener("click", () => add(made));
  return made;
}

function add(one: Row): void {
  one.again.hidden = true;
  one.word.textContent = sentence("waiting");
  one.bar.value = 0;
  queue.push(one);
  void work();
}

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  for (let next = queue.shift(); next; next = queue.shift()) await deliver(next);
  busy = false;
}

async function deliver(one: Row): Promise<void> {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, 1000 * 3 ** (attempt - 2)));
    const before = one.bar.value;
    const large = one.file.size > piece;
    const done = large ? await sendPieces(one) : (await send(one, "POST", {}, one.file, 0))?.settled;
    if (done) return;
    // What came further than before deserves all its tries again.
    if (large && one.bar.value > before) attempt = 1;
    one.word.textContent = sentence("retrying", String(attempt + 1));
  }
  finish(one, "failed", sentence(one.file.size > piece ? "waits" : "broken"));
}

interface Answer {
  readonly status: number;
  readonly json: Reply & Partial<Begun>;
  /** The row says how it ended. */
  readonly settled: boolean;
}

/** Sends a large file from where an earlier try broke off; false where another try may help. */
async function sendPieces(one: Row, anew = false): Promise<boolean> {
  const about: Record<string, string> = {
    "X-Upload": "begin",
    "X-Page": page,
    "X-File-Size": String(one.file.size),
  };
  if (anew) about["X-Anew"] = "1";
  const answer = await send(one, "POST", about, undefined, 0);
  if (answer === undefined || answer.settled) return answer?.settled ?? false;
  const begun = answer.json as Begun;
  if (begun.digest && !(await sameBeginning(one.file, begun))) return sendPieces(one, true);
  for (let offset = begun.offset; offset < one.file.size; offset += piece) {
    const headers = { "X-Upload": begun.upload, "X-Offset": String(offset) };
    const went = await send(one, "PATCH", headers, one.file.slice(offset, offset + piece), offset);
    if (went === undefined || went.status === 409) return false;
    if (went.settled) return true;
  }
  return false;
}

/** True where the file begins with the very bytes that are in the vault already. */
async function sameBeginning(file: File, begun: Begun): Promise<boolean> {
  // Only a page of this machine or of a secured line may compute digests; another one sends it all again.
  if (!globalThis.isSecureContext) return false;
  const digests: Uint8Array[] = [];
  for (let start = 0; start < begun.offset; start += begun.stretch) {
    const bytes = await file.slice(start, Math.min(start + begun.stretch, begun.offset)).arrayBuffer();
    digests.push(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
    document.dispatchEvent(new Event("guwah:working"));
  }
  const all = new Uint8Array(digests.length * 32);
  digests.forEach((digest, place) => all.set(digest, place * 32));
  const whole = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return [...whole].map((byte) => byte.toString(16).padStart(2, "0")).join("") === begun.digest;
}

/** Sends one request; undefined where the line or the server broke and another try may help. */
function send(
  one: Row,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: Blob | undefined,
  before: number,
): Promise<Answer | undefined> {
  const request = new XMLHttpRequest();
  request.open(method, zone?.dataset["uploadUrl"] ?? "");
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-File-Name", encodeURIComponent(one.file.name));
  request.setRequestHeader("X-File-Modified", String(one.file.lastModified));
  request.setRequestHeader("X-CSRFToken", zone?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded }) => {
    one.bar.value = before + loaded;
    document.dispatchEvent(new Event("guwah:working"));
    one.word.textContent = before + loaded < one.file.size ? sentence("sending") : sentence("sealing");
  };
  one.word.textContent = sentence("sending");
  return new Promise((resolve) => {
    request.onerror = () => resolve(undefined);
    request.onload = () => {
      if (request.status >= 500) return resolve(undefined);
      return resolve(read(one, request));
    };
    request.send(body);
  });
}

/** Reads an answer; an item or a refusal ends the row, a place to go on at does not. */
function read(one: Row, request: XMLHttpRequest): Answer {
  const json = request.getResponseHeader("Content-Type")?.includes("json") ?? false;
  const reply = json ? (JSON.parse(request.responseText) as Answer["json"]) : {};
  const goesOn = json && !reply.error && reply.offset !== undefined;
  if (!goesOn) settle(one, request.status, json, reply);
  return { status: request.status, json: reply, settled: !goesOn };
}

function settle(one: Row, status: number, json: boolean, reply: Reply): void {
  if (status < 300 && json && !reply.error) {
    one.bar.value = one.bar.max;
    finish(one, "done", sentence("sealed", reply.sha256?.slice(0, 12) ?? ""));
    return;
  }
  // Redirected to the unlock page, or refused with a reason.
  finish(one, "failed", reply.error?.message ?? sentence("refused"));
}

function finish(one: Row, outcome: "done" | "failed", words: string): void {
  one.line.dataset["outcome"] = outcome;
  one.word.textContent = words;
  one.again.hidden = outcome === "done";
  one.bar.hidden = true;
  zone?.dispatchEvent(new CustomEvent("guwah:delivered", { bubbles: true, detail: { outcome } }));
}

if (zone && list) {
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget as Node | null)) zone.classList.remove("is-over");
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    for (const file of event.dataTransfer?.files ?? []) add(row(file));
  });
  // A file dropped beside the zone must not replace the page, and with it what is being sent.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  input?.form?.addEventListener("submit", (event) => {
    const files = [...(input.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    for (const file of files) add(row(file));
    input.value = "";
  });
  window.addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });
}
