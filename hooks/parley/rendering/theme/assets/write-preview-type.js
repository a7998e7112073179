// Quotes, dashes and dots as the language of the site prints them: the build does the same and says why
// (`markup/typography.py`).

const APOSTROPHE = "’";
const DASHES = { 2: "–", 3: "—" };
const compile = ([source, flags], more = "") => new RegExp(source, flags + more);
const isLetter = (char) => /[\p{L}\p{M}\p{N}]/u.test(char);
const isFigure = (char) => /\p{Nd}/u.test(char);

// Elements with such signs in their words; as they are without rules.
export function setType(made, rules) {
  for (const block of rules ? cut(made, rules) : []) setBlock(block, rules);
  return made;
}

// Words in which it makes no difference how signs are written.
export function foldSigns(text, { fold }) {
  return text.replace(compile(fold, "g"), (sign) => {
    if (!sign.trim()) return "";
    return /^[-–—]/.test(sign) ? "-" : sign === "..." ? "…" : "'";
  });
}

// The pieces of each block: text nodes, and words that stand for what nobody looks into.
function cut(made, { inline, asWord, leftOut }) {
  const blocks = [[]];
  const add = (text, node = null) => blocks.at(-1).push({ text, node });
  const walk = (parent) => {
    for (const node of parent.childNodes) {
      const name = node.localName;
      if (node.nodeType === Node.TEXT_NODE) add(node.data, node);
      else if (asWord.includes(name) || (name === "a" && !node.children.length && /^\S*[/@]\S*$/.test(node.textContent))) add("x");
      else if (name === "br") add("\n");
      else if (inline.includes(name)) walk(node);
      else if (!leftOut.includes(name)) {
        blocks.push([]);
        walk(node);
        blocks.push([]);
      }
    }
  };
  walk(made);
  return blocks;
}

function setBlock(pieces, rules) {
  const text = pieces.map((piece) => piece.text).join("");
  let at = text.length;
  const signs = findSigns(text, rules);
  for (const { text: words, node } of pieces.reverse()) {
    at -= words.length;
    let data = words;
    for (; signs.length && signs.at(-1).start >= at; signs.pop()) {
      const { start, end, now } = signs.at(-1);
      if (end <= at + words.length) data = data.slice(0, start - at) + now + data.slice(end - at);
    }
    if (node && data !== words) node.data = data;
  }
}

// The signs of a line that change: where each begins and ends, and what takes its place.
export function findSigns(text, rules) {
  const line = { text, rules, packed: compile(rules.packed), open: [], opened: new Set(), found: new Map() };
  const ends = new Map();
  for (const { index, 0: sign } of text.matchAll(compile(rules.sign, "g"))) {
    ends.set(index, index + sign.length);
    if (sign === '"' || sign === "'") setQuote(line, sign, index);
    else {
      const now = (sign.startsWith("-") ? findDash : findDots)(line, index, index + sign.length);
      if (now) line.found.set(index, now);
    }
  }
  const last = text.lastIndexOf('"');
  const isOpen = line.opened.has(last) && !line.found.has(last);
  if (isOpen && (text.trimEnd().endsWith("…") || !text.slice(0, last).trim())) line.found.set(last, rules.marks[0]);
  return [...line.found].sort(([one], [other]) => one - other).map(([start, now]) => ({ start, end: ends.get(start), now }));
}

const before = ({ text }, place) => text.slice(Math.max(0, place - 2), place).match(/.$/su)?.[0] ?? "";
const after = ({ text }, place) => (place < text.length ? String.fromCodePoint(text.codePointAt(place)) : "");

function setQuote(line, kind, place) {
  const { text, rules, open, opened, found, packed } = line;
  const [left, right] = [before(line, place), after(line, place + 1)];
  const isPacked = packed.test(left) || packed.test(right);
  const setApostrophe = () => {
    found.set(place, APOSTROPHE);
    opened.add(place);
  };
  if (isLetter(left) && isLetter(right) && !isPacked) {
    if (kind === "'" && !(isFigure(left) && isFigure(right))) setApostrophe();
    return;
  }
  const elision = compile(rules.elision, "y");
  elision.lastIndex = place;
  if (kind === "'" && !isLetter(left) && elision.test(text)) return void found.set(place, APOSTROPHE);
  const has = open.some(([one]) => one === kind);
  const isBehind = (left && rules.opening.includes(left)) || opened.has(place - 1);
  const mayBegin = !left.trim() || isBehind || rules.joining.includes(left) || (!has && packed.test(left));
  const begins = Boolean(right.trim()) && mayBegin;
  if (has && left.trim() && !(begins && (isBehind || isLetter(right)))) {
    if (!isMeasure(line, kind, place)) endQuote(line, kind, place);
  } else if (begins && open.length < rules.deepest) {
    open.push([kind, place]);
    opened.add(place);
  } else if (kind === "'" && isLetter(left) && !isFigure(left) && !isPacked) setApostrophe();
}

function endQuote({ open, found, rules }, kind, place) {
  let one, start;
  do [one, start] = open.pop();
  while (one !== kind);
  const isWithin = open.filter(([other]) => other === kind).length % 2 === 1;
  const [first, last] = (kind === '"') !== isWithin ? rules.marks.slice(0, 2) : rules.marks.slice(2);
  found.set(start, first).set(place, last);
}

function isMeasure(line, kind, place) {
  const other = kind === '"' && isFigure(before(line, place)) ? line.text.indexOf(kind, place + 1) : -1;
  const left = before(line, other);
  return other >= 0 && Boolean(left.trim()) && !line.rules.opening.includes(left);
}

function findDash(line, start, end) {
  const [left, right] = [before(line, start), after(line, end)];
  if (!left.trim() && !right.trim()) {
    const isAlone = ["", "\n"].includes(left) && ["", "\n"].includes(right);
    return isAlone || line.text[end + 1] === "-" ? "" : DASHES[end - start];
  }
  if (!isLetter(left) || !(isLetter(right) || ['"', "”", APOSTROPHE].includes(right))) return "";
  const { longestWord } = line.rules;
  const around = [line.text.slice(Math.max(0, start - longestWord), start), line.text.slice(start, end + longestWord)];
  const word = around[0].split(/\s+/).at(-1) + around[1].split(/\s+/)[0];
  return compile(line.rules.code).test(word) ? "" : DASHES[end - start];
}

function findDots(line, start, end) {
  const [left, right] = [before(line, start), after(line, end)];
  const begins = ["", "\n", '"', "“"].includes(left);
  return ["/", "\\"].includes(left) || ["/", "\\"].includes(right) || (isLetter(right) && !begins) ? "" : "…";
}
