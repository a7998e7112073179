// Writes otherwise what the check would refuse, where the build says how (hints.py). Lines stay lines.

import { blankCode, compile } from "./write-check.js";

const ROUNDS = 5; // what was hidden in what has been mended

export function mend(whole, data) {
  let text = whole;
  for (let round = 0; round < ROUNDS; round += 1) {
    const mended = compile(data).reduce(mendOne, text);
    if (mended === text) break;
    text = mended;
  }
  return text;
}

function mendOne(text, hint) {
  if (hint.fix === null) return text;
  const parts = [];
  let done = 0;
  for (const match of (hint.inCode ? text : blankCode(text)).matchAll(hint.pattern)) {
    if (hint.unless?.test(match[1])) continue;
    const group = (number) => text.slice(...(match.indices[number] ?? [0, 0])); // what stands there, code too
    parts.push(text.slice(done, match.index), hint.fix.replace(/\$(\d)/g, (whole, number) => group(number)));
    done = match.index + match[0].length;
  }
  return parts.join("") + text.slice(done);
}

const AROUND = 24; // characters of what is the same, beside what differs
const MOST = 400; // words of a line that are compared one by one

// What differs between two texts of as many lines: for each such line its parts, "same", "del" or "ins" with their text.
export function compareTexts(before, after) {
  const [old, fresh] = [before, after].map((text) => text.split("\n"));
  const pairs = old.map((line, at) => [line, fresh[at] ?? ""]).filter(([one, other]) => one !== other);
  return pairs.map(([one, other]) => shorten(compareWords(split(one), split(other))));
}

function split(line) {
  return line.match(/[\p{L}\p{N}]+|\s+|./gsu) ?? [];
}

// By the longest sequence of words that both have.
function compareWords(old, fresh) {
  if (old.length > MOST || fresh.length > MOST) return [["del", old.join("")], ["ins", fresh.join("")]];
  const same = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      same[i][j] = old[i] === fresh[j] ? same[i + 1][j + 1] + 1 : Math.max(same[i + 1][j], same[i][j + 1]);
    }
  }
  const parts = [];
  const add = (kind, text) => {
    if (parts.at(-1)?.[0] === kind) parts.at(-1)[1] += text;
    else parts.push([kind, text]);
  };
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && old[i] === fresh[j]) {
      add("same", old[i]);
      [i, j] = [i + 1, j + 1];
    } else if (j >= fresh.length || (i < old.length && same[i + 1][j] >= same[i][j + 1])) add("del", old[i++]);
    else add("ins", fresh[j++]);
  }
  return parts;
}

function shorten(parts) {
  return parts.map(([kind, text], at) => {
    if (kind !== "same" || text.length <= 2 * AROUND) return [kind, text];
    const begin = at ? text.slice(0, AROUND) : "";
    return [kind, `${begin}…${at < parts.length - 1 ? text.slice(-AROUND) : ""}`];
  });
}
