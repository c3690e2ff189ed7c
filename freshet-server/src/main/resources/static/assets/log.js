// SPDX-License-Identifier: Apache-2.0
// The log of a run: the last lines first, earlier ones on demand, new ones as they are written.
(() => {
  "use strict";

  const MOST_LINES = 5000;
  const LEVELS = ["debug", "info", "notice", "warn", "error"];
  const NEAR_END = 24;

  const start = (box) => {
    const run = box.dataset.log;
    const scroller = box.querySelector(".log-scroll");
    const lines = box.querySelector(".log-lines");
    const earlier = box.querySelector(".log-earlier");
    const empty = box.querySelector(".log-empty");
    const text = box.querySelector(".log-text");
    const least = box.querySelector(".log-least");
    const follow = box.querySelector("#log-follow");
    const count = box.querySelector(".log-count");
    let dropped = false;

    const shown = (line) =>
      LEVELS.indexOf(line.dataset.level) >= Number(least.value) &&
      (text.value === "" || line.textContent.toLowerCase().includes(text.value.toLowerCase()));
    const all = () => lines.querySelectorAll(".log-line");
    const filter = (some) => {
      for (const line of some) {
        line.hidden = !shown(line);
      }
    };
    const tell = () => {
      const total = all().length;
      const filtered = text.value !== "" || least.value !== "0";
      const visible = filtered ? lines.querySelectorAll(".log-line:not([hidden])").length : total;
      const part = earlier.hidden ? "" : " newest";
      count.textContent = total === 0 ? "" : filtered ? `${visible} of${part} ${total} lines` : `${total}${part} ${total === 1 ? "line" : "lines"}`;
      empty.hidden = total > 0 && visible > 0;
      empty.textContent = total === 0 ? "Nothing has been logged yet." : "No line fits the filter.";
      lines.classList.toggle("is-filtered", filtered);
    };
    const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
    let followedTo = 0;
    const toEnd = () => {
      scroller.scrollTop = scroller.scrollHeight;
      followedTo = scroller.scrollTop;
    };
    const parse = (html) => {
      const template = document.createElement("template");
      template.innerHTML = html;
      return template.content;
    };
    const ask = async (query) => {
      const answer = await fetch(`/runs/${run}/log${query}`, { headers: { Accept: "text/html" } });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return { fragment: parse(await answer.text()), more: answer.headers.get("Freshet-Log-More") === "true" };
    };
    const last = () => [...all()].at(-1)?.dataset.place ?? "";
    const trim = () => {
      let surplus = all().length - MOST_LINES;
      while (surplus > 0) {
        surplus -= lines.firstElementChild.classList.contains("log-line") ? 1 : 0;
        lines.firstElementChild.remove();
        dropped = true;
      }
      if (dropped) {
        earlier.hidden = false;
      }
    };

    let busy = false;
    let again = false;
    // Whoever reads further up stays there; whoever is at the end stays at the end.
    const append = async () => {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      try {
        let more = true;
        while (more) {
          const place = last();
          const { fragment, more: follows } = await ask(place ? `?after=${place}` : "");
          const stay = follow.checked;
          const fresh = [...fragment.querySelectorAll(".log-line")];
          filter(fresh);
          if (!place) {
            earlier.hidden = !follows;
          }
          lines.append(fragment);
          if (stay) {
            trim();
          }
          tell();
          if (stay) {
            toEnd();
          }
          more = place !== "" && follows;
        }
      } catch {
        // The next change, or the look every now and then, tries again.
      } finally {
        busy = false;
        if (again) {
          again = false;
          append();
        }
      }
    };

    earlier.addEventListener("click", async () => {
      const first = lines.querySelector(".log-line");
      earlier.disabled = true;
      try {
        const { fragment, more } = await ask(`?before=${first.dataset.place}`);
        const below = scroller.scrollHeight - scroller.scrollTop;
        filter(fragment.querySelectorAll(".log-line"));
        lines.prepend(fragment);
        earlier.hidden = !more;
        dropped = false;
        tell();
        scroller.scrollTop = scroller.scrollHeight - below;
      } catch {
        window.freshetSay?.({ text: "The earlier lines could not be fetched. Try again.", fault: true });
      } finally {
        earlier.disabled = false;
      }
    });
    const refilter = () => {
      filter(all());
      tell();
      if (follow.checked) {
        toEnd();
      }
    };
    text.addEventListener("input", refilter);
    least.addEventListener("change", refilter);
    follow.addEventListener("change", () => follow.checked && toEnd());
    scroller.addEventListener("scroll", () => {
      if (atEnd()) {
        follow.checked = true;
      } else if (scroller.scrollTop < followedTo - NEAR_END) {
        follow.checked = false;
      }
    }, { passive: true });
    // Lines get their height when they come into view, and the end moves away with it.
    new ResizeObserver(() => follow.checked && toEnd()).observe(lines);

    const concerns = (topic) => topic === `log:${run}` || topic === `run:${run}` || topic === "everything";
    document.addEventListener("freshet:changed", (event) => event.detail.some(concerns) && append());
    document.addEventListener("visibilitychange", () => !document.hidden && append());
    setInterval(() => !document.hidden && append(), 30_000);
    append();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-log]").forEach(start));
})();
