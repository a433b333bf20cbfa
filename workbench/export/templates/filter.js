"use strict";
const form = document.querySelector("form");
const rows = [...document.querySelectorAll("tr[data-place]")];
form.hidden = false;
form.addEventListener("change", () => {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  for (const row of rows) row.hidden = wanted.some(([name, value]) => row.dataset[name] !== value);
  for (const body of document.querySelectorAll("tbody")) body.hidden = !body.querySelector("tr[data-place]:not([hidden])");
  document.querySelector("[role=status]").textContent = `${rows.filter((row) => !row.hidden).length} von ${rows.length} Berichten`;
});
