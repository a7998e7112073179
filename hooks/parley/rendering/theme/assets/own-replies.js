// The ways to change what one wrote, and a note where something was sent from this device and isn't there yet.

import { recall, remember } from "./memory.js";
import { forgetSent, markOf, readSent } from "./sent.js";
import { findId, findReplies } from "./thread.js";
import { forgetDraft, readDraft } from "./write-draft.js";
import { loadThread } from "./write-data.js";

const WAYS = { edit: "Edit", remove: "Take back" };

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

export function showOwn(thread) {
  const handle = recall("handle", "").toLowerCase();
  const post = document.querySelector("[data-pa-post]");
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

export async function showWaiting(thread) {
  for (const note of document.querySelectorAll("[data-pa-waiting]")) note.remove();
  const address = thread?.dataset.paThread;
  const sent = readSent().filter((one) => (address ? one.thread === address : !one.replyTo && one.key.startsWith("new")));
  if (!sent.length) return;
  const published = address && (await findPublished(sent));
  for (const one of sent) {
    const found = published?.get(one);
    if (found) welcome(one, found);
    else place(one, thread);
  }
}

// What is there by now: by its id where its sender's device made it, else by its letters.
async function findPublished(sent) {
  const data = await loadThread();
  const all = Array.isArray(data?.replies) ? [data.post, ...data.replies] : [];
  const marks = new Map(all.map((item) => [markOf(item?.body ?? ""), item]));
  const ids = new Map(all.map((item) => [item?.id, item]));
  return new Map(sent.map((one) => [one, (one.id && ids.get(one.id)) || marks.get(one.mark)]));
}

// It is published: its draft has had its day, and its author is known here from now on.
function welcome({ key, mark }, { author }) {
  if (markOf(readDraft(`draft:${key}`).text) === mark) forgetDraft(`draft:${key}`);
  remember("wrote", true);
  if (typeof author === "string" && !recall("handle", "")) remember("handle", author);
  forgetSent(key);
}

function place(one, thread) {
  const note = Object.assign(document.createElement("p"), { className: "pa-facts pa-waiting" });
  note.dataset.paWaiting = "";
  const day = new Date(one.when).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long" });
  const words = thread ? "Your reply" : "What you started";
  note.append(`${words} was sent from this device on ${day} and waits to be published. `);
  note.append(makeButton("Forget this note", () => forgetSent(one.key)));
  const answered = one.replyTo && findReplies(thread).find((reply) => findId(reply) === one.replyTo);
  const controls = [...(thread ?? document).querySelectorAll("[data-pa-write], [data-pa-write-new]")];
  const control = controls.findLast((link) => !link.closest("[data-pa-reply]"));
  if (answered) answered.after(note);
  else control?.parentElement.before(note);
}
