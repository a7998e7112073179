// Lists and tables as word processors and spreadsheets put them into plain text, to those of Markdown; as `mending/pasting.py`
// of the build.

export const SIGNS = "•‣⁃◦▪▫●○■□➢➤✓✔❖·\\uf0a7\\uf0b7\\uf0d8\\uf076\\uf0fc"; // with which word processors begin a line of a list
const BULLET = new RegExp(String.raw`^[ \t\u00a0]*([${SIGNS}]|[o§](?=\t))[ \t\u00a0]+(?=\S)`, "u");
const DEEPER = { o: 1, "◦": 1, "○": 1, "▫": 1, "□": 1, "§": 2, "▪": 2, "■": 2, "\uf0a7": 2 };
const MOST_COLUMNS = 40;

// Changes for lines that look like a list or a table, but for those in code: a start, an end, and what is to stand there.
export function mendPasted(text, parts) {
  const code = parts.filter(({ type }) => type === "code");
  const lines = text.split("\n");
  const changes = [];
  let [start, isListed, rows] = [0, false, []];
  for (const line of [...lines, ""]) {
    const isCode = code.some((block) => block.start <= start + line.length && start < block.end);
    const bullet = isCode ? null : line.match(BULLET);
    if (bullet && (isListed || !"o§·".includes(bullet[1]))) {
      isListed = true;
      changes.push([start, start + bullet[0].length, `${"  ".repeat(DEEPER[bullet[1]] ?? 0)}- `]);
    } else isListed &&= Boolean(line.trim());
    const tabs = line.split("\t").length - 1;
    const isRow = rows.length ? tabs === rows[0].tabs : tabs < MOST_COLUMNS;
    if (!isCode && !bullet && line.replace(/^ +| +$/g, "").includes("\t") && isRow) rows.push({ start, line, tabs });
    else {
      changes.push(...makeTable(rows, text));
      rows = [];
    }
    start += line.length + 1;
  }
  return changes;
}

// Lines with as many tabs each, as a spreadsheet copies its cells; the first is the head.
function makeTable(rows, text) {
  if (rows.length < 2 || rows.slice(1).some(({ line }) => line.startsWith("\t"))) return [];
  const start = rows[0].start;
  const end = rows.at(-1).start + rows.at(-1).line.length;
  const drawn = rows.map(({ line }) => `| ${line.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|")).join(" | ")} |`);
  drawn.splice(1, 0, `|${" --- |".repeat(rows[0].tabs + 1)}`);
  const before = text.slice(0, start).trim() && !text.slice(0, start).replace(/[ \t]+$/, "").endsWith("\n\n") ? "\n" : "";
  const after = text.slice(end, end + 2).trim() || text.slice(end + 1, end + 2).trim() ? "\n" : "";
  return [[start, end, before + drawn.join("\n") + after]];
}
