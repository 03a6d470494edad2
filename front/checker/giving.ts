//! How a folder comes into the page: chosen, dropped, or as an archive.
import { Unreadable } from "./faults.ts";
import type { Entry } from "./folder.ts";
import { filePieces, withoutTop, zipEntries } from "./zip.ts";

export interface Given {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** A browser tells neither of links nor, when a folder is chosen, of empty folders. An archive tells both. */
  readonly blind: boolean;
}

const fileEntry = (path: string, file: File): Entry => ({ path, kind: "file", size: file.size, pieces: () => filePieces(file) });

export const isArchive = (file: File): boolean => /\.zip$/i.test(file.name);

export async function fromArchive(file: File): Promise<Given> {
  return { name: file.name, entries: withoutTop(await zipEntries(file)), blind: false };
}

export function fromChosen(files: readonly File[]): Given {
  const paths = files.map(({ webkitRelativePath, name }) => webkitRelativePath || name);
  const [name = ""] = paths[0]?.split("/") ?? [];
  const entries = files.map((file, at) => fileEntry((paths[at] ?? "").slice(name.length + 1), file));
  return { name, entries, blind: true };
}

/** A dropped file or folder, by whichever of two interfaces the browser has. */
interface Dropped {
  readonly name: string;
  /** Nothing for a folder. */
  readonly file: (() => Promise<File>) | undefined;
  readonly children: () => Promise<Dropped[]>;
}

interface Handle extends FileSystemHandle {
  getFile(): Promise<File>;
  values(): AsyncIterable<Handle>;
}

//! Chromium's older interface fails on pages opened from the disk; only Chromium has the newer one.
type Item = DataTransferItem & { getAsFileSystemHandle?: () => Promise<Handle | null> };

/** Asks at once for everything that was dropped: after the event the browser forgets it. */
export function fromDrop(transfer: DataTransfer): Promise<Given> | undefined {
  const items = [...transfer.items].filter(({ kind }) => kind === "file") as Item[];
  return items.length > 0 ? gathered(Promise.all(items.map(droppedItem))) : undefined;
}

function droppedItem(item: Item): Promise<Dropped | undefined> {
  if (item.getAsFileSystemHandle) return item.getAsFileSystemHandle().then((handle) => (handle ? byHandle(handle) : undefined));
  const entry = item.webkitGetAsEntry();
  return Promise.resolve(entry ? byEntry(entry) : undefined);
}

async function gathered(items: Promise<readonly (Dropped | undefined)[]>): Promise<Given> {
  const dropped = (await items).filter((each) => each !== undefined);
  const [only] = dropped;
  if (only === undefined || dropped.length > 1) return { name: "", entries: await below(dropped, ""), blind: true };
  if (!only.file) return { name: only.name, entries: await below(await only.children(), ""), blind: true };
  const file = await only.file();
  return isArchive(file) ? fromArchive(file) : { name: "", entries: [fileEntry(file.name, file)], blind: true };
}

function byHandle(handle: Handle): Dropped {
  const children = async (): Promise<Dropped[]> => {
    const found: Dropped[] = [];
    for await (const each of handle.values()) found.push(byHandle(each));
    return found;
  };
  return { name: handle.name, file: handle.kind === "file" ? () => handle.getFile() : undefined, children };
}

function byEntry(entry: FileSystemEntry): Dropped {
  const asFile = (): Promise<File> => new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, () => reject(refused())));
  const children = async (): Promise<Dropped[]> => {
    const [reader, found] = [(entry as FileSystemDirectoryEntry).createReader(), [] as Dropped[]];
    for (;;) {
      const more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, () => reject(refused())));
      if (more.length === 0) return found;
      found.push(...more.map(byEntry));
    }
  };
  return { name: entry.name, file: entry.isFile ? asFile : undefined, children };
}

const refused = (): Unreadable => new Unreadable("unreadable", "not to be read");

async function below(dropped: readonly Dropped[], above: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const each of dropped) {
    const path = above + each.name;
    if (each.file) {
      found.push(fileEntry(path, await each.file()));
      continue;
    }
    found.push({ path, kind: "folder", size: 0, async *pieces() {} });
    found.push(...(await below(await each.children(), `${path}/`)));
  }
  return found;
}
