// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint: the chosen colours, and the viewer's time zone for the next request.
(() => {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const choice = () => {
    try {
      return localStorage.getItem("freshet-theme") || "auto";
    } catch {
      return "auto";
    }
  };

  const paint = () => {
    const chosen = choice();
    document.documentElement.dataset.theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  };

  paint();
  dark.addEventListener("change", paint);

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const known = document.cookie.split("; ").find((cookie) => cookie.startsWith("freshet-zone="));
  const told = known === `freshet-zone=${encodeURIComponent(zone)}`;
  if (!told) {
    document.cookie = `freshet-zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
  }

  window.freshetTheme = {
    choice,
    choose(chosen) {
      try {
        localStorage.setItem("freshet-theme", chosen);
      } catch {
        // Private windows may refuse; the choice then lasts as long as the page.
      }
      paint();
      if (chosen !== choice()) {
        document.documentElement.dataset.theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
      }
    },
    // The server rendered in another zone: the page is asked for again once.
    zoneIsNews: !told && zone !== "UTC",
  };
})();
