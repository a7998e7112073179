// Characters that nobody sees, as web pages, word processors, terminals and chats leave them in what is copied: what `mending/
// texts/invisible.py` of the build does, with the characters that come from there (`describe_walls`).

import { blankCode } from "./write-check.js";

export function compileInvisible(rules) {
  const all = ([source, flags]) => new RegExp(source, `${flags}g`);
  const { fixed, blanks, each, directions, rightToLeft, lineEnd } = rules;
  return {
    ...rules,
    ...{ fixed: all(fixed), blanks: all(blanks), each: all(each), directions: all(directions) },
    ...{ rightToLeft: new RegExp(...rightToLeft), lineEnd: new RegExp(`^${lineEnd[0]}`, lineEnd[1]) },
  };
}

// Changes for each character that cannot be seen and is not needed where it stands. What is harmful stays for the check to tell.
export function mendInvisible(text, parts, rules) {
  if (/^[ -~\n]*$/.test(text)) return [];
  const code = parts.filter(({ type }) => type === "code");
  const changes = [...text.matchAll(rules.fixed)].map((found) => mendFixed(found, text, code, rules));
  for (const { index, 0: line } of text.matchAll(rules.blanks)) changes.push([index, index + line.length, ""]);
  let start = 0;
  for (const line of text.split("\n")) {
    changes.push(...turn(line, rules).map(([at, end, fresh]) => [start + at, start + end, fresh]));
    start += line.length + 1;
  }
  return changes.concat(findRest(text, rules));
}

function mendFixed(found, text, code, { lineEnd, meant }) {
  const [start, end] = [found.index, found.index + found[0].length];
  if (lineEnd.test(found[0])) return endLine(start, end, text, code);
  if (found.groups.terminal) return [start, end, ""];
  const char = found[0].replaceAll("\n", "")[0];
  if ("\f\u2029".includes(char)) return [start, end, /^\n.*\n$/s.test(found[0]) ? "\n" : "\n\n"];
  return [start, end, meant[char] ?? ""];
}

// A break of Markdown, where one can stand.
function endLine(start, end, text, code) {
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const ends = /^[^\S\n]{0,200}(?:\n|$)/u.test(text.slice(end, end + 201));
  if (/^[ >]*\|/.test(before)) return [start, end, ends ? " " : "<br>"];
  const isWords = /[^ >]/.test(before) && !/^[ >]*#/.test(before);
  const isCode = code.some((block) => block.start <= start && start < block.end);
  return [start, end, ends ? "" : isWords && !isCode ? "\\\n" : "\n"];
}

// Keeps what turns the direction of a text and ends where it began; embeddings that end become isolates.
function turn(line, { directions, opens, isolate, turns, overrides, rightToLeft }) {
  const found = [...line.matchAll(directions)].map(({ index, 0: char }) => ({ index, char, fresh: char }));
  if (!found.length || found.some(({ char }) => overrides.includes(char))) return [];
  const waiting = [];
  for (const one of found) {
    if (Object.hasOwn(opens, one.char)) waiting.push(one);
    else if (waiting.length && opens[waiting.at(-1).char] === one.char) {
      for (const half of [waiting.pop(), one]) Object.assign(half, { isPaired: true, fresh: isolate[half.char] ?? half.char });
    }
  }
  const lone = found.filter(({ isPaired }) => !isPaired);
  const isNeeded = lone.some(({ char }) => turns.includes(char)) || rightToLeft.test(line);
  const end = line.replace(/[|\\]?[ \t]*$/, "").length;
  const open = waiting.filter(({ index }) => isNeeded && index + 1 < end); // goes on to the end of its line
  for (const one of lone) one.fresh = open.includes(one) ? (isolate[one.char] ?? one.char) : "";
  return [...found.map(({ index, fresh }) => [index, index + 1, fresh]), [end, end, "\u2069".repeat(open.length)]];
}

function* findHidden(text, { each }) {
  const pairs = findPairs(text);
  for (const { index, 1: char } of text.matchAll(each)) if (char && !pairs.has(index)) yield { index, char };
}

// Where isolates stand that end on the line they begin on, around something.
function findPairs(text) {
  const paired = new Set();
  let waiting = [];
  for (const { index, 0: char } of text.includes("\u2069") ? text.matchAll(/[\u2066-\u2069\n]/g) : []) {
    if (char === "\n") waiting = [];
    else if (char !== "\u2069") waiting.push(index);
    else if (waiting.length && waiting.at(-1) < index - 1) paired.add(waiting.pop()).add(index);
    else waiting.pop();
  }
  return paired;
}

// What is hidden besides; of several marks of direction one may be needed.
function findRest(text, rules) {
  const isDone = (char) => char.search(rules.directions) === 0 || char.search(rules.fixed) === 0;
  const isNeeded = (char, at) => rules.marks.includes(char) && text[at + 1] === char && text[at - 1] !== char;
  const hidden = [...findHidden(text, rules)].filter(({ index, char }) => !isDone(char) && !isNeeded(char, index));
  return hidden.map(({ index, char }) => [index, index + char.length, ""]);
}

// References whose characters would be hidden where they come to stand, such as `&#8203;`; what is written as it is has been
// looked at.
export function mendReferences(text, rules) {
  const origins = new Map();
  let [drawn, done] = ["", 0];
  if (!text.includes("&")) return [];
  for (const found of blankCode(text).matchAll(/(?<!\\)&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]{1,40}));/gi)) {
    const [, hex, digits, name] = found;
    const code = Number.parseInt(hex ?? digits, hex ? 16 : 10);
    const char = name ? (rules.named[`${name};`] ?? found[0]) : code && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    drawn += text.slice(done, found.index);
    if (char !== found[0]) origins.set(drawn.length, { start: found.index, end: found.index + found[0].length, char });
    drawn += char;
    done = found.index + found[0].length;
  }
  const hidden = origins.size ? [...findHidden(drawn + text.slice(done), rules)].filter(({ index }) => origins.has(index)) : [];
  const isLeft = ({ char }) => rules.overrides.includes(char) || char.search(rules.directions) === 0;
  return hidden.map(({ index }) => origins.get(index)).filter((one) => !isLeft(one)).map(({ start, end, char }) => [start, end, rules.meant[char] ?? ""]);
}
