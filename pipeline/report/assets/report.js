"use strict";
(() => {
  const PAGE = 50, PRINTED = 2000;
  const source = document.getElementById("data").textContent;
  if (!source) return listsOnly();
  const data = JSON.parse(source);
  const words = data.words;
  const figures = data.rows.map((cells) =>
    Object.fromEntries(data.columns.map((name, n) => [name, cells[n]])));
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  const collator = new Intl.Collator(data.lang, { numeric: true, sensitivity: "base" });

  function make(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }
  function linked(text, href) {
    return href ? make("a", text, { href }) : document.createTextNode(text);
  }

  // --- the table of all figures: filter, sort, pages ---
  const table = document.getElementById("figures");
  if (table) {
    const body = table.tBodies[0], form = document.getElementById("filters");
    const search = document.getElementById("search"), status = document.getElementById("status");
    const selects = [...form.querySelectorAll("select")];
    const fields = ["doc", "date", "category", "when", "who", "what", "many", "unit", "where", "how", "qualifier", "source", "quote", "sentence"];
    const haystacks = figures.map((f) => fields.map((name) => f[name]).join("\n").toLocaleLowerCase(data.lang));
    let sortBy = "date", descending = true, first = 0, shown = [];

    for (const select of selects) {
      const counts = new Map();
      for (const f of figures) {
        const value = f[select.dataset.filter];
        if (value) counts.set(value, (counts.get(value) || 0) + 1);
      }
      for (const value of [...counts.keys()].sort(collator.compare)) {
        select.append(make("option", `${value} (${counts.get(value)})`, { value }));
      }
    }

    function compare(a, b) {
      const x = figures[a][sortBy], y = figures[b][sortBy];
      const emptyX = x === "" || x === null, emptyY = y === "" || y === null;
      if (emptyX || emptyY) return emptyX - emptyY || a - b; // what is not said stands last
      const order = typeof x === "number" ? x - y : collator.compare(x, y);
      return (descending ? -order : order) || a - b;
    }
    function select() {
      const parts = search.value.toLocaleLowerCase(data.lang).split(/\s+/).filter(Boolean);
      const wanted = selects.filter((s) => s.value).map((s) => [s.dataset.filter, s.value]);
      shown = figures.map((_, n) => n).filter((n) =>
        wanted.every(([name, value]) => figures[n][name] === value) &&
        parts.every((part) => haystacks[n].includes(part)));
      shown.sort(compare);
      first = 0;
      draw();
    }
    function cell(label, ...content) {
      const td = make("td", "", { "data-label": label });
      const inner = make("div");
      inner.append(...content);
      if (inner.textContent) td.append(inner);
      return td;
    }
    function quoted(f) {
      const link = make("a", f.quote, { href: f.href });
      const at = f.sentence ? f.sentence.indexOf(f.quote) : -1;
      if (at < 0) return [link];
      return [f.sentence.slice(0, at), link, f.sentence.slice(at + f.quote.length)];
    }
    function line(f) {
      const tr = make("tr");
      const many = cell(words.how_many, make("b", f.many), " ", make("span", f.unit, { class: "meta" }));
      many.className = "n";
      const said = cell(words.quote, ...quoted(f), " ", make("span", [f.doc, f.date].filter(Boolean).join(", "), { class: "meta" }));
      said.className = "quoted";
      tr.append(
        cell(words.when, f.when || make("span", words.undated, { class: "meta" })),
        cell(words.who, linked(f.who, f.whoHref)),
        cell(words.what, f.what),
        many,
        cell(words.where, linked(f.where, f.whereHref)),
        cell(words.how_sure, f.how),
        cell(words.who_says, linked(f.source, f.sourceHref)),
        said);
      return tr;
    }
    function draw(size = PAGE) {
      body.replaceChildren(...shown.slice(first, first + size).map((n) => line(figures[n])));
      const last = Math.min(first + size, shown.length);
      const number = (n) => n.toLocaleString(data.lang);
      status.textContent = shown.length
        ? words.rows_shown.replace("{first}", number(first + 1)).replace("{last}", number(last)).replace("{n}", number(shown.length))
        : words.rows_none;
      document.getElementById("previous").disabled = first === 0;
      document.getElementById("next").disabled = last >= shown.length;
      for (const button of table.tHead.querySelectorAll("button")) {
        const own = button.dataset.sort === sortBy;
        const order = own ? (descending ? "descending" : "ascending") : "none";
        button.closest("th").setAttribute("aria-sort", order);
      }
    }
    function turn(step) {
      first += step * PAGE;
      draw();
      document.getElementById("table").scrollIntoView();
    }
    form.addEventListener("input", select);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(select));
    document.getElementById("previous").addEventListener("click", () => turn(-1));
    document.getElementById("next").addEventListener("click", () => turn(1));
    table.tHead.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      descending = button.dataset.sort === sortBy ? !descending : button.dataset.sort === "size";
      sortBy = button.dataset.sort;
      shown.sort(compare);
      first = 0;
      draw();
    });
    addEventListener("beforeprint", () => { first = 0; draw(PRINTED); });
    addEventListener("afterprint", () => draw());
    select();
  }

  // --- a figure's fields on hover and focus ---
  const tip = document.getElementById("tip");
  let owner = null;
  function show(element) {
    const f = byId.get(element.dataset.figure);
    if (!f) return;
    const list = make("dl");
    const many = [f.many, f.unit].filter(Boolean).join(" ");
    for (const [label, value] of [
      [words.who, f.who], [words.what, f.what], [words.how_many, many], [words.where, f.where],
      [words.when, f.when || words.undated], [words.how_sure, f.how], [words.precision, f.qualifier],
      [words.who_says, f.source],
      [words.confidence, f.confidence === null ? "" : f.confidence.toLocaleString(data.lang, { style: "percent" })],
      [words.quote, element.tagName === "MARK" ? "" : f.quote],
    ]) {
      if (value) list.append(make("dt", label), make("dd", value));
    }
    tip.replaceChildren(list);
    tip.hidden = false;
    const box = element.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - own.width - 8));
    const above = box.top - own.height - 8;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above > 0 ? above : box.bottom + 8) + scrollY}px`;
    hideOwner();
    owner = element;
    (element.querySelector("a.down") || element).setAttribute("aria-describedby", "tip");
  }
  function hideOwner() {
    if (owner) (owner.querySelector("a.down") || owner).removeAttribute("aria-describedby");
    owner = null;
  }
  function hide() {
    tip.hidden = true;
    hideOwner();
  }
  for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(enter, (event) => {
      const element = event.target.closest("[data-figure]");
      if (element && element !== owner) show(element);
    });
    document.addEventListener(leave, (event) => {
      const to = event.relatedTarget;
      if (owner && !(to instanceof Node && owner.contains(to))) hide();
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  listsOnly();

  // --- long lists: find by name, open what a link leads to ---
  function listsOnly() {
    for (const input of document.querySelectorAll("input[data-finds]")) {
      const items = [...document.getElementById(input.dataset.finds).querySelectorAll(".item")];
      const names = items.map((item) => (item.querySelector("summary") || item).textContent.toLocaleLowerCase());
      input.addEventListener("input", () => {
        const wanted = input.value.toLocaleLowerCase().trim();
        items.forEach((item, n) => { item.hidden = !names[n].includes(wanted); });
      });
    }
    for (const button of document.querySelectorAll("button[data-toggles]")) {
      const items = [...document.getElementById(button.dataset.toggles).querySelectorAll("details")];
      if (!items.length) { button.remove(); continue; }
      button.addEventListener("click", () => {
        const open = !items.every((item) => item.open || item.hidden);
        for (const item of items) if (!item.hidden) item.open = open;
        const texts = [button.dataset.open || (button.dataset.open = button.textContent), button.dataset.close];
        button.textContent = open ? texts[1] : texts[0];
      });
    }
    function reveal() {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target) return;
      for (let e = target; e; e = e.parentElement) {
        if (e.tagName === "DETAILS") e.open = true;
        e.hidden = false;
      }
      target.scrollIntoView({ block: target.tagName === "DETAILS" ? "start" : "center" });
    }
    addEventListener("hashchange", reveal);
    if (location.hash) reveal();
  }
})();
