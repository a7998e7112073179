// The dialog for an agreement: one press of Send opens the form at the forge, filled in; or the file is copied.

import { recall, remember } from "./memory.js";
import { findId } from "./thread.js";
import { enter, leave } from "./write-back.js";
import { findMistake } from "./write-check.js";
import { load } from "./write-data.js";
import { readField } from "./write-fields.js";
import { makeEnding } from "./write-file.js";
import { _ } from "./words.js";
import { copy, fileRoute, issueRoute, mailRoute, setLink, setPath } from "./write-routes.js";

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

  const ending = makeEnding();
  const makeFile = () => {
    const who = handle.value.trim().replace(/^@/, "").toLowerCase();
    const values = keys.map((field) => [field.dataset.paKey, readField(field)]).filter(([, value]) => value);
    const name = `${who || "your-handle"}/${new Date().toISOString().slice(0, 10)}-${ending}.yml`;
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

  let route;
  const isMail = () => !data.forge && Boolean(data.mail);
  const needsHandle = () => !isIssue && !isMail();
  const update = () => {
    const file = makeFile();
    const mail = data.mail ? makeMail(file.who) : null;
    const wrong = findMistake(file.who, data);
    route = isIssue ? issueRoute(makeForm(), data) : data.forge ? fileRoute(file, data) : mail;
    find("send").hidden = !route;
    find("mail").hidden = !mail || route === mail;
    if (mail) find("mail").href = mail.href;
    setLink(find("send"), route?.href, !(needsHandle() && wrong));
    find("copy").setAttribute("aria-disabled", String(Boolean(wrong)));
    setPath(find("next"), describe(route, file), placeOf(file));
    if (find("sent").dataset.paWrong !== undefined) say(wrong, Boolean(wrong));
  };

  const placeOf = ({ folder, name }) => `${folder}/${name}`;

  const describe = (route, file) => {
    const place = placeOf(file);
    if (!route) return _("Give the file to whoever runs the site. It belongs at {place}.", { place });
    if (isIssue) return _("Opens a form at {forge}, filled in. Press “{create}” there.", { forge: data.forge.title, create: data.forge.create });
    if (isMail()) return _("Opens a message, filled in. {next}", { next: _("Send it from your mail program.") });
    const values = { forge: data.forge.title, next: data.forge.firstTime };
    if (route.whole) return _("Opens a file at {forge}, filled in. {next}", values);
    return `${_("The link can't hold your text, so it's copied when you press Send. Paste it where that leads.")} ${data.forge.firstTime}`;
  };

  const say = (words, isWrong = false) => {
    find("sent").textContent = words;
    if (isWrong) find("sent").dataset.paWrong = "";
    else delete find("sent").dataset.paWrong;
  };

  // Leads to the handle, where that is still to be given. Tells whether it is.
  const refuse = () => {
    const wrong = findMistake(makeFile().who, data);
    if (wrong) handle.focus();
    if (wrong) say(wrong, true);
    return Boolean(wrong);
  };

  const send = async (event) => {
    if (!find("send").href) {
      event.preventDefault();
      refuse();
      return;
    }
    if (handle.value) remember("handle", handle.value.trim().toLowerCase());
    if (route.whole) return;
    const done = await copy(route.text);
    say(done ? _("The link couldn't hold your text, so it's on your clipboard. Paste it there.") : _("Your browser blocked copying."));
  };

  dialog.addEventListener("input", update);
  find("send").addEventListener("click", send);
  find("send").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !find("send").href) send(event); // a link that can't be followed yet
  });
  find("copy").addEventListener("click", async () => {
    dialog.querySelector("[data-pa-for=file]").hidden = false; // whose file it is, its name says
    if (refuse()) return;
    const file = makeFile();
    const done = await copy(file.text);
    if (done) setPath(find("sent"), _("Copied. It belongs at {place}.", { place: placeOf(file) }), placeOf(file));
    else say(_("Your browser blocked copying."));
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
  if (!find("send").hidden) find("send").focus();
}
