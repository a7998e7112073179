// Draws Markdown away from the page, so that no text holds the page up: who asked can end this worker at any time. What would
// be too much for the page does not reach it.

import { toHtml } from "./micromark.js";
import { compileEnds, mend } from "./write-preview-mend.js";
import { compileInvisible } from "./write-preview-invisible.js";
import { compilePasted } from "./write-preview-pasted.js";

const LABEL = '<h2 id="footnote-label" class="sr-only">Footnotes</h2>\n'; // the parser's own; one of the text has no id
const WITHIN = /<(\/?)(?:ul|ol|blockquote|em|strong|del|a|sup)\b/g;

addEventListener("message", ({ data: { text, rules, longest } }) => {
  try {
    const html = toHtml(mend(text, compile(rules))).replace(LABEL, "");
    const isLong = html.length > longest;
    postMessage(isLong || isDeep(html, rules.deepest) ? { excess: isLong ? "room" : "depth" } : { html });
  } catch (error) {
    postMessage({ fault: String(error) });
  }
});

let compiled;

function compile({ link, page, ownReply, host, ends, maybe, pasting, invisible, kept, deepest }) {
  if (compiled) return compiled;
  const begins = ([source, flags]) => new RegExp(`^(?:${source})`, flags);
  const whole = ([source, flags]) => new RegExp(`^(?:${source})$`, flags);
  const [isLink, isPage, isReply] = [begins(link), whole(page), whole(ownReply)];
  const isOwn = (address) => isPage.test(address) || isReply.test(address);
  const leads = (address) => (isOwn(address) ? "own" : isLink.test(address) && URL.canParse(address) ? "out" : "");
  const texts = { pasting: compilePasted(pasting), invisible: compileInvisible(invisible) };
  compiled = { leads, host: begins(host), ending: compileEnds(...ends), maybe: new RegExp(...maybe), kept, deepest, ...texts };
  return compiled;
}

// Every `<` of a text is escaped, so each tag is the parser's own.
function isDeep(html, deepest) {
  let depth = 0;
  for (const [, closing] of html.matchAll(WITHIN)) {
    depth += closing ? -1 : 1;
    if (depth > deepest) return true;
  }
  return false;
}

postMessage("ready");
