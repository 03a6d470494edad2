//! One examination, step by step as in docs/verify.md and guwah_verify.py, with the same codes and sentences.
import { byCodePoint, hex, join, same, unhex, utf8, type Bytes } from "./bytes.ts";
import { asJson, decimal, decode, fromBase64, jsonBytes, parseJson, type Json, type JsonObject } from "./canonical.ts";
import { ed25519Holds } from "./ed25519.ts";
import { Broken, need, say, Unreadable, type Say } from "./faults.ts";
import { Folder, type Entry } from "./folder.ts";
import { fingerprintWords, parseKey, type Key } from "./keys.ts";
import { leafHash, numbered, rootFromProof, rootOf } from "./merkle.ts";
import { Sha256, sha256 } from "./sha2.ts";
import { imprintOf } from "./tokens.ts";

type ManifestKind = "edition" | "package";

const MEMBERS: Record<ManifestKind, readonly string[]> = {
  edition: ["edition", "audience", "case", "format", "built_at", "files"],
  package: ["package", "recipients", "purpose", "format", "built_at", "files"],
};
const LOGGED = ["log-entry.json", "log-proof.txt", "opening.json"];
const PROOF_FILES = ["keys.txt", ...LOGGED, "manifest.json", "manifest.sig"];
const [OBJECTS, ANCHORS] = ["data/objects/", "proof/anchors/"];
//! The most bytes a signature, key, entry or opening may have; and a manifest.
const [SMALL, LARGE] = [1 << 20, 1 << 26];
export const MOST_TOLD = 200;
const TOKEN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const HEX_HASH = /^[0-9a-f]{64}$/;
const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const KEYS = new RegExp(`^(edition|package) ([^${BLANK}]+)\\nlog ([^${BLANK}]+)\\n$`);
const SIGNATURE_LINE = new RegExp(`^\\u2014 ([^${BLANK}+]+) ([^${BLANK}]+)$`);
const ANCHOR = /^proof\/anchors\/[1-9]\p{Nd}*\/(?:checkpoint|log-proof\.txt|cosign(?:ed|ers)|stamp-\p{Nd}+\.(?:tst|pem))$/u;
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const LINE_ENDS = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/;

export interface Signer {
  readonly role: string;
  readonly vkey: string;
  readonly words: string;
  readonly compared: boolean;
}

export interface Witness extends Signer {
  readonly time: string;
  readonly size: bigint;
}

export interface Place {
  readonly origin: string;
  readonly index: bigint | null;
  readonly size: bigint;
}

interface Manifest {
  readonly kind: ManifestKind;
  readonly name: string;
  readonly digest: string;
}

interface Keys {
  readonly kind: string;
  readonly own: Key;
  readonly log: Key;
}

interface Listed {
  readonly sha256: string;
  readonly size: bigint;
}

const about = (path: string): string => path.slice(0, path.lastIndexOf("/"));
const text = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);

function textOf(value: JsonObject, name: string, form: RegExp, file: string): string {
  const found = text(value.get(name));
  const good = found !== undefined && form.test(found);
  need(good, "bad-member", say("the member {0} is missing or of another form", name), file);
  return found;
}

const hasExactly = (value: JsonObject, names: readonly string[]): boolean =>
  value.size === names.length && names.every((name) => value.has(name));

export class Check {
  readonly folder: Folder;
  readonly given: readonly Key[];
  /** Known witnesses, and whether the reader gave them. */
  readonly witnesses: Map<string, { readonly key: Key; readonly given: boolean }>;
  readonly listed = new Map<string, Listed>();
  /** Sealed item of a package, and the folder of its proof. */
  readonly objects = new Map<string, string>();
  readonly broken: Broken[];
  /** Time stamp tokens that are over a checkpoint of this log; nobody checked who signed them. */
  readonly tokens: string[] = [];
  extent: Say = say("");
  included: Place | null = null;
  package: JsonObject | null = null;
  readonly signedBy: Signer[] = [];
  readonly witnessed: Witness[] = [];
  readonly unverified: Say[] = [];
  readonly #held = new Map<string, boolean>();

  constructor(entries: readonly Entry[], keys: readonly Key[] = [], onRead?: (size: number) => void) {
    this.folder = new Folder(entries, onRead);
    this.broken = this.folder.faults;
    this.given = keys.filter((key) => key.kind === 1);
    this.witnesses = new Map(keys.filter((key) => key.kind === 4).map((key) => [key.vkey, { key, given: true }]));
  }

  //! A failed step stops only the steps that build on it, so that all faults are told at once.
  async attempt<Found>(step: () => Promise<Found> | Found): Promise<Found | undefined> {
    try {
      return await step();
    } catch (fault) {
      if (!(fault instanceof Broken) || fault instanceof Unreadable) throw fault;
      this.broken.push(fault);
      return undefined;
    }
  }

  async run(): Promise<this> {
    const paths = [...this.folder.files.keys(), ...this.folder.folders, ...this.broken.map(({ file }) => file ?? "")];
    const names = new Set(paths.map((path) => path.split("/")[0]));
    if (names.has("proof")) {
      await this.#checkEdition();
    } else if (!names.has("checkpoint") && !names.has("tile")) {
      throw new Unreadable("nothing-to-check", "no edition or package (proof/), no log (checkpoint)");
    } else if (!this.folder.files.has("key") && this.given.length !== 1) {
      throw new Unreadable("no-key", "a log is checked with its key: give it");
    } else {
      await this.attempt(() => this.#checkLog());
    }
    const seen = new Set(this.witnessed.map(({ vkey }) => vkey));
    for (const { key } of this.witnesses.values()) {
      if (!seen.has(key.vkey)) this.unverified.push(say("the witness {0}: no signature of it is here", key.name));
    }
    if (!this.witnessed.some(({ compared }) => compared)) {
      this.unverified.push(say("that everybody is shown this same log: no witness you know has signed it"));
    }
    return this;
  }

  #small(path: string, most = SMALL): Promise<Bytes> {
    return this.folder.small(path, most);
  }

  #holds(key: Key, signature: Bytes, message: Bytes): boolean {
    const question = [key.public, signature, sha256(message)].map(hex).join();
    const held = this.#held.get(question) ?? ed25519Holds(key.public, signature, message);
    this.#held.set(question, held);
    return held;
  }

  #signer(role: string, key: Key): Signer {
    const known = this.given.some(({ vkey }) => vkey === key.vkey);
    const compared = known || (this.witnesses.get(key.vkey)?.given ?? false);
    return { role, vkey: key.vkey, words: fingerprintWords(key.vkey), compared };
  }

  #openNote(file: string, note: Bytes, key: Key): string {
    const whole = decode(note, file);
    const at = whole.lastIndexOf("\n\n");
    need(at >= 0 && whole.endsWith("\n") && !CONTROL.test(whole), "bad-note", "not a signed note", file);
    const signed = whole.slice(0, at + 1);
    const held: boolean[] = [];
    for (const line of whole.slice(at + 2, -1).split("\n")) {
      const match = SIGNATURE_LINE.exec(line);
      const data = match ? fromBase64(match[2] ?? "", file) : undefined;
      need(data && data.length >= 5, "bad-note", "not a signature line", file);
      const id = hex(data.subarray(0, 4));
      const candidates = [key, ...[...this.witnesses.values()].map((each) => each.key)];
      const known = candidates.find((each) => each.name === match?.[1] && each.id === id);
      if (!known) this.unverified.push(say("a further signature in {0}, by a key not known here", file));
      else if (known.kind === 1) held.push(this.#holds(key, data.slice(4), utf8(signed)));
      else this.#checkCosignature(file, known, data.slice(4), signed);
    }
    need(held.length > 0 && held.every(Boolean), "bad-signature", say("not signed by the key {0}", key.name), file);
    return signed;
  }

  #checkCosignature(file: string, key: Key, data: Bytes, signed: string): void {
    const seconds = BigInt(`0x0${hex(data.subarray(0, 8))}`);
    const lines = signed.split("\n");
    const holds = this.#holds(key, data.slice(8), utf8(`cosignature/v1\ntime ${seconds}\n${signed}`));
    const good = holds && lines.length === 4 && seconds < 1n << 37n;
    need(good, "bad-cosignature", say("the witness {0} did not sign this", key.name), file);
    const time = new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
    const found = { ...this.#signer("witness", key), time, size: decimal(lines[1] ?? "", file) };
    const told = this.witnessed.some((each) => each.vkey === found.vkey && each.time === time && each.size === found.size);
    if (!told) this.witnessed.push(found);
  }

  #openCheckpoint(file: string, note: Bytes, key: Key): { size: bigint; root: Bytes } {
    const lines = this.#openNote(file, note, key).split("\n");
    need(lines.length === 4 && lines[0] === key.name, "bad-checkpoint", "not a checkpoint of this log", file);
    return { size: decimal(lines[1] ?? "", file), root: fromBase64(lines[2] ?? "", file, 32) };
  }

  async #checkEdition(): Promise<void> {
    const keys = await this.attempt(() => this.#readKeys());
    const found = await this.attempt(() => this.#readManifest());
    if (keys) await this.attempt(() => this.#compareKeys(new Map([[keys.kind, keys.own], ["log", keys.log]])));
    if (keys && found) {
      await this.attempt(() => this.#checkStatement(found, keys));
      await this.attempt(() => this.#checkEntry(found, keys));
      for (const [path, top] of this.objects) {
        const { sha256: digest, size } = this.listed.get(path)!;
        const expected: JsonObject = new Map<string, Json>([["sha256", digest], ["size", size]]);
        await this.attempt(() => this.#checkLogged(top, "item", expected, keys.log)); //! step 11
      }
    }
    if (found) await this.#checkFiles();
    this.unverified.push(say("the times in the manifest and the log: the publisher's own statement"));
    this.unverified.push(say("whether what is told is true: no seal can show that"));
  }

  //! Step 2: what the folder is, its own key, the log's.
  async #readKeys(): Promise<Keys> {
    const file = "proof/keys.txt";
    const match = KEYS.exec(decode(await this.#small(file), file));
    need(match, "bad-keys", "keys.txt holds one line for this folder, one for the log", file);
    const [, kind = "", own = "", log = ""] = match;
    return { kind, own: parseKey(own, file), log: parseKey(log, file) };
  }

  //! Step 3: kind, id, digest.
  async #readManifest(): Promise<Manifest> {
    const file = "proof/manifest.json";
    const data = await this.#small(file, LARGE);
    const value = parseJson(data, file);
    const kind = value.has("package") ? "package" : "edition";
    const listed = value.get("files");
    const good = hasExactly(value, MEMBERS[kind]) && Array.isArray(listed) && value.get("format") === `guwah-${kind}/1`;
    need(good, "bad-format", "not a manifest of a format this program knows", file);
    this.#list(listed, file);
    if (kind === "package") {
      this.package = new Map(["recipients", "purpose"].map((name) => [name, value.get(name) ?? null]));
      for (const path of this.listed.keys()) {
        if (path.startsWith(OBJECTS)) this.objects.set(path, `proof/items/${path.slice(OBJECTS.length)}`);
      }
    }
    return { kind, name: textOf(value, kind, TOKEN, file), digest: hex(sha256(data)) };
  }

  #list(items: readonly Json[], file: string): void {
    let last: string | undefined;
    let ordered = true;
    for (const item of items) {
      const good = item instanceof Map && hasExactly(item, ["path", "sha256", "bytes"]);
      const path = good ? item.get("path") : undefined;
      const size = good ? item.get("bytes") : undefined;
      const fits = good && typeof path === "string" && typeof size === "bigint";
      const free = fits && path.split("/")[0]?.toLowerCase() !== "proof";
      need(free, "bad-member", "a listed file has other members, or lies in proof/", file);
      this.listed.set(path, { sha256: textOf(item, "sha256", HEX_HASH, file), size });
      ordered &&= last === undefined || byCodePoint(last, path) < 0;
      last = path;
    }
    need(ordered, "bad-order", "the files are not sorted by path, each once", file);
  }

  async #checkStatement(found: Manifest, keys: Keys): Promise<void> {
    const file = "proof/manifest.sig";
    const { kind, name, digest } = found;
    const lines = [`guwah-${kind}/1`, `${kind} ${name}`, `manifest sha256:${digest}`, `log ${keys.log.vkey}`];
    const beside = [...this.folder.files.keys()].filter((path) => path.startsWith(ANCHORS)).sort(byCodePoint);
    if (beside.length > 0) {
      const hasher = new Sha256();
      for (const path of beside) hasher.update(utf8(`${path} ${hex(sha256(await this.#small(path)))}\n`));
      lines.push(`anchors sha256:${hex(hasher.digest())}`);
    }
    const stated = this.#openNote(file, await this.#small(file), keys.own);
    const fits = stated === `${lines.join("\n")}\n` && keys.kind === kind;
    need(fits, "wrong-statement", "what was signed is another manifest, log or anchor", file);
    this.signedBy.push(this.#signer(kind, keys.own));
  }

  //! Step 5: every listed file is there as it was, and nothing else.
  async #checkFiles(): Promise<void> {
    const { files, folders } = this.folder;
    const expected = new Set([...this.listed.keys(), ...PROOF_FILES.map((name) => `proof/${name}`)]);
    for (const path of files.keys()) if (ANCHOR.test(path)) expected.add(path);
    for (const top of this.objects.values()) for (const name of LOGGED) expected.add(`${top}/${name}`);
    const parents = new Set<string>();
    for (const path of expected) {
      for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) parents.add(path.slice(0, at));
    }
    const extra: [string, string[]][] = [
      ["extra-file", [...files.keys()].filter((path) => !expected.has(path))],
      ["extra-folder", [...folders].filter((path) => !parents.has(path))],
    ];
    for (const [code, paths] of extra) {
      for (const path of paths.sort(byCodePoint)) this.broken.push(new Broken(code, "not in the manifest", path));
    }
    let total = 0n;
    for (const [path, fact] of this.listed) {
      await this.attempt(() => this.#checkFile(path, fact));
      total += fact.size;
    }
    this.extent = say("{0} files, {1} bytes", String(this.listed.size), String(total));
  }

  async #checkFile(path: string, fact: Listed): Promise<void> {
    const hasher = new Sha256();
    for await (const piece of this.folder.pieces(path, fact.size, fact.size)) hasher.update(piece);
    need(hex(hasher.digest()) === fact.sha256, "changed-file", "the file is not the one that was signed", path);
  }

  async #checkLogged(top: string, label: string, expected: JsonObject, log: Key): Promise<[Bytes, Place, Bytes]> {
    const [file, entryFile] = [`${top}/opening.json`, `${top}/log-entry.json`];
    const openingBytes = await this.#small(file);
    const opening = parseJson(openingBytes, file);
    const entry = await this.#small(entryFile);
    const salt = textOf(opening, "salt", HEX_HASH, file);
    const told = opening.get("value");
    const value: JsonObject = new Map([...(told instanceof Map ? told : []), ...expected]);
    const built: JsonObject = new Map<string, Json>([["label", label], ["salt", salt], ["value", value]]);
    const good = asJson(opening) === asJson(built);
    need(good, "wrong-opening", "the opening is of something else, or of another key", file);
    const committed = join(utf8(`guwah/${label}/v1\0`), unhex(salt), jsonBytes(value));
    const objects = parseJson(entry, entryFile).get("obj");
    const stands = Array.isArray(objects) && objects.includes(hex(sha256(committed)));
    need(stands, "not-committed", "the log entry is not about this", entryFile);
    return [entry, ...(await this.#checkInclusion(top, entry, log))];
  }

  //! Steps 7 and 8: the entry's place, and the signed checkpoint.
  async #checkInclusion(top: string, entry: Bytes, log: Key): Promise<[Place, Bytes]> {
    const file = `${top}/log-proof.txt`;
    const data = await this.#small(file);
    const gap = data.findIndex((byte, at) => byte === 10 && data[at + 1] === 10);
    const lines = decode(gap < 0 ? data : data.subarray(0, gap), file).split("\n");
    const good = gap >= 0 && lines[0] === "c2sp.org/tlog-proof@v1" && lines[1]?.startsWith("index ");
    need(good, "bad-proof", "not a tlog-proof", file);
    const index = decimal(lines[1]?.slice(6) ?? "", file);
    const hashes = lines.slice(2).map((line) => fromBase64(line, file, 32));
    const note = data.slice(gap + 2);
    const { size, root } = this.#openCheckpoint(file, note, log);
    const proven = rootFromProof(index, size, leafHash(entry), hashes);
    need(proven && same(proven, root), "not-included", "the entry is not in the signed log", file);
    return [{ origin: log.name, index, size }, note];
  }

  async #checkEntry(found: Manifest, keys: Keys): Promise<void> {
    const value: JsonObject = new Map<string, Json>([
      [found.kind, found.name],
      ["format", `guwah-${found.kind}/1`],
      ["manifest", found.digest],
      ["signer", keys.own.vkey],
    ]);
    const [entry, place] = await this.#checkLogged("proof", found.kind, value, keys.log);
    this.included = place;
    this.signedBy.push(this.#signer("log", keys.log));
    const anchors = [...this.folder.files.keys()].filter((path) => path.startsWith(ANCHORS)).map(about);
    for (const top of [...new Set(anchors)].sort(byCodePoint)) {
      await this.attempt(() => this.#checkAnchor(top, keys.log, entry, undefined));
    }
  }

  //! Step 9.
  #compareKeys(keys: ReadonlyMap<string, Key>): void {
    for (const key of this.given) {
      const signs = [...keys.values()].some(({ vkey }) => vkey === key.vkey);
      need(signs, "other-key", say("the key you gave ({0}) does not sign this", key.name));
    }
    if (this.given.length > 0) return;
    for (const [role, { vkey }] of keys) {
      this.unverified.push(say(`whose key the ${role} key is: compare {0} over another channel`, fingerprintWords(vkey)));
    }
  }

  //! Step 10; the tokens are left to openssl.
  async #checkAnchor(top: string, log: Key, entry: Bytes | undefined, root: Bytes | undefined): Promise<void> {
    const { files } = this.folder;
    const [keys, cosigned, checkpoint] = [`${top}/cosigners`, `${top}/cosigned`, `${top}/checkpoint`];
    const note = await this.#small(checkpoint);
    const { size, root: signed } = this.#openCheckpoint(checkpoint, note, log);
    const fits = entry ? same((await this.#checkInclusion(top, entry, log))[1], note) : root && same(root, signed);
    need(fits && top.endsWith(`/${size}`), "other-history", "a checkpoint that is not one of the log", checkpoint);
    if (files.has(keys)) this.#learnWitnesses(keys, decode(await this.#small(keys), keys));
    if (files.has(cosigned)) {
      const data = await this.#small(cosigned);
      const begins = same(data.subarray(0, note.length), note);
      need(begins, "other-history", "what witnesses signed is not this checkpoint", cosigned);
      this.#openCheckpoint(cosigned, data, log);
    }
    const stamps = [...files.keys()].filter((path) => path.startsWith(`${top}/`) && path.endsWith(".tst"));
    for (const path of stamps.sort(byCodePoint)) await this.attempt(() => this.#checkStamp(path, note));
  }

  #learnWitnesses(file: string, lines: string): void {
    const each = lines.split(LINE_ENDS);
    if (each[each.length - 1] === "") each.pop();
    for (const line of each) {
      const key = parseKey(line, file, [4]);
      if (!this.witnesses.has(key.vkey)) this.witnesses.set(key.vkey, { key, given: false });
    }
  }

  async #checkStamp(path: string, note: Bytes): Promise<void> {
    const imprint = imprintOf(await this.#small(path), path);
    need(same(imprint, sha256(note)), "wrong-stamp", "it stamps something else", path);
    this.tokens.push(path);
    this.unverified.push(say("{0}: token present, not checked, no openssl, or no root certificate", path));
  }

  //! A vault's log (C2SP tlog-tiles). A vault seals its entries: their hashes are checked.
  async #checkLog(): Promise<void> {
    const { files } = this.folder;
    const named = files.has("key") ? decode(await this.#small("key"), "key").replace(/\n+$/, "") : undefined;
    const key = named === undefined ? this.given[0]! : parseKey(named, "key");
    this.#compareKeys(new Map([["log", key]]));
    const { size, root } = this.#openCheckpoint("checkpoint", await this.#small("checkpoint"), key);
    const names = [...files.keys()].filter((path) => path.startsWith("anchors/")).map((path) => path.split("/")[1] ?? "");
    const stops = new Set(names.filter((name) => /^[1-9][0-9]{0,18}$/.test(name) && BigInt(name) <= size).map(Number));
    const anchors = new Map([...stops].map((stop): [number, Bytes] => [stop, new Uint8Array()]));
    const used = new Set(["checkpoint", "key", ".lock"]);
    const built = await this.#checkTiles(size, anchors, used);
    need(same(built, root), "wrong-root", "the tiles do not lead to the signed root", "checkpoint");
    this.signedBy.push(this.#signer("log", key));
    this.included = { origin: key.name, index: null, size };
    this.extent = say("{0} entries", String(size));
    for (const stop of [...stops].sort((one, other) => one - other)) {
      await this.attempt(() => this.#checkAnchor(`anchors/${stop}`, key, undefined, anchors.get(stop)));
    }
    const covered = ["tile/entries/", ...[...stops].map((stop) => `anchors/${stop}/`)];
    const loose = [...files.keys()].filter((path) => !used.has(path) && !covered.some((top) => path.startsWith(top)));
    if (loose.length > 0) {
      this.unverified.push(say("{0} file(s) in this folder that the checkpoint does not cover", String(loose.length)));
    }
    this.unverified.push(say("what the entries say: a vault keeps them sealed, their hashes were checked"));
  }

  async #readTile(level: number, index: number, width: number, used: Set<string>): Promise<Bytes[]> {
    const [part, whole] = [width, 256].map((each) => `tile/${level}/${numbered(index, each)}`) as [string, string];
    const { files } = this.folder;
    //! A full tile may stand in for a part of it.
    const path = !files.has(part) && files.has(whole) ? whole : part;
    const data = await this.#small(path);
    const good = data.length === 32 * (path.includes(".p/") ? width : 256);
    need(good, "wrong-size", "a tile of the wrong size", path);
    used.add(path);
    return Array.from({ length: width }, (_, at) => data.slice(32 * at, 32 * at + 32));
  }

  async #checkTiles(size: bigint, anchors: Map<number, Bytes>, used: Set<string>): Promise<Bytes> {
    //! A size beyond what numbers hold exactly has no first tile either: the first missing one stops it.
    const [full, rest] = [Number(size / 256n), Number(size % 256n)];
    const roots: Bytes[] = [];
    for (let index = 0; index < full + Number(rest > 0); index += 1) {
      const leaves = await this.#readTile(0, index, index < full ? 256 : rest, used);
      for (const stop of anchors.keys()) {
        const inside = stop - index * 256;
        if (inside > 0 && inside <= leaves.length) anchors.set(stop, rootOf([...roots, rootOf(leaves.slice(0, inside))]));
      }
      roots.push(rootOf(leaves));
    }
    let below = roots.slice(0, full);
    for (let level = 1; below.length > 0; level += 1) {
      const next: Bytes[] = [];
      for (let at = 0; at < below.length; at += 256) {
        const piece = below.slice(at, at + 256);
        const tile = await this.#readTile(level, at / 256, piece.length, used);
        const fits = tile.every((hash, place) => same(hash, piece[place]!));
        need(fits, "wrong-tile", "a tile that does not follow from the ones below", `tile/${level}`);
        if (piece.length === 256) next.push(rootOf(piece));
      }
      below = next;
    }
    return rootOf(roots);
  }
}
