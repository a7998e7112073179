// Marks the words that a reader came for, where a link from the search leads: `?highlight=two+words#reply-…`.

const WORDS = 12;
const LETTERS = 100; // of a word
const RANGES = 2000;
const WITHOUT_SPACES = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u; // within other letters, too

const address = new URL(location.href);
const wanted = address.searchParams.get("highlight").split(" ").filter(Boolean);
const words = wanted.slice(0, WORDS).map((word) => [...word].slice(0, LETTERS).join(""));
const target = document.getElementById(location.hash.slice(1)); // ids of ours need no decoding
const scope = target ? target.closest("[data-pa-reply], [data-pa-post]") : document.querySelector("[data-pa-post]");

function findRanges() {
  const any = words.map((word) => {
    const plain = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    const itself = plain.replace(/['’]/g, "['’]").replace(/-{2,3}|[–—]/g, "(?:-{2,3}|[–—])"); // typed, or as in print
    return WITHOUT_SPACES.test(word) ? itself : `(?<![\\p{L}\\p{N}])${itself}(?![\\p{L}\\p{N}])`;
  });
  const pattern = new RegExp(any.join("|"), "giu");
  const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const ranges = [];
  while (texts.nextNode() && ranges.length < RANGES) {
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
