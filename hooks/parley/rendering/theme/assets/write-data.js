// What the dialogs for writing are made of, with their looks: fetched when somebody wants to write, once.

let loading;

export async function load() {
  loading ??= fetchAll();
  try {
    return await loading;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

async function fetchAll() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("write.css", import.meta.url);
  const styled = new Promise((done) => {
    style.onload = style.onerror = done;
  });
  document.head.append(style);
  const data = await (await fetch(new URL("write.json", import.meta.url))).json();
  await styled;
  const template = document.createElement("template");
  template.innerHTML = data.form; // our own, made by the build
  const [dialog, change, agreement] = template.content.children;
  return { data, dialog, change, agreement };
}

// The names that posts have or had, by folder; without them, the forge will tell that a name is taken.
export async function loadNames() {
  try {
    const answer = await fetch(new URL("names.json", import.meta.url));
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
  }
}

// A thread as data, which stands beside its first page, or where a page of others says; nothing where it can't be had.
export async function loadThread() {
  const { paData, paFront } = document.querySelector("[data-pa-thread]").dataset;
  try {
    const answer = await fetch(new URL("thread.json", new URL(paData ?? paFront ?? ".", location.href)));
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
