// The dialog for a reply or a new post. It writes the finished file and offers the ways to send it, one of them first;
// nothing is sent by the page itself.

import { recall, remember } from "./memory.js";
import { narrow } from "./narrow.js";
import { markOf, noteSent, readSent } from "./sent.js";
import { _, ngettext } from "./words.js";
import { enter, leave } from "./write-back.js";
import { findProblems, reveal } from "./write-check.js";
import { load, loadNames, loadThread } from "./write-data.js";
import { Draft, readDraft, TEXTS } from "./write-draft.js";
import { fillField, findEntry, findUnfit, hasWords, readField } from "./write-fields.js";
import { findPasted, makeFile, unwrap } from "./write-file.js";
import { compareTexts, mend } from "./write-mend.js";
import { isSame, quoteLines } from "./write-quote.js";
import { copy, listWishes, makeRoutes, needsHandle, setLink, setPath } from "./write-routes.js";
import { cutSource, findSources, joinWrapped } from "./write-source.js";
import { loadLetters } from "./write-slug.js";
import { readTarget } from "./write-target.js";

let shown;

// `place` is an open field on the page; the dialog takes its place, and no other opens.
export async function write(link, place) {
  const { data, dialog } = await load();
  if (place?.hidden) return;
  const target = readTarget(link);
  if (target.kind !== "reply") data.names ??= await loadNames();
  const before = shown;
  shown = undefined;
  before?.close();
  shown = new WriteDialog(dialog.cloneNode(true), target, data);
  if (place) shown.openAt(place);
  else shown.open();
}

class WriteDialog {
  constructor(element, target, data) {
    Object.assign(this, { element, target, data });
    this.form = this.find("form");
    this.fields = this.form.elements;
    this.tags = [...element.querySelectorAll("[data-pa-tag]")];
    this.keys = [...element.querySelectorAll(`[data-pa-for="${target.kind}"] [data-pa-key]`)];
    this.labels = new Map(data.keys[target.kind].map(({ name, label }) => [name, label]));
    this.wished = listWishes(data);
    this.kept = new Draft(`draft:${target.key}`);
    const other = this.kept.findOther();
    if (this.kept.written === "null" && other) this.kept.take(other);
    this.find("name").textContent = target.name;
    this.find("label").textContent = { reply: _("Your reply"), discussion: _("Text") }[target.kind] ?? _("Anything else");
    this.find("quoted").textContent = target.quote?.words ?? "";
    for (const part of element.querySelectorAll("[data-pa-for]")) {
      part.hidden = !part.dataset.paFor.split(" ").includes(target.kind);
    }
    this.fields.handle.value = recall("handle", "").slice(0, data.handleLength);
    this.fill();
    this.listen();
    this.update();
    this.tellSent();
  }

  find(name) {
    return this.element.querySelector(`[data-pa-${name}]`);
  }

  get draft() {
    return this.kept.content;
  }

  get handle() {
    return this.fields.handle.value.trim().replace(/^@/, "").toLowerCase();
  }

  open() {
    document.body.append(this.element);
    this.element.showModal();
    enter(() => this.close());
    this.fields[this.target.kind === "reply" ? "text" : "title"].focus();
  }

  // What was typed there until now goes on here.
  openAt(place) {
    const { text } = this.fields;
    const field = place.control;
    if (field.value !== text.value) text.value += field.value;
    place.hidden = true;
    place.after(this.element);
    this.element.dataset.paOpen = "";
    this.element.addEventListener("close", () => {
      field.value = readDraft(this.kept.name).text;
      place.hidden = false;
    });
    this.element.show();
    this.update();
    text.focus();
  }

  close() {
    this.element.close();
  }

  fill() {
    const { fields, draft } = this;
    for (const name of TEXTS) fields[name].value = draft[name];
    for (const field of this.keys) fillField(field, draft.values[field.dataset.paKey] ?? "");
    for (const box of this.tags) box.checked = draft.tags.includes(box.value);
    this.narrowTags();
    this.find("other").hidden = !this.kept.findOther();
  }

  // Of many tags, those with the words that are typed, and those that are chosen.
  narrowTags() {
    const words = this.find("narrow-tags")?.value ?? "";
    narrow(words, this.tags.map((box) => box.parentElement), (label) => label.control.checked);
  }

  listen() {
    this.find("narrow-tags")?.addEventListener("input", () => this.narrowTags());
    const act = (name, action) => this.find(name).addEventListener("click", action);
    for (const link of this.element.querySelectorAll("[data-pa-route], [data-pa-send]")) {
      link.addEventListener("click", (event) => this.send(event));
      link.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !link.href) this.send(event); // a link that can't be followed yet
      });
    }
    for (const name of ["copy", "hand"]) act(name, () => this.copyFile());
    act("download", () => this.handOver(_("Saved to your downloads.")));
    act("quote", () => this.quote());
    act("mend", () => this.mend());
    act("undo", () => this.undo());
    act("swap", () => this.swap());
    act("close", () => this.close());
    act("discard", () => this.forget());
    this.find("previewing").addEventListener("toggle", () => this.preview());
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.find(this.main === "copy" ? "hand" : "send").click();
    });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.showMended(false)); // what was mended has changed since
    this.element.addEventListener("close", () => {
      if (shown === this) leave();
      this.element.remove();
    });
  }

  // Something has been typed, chosen or mended.
  update() {
    for (const name of TEXTS) this.draft[name] = this.fields[name].value;
    this.draft.values = Object.fromEntries(this.keys.map((field) => [field.dataset.paKey, readField(field)]));
    this.draft.tags = this.tags.filter((box) => box.checked).map((box) => box.value);
    const kept = this.kept.keep();
    this.find("kept").hidden = !kept;
    this.find("unkept").hidden = kept;
    this.show();
    this.preview();
  }

  forget() {
    this.kept.forget();
    this.close();
  }

  swap() {
    this.kept.take(this.kept.findOther() ?? this.kept.name);
    this.fill();
    this.update();
  }

  async quote() {
    const { quote, replyTo, longest } = this.target;
    const thread = await loadThread();
    const item = replyTo ? thread?.replies?.find(({ id }) => id === replyTo) : thread?.post;
    const body = typeof item?.body === "string" ? item.body : "";
    const source = quote.selected ? await this.findSource(body, quote.selected) : cutSource(body, longest);
    this.fields.text.setRangeText(`${quoteLines(joinWrapped(source || quote.markdown))}\n\n`, 0, 0, "end");
    this.update();
    this.fields.text.focus();
  }

  // The Markdown of what was selected, where it draws just that.
  async findSource(body, { copy, before }) {
    try {
      const { draw } = await import("./write-preview.js");
      for (const source of findSources(body, copy.textContent, before)) {
        const drawn = await draw(source, this.data, "reply", new URL("../../", import.meta.url).href);
        if (isSame(drawn, copy, this.data.preview.type)) return source;
      }
    } catch {
      // it is made of what is drawn
    }
    return "";
  }

  show() {
    const { target, draft, handle, data } = this;
    const { missing: absent, who, hints: found } = findProblems(target, draft, handle, data);
    const unfit = findUnfit(this.keys, this.labels);
    const missing = [...absent.filter(({ field }) => !unfit.some((one) => one.field === field)), ...unfit];
    if (target.kind !== "reply") loadLetters(draft.title)?.then(() => this.show());
    this.file = makeFile(target, draft, handle, new Date(), data);
    const hints = [...found, ...this.findForeign()];
    this.routes = makeRoutes(target, draft, handle, this.file, data);
    this.main = this.wished.find((name) => Object.hasOwn(this.routes, name)) ?? "copy";
    const asks = needsHandle(this.main);
    this.moveHandle(asks);
    const errors = hints.filter(({ severity }) => severity === "error");
    const unnamed = who ? [{ field: "handle", text: who }] : [];
    Object.assign(this, { missing, unnamed, errors });
    const told = draft.text || draft.title || this.tried ? [...missing, ...(asks || handle ? unnamed : [])] : [];
    this.showFindings([...told.map(({ text }) => ({ severity: "error", text })), ...hints]);
    this.find("mend").hidden = !errors.length || !this.findMended().length;
    this.find("count").textContent = draft.text ? ngettext("{n} character.", "{n} characters.", [...draft.text].length) : "";
    this.find("path").textContent = pathOf(this.file);
    const ready = !missing.length && !errors.length;
    this.showRoutes(ready, ready && !who);
  }

  // The handle stands where the way to send needs it; it is moved only when that changes, as it may have the focus.
  moveHandle(asks) {
    const place = this.find(asks ? "who-first" : "who-other");
    if (!place.contains(this.find("who"))) place.append(this.find("who"));
  }

  showFindings(findings) {
    const list = this.find("findings");
    const items = findings.map(({ severity, text }) => {
      return Object.assign(document.createElement("li"), { className: `pa-write__${severity}`, textContent: text });
    });
    if (list.textContent !== findings.map(({ text }) => text).join("")) list.replaceChildren(...items);
    list.hidden = !items.length;
    for (const box of [list, this.find("changes"), this.find("quoted")]) {
      if (box.scrollHeight > box.clientHeight) box.tabIndex = 0; // keys reach what scrolls
      else box.removeAttribute("tabindex");
    }
  }

  showRoutes(ready, named) {
    const { main, routes, data } = this;
    for (const item of this.element.querySelectorAll("[data-pa-way]")) {
      const name = item.dataset.paWay;
      item.hidden = name === main || !(name === "copy" || Object.hasOwn(routes, name));
      const link = item.querySelector("[data-pa-route]");
      if (link) setLink(link, routes[name]?.href, needsHandle(name) ? named : ready);
    }
    const hands = main === "copy";
    this.find("hand").hidden = !hands;
    this.find("send").hidden = hands;
    for (const name of ["hand", "copy"]) this.find(name).setAttribute("aria-disabled", String(!named));
    setLink(this.find("send"), routes[main]?.href, needsHandle(main) ? named : ready);
    setPath(this.find("next"), describe(main, routes[main], this.file, data), pathOf(this.file));
    this.setDownload(named);
  }

  setDownload(ready) {
    const link = this.find("download");
    URL.revokeObjectURL(link.href);
    link.removeAttribute("href");
    if (!ready) return;
    link.href = URL.createObjectURL(new Blob([this.file.text], { type: "text/markdown" }));
    link.download = this.file.name.split("/").at(-1);
  }

  // The texts of a comparison with their labels; other contributions have one text.
  get parts() {
    if (this.target.kind !== "comparison") return [];
    const texts = this.keys.filter(({ localName }) => localName === "textarea");
    return texts.map((field) => [this.labels.get(field.dataset.paKey), field.value]);
  }

  // Who else a whole file is by that was pasted as the text.
  findForeign() {
    const { author } = (this.findText() === this.draft.text && findPasted(this.draft.text, this.data.known[this.target.kind])) || {};
    if (!author || author === this.handle) return [];
    return [{ severity: "warning", text: _("These lines with ‘{author}’ stay above your text, unless that's your login.", { author }) }];
  }

  // The text as it is published: without the keys of a whole file.
  findText() {
    return unwrap(this.draft.text, this.file.text, this.data.known[this.target.kind]);
  }

  // What the page will look like, while somebody looks at it. What is typed meanwhile is drawn next; what fails says so.
  async preview() {
    const place = this.find("preview");
    this.unseen = this.find("previewing").open;
    if (!this.unseen || this.drawing) return;
    this.drawing = true;
    try {
      const { preview } = await import("./write-preview.js");
      while (this.unseen) {
        this.unseen = false;
        const keepsLines = !needsHandle(this.main); // whoever reads a form or a mail makes the file
        place.replaceChildren(await preview(this.findText(), this.data, this.target.kind, this.parts, keepsLines));
      }
    } catch {
      place.textContent = _("The preview didn't load.");
    } finally {
      this.drawing = false;
    }
  }

  // Each field with what could be written there instead, where that is something else.
  findMended() {
    const fields = [...TEXTS.map((name) => this.fields[name]), ...this.keys.filter(hasWords)];
    return fields.map((field) => [field, field.value, mend(field.value, this.data)]).filter(([, old, text]) => old !== text);
  }

  mend() {
    this.mended = this.findMended();
    this.find("changes").replaceChildren(...this.mended.flatMap(([, old, text]) => compareTexts(old, text).map(drawChange)));
    for (const [field, , text] of this.mended) field.value = text;
    this.showMended(true);
    this.find("undo").focus();
  }

  undo() {
    for (const [field, old] of this.mended) field.value = old;
    this.showMended(false);
    this.fields.text.focus();
  }

  showMended(done) {
    this.find("changes").hidden = !done;
    this.find("undo").hidden = !done;
    this.update();
  }

  say(text, sent = false) {
    const note = this.find("sent");
    note.replaceChildren(text);
    if (!sent) return;
    const words = _("I've sent it, clear the draft");
    const clear = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    clear.addEventListener("click", () => {
      remember("wrote", true);
      this.noteSent();
      this.forget();
    });
    note.append(" ", clear);
  }

  // A draft that has been opened at the forge may have been sent there.
  tellSent() {
    const { mark, when, route } = readSent().find(({ key }) => key === this.target.key) ?? {};
    if (!mark || mark !== markOf(this.draft.text)) return;
    const day = new Date(when).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", numberingSystem: "latn" });
    this.sent = route;
    this.say(_("You opened this to send it on {day}.", { day }), true);
  }

  // It is on its way, or may be: this device knows until it is published.
  noteSent(route = this.sent) {
    this.sent = route;
    this.keepHandle();
    const { key, kind, replyTo } = this.target;
    const thread = this.target.thread || `${this.data.folders[kind]}/${this.file.name.split("/")[0]}/`;
    const id = kind === "reply" && needsHandle(route) ? this.file.name.replace(/\.md$/, "") : "";
    noteSent({ key, thread, replyTo, id, mark: markOf(this.draft.text), route });
  }

  keepHandle() {
    if (!this.unnamed.length) remember("handle", this.handle);
  }

  async copyFile() {
    if (this.refuse(true)) return;
    if (await copy(this.file.text)) this.handOver(_("Copied to your clipboard."));
    else this.say(_("Your browser blocked copying. Download the file instead."));
  }

  handOver(words) {
    this.sent = "copy";
    this.keepHandle();
    this.say(words, true);
  }

  // Leads to what is still to be done. Tells whether there is anything.
  refuse(asks) {
    const [first] = [...this.missing, ...(asks ? this.unnamed : [])];
    if (!first && !this.errors.length) return false;
    this.tried = true;
    this.show();
    const name = first?.field ?? "text";
    const field = this.keys.find(({ dataset }) => dataset.paKey === name) ?? this.fields[name];
    findEntry(field).focus();
    return true;
  }

  // A new tab opens by the link itself; here the text that the address could not hold goes to the clipboard.
  async send(event) {
    const link = event.currentTarget;
    const name = link.dataset.paRoute ?? this.main;
    if (!link.href) {
      event.preventDefault();
      this.refuse(needsHandle(name));
      return;
    }
    if (name !== this.main) remember("route", name); // a choice, for the next time too
    this.noteSent(name);
    const { whole, text } = this.routes[name];
    if (whole) return this.say(_("It's open, filled in. {next}", { next: finish(name, this.data) }), true);
    const words = (await copy(text))
      ? _("The link couldn't hold your text, so it's on your clipboard. Paste it there.")
      : _("The link couldn't hold your text, and your browser blocked copying. Download the file.");
    return this.say(words, true);
  }
}

const pathOf = ({ folder, name }) => `${folder}/${name}`;

// What happens when it is sent this way.
function describe(name, route, file, { forge }) {
  if (name === "copy") {
    const homeless = _("This site names no Git host, so nothing can be sent from here.");
    const why = forge ? "" : `${homeless} `;
    const path = pathOf(file);
    return why + _("Copy the file and give it to whoever runs the site. It belongs at {path}.", { path });
  }
  if (!route.whole) return _("The link can't hold your text, so it's copied when you press Send. Paste it where that leads.");
  const values = { forge: forge?.title, next: finish(name, { forge }) };
  return {
    issue: _("Opens a form at {forge}, filled in. {next}", values),
    file: _("Opens a file at {forge}, filled in. {next}", values),
    mail: _("Opens a message, filled in. {next}", values),
  }[name];
}

function finish(name, { forge }) {
  return {
    issue: _("Press “{button}” there.", { button: forge?.create }),
    file: forge?.firstTime,
    mail: _("Send it from your mail program."),
  }[name];
}

// A line that was mended, with what went and what came.
function drawChange(parts) {
  const line = document.createElement("p");
  for (const [kind, text] of parts) {
    const part = document.createElement(kind === "same" ? "span" : kind);
    part.textContent = kind === "same" ? text : reveal(text);
    line.append(part);
  }
  return line;
}
