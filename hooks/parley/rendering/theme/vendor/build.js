// Bundles entry.js with what it needs into micromark.js, each licence once, with the names and versions it is of.

import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const made = await build({
  entryPoints: ["entry.js"],
  bundle: true,
  charset: "utf8",
  conditions: ["worker"],
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  target: "es2022",
  write: false,
});

const names = Object.keys(made.metafile.inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
const licences = new Map();
for (const name of [...new Set(names.filter(Boolean))].sort()) {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const licence = readFileSync(`node_modules/${name}/license`, "utf8").trim();
  licences.set(licence, [...(licences.get(licence) ?? []), `${name} ${version}`]);
}
const head = [...licences].map(([licence, packages]) => `${packages.join("\n")}\n\n${licence}`).join("\n\n---\n\n");
writeFileSync("micromark.js", `/*! Made by \`make vendor\`; see README.md beside its source.\n\n${head}\n*/\n${made.outputFiles[0].text}`);
