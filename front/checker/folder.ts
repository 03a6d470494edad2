//! What was given: a folder or an archive nobody vouches for. Nothing is followed, no path is opened as such.
import { byCodePoint, join, type Bytes } from "./bytes.ts";
import { Broken, need } from "./faults.ts";

export type Kind = "file" | "folder" | "link" | "other";

/** One thing in the folder, with the path as the disk or archive has it, parts joined by "/". */
export interface Entry {
  readonly path: string;
  readonly kind: Kind;
  readonly size: number;
  /** The content in pieces; it may have another length than `size` when the file changed meanwhile. */
  pieces(): AsyncIterable<Uint8Array>;
}

const NOT_A_NAME = /[\u0000-\u001f\u007f\\:*?"<>|\ud800-\udfff]|[. ]$/u;
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\.|$)/i;

function strangeness(name: string, kind: Kind): string {
  if (name === "" || NOT_A_NAME.test(name) || DEVICE.test(name)) return "bad-name";
  return kind === "link" ? "link" : kind === "other" ? "not-a-file" : "";
}

//! Two names fold to the same text where a disk that does not tell upper from lower case would mix them up.
export const folded = (text: string): string =>
  [...text].map((letter) => (letter === "\u0131" ? letter : letter.toLowerCase().toUpperCase().toLowerCase())).join("").normalize("NFC");

/** The entries below each folder, by the folder's path; folders that only stand in paths are there too. */
function byFolder(entries: readonly Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>([["", []]]);
  const known = new Set<string>();
  const place = (entry: Entry): void => {
    const cut = entry.path.lastIndexOf("/") + 1;
    const above = entry.path.slice(0, cut);
    if (entry.kind === "folder") {
      if (known.has(entry.path)) return;
      known.add(entry.path);
    }
    if (above !== "") place(implied(above.slice(0, -1)));
    const beside = found.get(above);
    if (beside) beside.push(entry);
    else found.set(above, [entry]);
  };
  for (const entry of entries) place(entry);
  return found;
}

const nothing = async function* (): AsyncIterable<Uint8Array> {};
const implied = (path: string): Entry => ({ path, kind: "folder", size: 0, pieces: nothing });

/** The folder as the check sees it. */
export class Folder {
  /** Path in normal form C, and what lies there. */
  readonly files = new Map<string, Entry>();
  readonly folders = new Set<string>();
  readonly faults: Broken[] = [];
  /** Called with the number of bytes read. */
  readonly onRead: (size: number) => void;

  constructor(entries: readonly Entry[], onRead: (size: number) => void = () => {}) {
    this.onRead = onRead;
    const below = byFolder(entries);
    const seen = new Set<string>();
    const waiting = [""];
    for (const above of waiting) {
      const sorted = [...(below.get(above) ?? [])].sort((one, other) => byCodePoint(one.path, other.path));
      for (const entry of sorted) this.#take(entry, above, seen, waiting);
    }
  }

  #take(entry: Entry, above: string, seen: Set<string>, waiting: string[]): void {
    const path = entry.path.normalize("NFC");
    const fold = folded(path);
    const fault = strangeness(entry.path.slice(above.length), entry.kind) || (seen.has(fold) ? "path-collision" : "");
    seen.add(fold);
    if (fault) {
      this.faults.push(new Broken(fault, "no plain file of a safe name", entry.path));
    } else if (entry.kind === "folder") {
      this.folders.add(path);
      waiting.push(`${entry.path}/`);
    } else {
      this.files.set(path, entry);
    }
  }

  async *pieces(path: string, size: bigint | undefined, most: bigint): AsyncIterable<Uint8Array> {
    const entry = this.files.get(path);
    need(entry, "missing-file", "the file is missing", path);
    const there = BigInt(entry.size);
    const good = there <= most && (size === undefined || size === there);
    need(good, "wrong-size", "not a plain file of the size it should have", path);
    for await (const piece of entry.pieces()) {
      yield piece;
      this.onRead(piece.length);
    }
  }

  async small(path: string, most: number): Promise<Bytes> {
    const parts: Uint8Array[] = [];
    for await (const piece of this.pieces(path, undefined, BigInt(most))) parts.push(piece);
    return join(...parts);
  }
}
