// Markdown as forges have it: what `extensions()` of model/markup/trial.py has comrak do. HTML is the words it is, and what
// stands within it is Markdown, as it's read once it has been mended. Addresses come out as they are written: the page
// lets through what the site lets through.

import { micromark, parse, postprocess, preprocess } from "micromark";
import { gfmAutolinkLiteral, gfmAutolinkLiteralHtml } from "micromark-extension-gfm-autolink-literal";
import { gfmFootnote, gfmFootnoteHtml } from "micromark-extension-gfm-footnote";
import { gfmStrikethrough, gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";
import { decodeString } from "micromark-util-decode-string";
import { normalizeIdentifier } from "micromark-util-normalize-identifier";

const extensions = [
  gfmAutolinkLiteral(),
  gfmFootnote(),
  gfmStrikethrough(),
  gfmTable(),
  gfmTaskListItem(),
  { disable: { null: ["htmlFlow"] } },
];
const bare = gfmAutolinkLiteralHtml();
for (const name of ["literalAutolinkHttp", "literalAutolinkWww"]) bare.exit[name] = drawBare(bare.exit[name]);

const htmlExtensions = [
  bare,
  gfmFootnoteHtml({ clobberPrefix: "" }),
  gfmStrikethroughHtml(),
  gfmTableHtml(),
  { exit: { htmlText() {}, htmlTextData: drawTag, taskListCheck: drawBox } },
];

const DOMAIN = /^(?:https?:\/\/|www\.)[\p{L}\p{N}_-]*\./u;

// A bare address whose host has no dot, such as `http://localhost`, is no link for comrak.
function drawBare(draw) {
  return function (token) {
    const written = this.sliceSerialize(token);
    if (DOMAIN.test(written)) draw.call(this, token);
    else this.raw(this.encode(written));
  };
}

const BREAK = /^<br[ \t]*\/?>$/i;

// A tag, or one of its lines.
function drawTag(token) {
  const written = this.sliceSerialize(token);
  if (BREAK.test(written)) this.tag("<br />");
  else this.raw(this.encode(written));
}

// The box of a task and alerts: as `draw_marks` of model/markup/marks.py has them.
function drawBox(token) {
  const isDone = /x/i.test(this.sliceSerialize(token));
  this.tag(`<span class="pa-task" role="img" aria-label="${isDone ? "done" : "to do"}">`);
  this.raw(isDone ? "☑" : "☐");
  this.tag("</span>");
}

const EDGE =
  /<(\/?)(blockquote|li)\b[^>]*>(?:(?<=<blockquote>)\n<p>\[!(note|tip|important|warning|caution)\](?:(?:<br \/>)?\n|<\/p>\n(?!<\/blockquote>)))?/gi;

function drawAlerts(html) {
  const ends = [];
  return html.replace(EDGE, (found, closing, name, word) => {
    if (closing) return ends.pop() ?? found;
    const isAlert = word && !ends.length;
    ends.push(isAlert ? "</div>" : `</${name}>`);
    if (!isAlert) return found;
    const title = word[0].toUpperCase() + word.slice(1).toLowerCase();
    const start = found.includes("</p>") ? "" : "<p>";
    return `<div class="pa-alert pa-alert--${word.toLowerCase()}">\n<p class="pa-alert__title">${title}</p>\n${start}`;
  });
}

export function toHtml(text) {
  const html = micromark(text, { allowDangerousProtocol: true, extensions, htmlExtensions });
  return html.includes("<p>[!") && !text.includes("\\[!") ? drawAlerts(html) : html;
}

const CODE = new Set(["codeFenced", "codeIndented"]);

// Links, pictures, tags and blocks of code of a text by their offsets, in the order in which they end. `address` is what the
// first two lead to, `label` what they say, or the name by which they find their address.
export function findParts(text) {
  const definitions = new Map();
  const open = [];
  const parts = [];
  let defined;
  for (const [event, token, context] of postprocess(parse({ extensions }).document().write(preprocess()(text, undefined, true)))) {
    const written = () => context.sliceSerialize(token);
    if (event === "enter") {
      if (token.type === "link" || token.type === "image") open.push({ type: token.type, start: token.start.offset });
      else if (token.type === "resource") open.at(-1).address = "";
      continue;
    }
    const end = token.end.offset;
    if (token.type === "definitionLabelString") defined = normalizeIdentifier(written());
    else if (token.type === "definitionDestinationString") {
      if (!definitions.has(defined)) definitions.set(defined, decodeString(written()));
    } else if (token.type === "definition") {
      if (!definitions.has(defined)) definitions.set(defined, "");
    } else if (token.type === "labelText" && open.length) open.at(-1).label ??= written();
    else if (token.type === "resourceDestinationString") open.at(-1).address = decodeString(written());
    else if (token.type === "referenceString") open.at(-1).label = written();
    else if (token.type === "link" || token.type === "image") parts.push({ ...open.pop(), end });
    else if (CODE.has(token.type)) parts.push({ type: "code", start: token.start.offset, end, address: "" });
    else if (token.type === "htmlText" || token.type === "autolinkProtocol") {
      const [edge, type] = token.type === "htmlText" ? [0, "tag"] : [1, "link"]; // an address stands between < and >
      parts.push({ type, start: token.start.offset - edge, end: end + edge, address: written() });
    }
  }
  return parts.map((part) => ({ ...part, address: part.address ?? definitions.get(normalizeIdentifier(part.label)) ?? "" }));
}
