// The ways to change what one wrote, and a note where something was sent from this device and isn't there yet.

import { recall, remember } from "./memory.js";
import { forgetSent, isTelling, markOf, numberSent, readSent } from "./sent.js";
import { findId, findReplies } from "./thread.js";
import { _ } from "./words.js";
import { forgetDraft, readDraft } from "./write-draft.js";
import { load, loadThread } from "./write-data.js";
import { fill } from "./write-routes.js";

const WAYS = { edit: _("Edit"), remove: _("Take back") };

// The handle as it is shown: alone, or behind a name that differs from it.
function findHandle(author) {
  const shown = author?.textContent.trim() ?? "";
  return (shown.match(/@(\S+)$/)?.[1] ?? shown).toLowerCase();
}

function makeButton(words, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "pa-link", textContent: words });
  button.addEventListener("click", act);
  return button;
}

// Who opened the thread may say that a reply answers it: the form for what came of it, filled in.
function offerAnswer(item, form) {
  const answer = new URL(`?#reply-${findId(item)}`, document.baseURI).href.replace("?", "").replace(/\/page\/\d+\/(?=#)/, "/");
  const href = `${form}&answer=${encodeURIComponent(answer)}`;
  const way = Object.assign(document.createElement("a"), { className: "pa-link", rel: "nofollow", href, textContent: _("It answers this") });
  item.querySelector("[data-pa-write]")?.parentElement.append(" ", way);
}

export function showOwn(thread) {
  const handle = recall("handle", "").toLowerCase();
  const post = document.querySelector("[data-pa-post]");
  const form = document.querySelector("[data-pa-settle]")?.href ?? "";
  const isOpener = handle && post && post.dataset.paOwn === undefined && findHandle(post.querySelector("[data-pa-author]")) === handle;
  if (isOpener && form.includes("&thread=")) for (const item of findReplies(thread)) offerAnswer(item, form);
  for (const item of handle ? [post, ...findReplies(thread)] : []) {
    if (!item || item.dataset.paOwn !== undefined || item.dataset.paRemoved !== undefined) continue;
    if (findHandle(item.querySelector("[data-pa-author]")) !== handle) continue;
    item.dataset.paOwn = "";
    const line = item.querySelector("[data-pa-write]")?.parentElement ?? document.createElement("p");
    line.className = "pa-steps";
    for (const [way, words] of Object.entries(WAYS)) line.append(" ", makeButton(words, () => open(item, way)));
    if (!line.parentElement) item.append(line);
  }
}

async function open(item, way) {
  const { change } = await import("./write-own.js");
  await change(item, way);
}

let runs = 0;

export async function showWaiting(thread) {
  const run = (runs += 1);
  const address = thread?.dataset.paThread;
  readNumber(address);
  const isNew = ({ key }) => key.startsWith("new");
  const isThere = (one) => one.thread === address || document.querySelector(`[data-pa-card="${CSS.escape(one.thread)}"]`);
  const sent = readSent().filter((one) => (address ? one.thread === address : isNew(one)));
  const replies = sent.some((one) => !isNew(one)) ? ((await loadThread())?.replies ?? []) : [];
  const { data } = sent.some(({ route }) => route === "issue") ? await load().catch(() => ({})) : {};
  if (run !== runs) return; // something else was sent or forgotten meanwhile
  for (const note of document.querySelectorAll("[data-pa-waiting]")) note.remove();
  for (const one of sent) {
    const found = isNew(one) ? isThere(one) && {} : findPublished(one, replies);
    if (found) welcome(one, found);
    else place(one, thread, data);
  }
}

// The forge's answer to an issue leads to the place with its number, since no page may ask another host for it.
function readNumber(address) {
  const asked = new URL(location.href);
  const issue = asked.searchParams.get("issue");
  if (!issue) return;
  numberSent(address ? `${address}#${asked.hash.match(/^#reply-(.+)/)?.[1] ?? ""}` : "new", issue);
  asked.searchParams.delete("issue");
  history.replaceState(history.state, "", asked);
}

function drawNumber({ issue, route }, data) {
  if (route !== "issue" || !data?.forge) return "";
  const href = issue ? fill(data.forge.number, { ...data, number: issue }) : fill(data.forge.mine, data);
  const words = issue ? `#${issue}` : _("The issues at {forge}", { forge: data.forge.title });
  return Object.assign(document.createElement("a"), { href, textContent: words, rel: "noopener" });
}

const SKEW = 10 * 60 * 1000;

// By its id where its sender's device made it; else it answers the same, was written after it was sent, and has the same letters
// or the number of its issue in its id: what was mended may have others.
function findPublished({ id, mark, replyTo, when, issue }, replies) {
  if (id) return replies.find((reply) => reply?.id === id);
  const isSame = (reply) => (issue && String(reply?.id).endsWith(`-i${issue}`)) || markOf(reply.body ?? "") === mark;
  const isLater = (date) => (date.length > 10 ? Date.parse(date) >= when - SKEW : date >= new Date(when).toISOString().slice(0, 10));
  const isIt = (reply) => (reply?.reply_to ?? "") === replyTo && isLater(String(reply?.date)) && isSame(reply);
  return replies.find(isIt);
}

// It is published: its draft has had its day, and its author is known here from now on.
function welcome({ key, mark }, { author }) {
  if (markOf(readDraft(`draft:${key}`).text) === mark) forgetDraft(`draft:${key}`);
  remember("wrote", true);
  if (typeof author === "string" && isTelling(mark) && !recall("handle", "")) remember("handle", author);
  forgetSent(key);
}

// Only a number tells that something has arrived; whatever else was opened from here may have been left there.
function place(one, thread, data) {
  const note = Object.assign(document.createElement("p"), { className: "pa-facts pa-waiting" });
  note.dataset.paWaiting = "";
  const answered = one.replyTo && findReplies(thread).find((reply) => findId(reply) === one.replyTo);
  const controls = [...(thread ?? document).querySelectorAll("[data-pa-write], [data-pa-write-new]")];
  const control = controls.findLast((link) => !link.closest("[data-pa-reply]"));
  const day = new Date(one.when).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", numberingSystem: "latn" });
  const number = drawNumber(one, data);
  if (one.issue && number) {
    const reply = _("Your reply was sent from this device on {day} and waits to be published:", { day });
    const words = thread ? reply : _("What you started was sent from this device on {day} and waits to be published:", { day });
    note.append(`${words} `, number, ". ");
  } else {
    const reply = _("On {day} you took a reply from here to send it.", { day });
    const words = thread ? reply : _("On {day} you took what you started from here to send it.", { day });
    const { create, title } = data?.forge ?? {};
    const pressed = number && _("If you pressed “{create}” at {forge}, it waits to be published.", { create, forge: title });
    const otherwise = _("If you did, it waits to be published.");
    note.append(`${words} ${pressed || otherwise} `, number, " ");
    note.append(makeButton(_("I didn't send it"), () => takeBack(one, answered || null, control)), " ");
  }
  note.append(makeButton(_("Forget this note"), () => forgetSent(one.key)));
  if (answered) answered.after(note);
  else control?.parentElement.before(note);
}

// Back to where it was written, with the draft that was kept there.
function takeBack({ key }, answered, control) {
  forgetSent(key);
  (answered?.querySelector("[data-pa-write]") ?? control)?.click();
}
