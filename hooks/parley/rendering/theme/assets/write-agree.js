// The dialog for an agreement: one press of Send opens the form at the forge, filled in; or the file is copied.

import { recall, remember } from "./memory.js";
import { findId } from "./thread.js";
import { enter, leave } from "./write-back.js";
import { load } from "./write-data.js";
import { readField } from "./write-fields.js";
import { _ } from "./words.js";
import { fileRoute, issueRoute, mailRoute } from "./write-routes.js";

const POST = "post"; // what the file calls the post itself

export async function agree(item) {
  const { data, agreement } = await load();
  const dialog = agreement.cloneNode(true);
  const find = (name) => dialog.querySelector(`[data-pa-${name}]`);
  const { paThread, paTitle } = document.querySelector("[data-pa-thread]").dataset;
  const id = item.dataset.paReply === undefined ? "" : findId(item);
  const keys = [...dialog.querySelectorAll("[data-pa-key]")];
  const handle = find("handle");
  handle.value = recall("handle", "");
  const isIssue = Boolean(data.forge?.issueFields);
  const author = item.querySelector("[data-pa-author]")?.textContent;
  find("name").textContent = id ? _("Agree with {author}", { author }) : _("Agree with “{title}”", { title: paTitle });
  dialog.querySelector("[data-pa-for=file]").hidden = isIssue;

  const makeFile = () => {
    const who = handle.value.trim().replace(/^@/, "").toLowerCase();
    const values = keys.map((field) => [field.dataset.paKey, readField(field)]).filter(([, value]) => value);
    const name = `${who || "your-handle"}/${new Date().toISOString().slice(0, 10)}-${Math.random().toString(36).slice(2, 6)}.yml`;
    const text = `agrees:\n  - ${id || POST}\n${values.map(([key, value]) => `${key}: ${value}\n`).join("")}`;
    return { who, folder: `${data.posts}/agreements/${paThread.replace(/\/$/, "")}`, name, text };
  };

  const makeForm = () => {
    const values = Object.fromEntries(keys.map((field) => [field.dataset.paKey, readField(field)]));
    values.agreed = new URL(id ? `?#reply-${id}` : "?", document.baseURI).href.replace("?", "");
    values.agreed = values.agreed.replace(/\/page\/\d+\/(?=#|$)/, "/");
    const fields = data.forms.agreement.map(([name, label]) => ({ id: name, label, value: values[name] ?? "" }));
    return { template: "agreement", title: `Agreement: ${paTitle}`, fields };
  };

  // A mail whose text is the one word for it is counted as an agreement.
  const makeMail = (who) => {
    const about = [["discussion", paThread.replace(/\/$/, "")], ["reply_to", id], ...keys.map((field) => [field.dataset.paKey, readField(field)]), ["text", _("Agree")]];
    const fields = about.map(([name, value]) => ({ id: name, value }));
    return mailRoute({ template: "reply", title: find("name").textContent, fields }, who, data);
  };

  const update = () => {
    const file = makeFile();
    const mail = data.mail && makeMail(file.who);
    const route = isIssue ? issueRoute(makeForm(), data) : data.forge ? fileRoute(file, data) : mail;
    find("send").hidden = !route;
    find("mail").hidden = !mail || route === mail;
    if (mail) find("mail").href = mail.href;
    if (route && (isIssue || route === mail || file.who)) find("send").href = route.href;
    else find("send").removeAttribute("href");
    const issue = () => _("Opens a form at {forge}, filled in. Press “{create}” there.", { forge: data.forge.title, create: data.forge.create });
    const where = isIssue ? issue() : data.forge?.firstTime;
    find("next").textContent = where ?? (mail && _("Opens a message, filled in. {next}", { next: _("Send it from your mail program.") })) ?? _("Give the file to whoever runs the site. It belongs at {place}.", { place: `${file.folder}/${file.name}` });
  };

  dialog.addEventListener("input", update);
  find("send").addEventListener("click", () => {
    if (handle.value) remember("handle", handle.value.trim().toLowerCase());
  });
  find("copy").addEventListener("click", async () => {
    const { folder, name, text } = makeFile();
    const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
    const place = `${folder}/${name}`;
    find("sent").textContent = done ? _("Copied. It belongs at {place}.", { place }) : _("Your browser blocked copying.");
  });
  find("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    leave();
    dialog.remove();
  });
  update();
  document.body.append(dialog);
  dialog.showModal();
  enter(() => dialog.close());
  find("send").focus();
}
