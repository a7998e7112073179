// Quotations and lists that go deeper than a page can show, to the deepest that it shows: as `mending/texts/depth.py` of the
// build has it.

export function mendDepth(text, { kept, deepest }) {
  const quotes = [...text.matchAll(/^(?: {0,3}> ?){2,}/gm)].map((found) => ({ ...found, depth: found[0].split(">").length - 1 }));
  const items = measure([...text.matchAll(/^( *)(?:[-*+]|\d{1,9}[.)]) /gm)], kept);
  if (![...quotes, ...items].some(({ depth }) => depth > deepest)) return [];
  const isDeep = ({ depth }) => depth > kept;
  return [
    ...quotes.filter(isDeep).map(({ index, 0: marks }) => [index, index + marks.length, "> ".repeat(kept)]),
    ...items.filter(isDeep).map(({ index, indent, most }) => [index, index + indent, " ".repeat(most)]),
  ];
}

function measure(items, kept) {
  const above = [];
  return items.map(({ index, 1: { length: indent } }) => {
    while (above.length && above.at(-1) >= indent) above.pop();
    const depth = above.push(indent);
    return { index, indent, depth, most: above[kept - 1] };
  });
}
