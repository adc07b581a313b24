"use strict";
(() => {
  const form = document.querySelector(".filter");
  const search = document.getElementById("search");
  const verdict = document.getElementById("verdict");
  const found = document.getElementById("found");
  const noun = found.dataset.noun ?? "check";
  const items = [...document.querySelectorAll("[data-v], [data-t]")];
  const sections = [...document.querySelectorAll("main > section")].map(section => ({
    section, own: items.filter(item => section.contains(item)), link: document.querySelector(`nav a[href='#${section.getAttribute("aria-labelledby")}']`)
  }));
  let texts; // made for the first search: it takes a while for thousands
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
    texts ??= items.map(item => item.textContent.toLowerCase());
    let checks = 0;
    items.forEach((item, i) => {
      const on = words.every(word => texts[i].includes(word)) && (!verdict.value || (item.dataset.v ?? "").split(" ").includes(verdict.value));
      item.classList.toggle("off", !on);
      if (on && item.matches("tr")) checks++;
    });
    const searched = words.length > 0 || verdict.value !== "";
    for (const {section, own, link} of sections) {
      const empty = searched && own.every(item => item.classList.contains("off"));
      section.classList.toggle("off", empty);
      link?.parentElement.classList.toggle("off", empty);
      for (const heading of section.querySelectorAll("h3 + ul")) {
        const none = searched && [...heading.children].every(item => item.classList.contains("off"));
        heading.previousElementSibling.classList.toggle("off", none);
      }
    }
    found.textContent = words.length || verdict.value ? checks + " " + noun + (checks === 1 ? "" : "s") : "";
  };
  const slug = text => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const open = () => {
    let id = location.hash.slice(1);
    if (!id) return;
    let target = document.getElementById(id);
    if (!target) {
      let name = id;
      try { name = decodeURIComponent(id); } catch { /* a link with a lone % names nothing */ }
      const at = name.indexOf("=");
      target = document.getElementById(name.slice(0, at + 1) + slug(name.slice(at + 1)));
    }
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      at.classList.remove("off");
      if (at.matches("details")) at.open = true;
    }
    target.scrollIntoView();
    const focus = target.matches("details") ? target.querySelector("summary") : target;
    if (!focus.matches("summary, a, [tabindex]")) focus.setAttribute("tabindex", "-1");
    focus.focus({preventScroll: true});
  };
  const copy = async button => {
    const from = button.parentElement.querySelector("code") ?? button.parentElement.nextElementSibling;
    const range = document.createRange();
    range.selectNodeContents(from);
    getSelection().removeAllRanges();
    getSelection().addRange(range); // what a reader may copy, if the browser does not let the page
    try {
      await navigator.clipboard.writeText(from.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Selected";
    }
  };
  document.querySelectorAll(".again code, .advice code, td code").forEach(code => { // a browser breaks a line behind each dash
    const words = code.textContent.split(" ").map(word => Object.assign(document.createElement("span"), { textContent: word }));
    code.replaceChildren(...words.flatMap((word, i) => i ? [" ", word] : [word]));
  });
  document.querySelectorAll(".again, .paste").forEach(text => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => copy(button));
    text.append(" ", button);
  });
  const matrix = document.querySelector(".matrix");
  const title = event => {
    const link = event.target.closest("td a");
    const row = link && document.getElementById(link.hash.slice(1));
    if (!row || link.title) return;
    const [word, rule, expected, scenario] = row.cells;
    link.title = `${word.textContent}: ${rule.textContent} ${expected.textContent} in ${scenario.querySelector("a").textContent}`;
  };
  matrix?.addEventListener("pointerover", title);
  matrix?.addEventListener("focusin", title);
  const value = cell => {
    const text = cell?.textContent.trim() ?? "";
    const number = parseFloat(text);
    return Number.isNaN(number) || !/^-?[\d.]/.test(text) ? text.toLowerCase() : number;
  };
  const compare = (one, other) => typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));
  document.querySelectorAll("table.sort").forEach(table => {
    const heads = [...table.tHead.querySelectorAll("th")];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach(other => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...table.tBodies[0].rows].map(row => [value(row.cells[column]), row]);
        rows.sort(([one], [other]) => up ? compare(one, other) : compare(other, one));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  });
  form.hidden = false;
  form.addEventListener("submit", event => event.preventDefault());
  search.addEventListener("input", filter);
  verdict.addEventListener("change", filter);
  addEventListener("hashchange", open);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(details => { details.open = true; }));
  // after the browser itself has gone to the target, which takes the focus away
  addEventListener("load", () => requestAnimationFrame(open));
})();
