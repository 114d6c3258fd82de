/** The plain editor (简易编辑器): a text area, a run button and a table, where YASGUI was not built. */

import { button, element } from "./elements.js";
import { post } from "./endpoint.js";
import { drawMenu } from "./menu.js";
import { problemElement, problemOf } from "./problem.js";
import { FIRST_QUERY, start } from "./start.js";
import { ResultTable } from "./table.js";

const RUN = "运行 Ctrl+Enter";

class PlainEditor {
  #running = null; // an AbortController

  constructor(root, vocabulary) {
    this.vocabulary = vocabulary;
    this.area = element("textarea", {
      value: FIRST_QUERY,
      spellcheck: false,
      ariaLabel: "SPARQL 查询",
      rows: 16,
    });
    this.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.run();
    });
    this.go = button(RUN, () => (this.#running ? this.#running.abort() : this.run()), { className: "run" });
    this.said = element("span", { className: "said", role: "status" });
    this.results = element("div", { className: "results" });
    const link = button("分享链接", () => this.share());
    root.replaceChildren(
      this.area,
      element("div", { className: "bar" }, this.go, link, this.said),
      this.results,
    );
  }

  open(query) {
    this.area.value = query;
    return this.run();
  }

  share() {
    location.hash = new URLSearchParams({ query: this.area.value }).toString();
    const copied = () => (this.said.textContent = "链接已复制；地址栏里的也是它。");
    const shown = () => (this.said.textContent = "链接在地址栏里。");
    navigator.clipboard?.writeText(location.href).then(copied, shown) ?? shown();
  }

  async run() {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const query = this.area.value;
    const begun = performance.now();
    this.go.textContent = "停止";
    this.said.textContent = "正在查询…";
    const { ok, json, text } = await asked(query, running.signal);
    if (running !== this.#running) return; // another run has begun
    this.#running = null;
    this.go.textContent = RUN;
    this.said.textContent = ok ? `用时 ${((performance.now() - begun) / 1000).toFixed(2)} 秒` : "";
    if (!ok) this.#fail(query, text);
    else if (json) this.#show(JSON.parse(text));
    else this.results.replaceChildren(element("pre", { className: "raw" }, text));
  }

  #show({ head, results, boolean }) {
    if (results)
      new ResultTable(this.results, { vars: head.vars, rows: results.bindings }, this.vocabulary, "jipu");
    else
      this.results.replaceChildren(element("p", { className: "boolean" }, boolean ? "是 true" : "否 false"));
  }

  #fail(query, text) {
    const problem = problemOf(text);
    this.results.replaceChildren(problemElement(problem, query));
    if (!problem.line) return;
    const before = query.split("\n").slice(0, problem.line - 1);
    const place = before.reduce((length, line) => length + line.length + 1, 0) + problem.column - 1;
    this.area.focus();
    this.area.setSelectionRange(place, place + 1);
  }
}

/** What came of a query: `ok`, whether it is `json`, and its `text`, which tells what failed. */
async function asked(query, signal) {
  try {
    const answer = await post(query, signal);
    const json = answer.headers.get("content-type").startsWith("application/sparql-results+json");
    return { ok: answer.ok, json, text: await answer.text() };
  } catch (error) {
    return { ok: false, json: false, text: error.message };
  }
}

const root = document.getElementById("editor");
try {
  const { vocabulary, examples } = await start();
  const editor = new PlainEditor(root, vocabulary);
  drawMenu(document.getElementById("menu"), examples, ({ query }) => editor.open(query));
  const shared = () => new URLSearchParams(location.hash.slice(1)).get("query");
  const consume = () => shared() && shared() !== editor.area.value && editor.open(shared());
  addEventListener("hashchange", consume);
  consume();
} catch (error) {
  root.replaceChildren(problemElement(problemOf(error.message)));
}
