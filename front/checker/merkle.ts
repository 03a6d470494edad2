//! The Merkle tree of the log (RFC 6962 section 2.1; checks as in RFC 9162 section 2.1.3.2).
import type { Bytes } from "./bytes.ts";
import { sha256 } from "./sha2.ts";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (entry: Uint8Array): Bytes => sha256(LEAF, entry);
const nodeHash = (left: Uint8Array, right: Uint8Array): Bytes => sha256(NODE, left, right);

/** The root over leaf or subtree hashes; of none, the hash of nothing. */
export function rootOf(hashes: readonly Bytes[]): Bytes {
  let level = [...hashes];
  while (level.length > 1) {
    const above: Bytes[] = [];
    for (let at = 0; at + 1 < level.length; at += 2) above.push(nodeHash(level[at]!, level[at + 1]!));
    level = level.length % 2 ? [...above, level[level.length - 1]!] : above;
  }
  return level[0] ?? sha256();
}

/** The root an inclusion proof leads to; nothing when it has the wrong length or place. */
export function rootFromProof(index: bigint, size: bigint, leaf: Bytes, proof: readonly Bytes[]): Bytes | undefined {
  let [place, last, node] = [index, size - 1n, leaf];
  for (const sibling of proof) {
    if (last <= 0n) return undefined;
    if (place & 1n || place === last) {
      node = nodeHash(sibling, node);
      while (!(place & 1n) && place) [place, last] = [place >> 1n, last >> 1n];
    } else {
      node = nodeHash(node, sibling);
    }
    [place, last] = [place >> 1n, last >> 1n];
  }
  return last === 0n && index >= 0n && index < size ? node : undefined;
}

/** The last part of a tile's path (C2SP tlog-tiles). */
export function numbered(index: number, width: number): string {
  const groups = [String(index % 1000).padStart(3, "0")];
  for (let left = Math.floor(index / 1000); left > 0; left = Math.floor(left / 1000)) {
    groups.unshift(`x${String(left % 1000).padStart(3, "0")}`);
  }
  return groups.join("/") + (width === 256 ? "" : `.p/${width}`);
}
