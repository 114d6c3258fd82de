/** A result as a table (表格): pages, order, filter, labels, links and files. */

import { cellOf } from "./cells.js";
import { button, element } from "./elements.js";
import { csvOf, isNumeric, jsonOf, numberOf, save } from "./results.js";

const PAGE = 50; // rows
const CHINESE = new Intl.Collator("zh-CN");
const LABELLED = 500; // rows up to which all labels are known from the start, and can be filtered by
const MANY = 10_000; // rows above which the table says that files suit better

export class ResultTable {
  #page = 0;
  #order = null; // {name, sign}
  #filter = "";
  #labels = true;
  #drawing = null; // of several drawings that wait for labels only the last may go on

  /** Draw `{vars, rows}` into `root`; `name` begins the names of files. */
  constructor(root, result, vocabulary, name) {
    this.result = result;
    this.vocabulary = vocabulary;
    this.numeric = new Set(result.vars.filter((variable) => isNumeric(result.rows, variable)));
    this.tools = element("div", { className: "tools" }, ...this.#tools(name));
    this.body = element("div", { className: "scroll", tabIndex: 0 });
    this.pager = element("div", { className: "pager" });
    root.replaceChildren(element("div", { className: "result" }, this.tools, this.body, this.pager));
    this.#draw();
  }

  #tools(name) {
    const { result } = this;
    const filter = element("input", { type: "search", placeholder: "筛选结果…", ariaLabel: "筛选结果" });
    filter.addEventListener("input", () => this.#change(() => (this.#filter = filter.value.toLowerCase())));
    const labels = element("input", { type: "checkbox", checked: true });
    labels.addEventListener("change", () => this.#change(() => (this.#labels = labels.checked)));
    const much =
      result.rows.length > MANY ? `结果较多（${result.rows.length} 行），建议下载后用软件查看。` : "";
    return [
      filter,
      element("label", { title: "用名称代替 IRI" }, labels, "显示名称"),
      button("下载 CSV", () => save(`${name}.csv`, "text/csv", csvOf(result)), { className: "csv" }),
      button("下载 JSON", () => save(`${name}.json`, "application/json", jsonOf(result)), {
        className: "json",
      }),
      element("span", { className: "warning", role: "status" }, much),
    ];
  }

  #change(what) {
    what();
    this.#page = 0;
    this.#draw();
  }

  /** The rows that the filter leaves, in order. */
  #chosen() {
    const has = (term) =>
      term && `${term.value} ${this.vocabulary.label(term.value)}`.toLowerCase().includes(this.#filter);
    const rows = this.#filter
      ? this.result.rows.filter((row) => Object.values(row).some(has))
      : this.result.rows;
    if (!this.#order) return rows;
    const { name, sign } = this.#order;
    const compare = this.numeric.has(name) ? byNumber : byText;
    return [...rows].sort((one, other) => sign * compare(one[name], other[name]));
  }

  async #draw() {
    const chosen = this.#chosen();
    const shown = chosen.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
    this.#fill(shown);
    this.#turn(chosen.length);
    const drawing = (this.#drawing = {});
    const rows = this.result.rows.length > LABELLED ? shown : this.result.rows;
    const iris = rows.flatMap((row) => Object.values(row)).filter((term) => term.type === "uri");
    const learned = await this.vocabulary.learn(iris.map((term) => term.value)).catch(() => 0); // then IRIs stand alone
    if (learned && drawing === this.#drawing) this.#fill(shown);
  }

  #fill(rows) {
    const head = element(
      "tr",
      {},
      element("th", { className: "count" }, "#"),
      ...this.result.vars.map((name) => this.#heading(name)),
    );
    const first = this.#page * PAGE + 1;
    const shown = { vocabulary: this.vocabulary, numeric: this.numeric, labels: this.#labels };
    const lines = rows.map((row, index) =>
      element(
        "tr",
        {},
        element("td", { className: "count" }, String(first + index)),
        ...this.result.vars.map((name) => cellOf(row, name, shown)),
      ),
    );
    this.body.replaceChildren(
      element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines)),
    );
  }

  #heading(name) {
    const sign = this.#order?.name === name ? this.#order.sign : 0;
    const sort = () => this.#change(() => (this.#order = sign < 0 ? null : { name, sign: sign ? -1 : 1 }));
    const mark = { 1: " ▲", "-1": " ▼", 0: "" }[sign];
    const heading = element("th", { scope: "col" }, button(name + mark, sort, { title: "排序" }));
    heading.ariaSort = { 1: "ascending", "-1": "descending", 0: "none" }[sign];
    heading.classList.toggle("number", this.numeric.has(name));
    return heading;
  }

  #turn(total) {
    const last = Math.max(0, Math.ceil(total / PAGE) - 1);
    const to = (page) => () => {
      this.#page = page;
      this.#draw();
    };
    const turning = [
      button("上一页", to(this.#page - 1), { disabled: this.#page === 0 }),
      element("span", {}, `第 ${this.#page + 1} / ${last + 1} 页`),
      button("下一页", to(this.#page + 1), { disabled: this.#page >= last }),
    ];
    const all = this.result.rows.length;
    const count = total === all ? `共 ${all} 行` : `筛出 ${total} 行，共 ${all} 行`;
    this.pager.replaceChildren(element("span", { className: "total" }, count), ...(last ? turning : []));
  }
}

function byNumber(one, other) {
  return (numberOf(one) ?? -Infinity) - (numberOf(other) ?? -Infinity);
}

function byText(one, other) {
  return CHINESE.compare(one?.value ?? "", other?.value ?? "");
}
