// What this device remembers, for as long as its reader wants it to. Nothing leaves the device. What is found there may be
// anything: of another version, half written, changed by hand. What a browser does not keep is known until its page is left.

// Several sites may share a host, and with it the memory.
const PREFIX = `parley:${new URL("../../", import.meta.url).pathname}:`;

const unkept = new Map();
let forgotten = false;

export const isList = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// It throws where a browser keeps nothing for sites, and where main.html has put something else in its place.
function open() {
  if (forgotten || !(localStorage instanceof Storage)) throw new Error("Nothing is kept.");
  return localStorage;
}

// `fits` tells whether a value is what is wanted; without it a value must be of the kind of `fallback`.
export function recall(name, fallback, fits = (value) => fallback === null || typeof value === typeof fallback) {
  try {
    const value = JSON.parse(unkept.get(name) ?? open().getItem(PREFIX + name));
    return value !== null && fits(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

// Tells whether the device has taken it, or given it up where the value is null.
export function remember(name, value) {
  unkept.delete(name);
  try {
    if (value === null) open().removeItem(PREFIX + name);
    else open().setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    if (value !== null) unkept.set(name, JSON.stringify(value));
    return false;
  }
}

// The names that begin so.
export function listNames(beginning) {
  try {
    const names = [...Object.keys(open()).map((name) => name.replace(PREFIX, "")), ...unkept.keys()];
    return names.filter((name) => name.startsWith(beginning));
  } catch {
    return [...unkept.keys()].filter((name) => name.startsWith(beginning));
  }
}

// Tells whether there was a memory to forget from. Until the page is left, nothing new gets into it.
export function forgetAll() {
  unkept.clear();
  try {
    const names = Object.keys(open()).filter((name) => name.startsWith(PREFIX));
    for (const name of names) localStorage.removeItem(name);
    return true;
  } catch {
    return forgotten;
  } finally {
    forgotten = true;
  }
}
