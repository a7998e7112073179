export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.address}index.html`,
  layout: "frame.11ty.js",
  title: "Small",
};

export function render({ list }) {
  const items = list.posts.map(({ url, data }) => `<li><a href="${url}">${this.escape(data.title)}</a> by ${data.author}</li>`);
  return `<h1>${list.title}</h1>\n<ul>\n${items.join("\n")}\n</ul>`;
}
