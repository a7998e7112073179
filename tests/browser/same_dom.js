// Draws texts as the preview does and compares what the build has drawn of them: elements, attributes, and words as a reader
// sees them. Gives both in one form where they differ, else null. With `type`, signs are those of print.
async ([texts, root, type]) => {
  const assets = new URL("../../assets/parley/", location.href);
  const { draw } = await import(new URL("write-preview.js", assets));
  const data = await (await fetch(new URL("write.json", assets))).json();
  if (type) data.preview.type = type;
  const BLOCKS = "p, hr, pre, blockquote, ul, ol, li, h1, h2, h3, h4, h5, h6, table, thead, tbody, tr, th, td, section, br, div, input";

  function show(node) {
    const isPre = node.parentElement?.closest("pre");
    if (node.nodeType === Node.TEXT_NODE) return isPre ? node.data.replace(/\n$/, "") : node.data.replace(/[ \t\n]+/g, " ");
    const parts = [...node.childNodes].map((child) => [child.nodeType === Node.ELEMENT_NODE && child.matches(BLOCKS), show(child)]);
    const isBlock = node.nodeType === Node.DOCUMENT_FRAGMENT_NODE || node.matches(BLOCKS);
    const inPre = isPre || (node.nodeType === Node.ELEMENT_NODE && node.matches("pre"));
    const inner = parts.map(([block, text], number) => {
      if (block || inPre || parts[number][1].startsWith("<")) return text;
      const before = number ? parts[number - 1][0] : isBlock;
      const after = number + 1 < parts.length ? parts[number + 1][0] : isBlock;
      return text.replace(before ? /^ +/ : /^$/, "").replace(after ? / +$/ : /^$/, "");
    });
    if (node.nodeType === Node.DOCUMENT_FRAGMENT_NODE) return inner.join("");
    const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${value}"`).sort();
    return `<${node.localName}${attributes.join("")}>${inner.join("")}</${node.localName}>`;
  }

  function whole(node) {
    node.normalize();
    return show(node);
  }

  const found = [];
  for (const [text, built] of texts) {
    const template = document.createElement("template");
    template.innerHTML = built;
    let ours;
    try {
      ours = whole(await draw(text, data, "reply", root));
    } catch (error) {
      ours = String(error);
    }
    const theirs = whole(template.content);
    found.push(ours === theirs ? null : [ours, theirs]);
  }
  return found;
}
