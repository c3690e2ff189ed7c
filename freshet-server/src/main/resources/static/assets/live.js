// SPDX-License-Identifier: Apache-2.0
// Keeps open pages current. One page of the browser holds the event stream (a lock says which) and tells the others, so
// that many open pages need one connection. A page asks for its content again when a topic it shows has changed.
(() => {
  "use strict";

  const OPEN_AGAIN_AFTER = [1000, 2000, 4000, 8000, 15000];
  const SAFETY_NET = 60_000;
  const TROUBLED = [5_000, 10_000, 20_000, 40_000, 60_000];

  const content = () => document.getElementById("content");
  const shows = () => (content()?.dataset.topics || "").split(" ").filter(Boolean);
  if (!content()?.hasAttribute("data-topics")) {
    return;
  }

  // --- what this page does with the news -------------------------------------------------------------------------------

  let stale = false;
  let life = null;
  let wasLive = false;

  const setState = (state) => {
    for (const badge of document.querySelectorAll("[data-live-state]")) {
      badge.dataset.liveState = state;
      badge.querySelector(".live-word").textContent = state;
      badge.title =
        state === "live"
          ? "This page follows changes as they happen"
          : "Freshet does not answer; what you see may be old. Trying again …";
    }
    const offline = state === "offline";
    const banner = document.getElementById("offline");
    if (offline && !document.body.classList.contains("is-offline")) {
      const since = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      banner.textContent = `Freshet does not answer. What you see is as it was at ${since}; trying again …`;
    }
    banner.hidden = !offline;
    document.body.classList.toggle("is-offline", offline);
  };

  const ask = () => htmx.trigger(content(), "freshet:stale");
  const update = () => {
    // A page that follows nothing stays as it is: it may be a form's answer, with a secret that is shown this once.
    if (shows().length === 0) {
      return;
    }
    stale = document.hidden;
    if (!stale) {
      ask();
    }
  };

  const heard = (message) => {
    if (message.kind === "state") {
      if (message.state === "live" && !wasLive) {
        // Whatever happened since the page was made or the stream was lost, nobody told it.
        document.dispatchEvent(new CustomEvent("freshet:changed", { detail: ["everything"] }));
        update();
      }
      wasLive = message.state === "live";
      setState(message.state);
    } else if (message.kind === "hello") {
      const before = life;
      life = message.life;
      if (before !== null && before !== message.life) {
        window.freshetSay?.({ text: "Freshet was started anew; this page is current again." });
        update();
      }
      // Somebody else logged in, in another tab of this browser: what is shown here was for the one before.
      if (before !== null && !message.again && message.viewer !== document.body.dataset.viewer) {
        location.reload();
      }
    } else if (message.kind === "changed") {
      document.dispatchEvent(new CustomEvent("freshet:changed", { detail: message.topics }));
      const mine = shows();
      if (message.topics.some((topic) => topic === "everything" || mine.includes(topic))) {
        update();
      }
    }
  };

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && stale) {
      update();
    }
  });
  setInterval(update, SAFETY_NET);

  // What perishes by the passing of time (a lag that outgrows its SLA) is asked for when it does.
  let perishing = null;
  const watchPerishing = (moment) => {
    clearTimeout(perishing);
    if (moment) {
      const wait = Date.parse(moment) - Date.now() + 200 + Math.random() * 300;
      perishing = setTimeout(update, Math.min(Math.max(wait, 1000), SAFETY_NET));
    }
  };
  watchPerishing(content().dataset.perishesAt);

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt === content()) {
      event.detail.headers["Freshet-Version"] = content().dataset.version;
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== content() || event.detail.elt !== content()) {
      return;
    }
    const answer = event.detail.xhr;
    if (answer.status === 200 || answer.status === 204) {
      content().dataset.version = answer.getResponseHeader("Freshet-Version") || "";
      watchPerishing(answer.getResponseHeader("Freshet-Perishes-At"));
    }
  });

  // The stream may be there while the content is not: the database is out of reach. What is shown stays, marked as old.
  let troubled = null;
  let troubles = 0;
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== content()) {
      return;
    }
    const status = event.detail.xhr.status;
    clearTimeout(troubled);
    if (event.detail.successful) {
      if (troubled !== null && wasLive) {
        setState("live");
      }
      troubled = null;
      troubles = 0;
    } else if (status === 404 && !document.querySelector(".error-page, .missing")) {
      // What the page was about is gone; the server says what to do now.
      location.reload();
    } else if (status >= 500) {
      setState("offline");
      troubled = setTimeout(update, TROUBLED[Math.min(troubles++, TROUBLED.length - 1)]);
    }
  });

  // --- who holds the stream --------------------------------------------------------------------------------------------

  const others = "BroadcastChannel" in window ? new BroadcastChannel("freshet-live") : null;
  const tell = (message) => {
    others?.postMessage(message);
    heard(message);
  };

  const listen = (ended) => {
    let failures = 0;
    let stream;
    let lastHello = null;
    const open = () => {
      stream = new EventSource("/live");
      stream.addEventListener("hello", (event) => {
        failures = 0;
        lastHello = { kind: "hello", ...JSON.parse(event.data) };
        tell({ kind: "state", state: "live" });
        tell(lastHello);
      });
      stream.addEventListener("changed", (event) => tell({ kind: "changed", topics: JSON.parse(event.data).topics }));
      stream.onerror = () => {
        // The browser's own attempts end at the first answer that is no stream, so they are made here.
        stream.close();
        tell({ kind: "state", state: "offline" });
        const pause = OPEN_AGAIN_AFTER[Math.min(failures++, OPEN_AGAIN_AFTER.length - 1)];
        setTimeout(askForLogin, pause);
      };
    };
    const askForLogin = async () => {
      try {
        const answer = await fetch("/settings", { redirect: "manual", cache: "no-store" });
        if (answer.status === 401 || answer.type === "opaqueredirect") {
          location.href = `/login?ended&next=${encodeURIComponent(location.pathname + location.search)}`;
          return;
        }
      } catch {
        // Not there: try again below.
      }
      open();
    };
    others?.addEventListener("message", (event) => {
      if (event.data.kind === "who" && lastHello) {
        others.postMessage({ kind: "state", state: stream.readyState === EventSource.OPEN ? "live" : "offline" });
        others.postMessage({ ...lastHello, again: true });
      }
    });
    addEventListener("pagehide", () => {
      stream?.close();
      ended();
    });
    open();
  };

  others?.addEventListener("message", (event) => event.data.kind !== "who" && heard(event.data));
  if (navigator.locks && others) {
    others.postMessage({ kind: "who" });
    navigator.locks.request("freshet-live", () => new Promise(listen));
  } else {
    listen(() => {});
  }
  // A page that comes back from the browser's memory has lost its stream and its lock.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  if (window.freshetTheme?.zoneIsNews) {
    content().dataset.version = "";
    addEventListener("load", ask);
  }
})();
