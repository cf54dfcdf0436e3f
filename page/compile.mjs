/* Run by the build: the runtime itself compiles what a browser would have to compile first.
   node compile.mjs RUNTIME OUT FILE... with the wheels, what runs beside them, and a workbook to judge */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [runtime, out, ...files] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: `${runtime}/`, env: { PYTHONHASHSEED: "0" } });
python.FS.mkdirTree("/given/page");
for (const file of files) {
  const folder = file.endsWith(".py") ? "/given/page" : "/given";
  python.FS.writeFile(`${folder}/${basename(file)}`, new Uint8Array(readFileSync(file)));
}
try {
  python.runPython('import sys; sys.path.insert(0, "/given"); from page import compiled; compiled.main()');
} catch (problem) {
  console.error(problem.message); // without the runtime's own line, which is a megabyte
  process.exit(1);
}
for (const name of ["library.zip", "cache.zip"]) writeFileSync(join(out, name), python.FS.readFile(`/${name}`));
