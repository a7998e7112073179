// What was found, drawn: one discussion with its replies, of each a few words around those that were searched for. What
// contributors wrote is put into the page as text, never as HTML.

import { _, ngettext, showDay } from "./words.js";

const ROOT = new URL("../../", import.meta.url);
const REPLIES = 4; // shown of one page; the others are folded
const WORDS = 32; // of an excerpt
const LETTERS = 100; // of a word in it
const FOLDED = 200; // replies of one page at most that are drawn when they are unfolded
const TAKES = { supports: _("supports"), disputes: _("disputes"), asks: _("asks"), adds: _("adds") };
const TITLE = "title|"; // begins the anchor that holds the title of a later page of a thread

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

function lead(href, words) {
  const way = Object.assign(make("a", "", words), { href });
  way.dataset.paHit = "";
  return way;
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

// The words of a page, and whether there are spaces between them: Pagefind has cut those of languages that have none.
function readWords({ content, raw_content: cut = "" }) {
  const spaced = !cut.includes("\u200b");
  const words = spaced ? content.split(/\s+/) : cut.replaceAll("&lt;", "<").replaceAll("&gt;", ">").split("\u200b");
  return Object.assign(words, { spaced });
}

const SPACES = /\s+/g;

// How many of the words from a place on make up the heading there.
function countWords(heading, words, place) {
  let left = heading.replace(SPACES, "").length;
  let count = 0;
  for (; left > 0 && place + count < words.length; count += 1) left -= words[place + count].replace(SPACES, "").length;
  return words[place + count]?.trim() === "." ? count + 1 : count; // Pagefind ends a heading with one
}

// What each person wrote, with the places of the words that were searched for (see `Passage` in search/documents.py).
function readParts(data, words) {
  const anchors = data.anchors.filter(({ id }) => !id.startsWith(TITLE));
  const locations = [...data.weighted_locations].sort((a, b) => a.location - b.location);
  return anchors.map(({ id: anchor, text, location }, number) => {
    const [id, author, stance, date, house, ...values] = anchor.split("|");
    const end = anchors[number + 1]?.location ?? words.length;
    const begin = id === "post" ? 0 : location; // the title is the post's, too
    const found = locations.slice(findFrom(locations, begin), findFrom(locations, end));
    const hits = new Set(found.map((hit) => hit.location));
    const score = found.reduce((sum, hit) => sum + hit.balanced_score, 0);
    const start = location + countWords(text, words, location);
    return { id, name: text, author, stance, date, house, values, start, end, hits, score };
  });
}

// `key` is the name of the filter for stances. What the site declares of replies stands in their anchors, else in the index.
function accepts(wanted, part, key) {
  const differs = (value) => {
    const [name, is] = value.split("=");
    if (!wanted[name] || is === undefined) return false;
    return ![wanted[name]].flat().some((one) => part.values.includes(`${name}=${one}`)); // several of a range
  };
  return (
    (!wanted[key] || part.stance === wanted[key]) &&
    !part.values.some(differs) &&
    (!wanted.takes || part.values.includes(`takes=${wanted.takes}`)) &&
    (!wanted.handles || wanted.handles.includes(part.author)) &&
    (!wanted.house || part.house === wanted.house) &&
    part.date.startsWith(wanted.year)
  );
}

// The address of a part; the words are marked there by highlight.js.
function link(data, part, words) {
  const address = new URL(data.raw_url, ROOT);
  const found = new Set([...part.hits].map((place) => cut(words[place])[1]).filter((word) => word.length <= LETTERS));
  if (found.size && part.date) address.searchParams.set("highlight", [...found].slice(0, 12).join(" "));
  if (part.id !== "post") address.hash = part.id;
  return address.href;
}

function drawPart(data, part, words, stances) {
  const isPage = data.filters.kind?.includes("page");
  const said = part.name || (isPage ? _("Top of the page") : _("The post"));
  const [name, handle] = said.split(/(?=@\S+$)/);
  const who = lead(link(data, part, words), name);
  if (handle) who.append(make("bdi", "", handle));
  const byline = make("p", "pa-found__byline", who);
  if (part.house === "yes") byline.append(" ", make("span", "pa-badge", _("house voice")));
  const stance = stances.get(part.stance);
  if (stance) byline.append(" ", make("span", `pa-stance pa-is-${part.stance}`, stance));
  const takes = part.values.find((value) => value.startsWith("takes="))?.slice("takes=".length);
  if (takes) byline.append(" ", make("span", `pa-takes pa-takes--${takes}`, TAKES[takes] ?? takes));
  const agreed = part.values.find((value) => value.startsWith("agreed="))?.slice("agreed=".length);
  if (agreed) byline.append(" ", make("span", "pa-quiet", ngettext("{n} agrees", "{n} agree", Number(agreed))));
  if (part.date) byline.append(" ", make("span", "pa-quiet", showDay(part.date.slice(0, 10))));
  return make("li", "", byline, drawExcerpt(part, words));
}

function drawExcerpt(part, words) {
  const { spaced } = words;
  const first = [...part.hits].find((place) => place >= part.start) ?? part.start;
  const from = Math.max(part.start, Math.min(first - 8, part.end - WORDS));
  const to = Math.min(part.end, from + WORDS);
  const text = make("p", "pa-found__text", from > part.start ? "… " : "");
  text.dir = "auto";
  for (let place = from; place < to; place += 1) {
    const [before, word, after] = cut(words[place]).map(shorten);
    const space = spaced || / $/.test(words[place]) ? " " : "";
    if (part.hits.has(place)) text.append(before, make("mark", "", word), after.trimEnd(), space);
    else text.append(shorten(words[place].trimEnd()), space);
  }
  if (to < part.end) text.append("…");
  return text;
}

// The title of a discussion, with the number of the page where it has several.
function findTitle(data) {
  const later = data.anchors.find(({ id }) => id.startsWith(TITLE));
  if (!later) return data.meta.title;
  const title = decodeURIComponent(later.id.slice(TITLE.length));
  return _("{title}, page {number}", { title, number: data.raw_url.split("/").at(-2) });
}

export const findDates = (anchors) => anchors.filter(({ id }) => !id.startsWith(TITLE)).map(({ id }) => id.split("|")[3]);

// The others of a page, drawn when they are asked for.
function foldAway(parts, draw) {
  const list = make("ol", "");
  const fold = make("details", "", make("summary", "", ngettext("{n} more", "{n} more", parts.length)), list);
  const fill = () => {
    list.append(...parts.slice(0, FOLDED).map(draw));
    const left = parts.length - FOLDED;
    const words = ngettext("and {n} more on the page itself", "and {n} more on the page itself", left);
    if (left > 0) list.append(make("li", "pa-quiet", words));
  };
  fold.addEventListener("toggle", fill, { once: true });
  return fold;
}

// One discussion with what was found in it, and how many replies of it are shown; nothing if the filters leave none.
export function drawGroup(data, wanted, { stance, stances, kinds }) {
  const words = readWords(data);
  const parts = readParts(data, words).filter((part) => (part.hits.size || !wanted.q) && accepts(wanted, part, stance));
  if (!parts.length) return null;
  if (wanted.sort) parts.reverse(); // they come by date, answers behind what they answer
  else parts.sort((a, b) => b.score - a.score);

  const title = lead(new URL(data.raw_url, ROOT), findTitle(data));
  title.dir = "auto";
  const heading = make("h2", "pa-found__title", title);
  const [kind] = data.filters.kind ?? [];
  if (kind && kind !== "discussion") heading.append(" ", make("span", "pa-badge", kind === "page" ? _("page") : (kinds.get(kind) ?? kind)));
  const draw = (part) => drawPart(data, part, words, stances);
  const rest = parts.splice(REPLIES);
  const group = make("li", "pa-found", heading, make("ol", "", ...parts.map(draw)));
  if (rest.length) group.append(foldAway(rest, draw));
  return { group, shown: parts.length };
}
