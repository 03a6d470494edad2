// Builds the offline page that checks packages: src/guwah_verify.html, one file, the same bytes every time.
// Usage: npm run checker (or with --print, to standard output). It is kept in git beside guwah_verify.py, so that
// no package can go out without it and anybody can compare its SHA-256; not minified, because strangers read it.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "front/checker");

const policy = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

async function script() {
  const { outputFiles } = await build({
    entryPoints: [join(source, "page.ts")],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "iife",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
  });
  return `\n${outputFiles[0].text}`;
}

const [page, css, code] = [
  await readFile(join(source, "page.html"), "utf8"),
  await readFile(join(source, "style.css"), "utf8"),
  await script(),
];
if (/<\/script|<!--/i.test(code)) throw new Error("the script would end inside the page");
const parts = { script: policy(code), style: policy(css), css, script_text: code };
const made = page.replace(/\{(script|style|css|script_text)\}/g, (_, name) => parts[name]);
if (process.argv.includes("--print")) process.stdout.write(made);
else await writeFile(join(root, "src/guwah_verify.html"), made);
