export const data = { layout: "frame.11ty.js" };

const SIDES = ["old_school", "old_wins_when", "new_school", "new_wins_when", "shared_rule"];

function drawTime(date) {
  const text = date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return `<time datetime="${date.toISOString()}">${text}</time>`;
}

function drawAnswers(answers, parent) {
  const items = (answers.get(parent) ?? []).map(
    ({ id, author, date, reply_to, html }) => `<li>
<h3 id="reply-${id}">${author}, ${drawTime(date)}</h3>
<p><a href="#reply-${id}">Link</a>${reply_to ? ` <a href="#reply-${reply_to}">Answers</a>` : ""}</p>
${html}${drawAnswers(answers, id)}</li>`,
  );
  return items.length ? `<ol>\n${items.join("\n")}\n</ol>\n` : "";
}

export function render(post) {
  const sides = SIDES.filter((side) => post[side]).map((side) => `<p>${this.escape(post[side])}</p>\n`);
  const tags = post.tags.map((tag) => `<li><a href="/tags/${tag}/">${tag}</a></li>`);
  const questions = (post.questions ?? []).map((question) => `<li>${this.escape(question)}</li>`);
  return `<article data-pagefind-body>
<h1>${this.escape(post.title)}</h1>
<p>${post.author}, ${drawTime(post.page.date)}</p>
<ul>${tags.join("")}</ul>
${sides.join("")}${post.content}
<ul>${questions.join("")}</ul>
<h2 id="replies">Replies</h2>
${drawAnswers(this.replies(post.page.inputPath), "post")}</article>`;
}
