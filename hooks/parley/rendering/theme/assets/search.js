// Search: a dialog on every page and the page /search/, over the index that the build has made. Nothing that a reader
// types leaves the browser. What contributors wrote is put into the page as text, never as HTML.

const ROOT = new URL("../../", import.meta.url);
const PAGE = new URL("search/", ROOT);
const template = document.getElementById("pa-search-form");
const BUNDLES = template?.dataset.bundles.split(" ");
const FILTERS = ["kind", "tag", "school", "author", "year", "house"];
const FIELDS = ["q", ...FILTERS, "sort"];
const PAGES = 6; // shown at a time, or fewer when they hold a screenful of replies; each is a file to fetch
const SCREENFUL = 12;
const REPLIES = 4; // shown of one page; the others are folded
const WORDS = 32; // of an excerpt
const LETTERS = 100; // of a word in it
const LONGEST = 300; // characters of what is searched for
const FOLDED = 200; // replies of one page at most that are drawn when they are unfolded
const TITLE = "title|"; // begins the anchor that holds the title of a later page of a thread
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

const loaded = {};

// A promise that is kept, unless it fails: then the next call tries again.
function once(name, load) {
  loaded[name] ??= load().catch((error) => {
    delete loaded[name];
    throw error;
  });
  return loaded[name];
}

const loadIndex = () => once("index", importIndex);
const loadChoices = () => once("choices", async () => (await fetch(new URL("search/choices.json", ROOT))).json());

// The index, whose bundles are searched together; each can be asked for by its name.
async function importIndex() {
  const [first, ...others] = BUNDLES;
  const index = await import(new URL(`${first}/pagefind.js`, ROOT));
  if (others.length) await index.options({ mergeFilter: { bundle: first } });
  await index.init();
  await Promise.all(
    others.map((name) => index.mergeIndex(new URL(`${name}/`, ROOT).href, { mergeFilter: { bundle: name } })),
  );
  return index;
}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// A word with what stands before and after it: `(“letter”).` gives `(“`, `letter` and `”).`
function cut(word) {
  const chars = [...word];
  const start = chars.findIndex(isLetter);
  if (start < 0) return [word, "", ""];
  const end = chars.findLastIndex(isLetter) + 1;
  return [chars.slice(0, start), chars.slice(start, end), chars.slice(end)].map((part) => part.join(""));
}

const isLetter = (char) => /[\p{L}\p{N}]/u.test(char);

// A word may be as long as a text; no more of it is shown than fits into a line or two.
const shorten = (word) => (word.length > LETTERS ? `${word.slice(0, LETTERS)}…` : word);

// The number of the first hit at a place or behind it.
function findFrom(hits, place) {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hits[middle].location < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

// What each person wrote, with the places of the words that were searched for (see `Part` in search/documents.py).
function readParts(data, words) {
  const anchors = data.anchors.filter(({ id }) => !id.startsWith(TITLE));
  const locations = [...data.weighted_locations].sort((a, b) => a.location - b.location);
  return anchors.map(({ id: anchor, text, location }, number) => {
    const [id, author, school, date, house] = anchor.split("|");
    const end = anchors[number + 1]?.location ?? words.length;
    const begin = id === "post" ? 0 : location; // the title is the post's, too
    const found = locations.slice(findFrom(locations, begin), findFrom(locations, end));
    const hits = new Set(found.map((hit) => hit.location));
    const score = found.reduce((sum, hit) => sum + hit.balanced_score, 0);
    const start = location + (text ? text.split(/\s+/).length : 0);
    return { id, name: text, author, school, date, house, start, end, hits, score };
  });
}

function accepts(wanted, part) {
  return (
    (!wanted.school || part.school === wanted.school) &&
    (!wanted.handles || wanted.handles.includes(part.author)) &&
    (!wanted.house || part.house === wanted.house) &&
    part.date.startsWith(wanted.year)
  );
}

// The address of a part; the words are marked there by highlight.js.
function link(data, part, words) {
  const address = new URL(data.raw_url, ROOT);
  const found = new Set([...part.hits].map((place) => cut(words[place])[1]).filter((word) => word.length <= LETTERS));
  if (found.size) address.searchParams.set("highlight", [...found].slice(0, 12).join(" "));
  if (part.id !== "post") address.hash = part.id;
  return address.href;
}

function drawPart(data, part, words, schools) {
  const who = make("a", "", part.name || "The post");
  who.href = link(data, part, words);
  const byline = make("p", "pa-found__byline", who);
  if (part.house === "yes") byline.append(" ", make("span", "pa-badge", "house voice"));
  const school = schools.get(part.school);
  if (school) byline.append(" ", make("span", `pa-school pa-school--${part.school}`, school));
  byline.append(" ", make("span", "pa-quiet", DAY.format(new Date(part.date.slice(0, 10)))));

  const first = [...part.hits].find((place) => place >= part.start) ?? part.start;
  const from = Math.max(part.start, Math.min(first - 8, part.end - WORDS));
  const to = Math.min(part.end, from + WORDS);
  const text = make("p", "pa-found__text", from > part.start ? "… " : "");
  text.dir = "auto";
  for (let place = from; place < to; place += 1) {
    const [before, word, after] = cut(words[place]).map(shorten);
    if (part.hits.has(place)) text.append(before, make("mark", "", word), after, " ");
    else text.append(shorten(words[place]), " ");
  }
  if (to < part.end) text.append("…");
  return make("li", "", byline, text);
}

// The title of a discussion, with the number of the page where it has several.
function findTitle(data) {
  const later = data.anchors.find(({ id }) => id.startsWith(TITLE));
  return later ? `${decodeURIComponent(later.id.slice(TITLE.length))}, page ${data.raw_url.split("/").at(-2)}` : data.meta.title;
}

const findDates = (anchors) => anchors.filter(({ id }) => !id.startsWith(TITLE)).map(({ id }) => id.split("|")[3]);

// Takes the next page out of lists that are in order each: of all their first pages the one with the newest part.
async function take(lists) {
  const full = lists.filter((list) => list.length);
  const pages = await Promise.all(full.map(([first]) => first.data()));
  const dates = pages.map(({ anchors }) => findDates(anchors).sort().pop() ?? "");
  const newest = dates.reduce((best, date, number) => (date > dates[best] ? number : best), 0);
  full[newest].shift();
  return pages[newest];
}

const count = (lists) => lists.reduce((sum, list) => sum + list.length, 0);

// The others of a page, drawn when they are asked for.
function foldAway(parts, draw) {
  const list = make("ol", "");
  const fold = make("details", "", make("summary", "", `${parts.length} more`), list);
  const fill = () => {
    list.append(...parts.slice(0, FOLDED).map(draw));
    if (parts.length > FOLDED) list.append(make("li", "pa-quiet", `and ${parts.length - FOLDED} more on the page itself`));
  };
  fold.addEventListener("toggle", fill, { once: true });
  return fold;
}

// One discussion with what was found in it; nothing if the filters leave nothing of it.
function drawGroup(data, wanted, schools) {
  const words = data.content.split(/\s+/);
  const parts = readParts(data, words).filter((part) => (part.hits.size || !wanted.q) && accepts(wanted, part));
  if (!parts.length) return null;
  if (wanted.sort) parts.reverse(); // they come by date, answers behind what they answer
  else parts.sort((a, b) => b.score - a.score);

  const title = make("a", "", findTitle(data));
  title.href = new URL(data.raw_url, ROOT);
  title.dir = "auto";
  const group = make("li", "pa-found", make("h2", "pa-found__title", title));
  if (data.filters.kind?.[0] === "practice") group.firstChild.append(" ", make("span", "pa-badge", "practice"));
  const draw = (part) => drawPart(data, part, words, schools);
  const rest = parts.splice(REPLIES);
  group.append(make("ol", "", ...parts.map(draw)));
  if (rest.length) group.append(foldAway(rest, draw));
  return group;
}

// Make a copy of the form work. `changed` is told what the reader wants, `submitted` that it is confirmed.
function start(root, changed, submitted) {
  const form = root.querySelector("form");
  const fields = form.elements;
  const status = root.querySelector("[role=status]");
  const list = root.querySelector("ol");
  const more = root.querySelector(".pa-search__more");
  const filters = root.querySelector("details");
  const schools = new Map([...fields.school.options].slice(1).map((option) => [option.value, option.text]));
  let latest = 0;
  let timer;
  let addMore;

  async function offer() {
    const found = await loadChoices();
    for (const name of ["tag", "year"]) {
      if (fields[name].length === 1) fields[name].append(...found[name].map(([value, words]) => new Option(words, value)));
    }
    const people = form.querySelector("datalist");
    if (!people.firstChild) people.append(...found.author.map(([handle, name]) => new Option(name, handle)));
  }

  // What was found, as lists of results.
  async function find(wanted) {
    const asked = Object.fromEntries(FILTERS.filter((name) => wanted[name]).map((name) => [name, wanted[name]]));
    if (wanted.author) {
      const typed = wanted.author.toLowerCase();
      const people = (await loadChoices()).author.filter((names) => names.some((name) => name.toLowerCase() === typed));
      wanted.handles = people.map(([handle]) => handle);
      if (!people.length) return [[]];
      asked.author = { any: wanted.handles };
    }
    const index = await loadIndex();
    const sort = wanted.sort ? { date: "desc" } : {};
    const apart = wanted.sort && BUNDLES.length > 1; // what bundles have together comes by relevance alone
    const searches = apart ? BUNDLES.map((bundle) => ({ ...asked, bundle })) : [asked];
    return Promise.all(
      searches.map(async (filters) => (await index.search(wanted.q || null, { filters, sort })).results),
    );
  }

  async function show() {
    clearTimeout(timer);
    const mine = ++latest;
    const wanted = Object.fromEntries(FIELDS.map((name) => [name, fields[name].value.trim().slice(0, LONGEST)]));
    changed(wanted);
    let found;
    if (wanted.q.length > 1 || (!wanted.q && FILTERS.some((name) => wanted[name]))) {
      status.textContent = "Searching …";
      try {
        found = await find(wanted);
      } catch {
        if (mine === latest) status.textContent = "The search could not be loaded. Loading this page again may help.";
        return;
      }
    }
    if (mine !== latest) return;
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    if (found) await add(found, wanted, mine);
  }

  // The next few discussions; those of which the filters leave nothing are passed over.
  async function add(found, wanted, mine) {
    const counts = () => [list.children.length, list.querySelectorAll(":scope > li > ol > li").length];
    const [pages, replies] = counts();
    const full = ([more, others]) => more >= pages + PAGES || others >= replies + SCREENFUL;
    more.disabled = true; // two at a time would take the same page out of `found`
    try {
      while (count(found) && !full(counts())) {
        const group = drawGroup(await take(found), wanted, schools);
        if (mine !== latest) return;
        if (group) list.append(group);
      }
    } finally {
      if (mine === latest) more.disabled = false;
    }
    const shown = list.children.length;
    const left = count(found);
    const known = !left || !["school", "author", "year", "house"].some((name) => wanted[name]);
    const where = known ? `${shown + left} page${shown + left === 1 ? "" : "s"}` : "more pages";
    const which = left ? `; the first ${shown} are shown` : "";
    status.textContent = shown ? `Found on ${where}${which}.` : "Nothing was found.";
    more.hidden = !left;
    addMore = () => add(found, wanted, mine);
  }

  more.addEventListener("click", async () => {
    const shown = list.children.length;
    await addMore();
    list.children[shown]?.querySelector("a").focus();
  });
  for (const event of ["input", "reset"]) {
    form.addEventListener(event, () => {
      clearTimeout(timer);
      timer = setTimeout(show, 300);
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    submitted();
  });
  filters.addEventListener("toggle", () => filters.open && offer().catch(() => {}));
  root.addEventListener("keydown", (event) => {
    const stops = [fields.q, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(event.target) + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (!next || !stops.includes(event.target)) return;
    event.preventDefault();
    next.focus();
  });
  return {
    focus: () => fields.q.select(),
    count: () => list.children.length,
    async fill(values, wanted = 0) {
      if (values.tag || values.year) await offer().catch(() => {});
      for (const name of FIELDS) fields[name].value = values[name] ?? "";
      filters.open = FIELDS.some((name) => name !== "q" && values[name]);
      await show();
      for (let shown = -1; shown < list.children.length && list.children.length < wanted && !more.hidden; ) {
        shown = list.children.length;
        await addMore();
      }
    },
  };
}

function address(wanted) {
  const here = new URL(PAGE);
  for (const name of FIELDS) if (wanted[name]) here.searchParams.set(name, wanted[name]);
  return here;
}

function startPage(place) {
  place.append(template.content.cloneNode(true));
  place.nextElementSibling.hidden = true; // what to do without scripts
  const { shown = 0, top = 0 } = history.state ?? {}; // who comes back from a result finds the place again
  const search = start(place, (wanted) => history.replaceState(null, "", address(wanted)), () => {});
  const fields = Object.fromEntries(new URLSearchParams(location.search));
  search.fill(fields, shown).then(() => shown && scrollTo({ top, behavior: "instant" }));
  addEventListener("click", () => history.replaceState({ shown: search.count(), top: scrollY }, ""));
  return search.focus;
}

function startDialog() {
  const dialog = make("dialog", "pa-search-dialog", template.content.cloneNode(true));
  dialog.setAttribute("aria-label", "Search");
  const whole = make("a", "", "These results on a page of their own");
  const close = make("button", "pa-search__close", "Close");
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  addEventListener("hashchange", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // else a browser may empty the field and keep the dialog
    dialog.close();
  });
  dialog.prepend(close);
  dialog.lastElementChild.append(make("p", "pa-search__foot", whole));
  document.body.append(dialog);
  const search = start(dialog, (wanted) => (whole.href = address(wanted)), () => location.assign(whole.href));
  whole.href = PAGE;
  loadIndex().catch(() => {});
  return () => {
    if (!dialog.open) dialog.showModal();
    search.focus();
  };
}

const place = document.querySelector("[data-pa-search]");
let open = template && place && startPage(place);

function search(event) {
  if (!template || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  open ??= startDialog();
  open();
}

addEventListener("keydown", (event) => {
  const field = event.target.closest?.("input, textarea, select, dialog, [contenteditable]");
  const types = field && field.checkVisibility?.() !== false; // that of a closed dialog takes no letters
  if (event.key === "/" && !types && !event.isComposing) search(event);
});
for (const control of document.querySelectorAll(".pa-search-open")) control.addEventListener("click", search);

if (new URLSearchParams(location.search).has("highlight")) import("./highlight.js").catch(console.error);
