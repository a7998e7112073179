// The index that the build has made, and the names to choose from. Nothing that a reader types leaves the browser.

import { findDates } from "./search-found.js";

const ROOT = new URL("../../", import.meta.url);
const loaded = {};

// A promise that is kept, unless it fails: then the next call tries again.
function once(name, load) {
  loaded[name] ??= load().catch((error) => {
    delete loaded[name];
    throw error;
  });
  return loaded[name];
}

// The indexes, one for each language, of the bundles whose names are given.
export const loadIndex = (bundles) => once("index", () => Promise.all(bundles.map(importIndex)));
export const loadChoices = () => once("choices", async () => (await fetch(new URL("search/choices.json", ROOT))).json());

// An index, whose bundles are searched together; each can be asked for by its name.
async function importIndex([first, ...others]) {
  const index = await import(new URL(`${first}/pagefind.js`, ROOT));
  if (others.length) await index.options({ mergeFilter: { bundle: first } });
  await index.init();
  await Promise.all(
    others.map((name) => index.mergeIndex(new URL(`${name}/`, ROOT).href, { mergeFilter: { bundle: name } })),
  );
  return index;
}

const RANGE = /^(.+)\.(from|to)$/; // in the name of a field for a number or a day

// The names by which values from one to another are asked for.
export const listRanges = (wanted) => new Set(Object.keys(wanted).flatMap((name) => (wanted[name] && RANGE.exec(name)?.[1]) || []));

// All values that somebody gave to a key, numbers or days, from one to another.
function listBetween(values, from, to) {
  const measure = (text) => (text.includes("-", 1) ? Date.parse(text) : Number(text));
  const isIn = (value) => !(from && measure(value) < measure(from)) && !(to && measure(value) > measure(to));
  return values.map(([value]) => value).filter(isIn);
}

// What was found, as lists of results that are in order each.
export async function find(wanted, bundles, filters) {
  if (!bundles.length) return [[]]; // nothing has been written yet
  filters = filters.filter((name) => !RANGE.test(name));
  const asked = Object.fromEntries(filters.filter((name) => wanted[name]).map((name) => [name, wanted[name]]));
  if (wanted.author) {
    const typed = wanted.author.toLowerCase();
    const people = (await loadChoices()).author.filter((names) => names.some((name) => name.toLowerCase() === typed));
    wanted.handles = people.map(([handle]) => handle);
    if (!people.length) return [[]];
    asked.author = { any: wanted.handles };
  }
  for (const name of listRanges(wanted)) {
    wanted[name] = listBetween((await loadChoices())[name] ?? [], wanted[`${name}.from`], wanted[`${name}.to`]);
    if (!wanted[name].length) return [[]];
    asked[name] = { any: wanted[name] };
  }
  const indexes = await loadIndex(bundles);
  const lists = await Promise.all(indexes.map((index, number) => search(index, bundles[number], wanted, asked)));
  if (wanted.sort || lists.length < 2) return lists.flat();
  return [lists.flat(2).sort((one, other) => other.score - one.score)];
}

// What was found in one language, as lists of results.
function search(index, names, wanted, asked) {
  const sort = wanted.sort ? { [wanted.sort]: "desc" } : {};
  const apart = wanted.sort && names.length > 1; // what bundles have together comes by relevance alone
  const searches = apart ? names.map((bundle) => ({ ...asked, bundle })) : [asked];
  return Promise.all(
    searches.map(async (narrowed) => (await index.search(wanted.q || null, { filters: narrowed, sort })).results),
  );
}

// Takes the next page out of lists that are in order each: of all their first pages the one with the newest part, or with
// the highest value of what the site sorts by.
export async function take(lists, sort) {
  const full = lists.filter((list) => list.length);
  const pages = await Promise.all(full.map(([first]) => first.data()));
  const rank = ({ anchors, meta }) => (sort === "date" ? findDates(anchors).sort().pop() : meta[sort]) ?? "";
  const ranks = pages.map(rank);
  const isHigher = (one, other) => (one && other ? (one - other || (one > other ? 1 : -1)) > 0 : one > other);
  const first = ranks.reduce((best, value, number) => (isHigher(value, ranks[best]) ? number : best), 0);
  full[first].shift();
  return pages[first];
}
