// Bundles the scripts of the page into the folder that is named, with the engine and the licences.
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const folder = process.argv[2];
const shared = {
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["chrome123", "firefox128", "safari17.5"],
  legalComments: "none",
  loader: { ".rq": "text", ".ru": "text" },
  logLevel: "warning",
};
await mkdir(`${folder}/sparql`, { recursive: true });
await build({
  ...shared,
  entryPoints: ["page.js", "endpoint.js", "worker.js"],
  outdir: `${folder}/sparql`,
  format: "esm",
  splitting: true,
  chunkNames: "part-[hash]",
});
await build({
  ...shared,
  entryPoints: ["preload.js", "responder.js"],
  outdir: `${folder}/sparql`,
  format: "iife",
  supported: { "dynamic-import": true },
});
await build({ ...shared, entryPoints: ["service-worker.js"], outdir: folder, format: "iife" });
await copyFile("node_modules/oxigraph/web_bg.wasm", `${folder}/sparql/oxigraph.wasm`);

const { packages } = JSON.parse(await readFile("package-lock.json", "utf8"));
const texts = [];
for (const path of Object.keys(packages)
  .filter((each) => each && !packages[each].dev)
  .sort()) {
  const files = (await readdir(path)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const said = await Promise.all(files.map((name) => readFile(`${path}/${name}`, "utf8")));
  // A package without a file of its licence says it in its description.
  if (!said.length)
    said.push(/(?:^|\n)## License\n([^]*?)(?=\n#|$)/.exec(await readFile(`${path}/README.md`, "utf8"))[1]);
  const { version, license } = packages[path];
  texts.push(
    [
      `${path.replace(/^.*node_modules\//, "")} ${version} (${license})`,
      ...said.map((each) => each.trim()),
    ].join("\n\n"),
  );
}
await writeFile(`${folder}/sparql/LICENSES.txt`, `${texts.join(`\n\n${"-".repeat(72)}\n\n`)}\n`);
