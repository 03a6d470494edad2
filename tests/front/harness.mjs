// Asks the parts of the offline page questions in node: one JSON object a line in, one answer a line out.
import { openAsBlob, readdirSync, readFileSync, statSync } from "node:fs";
import { createInterface } from "node:readline";

import { hex, unhex, utf8 } from "../../front/checker/bytes.ts";
import { asJson, parseJson } from "../../front/checker/canonical.ts";
import { Check } from "../../front/checker/check.ts";
import { ed25519Holds } from "../../front/checker/ed25519.ts";
import { Broken, Unreadable } from "../../front/checker/faults.ts";
import { folded } from "../../front/checker/folder.ts";
import { fingerprintWords, parseKey } from "../../front/checker/keys.ts";
import { numbered, rootFromProof, rootOf } from "../../front/checker/merkle.ts";
import { Sha256, sha256, sha512 } from "../../front/checker/sha2.ts";
import { inJson, unreadableInJson } from "../../front/checker/told.ts";
import { imprintOf } from "../../front/checker/tokens.ts";
import { shown } from "../../front/checker/shown.ts";
import { withoutTop, zipEntries } from "../../front/checker/zip.ts";

function* below(top, above = "") {
  for (const each of readdirSync(`${top}/${above}`, { withFileTypes: true })) {
    const path = above + each.name;
    const kind = each.isSymbolicLink() ? "link" : each.isDirectory() ? "folder" : each.isFile() ? "file" : "other";
    const size = kind === "file" ? statSync(`${top}/${path}`).size : 0;
    yield {
      path,
      kind,
      size,
      async *pieces() {
        yield new Uint8Array(readFileSync(`${top}/${path}`));
      },
    };
    if (kind === "folder") yield* below(top, `${path}/`);
  }
}

async function verdict(entries, keys) {
  try {
    const check = await new Check(entries, keys.map((vkey) => parseKey(vkey, "--key", [1, 4]))).run();
    return inJson(check);
  } catch (fault) {
    if (fault instanceof Unreadable) return unreadableInJson(fault);
    throw fault;
  }
}

/** A note read as in a folder that holds nothing else: what it says, or the code of what is wrong. */
async function note(data, vkey) {
  const proof = "proof/manifest.sig";
  const file = (path, content) => ({ path, kind: "file", size: content.length, async *pieces() { yield content; } });
  const keys = file("proof/keys.txt", utf8(`edition ${vkey}\nlog ${vkey}\n`));
  // What was signed differs from what this folder is: only the reading of the note is asked about.
  const manifest = utf8('{"audience":"public","built_at":"x","case":"1","edition":"e","files":[],"format":"guwah-edition/1"}');
  const check = await new Check([keys, file(proof, data), file("proof/manifest.json", manifest)]).run();
  return check.broken.find((fault) => fault.file === proof)?.code ?? "signed";
}

const optional = (value) => (value === undefined ? null : hex(value));
const tried = (act) => {
  try {
    return act();
  } catch (fault) {
    if (fault instanceof Broken) return { code: fault.code };
    throw fault;
  }
};

const answers = {
  folder: async ({ path, keys = [] }) => JSON.parse(await verdict([...below(path)], keys)),
  archive: async ({ path, keys = [] }) => {
    const entries = await tried(async () => withoutTop(await zipEntries(await openAsBlob(path)))).catch((fault) => fault);
    return entries instanceof Broken ? { code: entries.code } : JSON.parse(await verdict(entries, keys));
  },
  sha256: ({ data }) => hex(sha256(unhex(data))),
  sha256_pieces: ({ data, size }) => {
    const [whole, hasher] = [unhex(data), new Sha256()];
    for (let at = 0; at < whole.length; at += size) hasher.update(whole.subarray(at, at + size));
    return hex(hasher.digest());
  },
  sha512: ({ data }) => hex(sha512(unhex(data))),
  ed25519: ({ key, signature, message }) => ed25519Holds(unhex(key), unhex(signature), unhex(message)),
  root: ({ hashes }) => hex(rootOf(hashes.map(unhex))),
  proven: ({ index, size, leaf, proof }) => optional(rootFromProof(BigInt(index), BigInt(size), unhex(leaf), proof.map(unhex))),
  numbered: ({ index, width }) => numbered(index, width),
  key: ({ vkey, kinds = [1] }) => tried(() => ({ name: parseKey(vkey, "key", kinds).name, words: fingerprintWords(vkey) })),
  json: ({ data }) => tried(() => asJson(parseJson(unhex(data), "x"))),
  imprint: ({ data }) => tried(() => hex(imprintOf(unhex(data), "x"))),
  fold: ({ texts }) => texts.map(folded),
  shown: ({ texts }) => texts.map(shown),
  note: ({ data, vkey }) => note(unhex(data), vkey),
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answers[question.ask](question))}\n`);
}
