// Which way each part of a text is written, where it holds words of both ways: the build does the same and says why
// (`markup/directions.py`).

const compile = ([source, flags]) => new RegExp(source, flags);
const atBegin = ([source, flags]) => new RegExp(`^(?:${source})`, flags);

// Elements with `dir` where they need it.
export function showDirections(made, rules) {
  const known = { ...rules, rightToLeft: atBegin(rules.rightToLeft), address: atBegin(rules.address) };
  if (compile(rules.rightToLeft).test(made.textContent)) turn(made, find(made, known) ?? "ltr", "", known);
  return made;
}

function sort(element, { code, quoted, title, parts, address }) {
  const name = element.localName;
  if (code.includes(name) || (name === "a" && address.test(element.firstChild?.data ?? ""))) return "code";
  if (element.className.split(" ").includes(title)) return "title";
  return quoted.includes(name) ? "quoted" : parts.includes(name) ? "part" : "";
}

// The direction of the first letter that counts for an element, whatever it is itself.
function find(element, known) {
  for (const child of element.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE && ["code", "quoted", "title"].includes(sort(child, known))) continue;
    const letter = child.nodeType === Node.TEXT_NODE ? child.data.match(/\p{L}/u)?.[0] : null;
    const found = letter ? (known.rightToLeft.test(letter) ? "rtl" : "ltr") : find(child, known);
    if (found) return found;
  }
  return null;
}

function turn(element, before, outer, known) {
  for (const child of element.children) {
    const kind = sort(child, known);
    const own = kind === "part" || kind === "quoted" ? find(child, known) : null;
    const turned = kind === "code" ? "ltr" : (own ?? before);
    if (turned !== before || (["code", "quoted"].includes(kind) && outer !== "code")) child.dir = turned;
    turn(child, turned, kind, known);
  }
}
