"use strict";
const LIMIT = 200; // places at a time: a browser takes seconds for thousands
const form = document.querySelector("search");
const list = document.querySelector("main > table");
const more = form.querySelector("button");
const rest = document.querySelector("main > noscript"); // with scripts on, a browser takes what stands in it for one text
let places = null;
let limit = LIMIT;
const said = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");

function read() {
  const bodies = [...list.tBodies].map((body) => body.outerHTML).concat(rest ? rest.textContent.match(/<tbody>[^]*?<\/tbody>/g) : []);
  return bodies.map((body) => ({ head: body.match(/<tr><th[^]*?<\/tr>/)[0], rows: body.match(/<tr data-[^]*?<\/tr>/g) }));
}

function show() {
  places = places || read();
  const wanted = [...form.querySelectorAll("select")].filter(({ value }) => value).map(({ name, value }) => `data-${name}="${value}"`);
  const found = places.map(({ head, rows }) => ({ head, rows: rows.filter((row) => wanted.every((text) => row.includes(text))) })).filter(({ rows }) => rows.length);
  for (const body of [...list.tBodies]) body.remove();
  list.insertAdjacentHTML("beforeend", found.slice(0, limit).map(({ head, rows }) => `<tbody>${head}${rows.join("")}</tbody>`).join(""));
  more.hidden = found.length <= limit;
  const count = (all) => said(all.reduce((sum, { rows }) => sum + rows.length, 0));
  document.querySelector("[role=status]").textContent = `${count(found)} von ${count(places)} Berichten`;
}

form.hidden = false;
form.addEventListener("change", () => { limit = LIMIT; show(); });
more.addEventListener("click", () => { limit += LIMIT; show(); });
document.querySelector(".places")?.addEventListener("click", ({ target }) => {
  const place = target.closest("[data-place]")?.dataset.place;
  if (!place) return;
  form.querySelector("select").value = place;
  limit = LIMIT;
  show();
  if (target.closest("svg")) list.scrollIntoView();
});
