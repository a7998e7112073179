// The dialog for a reply or a new discussion. It writes the finished file and offers three ways to send it; nothing is
// sent by the page itself.

import { recall, remember } from "./memory.js";
import { findId } from "./thread.js";
import { findProblems } from "./write-check.js";
import { forgetDraft, keepDraft, readDraft, TEXTS } from "./write-draft.js";
import { makeFile } from "./write-file.js";
import { quote, quoteLines } from "./write-quote.js";
import { fileRoute, issueRoute, makeForm } from "./write-routes.js";

const EXCERPT = 280;
const PREVIEW = "./write-preview.js"; // with all that draws Markdown, loaded when somebody asks for it

let loaded;

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
  const { paThread, paTitle } = document.querySelector("[data-pa-thread]").dataset;
  const reply = link.closest("[data-pa-reply]");
  const replyTo = reply ? findId(reply) : "";
  return {
    kind: "reply",
    key: `${paThread}#${replyTo}`,
    name: replyTo ? `Reply to ${reply.querySelector("[data-pa-author]").textContent}` : `Reply to “${paTitle}”`,
    title: paTitle,
    replyTo,
    folder: `${paThread}replies`,
    quote: quote(reply ?? document.querySelector("[data-pa-post]"), EXCERPT),
  };
}

let shown;

export async function write(link) {
  loaded ??= load();
  let parts;
  try {
    parts = await loaded;
  } catch (error) {
    loaded = undefined;
    throw error;
  }
  const target = readTarget(link);
  if (target.kind === "discussion") parts.data.names ??= await loadNames();
  shown?.element.remove();
  shown = new WriteDialog(parts.template.content.firstElementChild.cloneNode(true), target, parts.data);
  shown.open();
}

class WriteDialog {
  constructor(element, target, data) {
    Object.assign(this, { element, target, data });
    this.form = this.find("form");
    this.fields = this.form.elements;
    this.tags = [...element.querySelectorAll("[data-pa-tag]")];
    this.draftName = `draft:${target.key}`;
    this.draft = readDraft(this.draftName);
    this.keys = [...element.querySelectorAll(`[data-pa-for="${target.kind}"] [data-pa-key]`)];
    this.fill();
    this.listen();
    this.keep();
    this.show();
  }

  find(name) {
    return this.element.querySelector(`[data-pa-${name}]`);
  }

  get handle() {
    return this.fields.handle.value.trim().replace(/^@/, "").toLowerCase();
  }

  open() {
    document.body.append(this.element);
    this.element.showModal();
    this.fields[this.target.kind === "discussion" ? "title" : "text"].focus();
  }

  fill() {
    const { fields, draft, target } = this;
    this.find("name").textContent = target.name;
    this.find("label").textContent = target.kind === "reply" ? "Your reply" : "Text";
    for (const part of this.element.querySelectorAll("[data-pa-for]")) part.hidden = part.dataset.paFor !== target.kind;
    this.find("quoted").textContent = target.quote?.words ?? "";
    fields.handle.value = recall("handle", "").slice(0, this.data.handleLength);
    for (const name of TEXTS) fields[name].value = draft[name];
    for (const field of this.keys) field.value = draft.values[field.dataset.paKey] ?? "";
    for (const box of this.tags) box.checked = draft.tags.includes(box.value);
  }

  listen() {
    for (const link of this.element.querySelectorAll("[data-pa-route]")) link.addEventListener("click", (event) => this.send(event));
    this.find("copy").addEventListener("click", () => this.copyFile());
    this.find("download").addEventListener("click", () => {
      remember("handle", this.handle);
      this.say("Saved to your downloads.", true);
    });
    this.find("quote").addEventListener("click", () => {
      this.fields.text.setRangeText(`${quoteLines(this.target.quote.markdown)}\n\n`, 0, 0, "end");
      this.form.dispatchEvent(new Event("input"));
      this.fields.text.focus();
    });
    this.find("previewing").addEventListener("toggle", () => this.preview());
    this.find("close").addEventListener("click", () => this.element.close());
    this.find("discard").addEventListener("click", () => this.forget());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => {
      this.keep();
      this.show();
      this.preview();
    });
    this.element.addEventListener("close", () => this.element.remove());
  }

  keep() {
    for (const name of TEXTS) this.draft[name] = this.fields[name].value;
    this.draft.values = Object.fromEntries(this.keys.map((field) => [field.dataset.paKey, field.value]));
    this.draft.tags = this.tags.filter((box) => box.checked).map((box) => box.value);
    const kept = keepDraft(this.draftName, this.draft);
    this.find("kept").hidden = !kept;
    this.find("unkept").hidden = kept;
  }

  forget() {
    forgetDraft(this.draftName);
    this.element.close();
  }

  show() {
    const { target, draft, handle, data } = this;
    const { missing, hints } = findProblems(target, draft, handle, data);
    const ready = !missing.length;
    this.showFindings([...(draft.text || draft.title ? missing : []).map((text) => ({ severity: "error", text })), ...hints]);
    this.find("count").textContent = draft.text ? `${[...draft.text].length} characters.` : "";
    this.file = makeFile(target, draft, handle, new Date(), data);
    this.find("path").textContent = `${this.file.folder}/${this.file.name}`;
    this.routes = {};
    if (data.forge) {
      this.setRoute("file", () => fileRoute(this.file, data), ready);
      this.setRoute("issue", () => issueRoute(makeForm(target, draft, data), data), ready || (missing.length === 1 && !handle));
    }
    this.find("copy").disabled = !ready;
    this.setDownload(ready);
  }

  // What the page will look like, while somebody looks at it. What is typed meanwhile is drawn next; what fails says so.
  async preview() {
    const place = this.find("preview");
    this.unseen = this.find("previewing").open;
    if (!this.unseen || this.drawing) return;
    this.drawing = true;
    try {
      const { preview } = await import(PREVIEW);
      while (this.unseen) {
        this.unseen = false;
        place.replaceChildren(await preview(this.draft.text, this.data, this.target.kind));
      }
    } catch {
      place.textContent = "The preview didn't load.";
    } finally {
      this.drawing = false;
    }
  }

  showFindings(findings) {
    const list = this.find("findings");
    const items = findings.map(({ severity, text }) => {
      return Object.assign(document.createElement("li"), { className: `pa-write__${severity}`, textContent: text });
    });
    if (list.textContent !== findings.map(({ text }) => text).join("")) list.replaceChildren(...items);
    list.hidden = !items.length;
  }

  setRoute(name, makeRoute, ready) {
    const link = this.find(`route=${name}`);
    if (!link) return;
    if (ready) link.href = (this.routes[name] = makeRoute()).href;
    else link.removeAttribute("href");
    link.setAttribute("aria-disabled", String(!ready));
  }

  setDownload(ready) {
    const link = this.find("download");
    URL.revokeObjectURL(link.href);
    link.removeAttribute("href");
    if (!ready) return;
    link.href = URL.createObjectURL(new Blob([this.file.text], { type: "text/markdown" }));
    link.download = this.file.name.split("/").at(-1);
  }

  say(text, sent = false) {
    const note = this.find("sent");
    note.replaceChildren(text);
    if (!sent) return;
    const words = "I've sent it, clear the draft";
    const clear = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    clear.addEventListener("click", () => this.forget());
    note.append(" ", clear);
  }

  async copyFile() {
    remember("handle", this.handle);
    if (await copy(this.file.text)) this.say("Copied to your clipboard.", true);
    else this.say("Your browser blocked copying. Download the file instead.");
  }

  // A new tab opens by the link itself; here the text that the address could not hold goes to the clipboard.
  async send(event) {
    const link = event.currentTarget;
    if (!link.href) return event.preventDefault();
    remember("handle", this.handle);
    const { whole, text } = this.routes[link.dataset.paRoute];
    if (whole) return this.say("It's open in a new tab, filled in. Send it there.", true);
    const there = (await copy(text))
      ? "so it's on your clipboard. Paste it into the new tab."
      : "and your browser blocked copying. Download the file.";
    return this.say(`Your text is too long for a link, ${there}`, true);
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
