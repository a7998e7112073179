// Addresses at the forge. The patterns come from the build (parley/forges), which fills them in the same way.

import { wellFormed } from "./write-file.js";

const WITH_SLASHES = new Set(["branch", "folder", "path"]);

export function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => {
    if (name === "repository") return values[name].replace(/\/+$/, "");
    const encoded = encodeURIComponent(wellFormed(values[name]));
    return WITH_SLASHES.has(name) ? encoded.replaceAll("%2F", "/") : encoded;
  });
}

// The page for the new file; `whole` tells whether the text is in the address or has to be pasted there.
export function fileRoute(file, data) {
  const values = { ...data, folder: file.folder, name: file.name, text: file.text };
  const full = data.forge.withText && fill(data.forge.withText, values);
  const whole = Boolean(full) && full.length <= data.longestAddress;
  return { href: whole ? full : fill(data.forge.newFile, values), whole, text: file.text };
}

// What the form for an issue is filled in with.
export function makeForm(target, draft, data) {
  const discussion = target.folder?.replace(/\/replies$/, "");
  const values = { ...draft, ...draft.values, discussion, reply_to: target.replyTo, tags: draft.tags.join(", ") };
  const fields = data.forms[target.kind].map(([id, label]) => ({ id, label, value: values[id] ?? "" }));
  const title = target.kind === "reply" ? `Reply to ${target.title}` : draft.title || "A discussion";
  return { template: target.kind, title, fields };
}

// The form for an issue, its fields filled in; the long one stays empty where the address has no room for it.
export function issueRoute(form, data) {
  const make = (fields) => {
    const text = form.fields.map(({ label }, at) => `### ${label}\n\n${fields[at].value || data.empty}`).join("\n\n");
    const address = fill(data.forge.issue, { ...data, template: form.template, title: form.title, text });
    if (!data.forge.issueFields) return address;
    return address + fields.map(({ id, value }) => `&${id}=${encodeURIComponent(wellFormed(value))}`).join("");
  };
  const full = make(form.fields);
  if (full.length <= data.longestAddress) return { href: full, whole: true };
  const long = form.fields.find(({ id }) => id === "text");
  const short = form.fields.map((field) => (field === long ? { ...field, value: "" } : field));
  return { href: make(short), whole: false, text: long.value };
}
