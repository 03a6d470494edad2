//! What was found as one JSON object, the very one that guwah_verify.py --json prints.
import { asJson, type Json, type JsonObject } from "./canonical.ts";
import { MOST_TOLD, type Check, type Place, type Signer, type Witness } from "./check.ts";
import { inEnglish, type Broken } from "./faults.ts";

const object = (members: Readonly<Record<string, Json>>): JsonObject => new Map(Object.entries(members));

const fault = ({ code, said, file }: Broken): JsonObject =>
  object({ code, message: inEnglish(said), file, line: null, column: null, offset: null });

const place = ({ origin, index, size }: Place): JsonObject => object({ origin, index, size });
const signer = (one: Signer | Witness): JsonObject => object({ ...one });

export function inJson(check: Check): string {
  const value = object({ intact: check.broken.length === 0 });
  if (check.package) value.set("package", check.package);
  value.set("included", check.included ? place(check.included) : null);
  value.set("signed_by", check.signedBy.map(signer));
  value.set("existed_by", []);
  value.set("witnessed", check.witnessed.map(signer));
  value.set("redacted", null);
  value.set("unverified", check.unverified.map(inEnglish));
  if (check.broken.length > 0) {
    const faults = check.broken.slice(0, MOST_TOLD).map(fault);
    value.set("error", faults[0] ?? null).set("broken", faults);
  }
  return asJson(value);
}

export const unreadableInJson = (found: Broken): string => asJson(object({ error: fault(found) }));
