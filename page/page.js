"use strict";
/* The page: what a person drops and chooses goes to the worker, and what the worker says is shown as text. */
(() => {
  const WORDS = __WORDS__;
  const LANGUAGES = { id: "Indonesia", en: "English" };
  const TABS = ["report", "findings", "facts", "tried", "plan", "files"];
  const LARGEST = 51 * 2 ** 20; // more is refused by the program, which need not see all of it for that
  const PAUSE = 250; // milliseconds after a key, before what is typed is judged
  const STEPS = 50; // times that the list is drawn anew while many are judged

  let language = location.hash === "#en" ? "en" : "id";
  const say = (key, values = {}) => WORDS[key][language].replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  /* Make an element; texts are texts, whatever they hold. */
  const make = (tag, given = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (name in made && !name.startsWith("aria")) made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...inside.filter((each) => each !== null));
    return made;
  };
  const button = (text, onclick, given = {}) => make("button", { type: "button", onclick, ...given }, text);
  const word = (text, tone) => (tone ? make("span", { className: `word ${tone}` }, text) : text);

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((each) => String(each).padStart(2, "0")).join("-");
  };

  /* ---- the worker ---- */

  const unpacked = (text) => {
    const packed = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).blob();
  };

  class Stopped extends Error {}

  class Unopened extends Error {}

  class Program {
    constructor() {
      this.start();
    }

    start() {
      const sent = Array.from(document.querySelectorAll('script[data-name]:not([data-name$=".txt"])'), (each) => (
        { name: each.dataset.name, text: each.textContent, packed: "packed" in each.dataset }));
      this.pending = new Map();
      this.count = 0;
      this.book = null;
      this.ready = this.begun(sent.shift(), sent);
      this.ready.catch(() => {});
    }

    async begun(script, sent) {
      const address = URL.createObjectURL(new Blob([await unpacked(script.text)], { type: "text/javascript" }));
      this.worker = new Worker(address);
      this.worker.addEventListener("message", ({ data }) => this.heard(data));
      this.worker.addEventListener("error", (event) => this.end(new Error(event.message || "worker")));
      try {
        return await this.post({ sent });
      } finally {
        URL.revokeObjectURL(address);
      }
    }

    post(message, transferred = []) {
      const id = (this.count += 1);
      return new Promise((resolve, reject) => {
        this.pending.set(id, { resolve, reject });
        this.worker.postMessage({ id, ...message }, transferred);
      });
    }

    /* Ask for something, once the program is there; what is asked is done one after the other. */
    ask(asked, content) {
      if (content) this.book = asked.name;
      const copy = content && new Uint8Array(content);
      const told = { asked: { language, day: today(), ...asked }, content: copy };
      return this.ready.then(() => this.post(told, copy ? [copy.buffer] : []));
    }

    heard({ id, stage, result, fault }) {
      if (stage) return stages.tell(stage);
      const { resolve, reject } = this.pending.get(id);
      this.pending.delete(id);
      return fault === undefined ? resolve(result) : reject(new Error(fault));
    }

    end(problem) {
      this.worker?.terminate();
      for (const { reject } of this.pending.values()) reject(problem);
      this.pending.clear();
      this.book = null;
    }

    /* End what is being done, and begin anew with what was known. */
    async again(problem) {
      this.end(problem);
      this.start();
      await this.ready;
      const lines = Object.fromEntries([...files.values()].filter((each) => each.kept).map((each) => [each.name, each.kept]));
      await this.ask({ do: "restored", lines });
    }
  }

  /* ---- what is known ---- */

  const files = new Map(); // by name: { name, blob, facts, answers, state, line, kept, result, plan }
  let program = null;
  const begun = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve)).then(() => (program = new Program()));
  let about = null; // what the program says of itself
  let current = null; // the file that is shown
  let tab = "report";
  let ranking = null; // its page, where it is shown
  let isRunning = false;
  let shownPage = null; // the page that is printed

  /* Read a file; it may have been saved anew or moved since it was chosen, and a folder is none. */
  const contentOf = (file) => file.blob.slice(0, LARGEST).arrayBuffer().catch(() => Promise.reject(new Unopened(say("unopened"))));

  /* Ask for something that is about the open workbook, which is opened once more where another took its place. */
  const askOf = async (file, asked) => {
    if (program.book !== file.name) {
      const content = await contentOf(file);
      program.ask({ do: "opened", name: file.name, facts: file.facts }, content).catch(() => {});
    }
    return program.ask(asked);
  };

  /* Take files: of one name in one drop they are different ones, later ones are new versions of what was known. */
  const add = (blobs) => {
    const taken = new Set();
    for (const blob of blobs) {
      const [stem, ending] = [blob.name.replace(/\.[^.]*$/, ""), /(\.[^.]*)?$/.exec(blob.name)[0]];
      let { name } = blob;
      for (let number = 2; taken.has(name); number += 1) name = `${stem} (${number})${ending}`;
      taken.add(name);
      const known = files.get(name) ?? { name, facts: {}, answers: {} };
      files.set(name, Object.assign(known, { blob, state: "waiting", line: null, kept: null, result: null, plan: null }));
      if (program?.book === name) program.book = null;
    }
    if (blobs.length) run();
  };

  const keep = (file, result) => {
    if (result.refused) return;
    Object.assign(file, { state: "judged", line: result.line, kept: result.kept, result: { ...file.result, ...result } });
  };

  /* Judge all files that wait; then show it where it was one, else the ranking. */
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    const judged = [];
    ranking = null;
    showFiles();
    try {
      await begun;
      await program.ready;
      for (let file = waiting(); file; file = waiting()) {
        judged.push(file);
        stages.begin(file);
        await judge(file);
        if (judged.length % Math.ceil(files.size / STEPS) === 0) showFiles();
        if (judged.length === 1 && !waiting()) show(file);
      }
      if (judged.length > 1) await showRanking();
      else await open(judged[0]);
    } catch (problem) {
      if (!(problem instanceof Stopped)) cannotStart(problem);
    } finally {
      isRunning = false;
      if (waiting()) run();
    }
  };

  const waiting = () => [...files.values()].find((each) => each.state === "waiting");

  const judge = async (file) => {
    try {
      keep(file, await program.ask({ do: "judge", name: file.name, facts: file.facts }, await contentOf(file)));
    } catch (problem) {
      if (problem instanceof Unopened) return failed(file, say("unopened"));
      if (problem instanceof Stopped) throw problem;
      await lost(file, problem);
    }
  };

  const failed = (file, sentence) => {
    Object.assign(file, { state: "failed", line: { name: file.name, failed: true }, result: { failed: sentence, tip: "" } });
  };

  const lost = async (file, problem) => {
    failed(file, say("lost", { problem: problem.message }));
    stages.tell("loading");
    await program.again(problem);
  };

  /* Show all of a file. */
  const open = async (file) => {
    ranking = null;
    show(file);
    if (file.state === "failed") return;
    stages.begin(file);
    try {
      const result = await program.ask({ do: "opened", name: file.name, facts: file.facts }, await contentOf(file));
      keep(file, result);
      if (result.refused) failed(file, result.refused);
      stages.done(file);
    } catch (problem) {
      if (problem instanceof Stopped) return;
      if (problem instanceof Unopened) failed(file, say("unopened"));
      else await lost(file, problem);
      stages.done(file);
    }
    showFiles();
    show(file);
  };

  const stop = () => {
    for (const file of files.values()) {
      if (file.state === "waiting") Object.assign(file, { state: "stopped", result: null });
    }
    stages.tell("loading");
    program.again(new Stopped()).then(() => stages.done(), cannotStart);
    if (current && !current.result?.report && !current.result?.failed) current.state = "stopped";
    showFiles();
    if (current) show(current);
  };

  const cannotStart = (problem) => {
    stages.end();
    places.status.replaceChildren(make("p", { className: "refused", role: "alert" }, say("cannot-start", { problem: problem.message })));
  };

  const save = (name, content, type = "application/octet-stream") => {
    const address = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };

  const saveMade = async (asked, place, file) => {
    stages.begin(file);
    const made = await (file ? askOf(file, asked) : program.ask(asked)).catch((problem) => ({ refused: problem.message }));
    stages.done(file);
    place.textContent = made.refused ?? "";
    if (!made.refused) save(made.name, made.content);
  };

  /* ---- what is seen ---- */

  const app = document.getElementById("app");
  const places = {};

  const stages = {
    file: null,
    begin(file) {
      this.file = file ?? null;
    },
    tell(stage) {
      const known = [...files.values()];
      const left = known.filter((each) => each.state === "waiting").length;
      const place = isRunning && known.length > 1 && left ? say("of", { done: known.length - left + 1, all: known.length }) : "";
      places.stage.textContent = place + say(`stage-${stage}`, { name: this.file?.name ?? "" });
      places.progress.hidden = false;
      places.stop.hidden = stage === "loading"; // before that there is nothing to stop
      if (isRunning && known.length > 1) Object.assign(places.progress, { max: known.length, value: known.length - left });
      else places.progress.removeAttribute("value");
    },
    done(file) {
      this.end();
      places.stage.textContent = file ? say("done", { name: file.name }) : say("ready");
    },
    end() {
      places.progress.hidden = places.stop.hidden = true;
    },
  };

  const frame = (html, title) => {
    shownPage = html;
    return make("iframe", { title, sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox", srcdoc: html });
  };

  const build = () => {
    document.documentElement.lang = language;
    document.title = say("title");
    const input = make("input", { type: "file", multiple: true, id: "choose", className: "unseen",
      accept: ".xlsx,.xlsm,.xlsb,.xls,.ods,.json", onchange: () => (add(Array.from(input.files)), (input.value = "")) });
    places.stage = make("p", { id: "stage" });
    places.progress = make("progress", { hidden: true, "aria-labelledby": "stage" });
    places.stop = button(say("stop"), stop, { hidden: true });
    places.status = make("div", {}, places.stage);
    places.files = make("section", { hidden: true });
    places.card = make("section", { hidden: true, "aria-label": say("result") });
    places.detail = make("div");
    places.template = make("div");
    app.replaceChildren(
      make("header", {},
        make("div", { className: "top" },
          make("h1", {}, say("title")),
          make("div", { role: "group", className: "tools", "aria-label": say("language") }, ...Object.entries(LANGUAGES).map(([key, name]) =>
            button(name, () => speak(key), { lang: key, "aria-pressed": String(key === language) })))),
        make("p", { className: "quiet" }, say("promise"))),
      make("main", {},
        make("div", { id: "drop" },
          make("p", {}, `${say("drop")} `, input, make("label", { htmlFor: "choose" }, say("choose"))),
          make("p", { className: "quiet" }, say("kinds"))),
        make("div", { id: "work" }, make("div", { role: "status" }, places.status), places.progress, places.stop),
        places.files, places.card, places.detail),
      make("footer", {}, places.template));
  };

  const speak = async (wanted) => {
    language = wanted;
    for (const file of files.values()) file.plan = null;
    build();
    showAbout();
    app.querySelector(`[lang=${wanted}]`).focus();
    if (!about) return stages.tell("loading");
    const { lines } = await program.ask({ do: "listed" });
    for (const line of lines) if (files.has(line.name)) files.get(line.name).line = line;
    showFiles();
    if (ranking) return showRanking();
    return current?.result ? open(current) : undefined;
  };

  const showAbout = () => {
    if (!about) return;
    const refused = make("p", { className: "refused", role: "alert" });
    const law = make("select", { id: "law" }, ...about.rulesets.map(({ id, title }) => new Option(title, id)));
    places.template.replaceChildren(
      make("div", { className: "tools" },
        make("label", {}, say("template"), law),
        button(say("template-save"), () => saveMade({ do: "made", kind: "template", of: law.value }, refused))),
      refused,
      make("p", { className: "quiet" }, say("version", about), " ", button(say("licences"), licences, { className: "plain" })));
  };

  const licences = async () => {
    save("THIRD_PARTY.txt", await unpacked(document.querySelector('[data-name="THIRD_PARTY.txt"]').textContent), "text/plain");
  };

  const showFiles = () => {
    places.files.hidden = files.size < 2;
    if (files.size < 2) return;
    const rows = [...files.values()].map((file) => {
      const isOpen = file === current && !ranking;
      const name = button(file.name, () => choose(file), { className: "plain" });
      if (isOpen) name.setAttribute("aria-current", "true");
      name.disabled = file.state === "waiting";
      const { line } = file;
      const verdict = file.state === "stopped" ? word(say("stopped"), "open") : !line ? say("waiting")
        : line.failed ? word(say("unread"), "bad") : word(line.word, line.tone);
      return make("tr", {}, make("th", { scope: "row", className: "file" }, name), make("td", {}, line?.unit ?? ""),
        make("td", { className: "verdict" }, verdict), make("td", { className: "number", title: line?.exact ?? "" }, line?.total ?? ""));
    });
    const heads = ["file", "unit", "verdict", "total"].map((key) => make("th", { scope: "col", className: key === "total" ? "number" : "" }, say(key)));
    const all = button(say("show-ranking"), showRanking, { disabled: isRunning && Boolean(waiting()) });
    places.files.replaceChildren(make("h2", {}, `${say("files")} (${files.size})`), make("p", {}, all),
      make("div", { className: "scroll list", role: "region", tabIndex: 0, "aria-label": say("files") },
        make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows))));
  };

  const choose = (file) => {
    if (file.state === "stopped") file.state = "waiting";
    open(file).then(() => places.card.scrollIntoView({ block: "nearest" }));
  };

  const showRanking = async () => {
    const asked = await program.ask({ do: "ranking" });
    ranking = asked.report;
    stages.done();
    showFiles();
    places.card.hidden = true;
    const refused = make("p", { className: "refused", role: "alert" });
    const kinds = ["html", "xlsx"].map((kind) =>
      button(say(`save-ranking-${kind}`), () => saveMade({ do: "made", kind: `ranking-${kind}` }, refused)));
    places.detail.replaceChildren(make("h2", {}, say("ranking")), make("div", { className: "tools" }, ...kinds, printer()), refused,
      frame(ranking, say("frame-ranking")));
  };

  const printer = () => button(say("print"), () => window.print());

  const headOf = (result) => {
    const [first, ...others] = result.head.map(({ parts }) => parts.map(({ text, tone }) => word(text, tone)));
    return [make("p", { className: "headline" }, ...first), make("ul", {}, ...others.map((parts) => make("li", {}, ...parts)))];
  };

  /* Show a file: the verdict and its reasons, then what else there is of it. */
  const show = (file) => {
    current = file;
    const { result } = file;
    places.card.hidden = false;
    places.detail.replaceChildren();
    shownPage = null;
    if (file.state === "stopped" || !result) {
      places.card.hidden = file.state !== "stopped";
      places.card.className = "card open";
      return places.card.replaceChildren(make("h2", {}, file.name), make("p", {}, say("stopped-tip")),
        make("p", {}, button(say("again"), () => open(file))));
    }
    if (result.failed) {
      places.card.className = "card bad";
      return places.card.replaceChildren(make("h2", {}, file.name), make("p", { className: "headline" }, result.failed), make("p", {}, result.tip));
    }
    places.card.className = `card ${result.tone}`;
    places.card.replaceChildren(make("h2", {}, result.title), result.subtitle.length ? make("p", { className: "quiet" }, result.subtitle.join(" | ")) : null,
      ...headOf(result));
    return result.report ? showTabs(file) : undefined;
  };

  const showTabs = (file) => {
    const count = file.result.findings.length;
    const tabs = TABS.map((key) => button(say(`tab-${key}`) + (key === "findings" ? ` (${count})` : ""), () => choice(key),
      { id: `tab-${key}`, role: "tab", "aria-controls": "panel" }));
    const panel = make("div", { id: "panel", role: "tabpanel", tabIndex: 0 });
    const choice = (key, isMoved = false) => {
      tab = key;
      tabs.forEach((each, place) => {
        const isChosen = TABS[place] === key;
        each.setAttribute("aria-selected", String(isChosen));
        each.tabIndex = isChosen ? 0 : -1;
        if (isChosen && isMoved) each.focus();
      });
      panel.setAttribute("aria-labelledby", `tab-${key}`);
      panel.replaceChildren(...PANELS[key](file));
    };
    const moved = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choice(TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length], true);
    };
    places.detail.replaceChildren(make("div", { role: "tablist", "aria-label": say("result"), onkeydown: moved }, ...tabs), panel);
    choice(tab);
  };

  const PANELS = {
    report: ({ name, result }) => [make("div", { className: "tools" }, printer()), frame(result.report, say("frame-report", { name }))],

    findings: ({ name, result }) => {
      const note = result.formulas && !result.proven
        ? make("p", {}, `${say("formulas")} `, make("code", {}, `zi-score check "${name}"`)) : null;
      if (!result.findings.length) return [note, make("p", {}, say("none-found"))].filter(Boolean);
      const heads = ["severity", "cell", "question", "what"].map((key) => make("th", { scope: "col" }, say(key)));
      const rows = result.findings.map((each) => make("tr", {}, make("td", {}, word(each.severity, each.tone)), make("td", { className: "code" }, each.cell),
        make("td", { className: "code" }, each.code), make("td", { className: "told" }, make("b", {}, each.title), make("p", {}, each.message),
          make("p", {}, each.tip), make("p", { className: "quiet" }, each.citation))));
      return [note, make("div", { className: "scroll", role: "region", tabIndex: 0, "aria-label": say("tab-findings") },
        make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)))].filter(Boolean);
    },

    facts: (file) => {
      const refused = make("p", { className: "refused", role: "alert" });
      const rows = file.result.facts.map(({ key, label, choices, unit, stated }) => {
        const blank = stated ? say("stated", { value: stated }) : say("unknown");
        const field = choices.length
          ? make("select", {}, new Option(blank, ""), ...choices.map((each) => new Option(each, each)))
          : make("input", { type: "text", inputMode: "decimal", placeholder: `${blank} (${say(unit)})` });
        Object.assign(field, { id: `fact-${key}`, value: file.facts[key] ?? "" });
        field.addEventListener("change", () => state(file, key, field, refused));
        return make("label", {}, label, field);
      });
      return [make("p", { className: "quiet" }, say("facts-about")), refused, make("div", { className: "form" }, ...rows)];
    },

    tried: (file) => triedPanel(file),

    plan: (file) => {
      const refused = make("p", { className: "refused", role: "alert" });
      const target = make("select", {}, new Option(say("own-target"), ""), ...file.result.predicates.map((each) => new Option(each, each)));
      const place = make("div");
      const shown = () => {
        if (!file.plan) return place.replaceChildren();
        const saving = () => saveMade({ do: "made", kind: "plan", of: file.plan.target }, refused, file);
        return place.replaceChildren(make("div", { className: "tools" }, button(say("save-plan"), saving), printer()),
          frame(file.plan.report, say("frame-plan", file)));
      };
      const wanted = async () => {
        stages.begin(file);
        const made = await askOf(file, { do: "planned", target: target.value }).catch((problem) => ({ refused: problem.message }));
        stages.done(file);
        refused.textContent = made.refused ?? "";
        file.plan = made.report && { report: made.report, target: target.value };
        shown();
      };
      shown();
      return [make("p", { className: "quiet" }, say("plan-about")),
        make("div", { className: "tools" }, make("label", {}, say("target"), target), button(say("make-plan"), wanted)), refused, place];
    },

    files: (file) => {
      const refused = make("p", { className: "refused", role: "alert" });
      const kinds = ["html", "xlsx", "md", "copy", "json"].map((kind) =>
        make("li", {}, button(say(`save-${kind}`), () => saveMade({ do: "made", kind }, refused, file))));
      const text = make("textarea", { id: "chat", readOnly: true, rows: 10, value: file.result.chat });
      const copied = make("span", { role: "status" });
      const copy = () => {
        text.select();
        navigator.clipboard?.writeText(text.value).then(() => (copied.textContent = say("copied")), () => {});
      };
      return [make("p", { className: "quiet" }, say("save-about")), make("ul", { className: "choices" }, ...kinds), refused,
        make("label", { htmlFor: "chat" }, say("chat")), text, make("p", {}, button(say("copy"), copy), " ", copied)];
    },
  };

  /* Take what is said of a unit, and judge its workbook anew; what is not understood is left out. */
  const state = async (file, key, field, refused) => {
    const before = { ...file.facts };
    if (field.value.trim()) file.facts[key] = field.value.trim();
    else delete file.facts[key];
    stages.begin(file);
    const result = await contentOf(file)
      .then((content) => program.ask({ do: "opened", name: file.name, facts: file.facts }, content))
      .catch((problem) => ({ refused: problem.message }));
    stages.done(file);
    refused.textContent = result.refused ?? "";
    if (result.refused) {
      file.facts = before;
      program.book = null;
      field.setAttribute("aria-invalid", "true");
      return;
    }
    field.removeAttribute("aria-invalid");
    file.plan = null; // it was for other facts
    keep(file, result);
    showFiles();
    show(file);
    document.getElementById(`fact-${key}`).focus();
  };

  const triedPanel = (file) => {
    const outcome = make("div", { role: "status", className: "card" });
    const said = (result) => {
      outcome.className = `card ${result?.tone ?? ""}`;
      if (!result) return outcome.replaceChildren(make("p", {}, say("nothing-tried")));
      if (result.refused) return outcome.replaceChildren(make("p", { className: "refused" }, result.refused));
      const changed = result.changes.map(([code, before, after]) => `${code} ${before || "–"} → ${after || "–"}`).join("; ");
      return outcome.replaceChildren(...headOf(result), make("p", {}, say("from-to", { before: result.before, after: result.total })),
        make("p", { className: "quiet" }, say("changed", { list: changed })));
    };
    let count = 0;
    const ask = async () => {
      const mine = (count += 1);
      if (!Object.keys(file.answers).length) return said(null);
      stages.begin(file);
      const result = await askOf(file, { do: "tried", answers: file.answers }).catch((problem) => ({ refused: problem.message }));
      stages.done(file);
      return mine === count ? said(result) : undefined;
    };
    let timer = 0;
    const changed = (field, { code, now }) => {
      if (field.value === now) delete file.answers[code];
      else file.answers[code] = field.value;
      field.classList.toggle("changed", code in file.answers);
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    };
    const fieldOf = (question, each) => {
      const field = question.choices.length
        ? make("select", {}, new Option(say("no-answer"), ""), ...question.choices.map(([choice, rubric]) => new Option(rubric ? `${choice} – ${rubric}` : choice, choice)))
        : make("input", { type: "text", inputMode: "decimal", placeholder: each.label ? "" : question.hint });
      field.value = file.answers[each.code] ?? each.now;
      field.classList.toggle("changed", each.code in file.answers);
      field.addEventListener(question.choices.length ? "change" : "input", () => changed(field, each));
      field.setAttribute("aria-label", `${question.code} ${each.label || question.label}`);
      return make("div", { className: "field" }, each.label ? make("span", {}, each.label) : null, field);
    };
    const rows = [];
    const groups = file.result.chapters.map(({ name, asked }) => make("details", { open: true }, make("summary", {}, name),
      ...asked.map((question) => {
        const row = make("div", { className: "asked" },
          make("p", {}, make("b", {}, question.code), ` ${question.label} `, make("span", { className: "quiet" }, question.points)),
          ...question.fields.map((each) => fieldOf(question, each)));
        rows.push([row, question]);
        return row;
      })));
    const search = make("input", { type: "search" });
    const lost = make("input", { type: "checkbox", checked: true });
    const filter = () => {
      const wanted = search.value.trim().toLowerCase();
      for (const [row, { code, label, lost: isLost, fields }] of rows) {
        const isTried = fields.some((each) => each.code in file.answers);
        row.hidden = !isTried && ((lost.checked && !isLost) || !`${code} ${label}`.toLowerCase().includes(wanted));
      }
      for (const group of groups) group.hidden = !group.querySelector(".asked:not([hidden])");
    };
    search.addEventListener("input", filter);
    lost.addEventListener("change", filter);
    const reset = () => {
      file.answers = {};
      document.getElementById("panel").replaceChildren(...triedPanel(file));
    };
    filter();
    ask();
    return [make("p", { className: "quiet" }, say("tried-about")), outcome,
      make("div", { className: "tools" }, make("label", {}, say("search"), search), make("label", { className: "tick" }, lost, say("only-lost")), button(say("reset"), reset)),
      ...groups];
  };

  /* ---- printing: what is shown, not the page around it ---- */

  const paper = document.getElementById("paper");
  addEventListener("beforeprint", () => {
    const html = shownPage ?? current?.result?.report;
    document.body.classList.toggle("printed", Boolean(html));
    if (!html) return;
    const read = new DOMParser().parseFromString(html, "text/html");
    for (const each of read.querySelectorAll("script, style, meta")) each.remove();
    paper.replaceChildren(...read.body.childNodes);
  });
  addEventListener("afterprint", () => {
    document.body.classList.remove("printed");
    paper.replaceChildren();
  });

  /* ---- dropping ---- */

  const dragging = (isOver) => document.body.classList.toggle("dragging", isOver);
  addEventListener("dragenter", () => dragging(true));
  addEventListener("dragleave", (event) => event.relatedTarget ?? dragging(false));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    dragging(false);
    add(Array.from(event.dataTransfer.files));
  });

  /* ---- beginning ---- */

  if (typeof DecompressionStream !== "function" || typeof WebAssembly !== "object") return;
  document.getElementById("old").remove();
  app.hidden = false;
  build();
  stages.tell("loading");
  const start = async () => {
    try {
      await program.ready;
      about = await program.ask({ do: "hello" });
      showAbout();
      if (!isRunning) stages.done();
    } catch (problem) {
      cannotStart(problem);
    }
  };
  begun.then(start);
})();
