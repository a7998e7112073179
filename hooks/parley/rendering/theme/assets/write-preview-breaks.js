// Ends of lines as breaks, as the build keeps those of a form or a mail (`mending/texts/breaks.py`): forges show them so.

const INLINE = "em, strong, del, a, code, sup, span";
const NO_BREAK = /\[!\w+\]$|^\s*\[[^\]^][^\]]*\]:/; // what looks like an alert, or like the address of a link

const isInline = (node) => Boolean(node) && (node.nodeType === Node.TEXT_NODE || node.matches(INLINE));

export function keepLines(made) {
  const texts = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (texts.nextNode()) if (!texts.currentNode.parentElement?.closest("a, code, pre")) nodes.push(texts.currentNode);
  for (const node of nodes) {
    const lines = node.data.split("\n");
    const parts = lines.flatMap((line, at) => (at ? [...(endsLine(node, lines, at) ? [document.createElement("br")] : []), `\n${line}`] : [line]));
    node.replaceWith(...parts);
  }
  return made;
}

// Whether words go on behind the end of a line, and stand before it.
function endsLine(node, lines, at) {
  const before = lines[at - 1].trim() || (at === 1 && isInline(node.previousSibling));
  const after = lines[at].trim() || (at === lines.length - 1 && isInline(node.nextSibling));
  return Boolean(before && after) && !NO_BREAK.test(lines[at - 1]);
}
