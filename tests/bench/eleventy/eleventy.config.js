// The peer's site: plain templates, nothing minified, the same lists as ours by time and by tag, no feeds.
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url); // finds what lies in NODE_PATH
const matter = require("gray-matter");
const markdown = require("markdown-it")();

/** The replies of a post by what they answer, oldest first. */
function readReplies(inputPath) {
  const folder = path.join(path.dirname(inputPath), "replies");
  const answers = new Map();
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const replies = files.map((file) => {
    const { data, content } = matter(readFileSync(path.join(folder, file), "utf8"));
    return { id: file.slice(0, -3), ...data, html: markdown.render(content) };
  });
  for (const reply of replies.sort((one, other) => one.date - other.date)) {
    const parent = reply.reply_to ?? "post";
    answers.set(parent, [...(answers.get(parent) ?? []), reply]);
  }
  return answers;
}

/** Lists in pages of thirty, each with its heading and its address. */
function cut(title, address, posts) {
  const pages = [];
  for (let start = 0; start < posts.length; start += 30) {
    const number = pages.length + 1;
    pages.push({ title, posts: posts.slice(start, start + 30), address: number > 1 ? `${address}page/${number}/` : address });
  }
  return pages;
}

export default function (config) {
  config.ignores.add("content/**/replies/**");
  config.setLibrary("md", markdown);
  config.addFilter("replies", readReplies);
  config.addFilter("escape", markdown.utils.escapeHtml);
  config.addCollection("lists", (all) => {
    const posts = all.getFilteredByGlob("content/*/*/index.md").reverse();
    const tags = [...new Set(posts.flatMap((post) => post.data.tags))];
    const tagged = tags.map((tag) => cut(tag, `/tags/${tag}/`, posts.filter((post) => post.data.tags.includes(tag))));
    return [...cut("Small", "/", posts), ...tagged.flat()];
  });
  return { dir: { input: "content", includes: "../_includes", output: "public" }, markdownTemplateEngine: false };
}
