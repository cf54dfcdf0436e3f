"use strict";
(() => {
  const table = document.querySelector("#ranking table");
  const tools = document.querySelector("#tools");
  if (!table || !tools) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const words = tools.dataset;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const make = (name, label, control) => {
    const holder = document.createElement("label");
    holder.append(label, control);
    control.name = name;
    tools.append(holder);
    return control;
  };
  const search = document.createElement("input");
  search.type = "search";
  make("search", words.search, search);
  const verdicts = document.createElement("select");
  verdicts.append(new Option(words.all, ""));
  for (const verdict of new Set(rows.map((row) => row.dataset.verdict))) {
    const word = rows.find((row) => row.dataset.verdict === verdict).querySelector(".verdict").textContent;
    verdicts.append(new Option(word, verdict));
  }
  make("verdict", words.verdict, verdicts);
  const count = document.createElement("output");
  tools.append(count);

  const filter = () => {
    const sought = search.value.toLocaleLowerCase();
    let seen = 0;
    for (const row of rows) {
      const fits = (!verdicts.value || row.dataset.verdict === verdicts.value)
        && row.textContent.toLocaleLowerCase().includes(sought);
      row.hidden = !fits;
      seen += fits;
    }
    count.textContent = words.count.replace("{shown}", seen).replace("{all}", rows.length);
  };
  search.addEventListener("input", filter);
  verdicts.addEventListener("change", filter);
  filter();

  const sort = (head, column) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    const number = head.classList.contains("number");
    const texts = new Map(rows.map((row) => [row, row.cells[column].textContent.trim()]));
    const compare = (one, other) => {
      const [a, b] = [texts.get(one), texts.get(other)];
      if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
      const order = number ? Number.parseFloat(a) - Number.parseFloat(b) : collator.compare(a, b);
      return down ? -order : order;
    };
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows.sort(compare));
  };
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, column));
    head.append(button);
  });
})();
