// SPDX-License-Identifier: Apache-2.0
// In the graph of lineage: shows at first what it is about, and tells the neighbours of the box at hand from the others.
(() => {
  "use strict";

  const centre = () => {
    const frame = document.getElementById("lineage-frame");
    const box = frame?.querySelector(".node.here")?.getBoundingClientRect();
    if (box) {
      const around = frame.getBoundingClientRect();
      frame.scrollLeft += box.left + box.width / 2 - around.left - around.width / 2;
      frame.scrollTop += box.top + box.height / 2 - around.top - around.height / 2;
    }
  };
  document.addEventListener("DOMContentLoaded", centre);

  const point = (graph, node) => {
    for (const lit of graph.querySelectorAll("[data-own-lit]")) {
      lit.removeAttribute("data-own-lit");
    }
    graph.toggleAttribute("data-own-pointed", node !== null);
    if (!node) {
      return;
    }
    node.setAttribute("data-own-lit", "");
    for (const arrow of graph.querySelectorAll(".arrow")) {
      const { from, to } = arrow.dataset;
      if (from === node.id || to === node.id) {
        arrow.setAttribute("data-own-lit", "");
        document.getElementById(from === node.id ? to : from)?.setAttribute("data-own-lit", "");
      }
    }
  };
  const follow = (event) => {
    const graph = event.target.closest?.(".lineage-graph");
    if (graph) {
      point(graph, event.target.closest(".node"));
    }
  };
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
  const leave = (event) => {
    const graph = event.target.closest?.(".lineage-graph");
    if (graph && !graph.contains(event.relatedTarget)) {
      point(graph, null);
    }
  };
  document.addEventListener("pointerout", leave);
  document.addEventListener("focusout", leave);
})();
