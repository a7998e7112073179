// The beginning of a text as its author wrote it, for a quotation: whole paragraphs, lists, tables and blocks of code.

import { blankCode } from "./write-check.js";

const NOTE = /\[\^[^\]\s]{1,100}\](?!:)/g;
const NOTE_TEXT = /^\[\^[^\]\s]{1,100}\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t])))*/gm;

// Nothing, where it can't be cut without breaking what stands in it.
export function cutSource(body, longest) {
  const text = remove(remove(body, NOTE_TEXT), NOTE).trim();
  const blocks = splitBlocks(text);
  let taken = 0;
  let length = 0;
  while (taken < blocks.length && (length += blocks[taken].length) <= longest) taken += 1;
  if (taken === blocks.length) return text;
  if (taken) return `${blocks.slice(0, taken).join("\n\n")} …`.replace(/(`{3,}|~{3,}|\|) …$/, "$1\n\n…");
  const [first] = blocks;
  if (/^[\p{L}\p{N}][^`*_~<>[\]|\\#\n]*$/u.test(first)) return `${first.slice(0, longest).replace(/\s+\S*$/, "")} …`;
  return first.length <= 4 * longest ? first : "";
}

// Words go on in the next line where a file has cut them, which a form would take for the end of a line.
export function joinWrapped(text) {
  const plain = blankCode(text).split("\n");
  const goesOn = (at) => /^(?!\s*[#>]| {4})[^|]*\p{L}[^|]*[^\s\\|>]$/u.test(plain[at - 1]) && /^ *\p{L}/u.test(plain[at]);
  return text.split("\n").reduce((made, line, at) => (at && goesOn(at) ? `${made} ${line.trimStart()}` : at ? `${made}\n${line}` : line), "");
}

// What a pattern finds outside of code goes.
function remove(text, pattern) {
  const found = [...blankCode(text).matchAll(pattern)].reverse();
  return found.reduce((left, { index, 0: what }) => left.slice(0, index) + left.slice(index + what.length), text);
}

// Blocks end with an empty line outside of code, before a line that isn't indented.
function splitBlocks(text) {
  const lines = text.split("\n");
  const plain = blankCode(text).split("\n");
  const blocks = [[]];
  for (const [at, line] of lines.entries()) {
    const ends = at && !lines[at - 1].trim() && plain[at - 1] === lines[at - 1] && /^\S/.test(line);
    if (ends && !isInCode(lines, plain, at - 1)) blocks.push([]);
    blocks.at(-1).push(line);
  }
  return blocks.map((block) => block.join("\n").trim()).filter(Boolean);
}

// An empty line is within a block of code if the lines around it are blanked.
function isInCode(lines, plain, at) {
  const isBlanked = (number) => Boolean(lines[number]?.trim()) && !plain[number].trim();
  let before = at;
  while (before > 0 && !lines[before].trim()) before -= 1;
  return isBlanked(before) && isBlanked(at + 1) && !/^(`{3,}|~{3,})\s*$/.test(lines[before]);
}

const UNSEEN = /\]\([^)\n]*\)|^ {0,3}\[[^\]\n]+\]:.*$|\[\^[^\]\s]{1,100}\]|(?<=\])\[[^\]\n]*\]|&#?\w{1,40};|^ {0,3}(?:`{3,}|~{3,}).*$/gm;
const isLetter = (char) => /[\p{L}\p{N}]/u.test(char);

export const lettersOf = (text) => [...text].filter(isLetter).join("");

// What may be the source of some words that a reader has selected, the likeliest first: with the signs of its lines, with
// those around the words, or alone. `before` is how many letters stand before the words in the text as it is drawn.
export function* findSources(whole, words, before) {
  const body = remove(remove(whole, NOTE_TEXT), NOTE);
  const seen = body.replace(UNSEEN, (found) => " ".repeat(found.length));
  const places = [...seen.matchAll(/[\p{L}\p{N}]/gu)].map(({ index, 0: char }) => ({ index, char }));
  const wanted = [...lettersOf(words)];
  const fits = (at) => wanted.every((char, number) => places[at + number]?.char === char);
  const found = places.map((_, at) => at).filter((at) => wanted.length && fits(at));
  const [at] = found.sort((one, other) => Math.abs(one - before) - Math.abs(other - before));
  if (at === undefined) return;
  const last = places[at + wanted.length - 1];
  const [start, end] = [places[at].index, last.index + last.char.length];
  const lineStart = body.lastIndexOf("\n", start - 1) + 1;
  const [after] = body.slice(end).match(/^[^\p{L}\p{N}\n]*?(?:\]\([^)\n]*\)|\]\[[^\]\n]*\]|[*_~`\]])*[^\p{L}\p{N}\s]*/u);
  const [signs] = body.slice(lineStart, start).match(/[*_~`[]*$/);
  if (!lettersOf(body.slice(lineStart, start))) yield body.slice(lineStart, end + after.length);
  yield body.slice(start - signs.length, end + after.length);
  yield body.slice(start, end);
}
