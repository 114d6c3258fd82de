/** Builds the query page's YASGUI editor into api/http/page/built: script, style and licences. */

import { readFile, readdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const OUT = "../api/http/page/built";
const words = JSON.parse(await readFile("src/words.zh.json", "utf-8"));

/** YASGUI has no translations: its words are replaced, and one that is missing fails the build. */
const chinese = {
  name: "chinese",
  setup({ onLoad }) {
    onLoad({ filter: /yasgui\.esm\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf-8");
      for (const [english, translated] of Object.entries(words)) {
        if (!contents.includes(english)) throw new Error(`YASGUI does not say ${english}`);
        contents = contents.replaceAll(english, translated);
      }
      return { contents };
    });
  },
};

/** The licence texts of every package that may be in the bundle. */
async function licences() {
  const { packages } = JSON.parse(await readFile("package-lock.json", "utf-8"));
  const bundled = Object.entries(packages).filter(([path, { dev }]) => path && !dev);
  const texts = bundled.map(async ([path, { version, license }]) => {
    const name = (await readdir(path)).find((file) => /^licen[cs]e/i.test(file));
    const text = name ? await readFile(`${path}/${name}`, "utf-8") : "";
    return `${path.replace("node_modules/", "")} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}

await build({
  entryPoints: { yasgui: "src/main.js" },
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  plugins: [chinese],
});
await writeFile(`${OUT}/licences.txt`, await licences());
