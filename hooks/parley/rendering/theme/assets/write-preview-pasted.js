// Lists, tables, links and signatures as other programs put them into plain text, to those of Markdown: what `mending/pasting.py`
// of the build does, with the signs and limits that come from there (`describe_walls`).

import { blankCode } from "./write-check.js";

export function compilePasted(rules) {
  const each = (name) => [name, new RegExp(rules[name][0], `${rules[name][1]}g`)];
  const begins = ([source, flags]) => new RegExp(`^(?:${source})`, flags);
  const signs = Object.keys(rules.symbols).join("");
  const foreign = Object.fromEntries(["capitals", "chatLink", "signature"].map(each));
  return { ...rules, ...foreign, bullet: begins(rules.bullet), block: begins(rules.block), symbol: new RegExp(`[${signs}]`, "gu") };
}

// Changes for lines that look like a list or a table, but for those in code: a start, an end, and what is to stand there.
export function mendPasted(text, parts, rules, leads) {
  const code = parts.filter(({ type }) => type === "code");
  const changes = [...text.matchAll(rules.symbol)].flatMap((found) => mendSymbol(found, text, rules)).concat(mendForeign(text, rules, leads));
  const lines = text.split("\n");
  let [start, items, rows] = [0, [], []];
  for (const [at, line] of [...lines, ""].entries()) {
    const isCode = code.some((block) => block.start <= start + line.length && start < block.end && !isHead(lines, at, block.start >= start));
    const found = isCode ? null : line.match(rules.bullet);
    if (found) items.push(readItem(start, line, found));
    else if (isCode || !line.trim()) {
      changes.push(...makeList(items, rules));
      items = [];
    }
    const tabs = countTabs(line);
    const isRow = rows.length ? tabs === rows[0].tabs : tabs < rules.mostColumns;
    if (!isCode && !found && line.replace(/^ +| +$/g, "").includes("\t") && isRow) rows.push({ start, line, tabs });
    else {
      changes.push(...makeTable(rows, text, rules));
      rows = [];
    }
    start += line.length + 1;
  }
  return changes;
}

const countTabs = (line) => line.split("\t").length - 1;

// A tab and more cells above a row of as many: the head of a table whose corner is empty, and no code.
function isHead(lines, at, isFirst) {
  const [line = "", following = ""] = lines.slice(at);
  return isFirst && line.startsWith("\t") && /^[^\t ]/.test(following) && countTabs(line) === countTabs(following);
}

// Signs that mean something in another program, and something else or nothing in Markdown.
function mendForeign(text, { capitals, chatLink, signature }, leads) {
  if ([capitals, chatLink, signature].every((pattern) => text.search(pattern) < 0)) return [];
  const plain = blankCode(text);
  const links = [...plain.matchAll(chatLink)].filter(([, address]) => leads(address) === "out");
  return [
    ...[...plain.matchAll(capitals)].map(({ index, 0: found }) => [index, index + found.length, found.toLowerCase()]),
    ...[...plain.matchAll(signature)].map(({ index, 0: found, 1: indent }) => [index, index + found.length, `${indent}\\--`]),
    ...links.map(({ index, 0: found, 1: address, 2: words }) => [index, index + found.length, `[${words}](<${address}>)`]),
  ];
}

// Faces and arrows of another typeface, but for those that begin an item.
function mendSymbol({ index, 0: sign }, text, { bullet, symbols }) {
  const line = text.slice(text.lastIndexOf("\n", index - 1) + 1, index + 2);
  return bullet.test(line) ? [] : [[index, index + 1, symbols[sign]]];
}

function readItem(start, line, found) {
  const { indent, mark, letter, gap } = found.groups;
  const sign = (mark ?? letter).replace(/[\ufe0e\ufe0f]/u, "");
  const bare = line.trim().replace(new RegExp(`^${sign}+|${sign}+$`, "gu"), "");
  const isOrnament = Boolean(mark) && bare.length < line.trim().length - sign.length;
  const depth = [...indent].reduce((column, char) => (char === "\t" ? column + 4 - (column % 4) : column + 1), 0);
  return { start, end: start + found[0].length, mark, sign, depth, isOrnament, isTabbed: gap.includes("\t") };
}

// Lines without a blank one between them, to one list; what may be a heading, or a sign that says something, stays.
function makeList(all, rules) {
  const items = all.slice(all.findIndex(({ sign }) => !"o§·".includes(sign)));
  if (!items.length || "o§·".includes(items[0].sign) || items.some(({ isOrnament }) => isOrnament)) return [];
  const [{ sign, isTabbed }] = items;
  const says = (rules.shapes + rules.answers).includes(sign) && !Object.hasOwn(rules.symbols, sign);
  if (items.length === 1 && !isTabbed && says) return [];
  const shapes = new Set(items.filter((item) => rules.shapes.includes(item.sign) && !item.isTabbed).map((item) => item.sign));
  const isLegend = shapes.size > 1 && new Set(items.map(({ depth }) => depth)).size === 1;
  const depths = findDepths(items, rules);
  return items.map((item, at) => {
    const stays = rules.answers.includes(item.sign) || (isLegend && shapes.has(item.sign));
    const fresh = stays ? `- ${rules.symbols[item.sign] ?? item.mark} ` : `${"  ".repeat(depths[at])}- `;
    return [item.start, item.end, fresh];
  });
}

// How deep each item stands: by how far it is indented, or where all are alike by the signs of word processors.
function findDepths(items, { deeper }) {
  if (new Set(items.map(({ depth }) => depth)).size > 1) {
    const outer = [];
    return items.map(({ depth }) => {
      while (outer.length && outer.at(-1) > depth - 2) outer.pop();
      return outer.push(depth) - 1;
    });
  }
  const least = Math.min(...items.map(({ sign }) => deeper[sign] ?? 0));
  const known = new Map();
  let depth = -1;
  return items.map(({ sign }) => {
    if (!known.has(sign)) known.set(sign, Math.min((deeper[sign] ?? 0) - least, depth + 1));
    return (depth = known.get(sign));
  });
}

// Lines with as many tabs each, as a spreadsheet copies its cells; the first is the head.
function makeTable(rows, text, { leastRows, block }) {
  if (rows.length < leastRows || (rows[0].tabs === 1 && rows.slice(1).some(({ line }) => line.startsWith("\t")))) return [];
  if (rows.some(({ line }) => block.test(line)) || !rows.some(({ line }) => line.slice(line.indexOf("\t")).trim())) return [];
  const start = rows[0].start;
  const end = rows.at(-1).start + rows.at(-1).line.length;
  const drawn = rows.map(({ line }) => `| ${line.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|")).join(" | ")} |`);
  drawn.splice(1, 0, `|${" --- |".repeat(rows[0].tabs + 1)}`);
  const before = text.slice(0, start).trim() && !text.slice(0, start).replace(/[ \t]+$/, "").endsWith("\n\n") ? "\n" : "";
  const after = text.slice(end, end + 2).trim() || text.slice(end + 1, end + 2).trim() ? "\n" : "";
  return [[start, end, before + drawn.join("\n") + after]];
}
