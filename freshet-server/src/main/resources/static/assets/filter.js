// SPDX-License-Identifier: Apache-2.0
// Narrows what is listed while somebody types; the form behind the field asks the server for what is not on the page.
(() => {
  "use strict";

  const narrow = (field) => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of document.querySelectorAll("[data-text]")) {
      const fits = words.every((word) => row.dataset.text.includes(word));
      row.toggleAttribute("data-own-hidden", !fits);
      left += fits ? 1 : 0;
      if (fits && words.length > 0 && row.closest("details")) {
        row.closest("details").open = true;
      }
    }
    for (const nothing of document.querySelectorAll("[data-nothing-left]")) {
      nothing.toggleAttribute("data-own-shown", left === 0);
    }
  };
  const field = () => document.querySelector("input[data-filters]");

  document.addEventListener("input", (event) => event.target === field() && narrow(field()));
  document.addEventListener("change", (event) => event.target.matches?.("select[data-submits]") && event.target.form.requestSubmit());
  document.addEventListener("htmx:afterSwap", () => field()?.value && narrow(field()));
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName);
    if (event.key === "/" && field() && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field().focus();
    }
  });
})();
