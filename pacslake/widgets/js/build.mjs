// Writes viewer.js, tools.js, panels.js, loader.js, standalone.js and web.js to ../static. Fails when the bundle grows past its budget or names an outside address.
import { build, transform } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const BUDGET = 60_000; // bytes; every page that shows a widget pays for it once
const here = (p) => fileURLToPath(new URL(p, import.meta.url));

const styles = { name: "styles", setup: (b) => b.onLoad({ filter: /\.css$/ }, async ({ path }) => (
  { contents: (await transform(await readFile(path, "utf8"), { loader: "css", minify: true })).code.trim(), loader: "text" })) };

for (const name of ["viewer", "tools", "panels", "loader", "standalone", "web"]) {
  const out = here(`../static/${name}.js`);
  await build({
    entryPoints: [here(`src/${name === "viewer" ? "index" : name}.js`)],
    outfile: out, bundle: true, format: "esm", minify: true, external: ["standalone", "web"].includes(name) ? ["./viewer.js"] : [], target: "es2022", charset: "utf8",
    plugins: [styles], legalComments: "none",
  });
  const text = await readFile(out, "utf8");
  const addresses = (text.match(/https?:\/\/[^"'`\s)]+/g) ?? []).filter((a) => !a.startsWith("http://www.w3.org/"));
  if (addresses.length) throw new Error(`${name}.js names an outside address: ${addresses[0]}`);
  if (Buffer.byteLength(text) > BUDGET) throw new Error(`${name}.js has ${text.length} bytes, more than ${BUDGET}`);
  await writeFile(out, text);
  console.log(`${name}.js ${Buffer.byteLength(text)} bytes`);
}
