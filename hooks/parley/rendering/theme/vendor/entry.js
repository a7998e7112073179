// Markdown as forges have it: what `extensions()` of model/markup/trial.py has comrak do. HTML is the words it is, and what
// stands within it is Markdown, as it's read once it has been mended. Addresses come out as they are written: the page
// lets through what the site lets through.

import { micromark, parse, postprocess, preprocess } from "micromark";
import { gfmAutolinkLiteral, gfmAutolinkLiteralHtml } from "micromark-extension-gfm-autolink-literal";
import { gfmFootnote, gfmFootnoteHtml } from "micromark-extension-gfm-footnote";
import { gfmStrikethrough, gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { decodeString } from "micromark-util-decode-string";
import { normalizeIdentifier } from "micromark-util-normalize-identifier";

const extensions = [
  gfmAutolinkLiteral(),
  gfmFootnote(),
  gfmStrikethrough(),
  gfmTable(),
  { disable: { null: ["htmlFlow"] } },
];
const htmlExtensions = [
  gfmAutolinkLiteralHtml(),
  gfmFootnoteHtml({ clobberPrefix: "" }),
  gfmStrikethroughHtml(),
  gfmTableHtml(),
  { exit: { htmlText() {}, htmlTextData: drawTag } },
];

const BREAK = /^<br[ \t]*\/?>$/i;

// A tag, or one of its lines.
function drawTag(token) {
  const written = this.sliceSerialize(token);
  if (BREAK.test(written)) this.tag("<br />");
  else this.raw(this.encode(written));
}

export const toHtml = (text) => micromark(text, { allowDangerousProtocol: true, extensions, htmlExtensions });

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
