// Markdown as forges have it, to HTML: what `extensions()` of model/markup/trial.py has comrak do. Addresses come out as
// they are written: the page lets through what the site lets through.

import { micromark } from "micromark";
import { gfmAutolinkLiteral, gfmAutolinkLiteralHtml } from "micromark-extension-gfm-autolink-literal";
import { gfmFootnote, gfmFootnoteHtml } from "micromark-extension-gfm-footnote";
import { gfmStrikethrough, gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";

const OPTIONS = {
  allowDangerousProtocol: true,
  extensions: [gfmAutolinkLiteral(), gfmFootnote(), gfmStrikethrough(), gfmTable()],
  htmlExtensions: [
    gfmAutolinkLiteralHtml(),
    gfmFootnoteHtml({ clobberPrefix: "" }),
    gfmStrikethroughHtml(),
    gfmTableHtml(),
  ],
};

export const toHtml = (text) => micromark(text, OPTIONS);
