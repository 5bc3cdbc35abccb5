/**
 * The page's script: shows the filter and makes it work. It changes what is hidden and open, nothing else; neither
 * of its two kinds of things, cards of failures and rows of cases, is ever made anew.
 */
export const SCRIPT = `
(() => {
  const form = document.querySelector("form.filter");
  const output = form.querySelector("output");
  const groups = [...document.querySelectorAll("details.group")].map((details) => ({ details, wasOpen: details.open }));
  const items = [...document.querySelectorAll("[data-weight]")].map((element) => ({
    element,
    weight: element.dataset.weight,
    text: (element.querySelector("summary") ?? element).textContent.toLowerCase()
      + (element.closest("details.group")?.firstElementChild.textContent.toLowerCase() ?? ""),
    isRow: element.matches("li"),
  }));
  const total = items.filter(({ isRow }) => isRow).length;
  let planned = 0;
  function apply() {
    planned = 0;
    const words = form.text.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
    const weights = new Set([...form.querySelectorAll("[name=weight]:checked")].map(({ value }) => value));
    const isFiltered = words.length > 0 || form.querySelector("[name=weight]:not(:checked)") !== null;
    let shown = 0;
    for (const { element, weight, text, isRow } of items) {
      const fits = weights.has(weight) && words.every((word) => text.includes(word));
      element.hidden = !fits;
      if (fits && isRow) shown++;
    }
    for (const { details, wasOpen } of groups) {
      const has = details.querySelector("li:not([hidden])") !== null;
      details.hidden = !has;
      details.open = isFiltered ? has && shown <= 500 : wasOpen;
    }
    document.body.classList.toggle("filtered", isFiltered);
    output.textContent = isFiltered ? shown + " of " + total + " cases" : "";
  }
  form.addEventListener("input", () => { planned ||= requestAnimationFrame(apply); });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.matches("input")) return;
    event.preventDefault();
    form.text.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#case-']");
    if (link) document.querySelector(link.hash + " > details").open = true;
  });
  form.hidden = false;
  apply();
})();
`;
