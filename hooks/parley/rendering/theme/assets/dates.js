// Says of what is new how long ago it was. The date itself shows on hover, on paper and without scripts.

const DAY = 86_400_000;
const HOUR = DAY / 24;
const RECENT = 30; // days

const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });

// A day without a time is that day for every reader, so it is told from the reader's own day.
function tell(written, now) {
  const then = new Date(written);
  const isDay = written.length === 10 || written.endsWith("T00:00:00Z");
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const passed = isDay ? today - then : now - then;
  if (!(passed < RECENT * DAY)) return null; // nor what is no date
  if (isDay || passed >= DAY) return words.format(-Math.floor(Math.max(0, passed) / DAY), "day");
  if (passed >= HOUR) return words.format(-Math.floor(passed / HOUR), "hour");
  return words.format(-Math.max(1, Math.floor(passed / (HOUR / 60))), "minute");
}

const shown = [];
const now = new Date();
for (const time of document.querySelectorAll("[data-pa-permalink] time, [data-pa-facts] time")) {
  const ago = time.textContent && tell(time.dateTime, now);
  if (!ago) continue;
  time.title = time.textContent;
  shown.push([time, ago]);
}

const showAgo = () => shown.forEach(([time, ago]) => (time.textContent = ago));
showAgo();
addEventListener("beforeprint", () => shown.forEach(([time]) => (time.textContent = time.title)));
addEventListener("afterprint", showAgo);
