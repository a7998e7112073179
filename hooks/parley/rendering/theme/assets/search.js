// Search: a dialog on every page, and the page /search/. What does the work comes when it is wanted (search-box.js). What
// a reader types before is not lost, and where nothing comes, the way leads to the page, which says what else there is.

import { findSign } from "./letters.js";
import { recall } from "./memory.js";
import { _ } from "./words.js";

const PAGE = new URL("../../search/", import.meta.url);
const template = document.querySelector("[data-pa-search-form]");
const place = document.querySelector("[data-pa-search]");

async function start(root, changed, submitted) {
  const { SearchBox } = await import("./search-box.js");
  const bundles = template.dataset.paBundles.split(",").filter(Boolean); // by language
  return new SearchBox(root, bundles.map((names) => names.split(" ")), changed, submitted);
}

function address(wanted) {
  const here = new URL(PAGE);
  for (const [name, value] of Object.entries(wanted)) if (value) here.searchParams.set(name, value);
  return here;
}

async function startPage() {
  const { shown = 0, top = 0 } = history.state ?? {}; // who comes back from a result finds the place again
  place.append(template.content.cloneNode(true));
  const without = document.querySelector("[data-pa-search-off]");
  without.hidden = true;
  try {
    const box = await start(place, (wanted) => history.replaceState(null, "", address(wanted)), () => {});
    addEventListener("click", () => history.replaceState({ shown: box.list.children.length, top: scrollY }, ""));
    await box.fill(Object.fromEntries(new URLSearchParams(location.search)), shown);
    if (shown) scrollTo({ top, behavior: "instant" });
  } catch (error) {
    place.remove();
    without.hidden = false;
    throw error;
  }
}

function make(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function startDialog(back) {
  const dialog = make("dialog", "pa-search-dialog", "");
  dialog.setAttribute("aria-label", _("Search"));
  const whole = Object.assign(make("a", "", _("Open full search page")), { href: PAGE });
  const foot = make("p", "pa-search__foot", "");
  foot.append(whole);
  const close = Object.assign(make("button", "pa-search__close", _("Close")), { type: "button" });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  addEventListener("hashchange", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // else a browser may empty the field and keep the dialog
    dialog.close();
  });
  dialog.append(close, template.content.cloneNode(true));
  dialog.lastElementChild.append(foot);
  dialog.addEventListener("submit", (event) => event.preventDefault());
  document.body.append(dialog);
  let asked = {};
  const change = (wanted) => (whole.href = address((asked = wanted)));
  start(dialog, change, () => location.assign(whole.href))
    .then(async (box) => {
      dialog.addEventListener("click", ({ target }) => {
        if (target.closest("[data-pa-hit]")) keepPlace({ asked, shown: box.list.children.length, top: dialog.scrollTop });
      });
      if (!back) return box.fields.q.value && box.show();
      await box.fill(back.asked, back.shown);
      dialog.scrollTop = back.top;
    })
    .catch(() => location.assign(PAGE));
  return dialog;
}

// Who follows a result and comes back finds the dialog as it was.
const keepPlace = (place) => history.replaceState({ ...history.state, paSearch: place }, "");

let dialog;

function search(event) {
  if (!template || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (!place) dialog ??= startDialog();
  if (dialog && !dialog.open) dialog.showModal();
  (dialog ?? place).querySelector("[data-pa-form]")?.elements.q.select();
}

addEventListener("keydown", (event) => {
  const field = event.target.closest?.("input, textarea, select, dialog, [contenteditable]");
  const types = field && field.checkVisibility?.() !== false; // that of a closed dialog takes no letters
  if (findSign(event) === "/" && !types && !event.isComposing && recall("keys", true)) search(event);
});
for (const control of document.querySelectorAll("[data-pa-search-open]")) control.addEventListener("click", search);

if (new URLSearchParams(location.search).has("highlight")) import("./highlight.js").catch(console.error);
if (template && place) startPage();
const back = !place && history.state?.paSearch;
if (template && back) {
  keepPlace(undefined); // once
  dialog = startDialog(back);
  dialog.showModal();
}
