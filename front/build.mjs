// Builds what the pages can do without: the islands (TypeScript to one small module each) and the fonts.
// Usage: npm run build. Writes src/guwah/web/static/built/, whole or not at all.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const islands = join(root, "src/guwah/web/islands");
const built = join(root, "src/guwah/web/static/built");
const draft = join(root, "build/front");
const islandLimit = 8 * 1024;

// Subsets are named because a page in five scripts needs these and no others; Greek and Vietnamese stay out.
const faces = [
  { name: "literata", sheets: ["opsz.css", "opsz-italic.css"], keep: /-(latin|latin-ext|cyrillic|cyrillic-ext)-/ },
  { name: "source-sans-3", sheets: ["wght.css", "wght-italic.css"], keep: /-(latin|latin-ext|cyrillic|cyrillic-ext)-/ },
  { name: "noto-naskh-arabic", sheets: ["wght.css"], keep: /-arabic-wght/, grow: "112%" },
  { name: "noto-sans-arabic", sheets: ["wght.css"], keep: /-arabic-wght/, grow: "104%" },
  { name: "noto-serif-sc", sheets: ["wght.css"], keep: /\[\d+\]|-\d+-wght/ },
  { name: "noto-sans-sc", sheets: ["wght.css"], keep: /\[\d+\]|-\d+-wght/ },
];

async function buildIslands() {
  const names = (await readdir(islands)).filter((file) => file.endsWith(".ts") && !file.startsWith("_"));
  await build({
    entryPoints: names.map((file) => join(islands, file)),
    outdir: draft,
    bundle: true,
    format: "esm",
    target: ["es2022"],
    minify: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  for (const file of names.map((name) => name.replace(/\.ts$/, ".js"))) {
    const { size } = await stat(join(draft, file));
    if (size > islandLimit) throw new Error(`island ${file} has ${size} bytes; the limit is ${islandLimit}`);
    console.log(`${file.padEnd(14)}${size} bytes`);
  }
}

async function faceRules({ name, sheets, keep, grow }) {
  const home = join(root, "node_modules/@fontsource-variable", name);
  const rules = [];
  for (const sheet of sheets) {
    const css = await readFile(join(home, sheet), "utf8");
    for (const [rule] of css.matchAll(/@font-face \{[^}]*\}/g)) {
      const file = /url\(\.\/files\/([^)]+)\)/.exec(rule)?.[1];
      if (!file || !keep.test(file)) continue;
      await copyFile(join(home, "files", file), join(draft, "fonts", file));
      const placed = rule.replace("./files/", "./fonts/");
      rules.push(grow ? placed.replace("font-display", `size-adjust: ${grow};\n  font-display`) : placed);
    }
  }
  if (rules.length === 0) throw new Error(`no subset of ${name} was found`);
  await copyFile(join(home, "LICENSE"), join(draft, "fonts", `LICENSE-${basename(name)}.txt`));
  return rules;
}

async function buildFonts() {
  await mkdir(join(draft, "fonts"), { recursive: true });
  const rules = (await Promise.all(faces.map(faceRules))).flat();
  await writeFile(join(draft, "fonts.css"), `${rules.join("\n\n")}\n`);
  console.log(`fonts.css     ${rules.length} subsets`);
}

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await buildIslands();
await buildFonts();
await rm(built, { recursive: true, force: true });
await rename(draft, built);
