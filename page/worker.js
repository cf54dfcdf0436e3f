/* The worker: Python with the program in it. It is told what to do, tells each stage, and then what came of it. */
const parts = new Map();

/* What the runtime asks for is one of the parts; there is nothing else that could be fetched. */
globalThis.fetch = async (address) => {
  const name = String(address).split("/").pop();
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  return parts.has(name) ? new Response(parts.get(name), { headers: { "Content-Type": type } }) : Response.error();
};

const decoded = (text) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let place = 0; place < binary.length; place += 1) bytes[place] = binary.charCodeAt(place);
  return bytes;
};

const unpacked = async ({ text, packed }) => {
  const bytes = decoded(text);
  if (!packed) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const UNPACK = `
import os, sys, zipfile
os.environ["OPENPYXL_LXML"] = "False"
for path in wheels:
    with zipfile.ZipFile(path) as wheel:
        wheel.extractall(site)
    os.unlink(path)
`;

const DESK = `
from page import desk
kept = desk.Desk()
lambda asked, content, tell: kept.answer(asked, None if content is None else content.to_bytes(), tell)
`;

const load = async (sent) => {
  for (const part of sent) parts.set(part.name, await unpacked(part));
  const python = await loadPyodide({
    indexURL: "https://page.invalid/",
    createPyodideModule: _createPyodideModule,
    stdout: () => {},
    stderr: () => {},
  });
  const site = python.runPython("import site; site.getsitepackages()[0]");
  const wheels = [...parts.keys()].filter((name) => name.endsWith(".whl") || name === "cache.zip");
  for (const name of wheels) python.FS.writeFile(`/tmp/${name}`, parts.get(name));
  python.FS.mkdirTree(`${site}/page`);
  for (const name of ["desk.py", "told.py"]) python.FS.writeFile(`${site}/page/${name}`, parts.get(name));
  parts.clear();
  const told = python.toPy({ site, wheels: wheels.map((name) => `/tmp/${name}`) });
  python.runPython(UNPACK, { globals: told });
  return python.runPython(DESK);
};

let desk = null;
const tell = (stage) => postMessage({ stage });

const answered = async ({ asked, content, sent }) => {
  if (sent) {
    desk = await load(sent);
    return {};
  }
  const made = desk(JSON.stringify(asked), content, tell);
  const [text, file] = made.toJs();
  made.destroy();
  return file ? { ...JSON.parse(text), content: file } : JSON.parse(text);
};

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ id: data.id, result: await answered(data) });
  } catch (problem) {
    const lines = String(problem?.message ?? problem).trim().split("\n");
    postMessage({ id: data.id, fault: lines.pop() }); // of a traceback the last line says what it was
  }
});
