// The file of a reply or a discussion, as `editing/drafts` and `reading/writing` make it. A text in it needs no quotes but
// for those of a discussion's head; ids, handles and choices are plain words by the time they come here.

import { makeSlug } from "./write-slug.js";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

// `2026-11-22-ana-k3p9`: the day in UTC, who writes, four random letters or digits.
function makeId(handle, now, ending) {
  return `${now.toISOString().slice(0, 10)}-${handle}-${ending}`;
}

export function makeEnding() {
  const random = crypto.getRandomValues(new Uint32Array(4));
  return [...random].map((number) => ALPHABET[number % ALPHABET.length]).join("");
}

// Lines end with LF, and no empty line stands at the beginning or the end.
export function cleanBody(text) {
  const lines = wellFormed(text).replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n");
  return lines.slice(lines.findIndex(Boolean), lines.findLastIndex(Boolean) + 1).join("\n");
}

// Where the file belongs, its name and its text.
export function makeFile(target, draft, author, now, data) {
  const head = data.keys[target.kind].flatMap(({ name, form }) => renderKey(name, form, draft.values[name] ?? ""));
  if (target.kind === "reply") {
    const name = `${makeId(author || "your-handle", now, draft.ending)}.md`;
    const text = renderReply({ author, now, replyTo: target.replyTo, head, text: draft.text });
    return { folder: `${data.posts}/${target.folder}`, name, text };
  }
  const { title, tags, text } = draft;
  const given = { author, now, title, tags, questions: draft.questions.split("\n"), head, text };
  const folder = data.folders[target.kind];
  const slug = makeSlug(title, [...data.devices, ...(data.names[folder] ?? [])]);
  const isComparison = target.kind === "comparison";
  const file = isComparison ? renderComparison(given) : renderDiscussion(given);
  return { folder: `${data.posts}/${folder}`, name: `${slug}/post.${isComparison ? "yml" : "md"}`, text: file };
}

const PASTED = /^\s*-{3,}[ \t]*\n((?:[\w-]+:.*\n|[ \t]+.*\n|[ \t]*\n)+?)-{3,}[ \t]*\n/u;
const FREE = ["author", "date", "updated", "tags"]; // what the file says for certain

// The keys of a whole file that was pasted as a text, and its text; nothing where it is none. `names` are those of keys.
export function findPasted(text, names) {
  const [whole, head] = text.match(PASTED) ?? [];
  const keys = readKeys(head ?? "");
  const isFile = keys.has("author") && keys.has("date") && [...keys.keys()].every((name) => names.includes(name));
  return isFile ? { keys, author: keys.get("author").replace(/^@/, "").toLowerCase(), text: text.slice(whole.length) } : null;
}

// The text of a file without the keys that were pasted into it: the build reads them as those of the file (mend.py), unless
// they say that somebody else wrote it, or something else than the file does.
export function unwrap(text, file, names) {
  const pasted = findPasted(text, names);
  if (!pasted) return text;
  const own = readKeys(file.match(PASTED)?.[1] ?? "");
  const isOwn = [own.get("author"), "your-handle"].includes(pasted.author);
  const isSame = ([name, value]) => FREE.includes(name) || !own.has(name) || own.get(name) === value;
  return isOwn && [...pasted.keys].every(isSame) ? pasted.text : text;
}

function readKeys(head) {
  const lines = [...head.matchAll(/^([\w-]+):[ \t]*(.*)(?:\n[ \t].*)*/gm)];
  return new Map(lines.map(([, name, value]) => [name, value.trim().replace(/^(["'])(.*)\1$/, "$2")]));
}

// The lines of a key of the table; `form` tells how a file has its value.
export function renderKey(name, form, value) {
  if (!value.trim()) return [];
  if (form === "plain") return [`${name}: ${/^[\w.:-]+$/.test(value.trim()) ? value.trim() : quoted(oneLine(value))}`];
  if (form === "list") return renderList(name, value.split("\n"));
  return [`${name}: ${quoted(form === "lines" ? cleanBody(value) : oneLine(value))}`];
}

function renderList(name, items) {
  const lines = items.map(oneLine).filter(Boolean);
  return lines.length ? [`${name}:`, ...lines.map((line) => `  - ${quoted(line)}`)] : [];
}

export function renderReply({ author, now, replyTo, head, text }) {
  const lines = ["---", `author: ${author}`, `date: ${stamp(now)}`];
  if (replyTo) lines.push(`reply_to: ${replyTo}`);
  return `${[...lines, ...head].join("\n")}\n---\n\n${cleanBody(text)}\n`;
}

export function renderDiscussion({ questions, head, text, ...given }) {
  const lines = [...renderHead(given), ...renderList("questions", questions), ...head];
  return `---\n${lines.join("\n")}\n---\n\n${cleanBody(text)}\n`;
}

// A comparison has many short texts, so its file is YAML; the long one, if there is any, is the last of them.
export function renderComparison({ head, text, ...given }) {
  const lines = [...renderHead(given), ...head];
  if (text.trim()) lines.push(renderBody(cleanBody(text)));
  return `${lines.join("\n")}\n`;
}

// As it is, indented, but for what YAML would take otherwise there.
function renderBody(text) {
  if (/^\s|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/.test(text)) return `body: ${quoted(text)}`;
  return `body: |\n${text.replace(/^(?=.)/gm, "  ")}`;
}

function renderHead({ author, now, title, tags }) {
  const lines = [`title: ${quoted(oneLine(title))}`, `author: ${author}`, `date: ${stamp(now)}`];
  if (tags.length) lines.push(`tags: [${tags.join(", ")}]`);
  return lines;
}

function stamp(now) {
  return `${now.toISOString().slice(0, 19)}Z`;
}

function oneLine(text) {
  return wellFormed(text).replace(/\s+/gu, " ").trim();
}

// A text between double quotes (YAML 1.2, 5.7 and 7.3.1): what YAML might take for a line's end, or not take, as a code.
function quoted(text) {
  const safe = text.replace(/["\\]/g, "\\$&");
  return `"${safe.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

// Half a pair of surrogates can stand in no file.
export function wellFormed(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}
