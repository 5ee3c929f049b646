// Brings the part of a page that changes up to date, without anybody's press. Without this file the pages work the same.
"use strict";
(() => {
  const live = document.querySelector("[data-refresh-seconds]");
  if (!live) return;
  const busy = () => live.contains(document.activeElement) && /^(INPUT|SELECT|TEXTAREA|BUTTON)$/.test(document.activeElement.tagName);
  const refresh = async () => {
    if (document.hidden || busy()) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Refresh": "1" }, credentials: "same-origin" });
      if (answer.redirected) { location.reload(); return; } // the log-in has ended
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-refresh-seconds]"), ways = page.querySelector("nav");
      const nav = document.querySelector("nav");
      if (fresh && !busy()) live.innerHTML = fresh.innerHTML;
      if (ways && nav && !nav.contains(document.activeElement)) nav.innerHTML = ways.innerHTML; // what waits for a person
    } catch { /* no line now: the page keeps the time it was made at, and the next round tries again */ }
  };
  setInterval(refresh, Number(live.dataset.refreshSeconds) * 1000);
})();
