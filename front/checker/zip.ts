//! Zip archives, read where they lie: names and sizes from the central directory, content when it is asked for.
import { join, same, strictText } from "./bytes.ts";
import { Unreadable } from "./faults.ts";
import type { Entry, Kind } from "./folder.ts";

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const PIECE = 1 << 22;

function must(holds: unknown, what = "a zip archive of no form this page reads; unpack it and give the folder"): asserts holds {
  if (!holds) throw new Unreadable("bad-archive", what);
}

const viewOf = async (file: Blob, start: number, end: number): Promise<DataView> =>
  new DataView(await file.slice(start, end).arrayBuffer());

const part = (view: DataView, start: number, size: number): Uint8Array => {
  must(start + size <= view.byteLength);
  return new Uint8Array(view.buffer, view.byteOffset + start, size);
};

/** The content of a file in pieces. */
export async function* filePieces(file: Blob): AsyncIterable<Uint8Array> {
  for (let at = 0; at < file.size; at += PIECE) yield new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
}

async function* inflated(file: Blob, size: number): AsyncIterable<Uint8Array> {
  must(typeof DecompressionStream === "function", "this browser cannot unpack archives; unpack it and give the folder");
  const reader = file.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let left = size;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      left -= next.value.length;
      must(left >= 0, "the archive does not hold what it says");
      yield next.value;
    }
  } catch (fault) {
    if (fault instanceof TypeError) must(false, "the archive does not hold what it says");
    throw fault;
  } finally {
    await reader.cancel().catch(() => undefined); //! What broke the stream was told above.
  }
  must(left === 0, "the archive does not hold what it says");
}

interface Member {
  readonly name: Uint8Array;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

async function* content(archive: Blob, { name, method, packed, size, at }: Member): AsyncIterable<Uint8Array> {
  const head = await viewOf(archive, at, at + 30);
  must(head.byteLength === 30 && head.getUint32(0, true) === LOCAL && head.getUint16(8, true) === method);
  const [nameSize, extraSize] = [head.getUint16(26, true), head.getUint16(28, true)];
  const named = part(await viewOf(archive, at + 30, at + 30 + nameSize), 0, nameSize);
  must(same(named, name), "the archive does not hold what it says");
  const start = at + 30 + nameSize + extraSize;
  must(start + packed <= archive.size);
  const data = archive.slice(start, start + packed);
  if (method === 8) yield* inflated(data, size);
  else yield* filePieces(data);
}

async function directory(archive: Blob): Promise<[DataView, number]> {
  const tail = await viewOf(archive, Math.max(0, archive.size - 22 - 0xffff), archive.size);
  for (let at = tail.byteLength - 22; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== END || tail.getUint16(at + 20, true) !== tail.byteLength - at - 22) continue;
    const [count, size, start] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    //! One disk, and numbers that fit: the longer forms (zip64) are not read.
    must(tail.getUint32(at + 4, true) === 0 && count === tail.getUint16(at + 8, true) && count < 0xffff);
    must(start + size <= archive.size);
    return [await viewOf(archive, start, start + size), count];
  }
  must(false);
}

function kindOf(name: string, madeBy: number, attributes: number): Kind {
  const mode = madeBy >> 8 === 3 ? (attributes >>> 28) & 0xf : 0;
  if (name.endsWith("/") || mode === 4) return "folder";
  return mode === 0xa ? "link" : mode === 0 || mode === 8 ? "file" : "other";
}

export async function zipEntries(archive: Blob): Promise<Entry[]> {
  const [view, count] = await directory(archive);
  const found: Entry[] = [];
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    must(at + 46 <= view.byteLength && view.getUint32(at, true) === CENTRAL);
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [nameSize, extraSize, noteSize] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [number, number, number];
    const name = join(part(view, at + 46, nameSize));
    const path = strictText(name);
    const local = view.getUint32(at + 42, true);
    must(path !== undefined && (flags & 1) === 0 && (method === 0 || method === 8));
    must(Math.max(packed, size, local) < 0xffffffff && (method === 8 || packed === size));
    const kind = kindOf(path, view.getUint16(at + 4, true), view.getUint32(at + 38, true));
    const member = { name, method, packed, size, at: local };
    found.push({ path: kind === "folder" ? path.replace(/\/$/, "") : path, kind, size, pieces: () => content(archive, member) });
    at += 46 + nameSize + extraSize + noteSize;
  }
  must(at === view.byteLength);
  return found;
}

//! An archive of one folder is that folder; what already lies at the top is left where it is.
export function withoutTop(entries: readonly Entry[]): readonly Entry[] {
  const tops = new Set(entries.map(({ path }) => path.split("/")[0] ?? ""));
  const [top = ""] = tops;
  const only = tops.size === 1 && top !== "" && !["proof", "checkpoint", "tile"].includes(top);
  if (!only || entries.some(({ path, kind }) => path === top && kind !== "folder")) return entries;
  return entries.filter(({ path }) => path !== top).map((entry) => cutTop(entry, top));
}

const cutTop = (entry: Entry, top: string): Entry => ({
  path: entry.path.slice(top.length + 1),
  kind: entry.kind,
  size: entry.size,
  pieces: () => entry.pieces(),
});
