"use strict";
(() => {
  const form = document.querySelector(".filter");
  const search = document.getElementById("search");
  const verdict = document.getElementById("verdict");
  const found = document.getElementById("found");
  const items = [...document.querySelectorAll("[data-v], [data-t]")];
  const texts = items.map(item => (item.matches("details") ? item.textContent : item.innerText || item.textContent).toLowerCase());
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
    let checks = 0;
    items.forEach((item, i) => {
      const on = words.every(word => texts[i].includes(word)) && (!verdict.value || item.dataset.v === verdict.value);
      item.classList.toggle("off", !on);
      if (on && item.matches("tr")) checks++;
    });
    found.textContent = words.length || verdict.value ? checks + (checks === 1 ? " check" : " checks") : "";
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
    target.classList.remove("off");
    for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
    target.scrollIntoView();
    const focus = target.matches("details") ? target.querySelector("summary") : target;
    if (!focus.matches("summary, a, [tabindex]")) focus.setAttribute("tabindex", "-1");
    focus.focus({preventScroll: true});
  };
  form.hidden = false;
  form.addEventListener("submit", event => event.preventDefault());
  search.addEventListener("input", filter);
  verdict.addEventListener("change", filter);
  addEventListener("hashchange", open);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(details => { details.open = true; }));
  // after the browser itself has gone to the target, which takes the focus away
  addEventListener("load", () => requestAnimationFrame(open));
})();
