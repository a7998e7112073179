// Markdown of what stands on a page, for a quotation: code stays code and lists stay lists, and it passes the check.

import { foldSigns } from "./write-preview-type.js";
import { lettersOf } from "./write-source.js";

const ROOT = new URL("../../", import.meta.url).href;
const NOTES = "section, sup:has(a)";

// A part of an article's text: what is selected in it, or its beginning. As Markdown, and as the words alone.
export function quote(article, longest) {
  const selected = copySelection(article);
  const copy = selected ?? copyBeginning(article, longest);
  const markdown = drawBlocks(copy).join("\n\n");
  joinLines(copy);
  const parts = [...copy.childNodes].map((node) => node.textContent.trim()).filter(Boolean);
  return { markdown, words: parts.join("\n\n"), selected: selected && { copy, before: countBefore(article) } };
}

// Where lines end in a file isn't where they end in a narrow dialog, but for code.
function joinLines(copy) {
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.data.trim() && !node.parentElement?.closest("pre")) node.data = node.data.replace(/\s*\n\s*/g, " ");
  }
}

export function quoteLines(text) {
  return text.replace(/^(?=.)/gm, "> ").replace(/^$/gm, ">");
}

function copySelection(article) {
  const selected = getSelection();
  if (!selected.rangeCount || selected.isCollapsed) return null;
  const range = selected.getRangeAt(0);
  const copy = document.createElement("div");
  for (const text of article.querySelectorAll("[data-pa-text]")) {
    if (range.intersectsNode(text)) copy.append(copyPart(text, range));
  }
  clean(copy);
  return copy.textContent.trim() ? copy : null;
}

// Letters of the text before what is selected.
function countBefore(article) {
  const range = document.createRange();
  range.selectNodeContents(article.querySelector("[data-pa-text]"));
  const { startContainer, startOffset } = getSelection().getRangeAt(0);
  if (range.comparePoint(startContainer, startOffset) !== 0) return 0;
  range.setEnd(startContainer, startOffset);
  return lettersOf(range.toString()).length;
}

function copyPart(text, range) {
  for (const list of text.querySelectorAll("ol")) {
    [...list.children].forEach((item, number) => (item.value = list.start + number)); // a copy of the last alone keeps it
  }
  const part = document.createRange();
  part.selectNodeContents(text);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
  const around = part.commonAncestorContainer;
  const kind = (around.closest ? around : around.parentElement).closest("pre, code, li, ol, ul, table");
  const copy = part.cloneContents();
  if (!kind || !text.contains(kind)) return copy;
  const shell = wrap(copy, kind); // what is selected within it is of its kind
  return kind.matches("li, pre > code") ? wrap(shell, kind.parentElement) : shell;
}

function wrap(copy, kind) {
  const shell = kind.cloneNode(false);
  shell.append(copy);
  return shell;
}

function copyBeginning(article, longest) {
  const copy = document.createElement("div");
  for (const text of article.querySelectorAll("[data-pa-text]:not([data-pa-text=aside])")) copy.append(text.cloneNode(true));
  clean(copy);
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  for (let left = longest; texts.nextNode(); left -= texts.currentNode.length) {
    const node = texts.currentNode;
    if (node.length <= left) continue;
    node.data = `${node.data.slice(0, left).replace(/\s+\S*$/, "")} …`;
    const rest = document.createRange();
    rest.setStartAfter(node);
    rest.setEndAfter(copy.lastChild);
    rest.deleteContents();
    break;
  }
  return copy;
}

function clean(copy) {
  for (const note of copy.querySelectorAll(NOTES)) note.remove();
}

const BLOCKS = {
  P: (element) => [drawLine(element)],
  PRE: (element) => [drawCode(element)],
  HR: () => ["***"],
  BLOCKQUOTE: (element) => [quoteLines(drawBlocks(element).join("\n\n"))],
  UL: (element) => [drawList(element, () => "- ")],
  OL: (element) => [drawList(element, (item, number) => `${item.value || element.start + number}. `)],
  LI: (element) => [prefix(drawBlocks(element).join("\n\n"), "- ", "  ")],
  TABLE: (element) => [drawTable(element)],
  DIV: drawBlocks,
};
for (const level of [1, 2, 3, 4, 5, 6]) BLOCKS[`H${level}`] = (element) => [`### ${drawLine(element)}`];

// The blocks of an element; what stands between them is a paragraph.
function drawBlocks(element) {
  const blocks = [];
  let line = "";
  const end = () => {
    if (line.trim()) blocks.push(guard(line.trim()));
    line = "";
  };
  for (const node of element.childNodes) {
    const draw = BLOCKS[node.nodeName];
    if (draw) {
      end();
      blocks.push(...draw(node));
    } else line += drawInline(node);
  }
  end();
  return blocks.filter(Boolean);
}

function drawLine(element) {
  return guard(drawChildren(element).trim());
}

// What would begin a list, a heading or a quotation, where it is only the beginning of a line.
function guard(line) {
  return line.replace(/^(\d{1,9})(?=[.)](?:\s|$))|^(?=[#>+-]|={3}|\|)/, (_, number) => (number ? `${number}\\` : "\\"));
}

function drawList(list, mark) {
  const items = [...list.children].map((item, number) => {
    const sign = mark(item, number);
    const between = item.querySelector(":scope > p") ? "\n\n" : "\n";
    return prefix(drawBlocks(item).join(between), sign, " ".repeat(sign.length));
  });
  return items.join("\n");
}

const RULES = { left: ":--", right: "--:", center: ":-:" };

function drawTable(table) {
  const rows = [...table.querySelectorAll("tr")].map((row) => [...row.children]);
  if (!rows.length) return guard(drawChildren(table).trim());
  const lines = rows.map((cells) => {
    const texts = cells.map((cell) => drawChildren(cell).trim().replaceAll("|", "\\|"));
    return `| ${texts.join(" | ")} |`;
  });
  const rules = rows[0].map((cell) => RULES[cell.align] ?? "---");
  return [lines[0], `|${rules.join("|")}|`, ...lines.slice(1)].join("\n");
}

function drawCode(block) {
  const text = block.textContent.replace(/\n$/, "");
  const language = block.querySelector("code")?.className.match(/\blanguage-(\S+)/)?.[1] ?? "";
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function drawSpan(text) {
  const ticks = "`".repeat(longestRun(text) + 1);
  const room = /^`|`$/.test(text) ? " " : "";
  return text ? ticks + room + text + room + ticks : "";
}

function longestRun(text) {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

const INLINE = {
  EM: (element) => around("*", drawChildren(element)),
  STRONG: (element) => around("**", drawChildren(element)),
  DEL: (element) => around("~~", drawChildren(element)),
  CODE: (element) => drawSpan(element.textContent),
  BR: () => "\\\n",
  A: drawLink,
};

function drawChildren(element) {
  return [...element.childNodes].map(drawInline).join("");
}

function drawInline(node) {
  if (node.nodeType === Node.TEXT_NODE) return escape(node.data.replace(/[ \t\r\n]+/g, " "));
  return INLINE[node.nodeName]?.(node) ?? drawChildren(node);
}

function around(sign, text) {
  return text.trim() ? sign + text + sign : text;
}

// A link within the site is written from its root; one that leads nowhere else is its words.
function drawLink(link) {
  const words = drawChildren(link);
  const own = link.href.startsWith(ROOT) ? link.href.slice(ROOT.length) : "";
  if (own) return /^[a-z0-9-]+\/[a-z0-9-]+\//.test(own) ? `[${words}](/${own})` : words;
  if (!/^(https?|mailto):/.test(link.href)) return words;
  const address = link.getAttribute("href").replace(/[\s()<>]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return link.textContent === address ? `<${address}>` : `[${words}](${address})`;
}

function escape(text) {
  return text
    .replace(/[\\`*[\]]/g, "\\$&")
    .replace(/~~/g, "\\~\\~")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/&(?=#?\w{1,40};)/g, "&amp;")
    .replace(/<(?=[A-Za-z/!?])/g, "&lt;");
}

function prefix(text, first, others) {
  return text.split("\n").map((line, number) => (number ? (line ? others : "") + line : first + line)).join("\n");
}

const KINDS = ["pre", "code", "table", "li", "a", "em", "strong", "del", "blockquote"];

// Two pieces of text with the same words and the same elements in them. A quotation mark may look otherwise in a part of a
// text than in the whole.
export function isSame(one, other, type) {
  const fold = type ? (text) => foldSigns(text, type) : (text) => text;
  const [words, others] = [one, other].map(({ textContent }) => fold(textContent.replace(/\s+/g, " ").trim()));
  const count = (text, kind) => text.querySelectorAll(`:is(${kind})`).length;
  return words === others && KINDS.every((kind) => count(one, kind) === count(other, kind));
}
