// The ways to send a text. The patterns come from the build (parley/forges), which fills them in the same way.

import { recall } from "./memory.js";
import { _ } from "./words.js";
import { wellFormed } from "./write-file.js";

const WITH_SLASHES = new Set(["branch", "folder", "path"]);

export function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "repository") return values[name].replace(/\/+$/, "");
    const encoded = encodeURIComponent(wellFormed(values[name]));
    return WITH_SLASHES.has(name) ? encoded.replaceAll("%2F", "/") : encoded;
  });
}

// An address leads on from the page for logging in, which encodes it once more, as long as that is not too long then.
function isKept(address, data) {
  return encodeURIComponent(address).length <= data.forge.longest;
}

// The ways that a text can go: `whole` tells whether it goes with the address or has to be pasted where that leads.
export function makeRoutes(target, draft, handle, file, data) {
  const form = data.forms[target.kind] && makeForm(target, draft, data);
  const made = {
    issue: form && data.forge && issueRoute(form, data),
    file: data.forge && fileRoute(file, data),
    mail: form && data.mail && mailRoute(form, handle, data),
  };
  return Object.fromEntries(Object.entries(made).filter(([, route]) => route));
}

// The ways in the order in which they come first: the one that was chosen here before; the site's; the form, from which a
// program makes the file where the forge has forms, while elsewhere a maintainer does, so that who is known there sends it.
export function listWishes(data) {
  const writes = data.forge?.withText && !data.forge.issueFields && recall("wrote", false) && recall("handle", "");
  return [recall("route", ""), data.send, writes ? "file" : "", "issue", "file", "mail"];
}

export function needsHandle(name) {
  return name === "file" || name === "copy";
}

// The page for the new file.
export function fileRoute(file, data) {
  const values = { ...data, folder: file.folder, name: file.name, text: file.text };
  const full = data.forge.withText && fill(data.forge.withText, values);
  const whole = Boolean(full) && isKept(full, data);
  return { href: whole ? full : fill(data.forge.newFile, values), whole, text: file.text };
}

// What the form for an issue is filled in with.
export function makeForm(target, draft, data) {
  const discussion = target.folder?.replace(/\/replies$/, "");
  const values = { ...draft, ...draft.values, discussion, reply_to: target.replyTo, tags: draft.tags.join(", ") };
  const fields = data.forms[target.kind].map(([id, label]) => ({ id, label, value: values[id] ?? "" }));
  const title = target.kind === "reply" ? _("Reply to {name}", { name: target.title }) : draft.title || _("A discussion");
  return { template: target.kind, title, fields };
}

// The form for an issue, its fields filled in; the long one stays empty where the address has no room for it, and there is
// none where it has no room for the others.
export function issueRoute(form, data) {
  const make = (fields) => {
    const text = form.fields.map(({ label }, at) => `### ${label}\n\n${fields[at].value || data.empty}`).join("\n\n");
    const address = fill(data.forge.issue, { ...data, template: form.template, title: form.title, text });
    if (!data.forge.issueFields) return address;
    return address + fields.map(({ id, value }) => `&${id}=${encodeURIComponent(wellFormed(value))}`).join("");
  };
  const full = make(form.fields);
  if (isKept(full, data)) return { href: full, whole: true };
  const long = form.fields.find(({ id }) => id === "text");
  const short = make(form.fields.map((field) => (field === long ? { ...field, value: "" } : field)));
  return isKept(short, data) ? { href: short, whole: false, text: long.value } : null;
}

// A mail with the text and, below it, a block that says what it is about; the text goes to the clipboard if it is long.
// `form` is what makeForm gives, and `handle` the name that a newcomer wants here.
export function mailRoute(form, handle, data) {
  const [opening, closing, hint] = data.mail.block;
  const about = form.fields.filter(({ id, value }) => id !== "text" && value);
  const lines = about.flatMap(({ id, value }) => value.split("\n").map((line) => `${id}: ${line.trim()}`));
  const block = [opening.replace("{kind}", form.template), ...lines, `name: ${handle || hint}`, closing];
  const { discussion, reply_to } = Object.fromEntries(about.map(({ id, value }) => [id, value]));
  const place = discussion ? ` [${discussion}${reply_to ? `#${reply_to}` : ""}]` : "";
  const make = (text) => {
    const body = [...text.split("\n"), "", ...block, ""].join("\r\n");
    return fill(data.mail.pattern, { title: form.title + place, text: body });
  };
  const text = form.fields.find(({ id }) => id === "text").value;
  const full = make(text);
  const whole = full.length <= data.mail.longest;
  return { href: whole ? full : make("\n"), whole, text };
}

// A link that can't be followed yet is still a link, and says why when it is pressed.
export function setLink(link, href, ready) {
  if (ready && href) {
    link.href = href;
    for (const name of ["role", "tabindex"]) link.removeAttribute(name);
  } else {
    link.removeAttribute("href");
    Object.assign(link, { role: "link", tabIndex: 0 });
  }
  link.setAttribute("aria-disabled", String(!ready));
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Words in which a path stands that is read from the left in any language.
export function setPath(place, words, path) {
  const [before, after] = words.split(path);
  const shown = Object.assign(document.createElement("bdi"), { dir: "ltr", textContent: path });
  place.replaceChildren(...(after === undefined ? [words] : [before, shown, after]));
}
