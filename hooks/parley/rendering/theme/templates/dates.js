  // Says of what is new how long ago it was, before anything is seen, so that no line moves. The date itself shows on
  // hover, on paper and without scripts.
  (() => {
    const DAY = 86_400_000;
    const HOUR = DAY / 24;
    const RECENT = 30; // days
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto", numberingSystem: "latn" });
    const now = new Date();
    const told = new Map();

    // A day without a time is that day for every reader, so it is told from the reader's own day.
    function tell(written) {
      const then = new Date(written);
      const isDay = written.length === 10 || written.endsWith("T00:00:00Z");
      const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
      const passed = isDay ? today - then : now - then;
      if (!(passed < RECENT * DAY)) return null; // nor what is no date
      if (isDay || passed >= DAY) return words.format(-Math.floor(Math.max(0, passed) / DAY), "day");
      if (passed >= HOUR) return words.format(-Math.floor(passed / HOUR), "hour");
      return words.format(-Math.max(1, Math.floor(passed / (HOUR / 60))), "minute");
    }

    // While the page still comes, the last date may have come in part: only what something follows is whole.
    function tellAll(isWhole) {
      for (const time of document.querySelectorAll("[data-pa-permalink] time, [data-pa-facts] time")) {
        if (told.has(time) || !(isWhole || time.nextSibling || time.parentNode.nextSibling)) continue;
        const ago = time.textContent && tell(time.dateTime);
        told.set(time, ago);
        if (ago) [time.title, time.textContent] = [time.textContent, ago];
      }
    }

    const coming = new MutationObserver(() => tellAll(false));
    coming.observe(document.documentElement, { childList: true, subtree: true });
    addEventListener("DOMContentLoaded", () => {
      coming.disconnect();
      tellAll(true);
    });
    const show = (isExact) => told.forEach((ago, time) => ago && (time.textContent = isExact ? time.title : ago));
    addEventListener("beforeprint", () => show(true));
    addEventListener("afterprint", () => show(false));
  })();
