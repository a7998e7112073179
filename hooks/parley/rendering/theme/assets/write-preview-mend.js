// What the build reads otherwise than it is written, as `reading/mending/` has it: links that lead nowhere and pictures (links.py,
// tags.py), besides what was pasted and what nobody sees. HTML needs nothing here, since the parser takes it for words.

import { findParts } from "./micromark.js";
import { blankCode } from "./write-check.js";
import { mendDepth } from "./write-preview-depth.js";
import { mendInvisible, mendReferences } from "./write-preview-invisible.js";
import { mendPasted } from "./write-preview-pasted.js";

const ROUNDS = 12;
const PLAINLY = 9; // rounds after which a link that still leads nowhere is shown as it was written

const NESTED = String.raw`\((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*\)`;
const INSIDE = new RegExp(
  String.raw`^\]\(\s*(?:<([^<>\n]*)>|((?:\\.|[^\s()\\<]|${NESTED})(?:\\.|[^\s()\\]|${NESTED})*))?(\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)$`,
  "u",
);
const MAIL = /^[\p{L}\p{N}_.+-]+@(?:[\p{L}\p{N}_-]+\.)+[a-z]{2,}$/iu;
const NO_HOST = /[\s"'<>{}|\\^`…*$!,;()&+=]|^[^\p{L}\p{N}]*$/u;
const LABEL = /\[((?:\\.|[^[\]\\])+)\](?:\[\])?$/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

// The text as the build reads it. `leads` tells whether an address leads "out" of the site, to its "own" pages, or nowhere
// (""); `host` matches an address that only lacks its scheme, and `maybe` what few texts have.
export function mend(text, rules) {
  let mended = text;
  if (!rules.maybe.test(text)) return text;
  for (let round = 0; round < ROUNDS; round += 1) {
    const fresh = mendOnce(mended, round >= PLAINLY, rules);
    if (fresh === mended) break;
    mended = fresh;
  }
  return mended;
}

// The first step that finds something to do.
function mendOnce(text, plainly, rules) {
  const parts = findParts(text);
  const steps = [
    () => mendInvisible(text, parts, rules.invisible),
    () => mendDepth(text, rules),
    () => mendPasted(text, parts, rules.pasting, rules.leads),
    () => mendEnds(text, rules),
    () => mendReferences(text, rules.invisible),
    () => mendParts(text, parts, plainly, rules),
  ];
  for (const step of steps) {
    const fresh = apply(text, step());
    if (fresh !== text) return fresh;
  }
  return text;
}

// A pattern of bare addresses that end where the parser goes on: before signs that stand in no name of a host, or in no
// address, before the next one, and before the mark that closes a quotation.
export function compileEnds(wide, stops, together, longest, quotes) {
  const begin = String.raw`(?:(?<![\p{L}\p{N}<[/.]|\]\()https?:\/\/|(?<![^\s*_~(]|\]\()www\.)`;
  const host = `[^\\s/?#<${wide}]{0,${longest}}\\.[\\p{L}\\p{N}_]{2,}(?::\\d+)?(?=[${wide}])`;
  const path = `[^\\s<${stops}]{1,${longest}}?(?=[${stops}]|${together})`;
  const quoted = `(?:[^\\s<${quotes}]|[‘’](?=[\\p{L}\\p{N}_])){1,${longest}}?(?=[${quotes}](?![\\p{L}\\p{N}_/%#?=&-]))`;
  return new RegExp(`${begin}(?:${host}|${path}|${quoted})`, "giu");
}

function mendEnds(text, { ending }) {
  if (text.search(ending) < 0) return [];
  return [...blankCode(text).matchAll(ending)].flatMap(({ index, 0: found }) => {
    const address = trim(found);
    if (hasNoHost(address)) return [];
    return [[index, index + address.length, /^w/i.test(address) ? `[${address}](https://${address})` : `<${address}>`]];
  });
}

// Without the signs behind it that belong to the sentence.
function trim(address) {
  const count = (sign) => address.split(sign).length;
  return /[?!.,:;*_~'"]$/.test(address) || (address.endsWith(")") && count(")") > count("(")) ? trim(address.slice(0, -1)) : address;
}

function mendParts(text, parts, plainly, rules) {
  const tags = parts.filter(({ type }) => type === "tag").flatMap((part) => mendTag(part, text, rules));
  if (tags.length && !plainly) return tags;
  const isEmpty = ({ label, start }) => text[start] === "[" && !VISIBLE.test(label ?? "");
  const isWrong = (part) => part.type === "image" || (part.type === "link" && (!rules.leads(part.address) || isEmpty(part)));
  if (!parts.some(isWrong)) return [];
  return parts.flatMap((part) => {
    const written = text.slice(part.start, part.end);
    if (part.type === "image") return mendPicture(part, written, parts, text, plainly, rules);
    return part.type === "link" ? mendLink(part, written, text, plainly, rules) : [];
  });
}

// Changes are a start, an end, and what is to stand there; those within others wait for the next round.
function apply(text, changes) {
  const sorted = changes.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const pieces = [];
  let done = 0;
  for (const [start, end, fresh] of sorted) {
    if (start < done) continue;
    pieces.push(text.slice(done, start), fresh);
    done = end;
  }
  return pieces.join("") + text.slice(done);
}

function mendLink({ start, end, address, label }, written, text, plainly, rules) {
  const { leads } = rules;
  if (leads(address) === "own" || (leads(address) === "out" && !hasNoHost(address))) {
    const split = written.startsWith("[") && !VISIBLE.test(label ?? "") && !plainly && splitLink(written);
    return split ? [[start, end, leads(address) === "out" ? `<${address}>` : `[${address}](${split.place})`]] : [];
  }
  const whole = complete(address, rules);
  if (plainly || !written.startsWith("[")) return showWritten(start, written);
  const split = splitLink(written);
  if (!split) return mendDefinition(start, written, text, whole);
  const { words, place, title } = split;
  if (whole) {
    const at = place ? start + written.indexOf(place, words.length + 3) : end - 1;
    return [[at, at + place.length, whole]];
  }
  if (title || place.includes("`") || place.includes("\n")) return showWritten(start, written);
  return [[start, end, words + (place && !words.includes(place) ? ` (\`${place}\`)` : "")]];
}

function hasNoHost(address) {
  const host = address.match(/^https?:\/\/([^/?#]*)/i)?.[1];
  if (host === undefined) return false;
  const shown = decode(host);
  return !shown.includes("@") && NO_HOST.test(shown);
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// The whole of an address that lacks its beginning or its last slash; else nothing.
function complete(address, { host, leads }) {
  if (host.test(address)) return `https://${address}`;
  if (address.startsWith("//") && host.test(address.slice(2))) return `https:${address}`;
  if (MAIL.test(address)) return `mailto:${address}`;
  const [path, anchor] = address.split(/#(.*)/s);
  const slashed = anchor === undefined ? `${path}/` : `${path}/#${anchor}`;
  const isFile = /\.[^/]*$/.test(path) && !path.startsWith("/people/"); // a handle may have a dot
  return path.startsWith("/") && !path.endsWith("/") && !isFile && leads(slashed) === "own" ? slashed : "";
}

// The words of a link in line, its address as it is written, and its title; nothing for a link of another form.
function splitLink(written) {
  for (const { index } of written.matchAll(/\]\(/g)) {
    const inside = written.slice(index).match(INSIDE);
    if (inside) return { words: written.slice(1, index), place: inside[1] || inside[2] || "", title: inside[3] ?? "" };
  }
  return null;
}

function showWritten(start, written) {
  if (written.startsWith("![")) return [[start + 1, start + 1, "\\"]];
  if (/^[[<]/.test(written)) return [[start, start, "\\"]];
  return [];
}

const DEFINITION = /^[ \t>]*(\[)((?:\\.|[^[\]\\])+)\]:[ \t\n]*(<[^<>\n]*>|\S+)/gmdu;
const fold = (label) => label.trim().replace(/\s+/g, " ").toLowerCase().toUpperCase(); // as CommonMark compares names

function findDefinition(written, text) {
  const label = written.match(LABEL)?.[1];
  return label && [...text.matchAll(DEFINITION)].find((found) => fold(found[2]) === fold(label));
}

function mendDefinition(start, written, text, whole) {
  const found = findDefinition(written, text);
  if (!found) return showWritten(start, written);
  return whole ? [[...found.indices[3], whole]] : [[found.indices[1][0], found.indices[1][0], "\\"]];
}

function mendPicture({ start, end, address }, written, parts, text, plainly, { leads }) {
  if (plainly || !written.startsWith("![")) return showWritten(start, written);
  const split = splitLink(written.slice(1));
  const alt = split ? split.words : written.slice(2).split("]")[0];
  const words = namePicture(alt);
  if (/^data:/i.test(address)) {
    const found = !split && findDefinition(written, text);
    return [[start, end, words], ...(found ? [[found.index, found.index + found[0].length, ""]] : [])];
  }
  const around = parts.find((one) => one.type === "link" && one.start < start && start < one.end);
  if (around) {
    return [[start, end, words], ...(leads(address) === "out" ? [[around.end, around.end, ` (<${address}>)`]] : [])];
  }
  if (split) return [[start, end, `[${words}]${written.slice(alt.length + 3)}`]];
  const label = written.match(LABEL)?.[1];
  return label === undefined ? showWritten(start, written) : [[start, end, `[${words}][${label}]`]];
}

const namePicture = (alt) => (VISIBLE.test(alt) ? `picture: ${alt}` : "picture");

const BREAK = /^<br[ \t]*\/?>$/i;
const ENDS_ADDRESS = /(?:\/\/|www\.)[^\s<>]*$/i; // a tag behind it is no part of it
const ONLY_MARKS = /^(?:[ \t>*+.)0-9-]|\[\^[^\]\n]*\]:)*$/;

// Pictures and links as forges' editors and word processors write them, and breaks that stand before what they break.
function mendTag({ start, end }, text, { leads }) {
  const written = text.slice(start, end);
  if (BREAK.test(written)) return moveBreak(start, end, text);
  const fits = (address) => leads(address) === "out" && !/[<>\\\s]/.test(address);
  if (/^<img\b/i.test(written)) {
    const address = findValue(written, "src");
    const words = namePicture(findValue(written, "alt")).split(/\s+/).join(" ").replace(/[\\[\]`*_<~|]/g, "\\$&");
    return fits(address) ? [[start, end, `[${words}](<${address}>)`]] : [];
  }
  const inner = /^<a\s/i.test(written) && text.slice(end).match(/^([^<>[\]\n]*)<\/a\s*>/i);
  const address = inner && inner[1].trim() ? findValue(written, "href") : "";
  if (fits(address)) return [[start, end + inner[0].length, `[${inner[1]}](<${address}>)`]];
  return ENDS_ADDRESS.test(text.slice(Math.max(start - 500, 0), start)) ? [[start, start, " "]] : [];
}

// A break at the beginning of a line ends the line before it, where there is one; else it breaks nothing.
function moveBreak(start, end, text) {
  const [before, line] = text.slice(0, start).split("\n").slice(-2);
  if (!ONLY_MARKS.test(line ?? before)) return [];
  const first = start - (line ?? before).length - 1;
  if (line === undefined || !/[^\s`~=|>*_-]$/.test(before)) return [[start, end, ""]];
  const isAlone = !line.trim() && ["\n", undefined].includes(text[end]);
  return isAlone ? [[first, end, "<br>"]] : [[first, first, "<br>"], [start, end, ""]];
}

function findValue(tag, name) {
  const found = tag.match(new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`, "i"));
  return decodeEntities(found?.slice(1).find(Boolean) ?? "").trim();
}

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text) {
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name, digits, hex) => {
    const code = Number.parseInt(digits ?? hex, digits ? 10 : 16);
    return name ? NAMED[name.toLowerCase()] : code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
