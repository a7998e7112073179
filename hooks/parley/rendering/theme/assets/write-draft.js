// Drafts stay on this device, one for each place to write at.

import { isList, isRecord, listNames, recall, remember } from "./memory.js";
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

const isEmpty = (draft) => !TEXTS.some((part) => draft[part]) && !Object.values(draft.values).some(Boolean) && !draft.tags.length;

// A draft and the name it is kept under. What another tab keeps there is left alone: then this one takes a name of its own.
export class Draft {
  constructor(name) {
    this.first = name;
    this.take(name);
  }

  take(name) {
    this.name = name;
    this.content = readDraft(name);
    this.written = this.look();
  }

  look(name = this.name) {
    return JSON.stringify(recall(name, null, isRecord));
  }

  // Tells whether the device has taken it.
  keep() {
    const empty = isEmpty(this.content);
    if (this.look() !== this.written) {
      if (empty) return true;
      this.content.ending = makeEnding(); // it becomes a file of its own, too
      this.name = `${this.first}~${this.content.ending}`;
    }
    const kept = remember(this.name, empty ? null : this.content);
    this.written = this.look();
    guard(this.name, kept || empty);
    return kept;
  }

  forget() {
    forgetDraft(this.name);
  }

  // The name of another draft for the same place; nothing where there is none.
  findOther() {
    const names = listNames(this.first).filter((name) => name === this.first || name.startsWith(`${this.first}~`));
    return names.find((name) => name !== this.name && !isEmpty(readDraft(name)));
  }
}

export function forgetDraft(name) {
  remember(name, null);
  guard(name, true);
}
