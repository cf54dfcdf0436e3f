"use strict";
(() => {
  const tools = document.querySelector("#tools");
  const questions = Array.from(document.querySelectorAll("details.question"));
  const words = tools.dataset;

  const choice = document.createElement("select");
  choice.name = "show";
  choice.append(new Option(words.all, ""));
  for (const kind of ["lost", "open", "found", "differing"]) {
    if (questions.some((question) => question.dataset.is.includes(kind))) choice.append(new Option(words[kind], kind));
  }
  const holder = document.createElement("label");
  holder.append(words.show, choice);
  const count = document.createElement("output");
  const button = (label, open) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", () => {
      for (const each of document.querySelectorAll("main details")) each.open = open;
    });
    return made;
  };
  tools.append(holder, button(words.openAll, true), button(words.closeAll, false), count);

  const filter = () => {
    let seen = 0;
    for (const question of questions) {
      question.hidden = !question.dataset.is.includes(choice.value);
      seen += !question.hidden;
    }
    count.textContent = words.count.replace("{shown}", seen).replace("{all}", questions.length);
  };
  choice.addEventListener("change", filter);
  filter();

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
