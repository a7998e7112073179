export function render({ title, content }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${this.escape(title)} – Small</title>
</head>
<body>
<header><a href="/">Small</a></header>
<main>${content}</main>
</body>
</html>
`;
}
