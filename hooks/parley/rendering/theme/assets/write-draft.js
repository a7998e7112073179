// Drafts stay on this device, one for each place to write at.

import { isList, isRecord, recall, remember } from "./memory.js";
import { makeEnding } from "./write-file.js";

export const TEXTS = ["text", "title", "questions"];

// Drafts that end with the page, because this browser does not keep them: it asks before it throws them away.
const lost = new Set();
const ask = (event) => event.preventDefault();

function guard(name, kept) {
  lost[kept ? "delete" : "add"](name);
  (lost.size ? addEventListener : removeEventListener)("beforeunload", ask);
}

// What is found may be anything, and each part of it.
export function readDraft(name) {
  const found = recall(name, {}, isRecord);
  const texts = TEXTS.map((part) => [part, typeof found[part] === "string" ? found[part] : ""]);
  const values = isRecord(found.values) ? Object.entries(found.values).filter(([, text]) => typeof text === "string") : [];
  const ending = /^[a-z0-9]{4}$/.test(found.ending) ? found.ending : makeEnding();
  return { ...Object.fromEntries(texts), values: Object.fromEntries(values), tags: isList(found.tags) ? found.tags : [], ending };
}

// Tells whether the device has taken it.
export function keepDraft(name, draft) {
  const written = TEXTS.some((part) => draft[part]) || Object.values(draft.values).some(Boolean);
  const empty = !written && !draft.tags.length;
  const kept = remember(name, empty ? null : draft);
  guard(name, kept || empty);
  return kept;
}

export function forgetDraft(name) {
  remember(name, null);
  guard(name, true);
}
