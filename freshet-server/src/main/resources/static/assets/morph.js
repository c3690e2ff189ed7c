// SPDX-License-Identifier: Apache-2.0
// Changes an open page into a new version of itself by touching only what differs, so that focus, selection, scroll
// positions, open menus and dialogs stay. An htmx extension: hx-swap="morph".
(() => {
  "use strict";

  const ELEMENT = 1;

  // What people opened or typed is theirs.
  const isTheirs = (element, name) =>
    (name === "open" && (element.tagName === "DETAILS" || element.tagName === "DIALOG")) ||
    (name === "aria-expanded" && element.hasAttribute("data-toggles")) ||
    (name === "disabled" && element.hasAttribute("data-busy"));

  const syncAttributes = (to, from) => {
    for (const { name, value } of from.attributes) {
      if (!isTheirs(to, name) && to.getAttribute(name) !== value) {
        to.setAttribute(name, value);
      }
    }
    for (const { name } of [...to.attributes]) {
      if (!from.hasAttribute(name) && !isTheirs(to, name) && name !== "style" && !name.startsWith("data-own-")) {
        to.removeAttribute(name);
      }
    }
  };

  const sameKind = (a, b) =>
    a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.nodeType !== ELEMENT || a.id === b.id);

  const isBlank = (node) => node.nodeType === 3 && node.nodeValue.trim() === "";
  const isGone = (node, kept) => node.nodeType === ELEMENT && node.id !== "" && !kept.has(node.id);

  const keyed = (parent) => {
    const found = new Map();
    for (const child of parent.children) {
      if (child.id) {
        found.set(child.id, child);
      }
    }
    return found;
  };

  const morphChildren = (to, from) => {
    const own = keyed(to);
    const kept = keyed(from);
    let place = to.firstChild;
    for (const wanted of [...from.childNodes]) {
      // What goes away goes before anything is moved: moving resets scroll positions. Blanks between elements must not
      // make one element look like the place of another.
      while (place && (isGone(place, kept) || (isBlank(place) && wanted.nodeType === ELEMENT))) {
        const next = place.nextSibling;
        place.remove();
        place = next;
      }
      if (isBlank(wanted) && place && !isBlank(place)) {
        continue;
      }
      const match = wanted.id ? own.get(wanted.id) : null;
      if (match && match.nodeName === wanted.nodeName) {
        if (match === place) {
          place = place.nextSibling;
        } else {
          to.insertBefore(match, place);
        }
        morph(match, wanted);
      } else if (place && sameKind(place, wanted) && !wanted.id) {
        const next = place.nextSibling;
        morph(place, wanted);
        place = next;
      } else {
        to.insertBefore(document.importNode(wanted, true), place);
      }
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
  };

  const morph = (to, from) => {
    if (to.nodeType !== ELEMENT) {
      if (to.nodeValue !== from.nodeValue) {
        to.nodeValue = from.nodeValue;
      }
      return;
    }
    if (to.hasAttribute("data-keep")) {
      return;
    }
    if (to.isEqualNode(from)) {
      return;
    }
    const typing = to === document.activeElement && /^(INPUT|TEXTAREA|SELECT)$/.test(to.tagName);
    syncAttributes(to, from);
    if (!typing && to.tagName === "INPUT" && !to.hasAttribute("data-own-value")) {
      if (to.type === "checkbox" || to.type === "radio") {
        to.checked = from.hasAttribute("checked");
      }
    }
    if (typing && to.tagName !== "INPUT") {
      return;
    }
    morphChildren(to, from);
  };

  window.freshetMorph = (target, html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    morphChildren(target, template.content);
  };

  htmx.defineExtension("freshet-morph", {
    isInlineSwap: (style) => style === "morph",
    handleSwap: (style, target, fragment) => {
      if (style !== "morph") {
        return false;
      }
      morphChildren(target, fragment);
      return [...target.children];
    },
  });
})();
