// What was sent from this device and isn't published yet. It stays on the device, for as long as such things take at most.
// What is found there may be anything: each part of it is looked at, and what is not as it should be is left out.

import { isRecord, recall, remember } from "./memory.js";

const MOST = 30;
const LONGEST = 90 * 24 * 3600 * 1000;
const TEXTS = ["key", "thread", "replyTo", "id", "mark", "route"];

function isSent(one) {
  if (!isRecord(one) || !TEXTS.every((name) => typeof one[name] === "string" && one[name].length < 300)) return false;
  if (!/^[1-9]\d{0,11}$/.test(one.issue ?? "1")) return false;
  return Number.isFinite(one.when) && one.when <= Date.now() && Date.now() - one.when < LONGEST;
}

// The oldest first: `key` is the place it was written at, `mark` tells its text, `id` its file's name and `issue`
// its number where they are known.
export function readSent() {
  return recall("sent", [], Array.isArray).filter(isSent).slice(-MOST);
}

export function noteSent(one) {
  const all = readSent();
  const before = all.find(({ key, mark }) => key === one.key && mark === one.mark); // it may have been sent then
  const noted = { ...one, when: before?.when ?? Date.now() };
  remember("sent", [...all.filter(({ key }) => key !== one.key), noted].slice(-MOST));
  tell();
}

// The forge's answer leads back with the number of the issue that something became.
export function numberSent(key, issue) {
  const all = readSent();
  const one = all.findLast((sent) => sent.key === key);
  if (!one || one.issue === issue) return;
  one.issue = issue;
  remember("sent", all);
}

export function forgetSent(key) {
  remember("sent", readSent().filter((one) => one.key !== key));
  tell();
}

function tell() {
  dispatchEvent(new CustomEvent("pa-sent"));
}

// A text on its way changes in its signs, lines and capitals, not in its letters: two hashes of them (FNV-1a), and how many they are.
export function markOf(text) {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const hashes = [0x811c9dc5, 0x01000193].map((seed) => {
    let hash = seed;
    for (const char of letters) hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193);
    return (hash >>> 0).toString(36);
  });
  return [...hashes, letters.length].join("-");
}

const ENOUGH = 40; // letters that two people hardly write alike

export function isTelling(mark) {
  return Number(mark.split("-").at(-1)) >= ENOUGH;
}
