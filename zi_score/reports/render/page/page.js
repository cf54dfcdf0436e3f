"use strict";
(() => {
  const labelled = (tools, label, control) => {
    const holder = document.createElement("label");
    holder.append(label, control);
    tools.append(holder);
    return control;
  };
  const counted = (tools, words, rows, fits) => {
    const count = document.createElement("output");
    tools.append(count);
    return () => {
      let seen = 0;
      for (const row of rows) {
        row.hidden = !fits(row);
        seen += !row.hidden;
      }
      count.textContent = words.count.replace("{shown}", seen).replace("{all}", rows.length);
    };
  };

  for (const tools of document.querySelectorAll(".tools.search")) {
    const table = tools.nextElementSibling.querySelector("table");
    const rows = Array.from(table.tBodies[0].rows);
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const search = labelled(tools, tools.dataset.search, document.createElement("input"));
    search.type = "search";
    const word = (row) => row.querySelector(".word")?.textContent ?? "";
    const verdicts = document.createElement("select");
    verdicts.append(new Option(tools.dataset.all, ""), ...Array.from(new Set(rows.map(word)), (each) => new Option(each)));
    const heads = Array.from(table.tHead.rows[0].cells);
    labelled(tools, heads[rows[0].querySelector(".word")?.closest("td, th").cellIndex ?? 0].textContent, verdicts);
    const filter = counted(tools, tools.dataset, rows, (row) => (!verdicts.value || word(row) === verdicts.value)
      && row.textContent.toLocaleLowerCase().includes(search.value.toLocaleLowerCase()));
    search.addEventListener("input", filter);
    verdicts.addEventListener("change", filter);
    filter();

    const number = (text) => Number.parseFloat(text.replace(",", "."));
    const sort = (head, column) => {
      const down = head.getAttribute("aria-sort") === "ascending";
      const texts = new Map(rows.map((row) => [row, row.cells[column].textContent.trim()]));
      const compare = (one, other) => {
        const [a, b] = [texts.get(one), texts.get(other)];
        if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
        const order = head.classList.contains("number") ? number(a) - number(b) : collator.compare(a, b);
        return down ? -order : order;
      };
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      table.tBodies[0].append(...rows.sort(compare));
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(head, column));
      head.append(button);
    });
  }

  for (const tools of document.querySelectorAll(".tools.choice")) {
    const words = tools.dataset;
    const questions = Array.from(document.querySelectorAll("details.question"));
    const choice = document.createElement("select");
    choice.append(new Option(words.all, ""));
    for (const kind of ["lost", "open", "found", "differing"]) {
      if (questions.some((each) => each.dataset.is.includes(kind))) choice.append(new Option(words[kind], kind));
    }
    labelled(tools, words.show, choice);
    for (const [label, open] of [[words.openAll, true], [words.closeAll, false]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        for (const each of document.querySelectorAll("main details")) each.open = open;
      });
      tools.append(button);
    }
    const filter = counted(tools, words, questions, (each) => each.dataset.is.includes(choice.value));
    choice.addEventListener("change", filter);
    filter();
  }

  const reveal = () => {
    const target = document.querySelector(":target");
    if (target instanceof HTMLDetailsElement) {
      target.hidden = false;
      target.open = true;
    }
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
