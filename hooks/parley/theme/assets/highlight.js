// Marks the words that a reader came for, where a link from the search leads: `?highlight=two+words#reply-…`.

const address = new URL(location.href);
const words = address.searchParams.get("highlight").split(" ").filter(Boolean);
const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
const scope = (target ?? document.querySelector(".pa-post"))?.closest("article");

function findRanges() {
  const any = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, "giu");
  const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const ranges = [];
  while (texts.nextNode()) {
    for (const { index, 0: word } of texts.currentNode.data.matchAll(pattern)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      ranges.push(range);
    }
  }
  return ranges;
}

if (scope && words.length) {
  const ranges = findRanges();
  if (globalThis.Highlight && CSS.highlights) CSS.highlights.set("pa-found", new Highlight(...ranges));
  else for (const range of ranges.reverse()) range.surroundContents(document.createElement("mark"));
}

// The address without the words is the one to keep and to share.
address.searchParams.delete("highlight");
history.replaceState(history.state, "", address);
