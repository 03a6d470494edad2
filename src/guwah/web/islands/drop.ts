// Drop: files laid on the page are streamed one by one to the vault; each says what became of it.

interface Reply {
  readonly outcome?: string;
  readonly sha256?: string;
  readonly error?: { readonly message?: string };
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
    const done = await send(one);
    if (done) return;
    one.word.textContent = sentence("retrying", String(attempt + 1));
  }
  finish(one, "failed", sentence("broken"));
}

/** Sends one file; false where the line or the server broke and another try may help. */
function send(one: Row): Promise<boolean> {
  const request = new XMLHttpRequest();
  request.open("POST", zone?.dataset["uploadUrl"] ?? "");
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-File-Name", encodeURIComponent(one.file.name));
  request.setRequestHeader("X-CSRFToken", zone?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
  request.upload.onprogress = ({ loaded }) => {
    one.bar.value = loaded;
    document.dispatchEvent(new Event("guwah:working"));
    one.word.textContent = loaded < one.file.size ? sentence("sending") : sentence("sealing");
  };
  one.word.textContent = sentence("sending");
  return new Promise((resolve) => {
    request.onerror = () => resolve(false);
    request.onload = () => {
      if (request.status >= 500) return resolve(false);
      settle(one, request);
      return resolve(true);
    };
    request.send(one.file);
  });
}

function settle(one: Row, request: XMLHttpRequest): void {
  const json = request.getResponseHeader("Content-Type")?.includes("json") ?? false;
  const reply: Reply = json ? (JSON.parse(request.responseText) as Reply) : {};
  if (request.status < 300 && json && !reply.error) {
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
