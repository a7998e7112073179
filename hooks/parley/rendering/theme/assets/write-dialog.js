// The dialog for a reply or a new discussion. It writes the finished file and offers three ways to send it. Drafts stay on
// this device, one for each place to write at; nothing is sent by the page itself.

import { isList, isRecord, recall, remember } from "./memory.js";
import { findHints, isHandle } from "./write-check.js";
import { makeEnding, makeId, makeSlug, renderDiscussion, renderReply } from "./write-file.js";
import { quote, quoteLines } from "./write-quote.js";
import { fileRoute, issueRoute } from "./write-routes.js";

const EXCERPT = 280;
const TEXTS = ["text", "school", "title", "questions"];

let loaded;

// Drafts that end with the page, because this browser does not keep them: it asks before it throws them away.
const lost = new Set();
const ask = (event) => event.preventDefault();

function guard(name, kept) {
  lost[kept ? "delete" : "add"](name);
  (lost.size ? addEventListener : removeEventListener)("beforeunload", ask);
}

// What is found may be anything, and each part of it.
function readDraft(name) {
  const found = recall(name, {}, isRecord);
  const texts = TEXTS.map((part) => [part, typeof found[part] === "string" ? found[part] : ""]);
  const ending = /^[a-z0-9]{4}$/.test(found.ending) ? found.ending : makeEnding();
  return { ...Object.fromEntries(texts), tags: isList(found.tags) ? found.tags : [], ending };
}

async function load() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("write.css", import.meta.url);
  const styled = new Promise((done) => {
    style.onload = style.onerror = done;
  });
  document.head.append(style);
  const data = await (await fetch(new URL("write.json", import.meta.url))).json();
  await styled;
  const template = document.createElement("template");
  template.innerHTML = data.form; // our own, made by the build
  return { template, data };
}

// The names that discussions have or had; without them, the forge will tell that a name is taken.
async function loadNames() {
  try {
    const answer = await fetch(new URL("names.json", import.meta.url));
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
}

// What the link is about: a new discussion, a reply to the post, or a reply to a reply.
function readTarget(link) {
  if (link.hasAttribute("data-pa-write-new")) return { kind: "discussion", key: "new", name: "Start a discussion" };
  const thread = document.querySelector("[data-pa-thread]");
  const replyTo = link.dataset.paWrite;
  const article = replyTo ? link.closest("article") : document.querySelector(".pa-post");
  const author = article.querySelector(replyTo ? ".pa-byline a" : ".pa-facts a")?.textContent ?? "the post";
  const title = document.querySelector(".pa-post h1").textContent;
  return {
    kind: "reply",
    key: `${thread.dataset.paThread}#${replyTo}`,
    name: replyTo ? `Reply to ${author}` : `Reply to “${title}”`,
    title,
    replyTo,
    folder: thread.dataset.paFolder,
    quote: quote(article, EXCERPT),
  };
}

export async function write(link) {
  loaded ??= load();
  let parts;
  try {
    parts = await loaded;
  } catch (error) {
    loaded = undefined;
    throw error;
  }
  if (link.hasAttribute("data-pa-write-new")) parts.data.names ??= await loadNames();
  document.querySelector("dialog.pa-write")?.remove();
  const dialog = parts.template.content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  start(dialog, readTarget(link), parts.data);
  dialog.showModal();
  dialog.querySelector(link.hasAttribute("data-pa-write-new") ? "[name=title]" : "[name=text]").focus();
}

function start(dialog, target, data) {
  const form = dialog.querySelector("form");
  const fields = form.elements;
  const find = (selector) => dialog.querySelector(selector);
  const draftName = `draft:${target.key}`;
  const draft = readDraft(draftName);
  let file;

  find("#pa-write-title").textContent = target.name;
  find("[data-label]").textContent = target.kind === "reply" ? "Your reply" : "Text";
  for (const part of dialog.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== target.kind;
  find(".pa-write__quote").textContent = target.quote?.words ?? "";
  fields.handle.value = recall("handle", "").slice(0, data.handleLength);
  for (const name of TEXTS) fields[name].value = draft[name];
  for (const box of dialog.querySelectorAll("[name=tag]")) box.checked = draft.tags.includes(box.value);

  function keep() {
    for (const name of TEXTS) draft[name] = fields[name].value;
    draft.tags = [...dialog.querySelectorAll("[name=tag]:checked")].map((box) => box.value);
    const empty = !draft.text && !draft.title && !draft.questions && !draft.tags.length;
    const kept = remember(draftName, empty ? null : draft);
    guard(draftName, kept || empty);
    find("[data-kept]").hidden = !kept;
    find("[data-unkept]").hidden = kept;
  }

  function forget() {
    remember(draftName, null);
    guard(draftName, true);
    dialog.close();
  }

  function makeFile() {
    const now = new Date();
    const author = fields.handle.value.trim().toLowerCase();
    if (target.kind === "reply") {
      const name = `${makeId(author || "your-handle", now, draft.ending)}.md`;
      const text = renderReply({ author, now, replyTo: target.replyTo, school: draft.school, text: draft.text });
      return { folder: `${data.posts}/${target.folder}`, name, text };
    }
    const questions = draft.questions.split("\n");
    const text = renderDiscussion({ author, now, title: draft.title, tags: draft.tags, questions, text: draft.text });
    return { folder: `${data.posts}/discussions`, name: `${makeSlug(draft.title, [...data.devices, ...data.names])}/post.md`, text };
  }

  function makeForm() {
    const values = {
      discussion: target.folder?.replace(/\/replies$/, ""),
      reply_to: target.replyTo,
      school: draft.school,
      title: draft.title,
      tags: draft.tags.join(", "),
      questions: draft.questions,
      text: draft.text,
    };
    const fields = data.forms[target.kind].map(([id, label]) => ({ id, label, value: values[id] }));
    const title = target.kind === "reply" ? `Reply to ${target.title}` : draft.title || "A discussion";
    return { template: target.kind, title, fields };
  }

  // What stands in the way of sending, in the order of the fields, and what to look at besides.
  function findProblems() {
    const missing = [];
    if (target.kind === "discussion") {
      if (!draft.title.trim()) missing.push("A title is missing.");
      if (draft.tags.length < 1 || draft.tags.length > 5) missing.push("Choose one to five tags.");
    }
    if (!/[\p{L}\p{N}]/u.test(draft.text)) missing.push("There is no text yet.");
    const handle = fields.handle.value.trim().toLowerCase();
    if (!handle) missing.push("Your handle is missing.");
    else if (!isHandle(handle, data)) missing.push("A handle has lower-case letters, digits and single dashes.");
    const length = [...draft.text].length;
    if (length > data.longest) missing.push(`The text is ${length - data.longest} characters too long.`);
    const heads = target.kind === "discussion" ? `${draft.title}\n${draft.questions}\n` : "";
    const shift = heads.split("\n").length - 1;
    const hints = findHints(heads + draft.text, data).map((hint) => {
      const where = hint.line > shift ? `Line ${hint.line - shift}: ` : "";
      return { severity: hint.severity, text: `${where}‘${hint.what}’ ${hint.message}` };
    });
    return { missing, hints };
  }

  function setRoute(name, makeRoute, ready) {
    const link = find(`[data-route=${name}] a`);
    if (!link) return;
    link.paRoute = ready ? makeRoute() : null;
    if (ready) link.href = link.paRoute.href;
    else link.removeAttribute("href");
    link.setAttribute("aria-disabled", String(!ready));
  }

  function show() {
    const { missing, hints } = findProblems();
    const ready = !missing.length;
    const started = Boolean(draft.text || draft.title);
    const list = find(".pa-write__findings");
    const said = [
      ...(started ? missing : []).map((text) => ["error", text]),
      ...hints.map(({ severity, text }) => [severity, text]),
    ];
    const items = said.map(([severity, text]) => {
      const item = document.createElement("li");
      item.className = `pa-write__${severity}`;
      item.textContent = text;
      return item;
    });
    if (list.textContent !== items.map((item) => item.textContent).join("")) list.replaceChildren(...items);
    list.hidden = !items.length;
    find("[data-count]").textContent = draft.text ? `${[...draft.text].length} characters.` : "";
    file = makeFile();
    find("[data-path]").textContent = `${file.folder}/${file.name}`;
    if (data.forge) {
      setRoute("file", () => fileRoute(file, data), ready);
      setRoute("issue", () => issueRoute(makeForm(), data), ready || (missing.length === 1 && !fields.handle.value));
    }
    const download = find("[data-download]");
    URL.revokeObjectURL(download.href);
    download.removeAttribute("href");
    find("[data-copy]").disabled = !ready;
    if (!ready) return;
    download.href = URL.createObjectURL(new Blob([file.text], { type: "text/markdown" }));
    download.download = file.name.split("/").at(-1);
  }

  function say(text, sent = false) {
    const note = find(".pa-write__sent");
    note.replaceChildren(text);
    if (!sent) return;
    const clear = document.createElement("button");
    clear.type = "button";
    clear.textContent = "It is sent: clear the draft";
    clear.addEventListener("click", forget);
    note.append(" ", clear);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  // A new tab opens by the link itself; here the text that the address could not hold goes to the clipboard.
  async function send(event) {
    const link = event.currentTarget;
    if (!link.href) return event.preventDefault();
    remember("handle", fields.handle.value.trim().toLowerCase());
    if (link.paRoute.whole) return say("It is open in a new tab, filled in. Send it there.", true);
    const copied = await copy(link.paRoute.text);
    if (copied) return say("The text has no room in an address, so it is on your clipboard. Paste it into the new tab.", true);
    return say("The text has no room in an address, and this browser keeps the clipboard shut. Download the file.", true);
  }

  for (const link of dialog.querySelectorAll("[data-route=file] a, [data-route=issue] a")) link.addEventListener("click", send);
  find("[data-copy]").addEventListener("click", async () => {
    remember("handle", fields.handle.value.trim().toLowerCase());
    if (await copy(file.text)) say("The file is on your clipboard.", true);
    else say("This browser keeps the clipboard shut. Download the file instead.");
  });
  find("[data-download]").addEventListener("click", () => {
    remember("handle", fields.handle.value.trim().toLowerCase());
    say("The file is among your downloads.", true);
  });
  find("[data-quote]").addEventListener("click", () => {
    fields.text.setRangeText(`${quoteLines(target.quote.markdown)}\n\n`, 0, 0, "end");
    form.dispatchEvent(new Event("input"));
    fields.text.focus();
  });
  find("[data-close]").addEventListener("click", () => dialog.close());
  find("[data-discard]").addEventListener("click", forget);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    keep();
    show();
  });
  dialog.addEventListener("close", () => dialog.remove());
  keep();
  show();
}
