// SPDX-License-Identifier: Apache-2.0
// What every page can do: menus, dialogs, notices, copying, times that tick.
(() => {
  "use strict";

  // --- durations, worded like the server's (dev.freshet.server.text.Human) ----------------------------------------------

  const two = (large, largeUnit, small, smallUnit) => `${large} ${largeUnit}${small === 0 ? "" : ` ${small} ${smallUnit}`}`;
  const duration = (ms) => {
    const seconds = Math.floor(ms / 1000);
    if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
    if (seconds < 10) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return two(Math.floor(seconds / 60), "min", seconds % 60, "s");
    if (seconds < 86400) return two(Math.floor(seconds / 3600), "h", Math.floor((seconds % 3600) / 60), "min");
    return two(Math.floor(seconds / 86400), "d", Math.floor((seconds % 86400) / 3600), "h");
  };
  // Words for a distance change as seldom as they can: nobody reads seconds of an hour.
  const distance = (ms) => {
    const size = Math.abs(ms);
    const rough = size < 60_000 ? Math.floor(size / 1000) * 1000 : size;
    const words =
      size < 1000 ? "now" : size < 3_600_000 && size >= 60_000 ? `${Math.floor(size / 60_000)} min` : size < 60_000 ? `${rough / 1000} s` : duration(rough);
    if (words === "now") return words;
    return ms < 0 ? `in ${words}` : `${words} ago`;
  };
  const setText = (element, text) => {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  };
  const tick = () => {
    if (document.hidden) {
      return;
    }
    const now = Date.now();
    for (const time of document.querySelectorAll("time[data-ago]")) {
      setText(time, distance(now - Date.parse(time.dateTime)));
    }
    for (const span of document.querySelectorAll("[data-since]")) {
      const ms = now - Date.parse(span.dataset.since);
      setText(span, duration(ms < 10_000 ? ms : Math.floor(ms / 1000) * 1000));
    }
    for (const bar of document.querySelectorAll("rect[data-as-of][data-sla-seconds]")) {
      // As dev.freshet.server.chart.LagBar draws it: the SLA stands at two thirds.
      const part = (now - Date.parse(bar.dataset.asOf)) / 1000 / Number(bar.dataset.slaSeconds);
      const width = part <= 1 ? 66 * Math.max(0, part) : 100 - 34 / part;
      bar.setAttribute("width", `${width.toFixed(2)}%`);
    }
  };
  window.freshetTick = tick;
  setInterval(tick, 1000);
  document.addEventListener("DOMContentLoaded", tick);
  document.addEventListener("htmx:afterSwap", tick);

  // --- notices ---------------------------------------------------------------------------------------------------------

  const say = ({ text, label, link, fault = false }) => {
    const notices = document.getElementById("notices");
    const notice = document.createElement("div");
    notice.className = fault ? "notice fault" : "notice";
    if (fault) {
      notice.setAttribute("role", "alert");
    }
    const words = document.createElement("span");
    words.textContent = text;
    notice.append(words);
    if (link && link.startsWith("/") && !link.startsWith("//")) {
      const anchor = document.createElement("a");
      anchor.href = link;
      anchor.textContent = label;
      notice.append(anchor);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "icon-button";
    close.setAttribute("aria-label", "Dismiss");
    close.textContent = "×";
    close.addEventListener("click", () => notice.remove());
    notice.append(close);
    notices.append(notice);
    while (notices.children.length > 4) {
      notices.firstChild.remove();
    }
    setTimeout(() => notice.matches(":hover, :focus-within") || notice.remove(), fault ? 20_000 : 8_000);
  };
  window.freshetSay = say;
  document.addEventListener("freshet:said", (event) => say(event.detail));

  // --- requests of htmx ------------------------------------------------------------------------------------------------

  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("meta[name=csrf-token]")?.content;
    if (token && event.detail.verb !== "get") {
      event.detail.headers["X-CSRF-TOKEN"] = token;
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && !("keepsOpen" in event.detail.elt.dataset)) {
      event.detail.elt.closest("dialog")?.close();
      event.detail.elt.closest("dialog, [data-shows-fault]")?.querySelector("[data-fault]")?.setAttribute("hidden", "");
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.elt.id === "content") {
      return;
    }
    let text = `That did not work: the service answered ${event.detail.xhr.status}.`;
    try {
      text = JSON.parse(event.detail.xhr.responseText).detail || text;
    } catch {
      // No problem details: the status has to do.
    }
    // What is open in front of everything would hide a notice.
    const place = event.detail.elt.closest("dialog, [data-shows-fault]")?.querySelector("[data-fault]");
    if (place) {
      place.textContent = text;
      place.hidden = false;
      return;
    }
    say({ text, fault: true });
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (event.detail.elt.id !== "content") {
      say({ text: "Freshet does not answer; nothing was changed. Try again when it does.", fault: true });
    }
  });

  // --- menus, dialogs, copying, colours --------------------------------------------------------------------------------

  const copy = async (button) => {
    const text = button.closest(".code").querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without a secure origin there is no clipboard: select it, so that a key does the rest.
      getSelection().selectAllChildren(button.closest(".code").querySelector("code"));
      return;
    }
    if (button.classList.contains("done")) {
      return;
    }
    const label = button.getAttribute("aria-label");
    button.classList.add("done");
    button.setAttribute("aria-label", "Copied");
    setTimeout(() => {
      button.classList.remove("done");
      button.setAttribute("aria-label", label);
    }, 1500);
  };

  const showThemeChoice = () => {
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === window.freshetTheme.choice()));
    }
  };
  document.addEventListener("DOMContentLoaded", showThemeChoice);

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target?.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      dialog.querySelector("form")?.reset();
      dialog.querySelector("[data-fault]")?.setAttribute("hidden", "");
      dialog.showModal();
      return;
    }
    if (target?.closest("[data-closes]")) {
      target.closest("dialog").close();
      return;
    }
    if (target?.tagName === "DIALOG") {
      target.close();
      return;
    }
    const toggler = target?.closest("[data-toggles]");
    if (toggler) {
      const open = toggler.getAttribute("aria-expanded") !== "true";
      toggler.setAttribute("aria-expanded", String(open));
      document.getElementById(toggler.dataset.toggles).classList.toggle("is-open", open);
      return;
    }
    const copier = target?.closest("[data-copy]");
    if (copier) {
      copy(copier);
      return;
    }
    const saying = target?.closest("[data-says]");
    if (saying) {
      say({ text: saying.dataset.says, fault: "saysFault" in saying.dataset });
      return;
    }
    const theme = target?.closest("[data-theme-choice]");
    if (theme) {
      // Only the choice in force is shown; pressing it goes on to the next one.
      const choices = ["auto", "light", "dark"];
      const next = choices[(choices.indexOf(theme.dataset.themeChoice) + 1) % choices.length];
      window.freshetTheme.choose(next);
      showThemeChoice();
      document.querySelector(`[data-theme-choice=${next}]`).focus();
    }
  });
  // --- a page that could not be made asks again by itself --------------------------------------------------------------

  const retry = document.querySelector("[data-retry-seconds]");
  if (retry) {
    const again = async () => {
      try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
        if (answer.status !== 503) {
          location.reload();
          return;
        }
      } catch {
        // Freshet itself does not answer: go on asking.
      }
      setTimeout(again, Number(retry.dataset.retrySeconds) * 1000);
    };
    setTimeout(again, Number(retry.dataset.retrySeconds) * 1000);
  }

  document.addEventListener("keydown", (event) => {
    const toggler = document.querySelector("[data-toggles][aria-expanded=true]");
    if (event.key === "Escape" && toggler) {
      toggler.click();
      toggler.focus();
    }
  });
})();
