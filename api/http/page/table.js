/** A result as a table (表格): pages, order, filter, labels, links and files. */

import { button, element } from "./elements.js";
import { csvOf, grouped, isNumeric, jsonOf, numberOf, save } from "./results.js";

const PAGE = 50; // rows
const CHINESE = new Intl.Collator("zh-CN");
const MANY = 10_000; // rows above which the table says that files suit better

export class ResultTable {
  #page = 0;
  #order = null; // {name, sign}
  #filter = "";
  #labels = true;

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
    const much = result.rows.length > MANY ? `结果较多（${result.rows.length} 行），建议下载后用软件查看。` : "";
    return [
      filter,
      element("label", { title: "用名称代替 IRI" }, labels, "显示名称"),
      button("下载 CSV", () => save(`${name}.csv`, "text/csv", csvOf(result)), { className: "csv" }),
      button("下载 JSON", () => save(`${name}.json`, "application/json", jsonOf(result)), { className: "json" }),
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
    const has = (term) => term && `${term.value} ${this.vocabulary.label(term.value)}`.toLowerCase().includes(this.#filter);
    const rows = this.#filter ? this.result.rows.filter((row) => Object.values(row).some(has)) : this.result.rows;
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
    const iris = shown.flatMap((row) => Object.values(row)).filter((term) => term.type === "uri");
    await this.vocabulary.learn(iris.map((term) => term.value)).catch(() => {}); // then IRIs stand alone
    this.#fill(shown);
  }

  #fill(rows) {
    const head = element("tr", {}, element("th", { className: "count" }, "#"), ...this.result.vars.map((name) => this.#heading(name)));
    const first = this.#page * PAGE + 1;
    const lines = rows.map((row, index) =>
      element("tr", {}, element("td", { className: "count" }, String(first + index)), ...this.result.vars.map((name) => this.#cell(row, name))),
    );
    this.body.replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines)));
  }

  #heading(name) {
    const sign = this.#order?.name === name ? this.#order.sign : 0;
    const sort = () => this.#change(() => (this.#order = sign < 0 ? null : { name, sign: sign ? -1 : 1 }));
    const mark = { "1": " ▲", "-1": " ▼", "0": "" }[sign];
    const heading = element("th", { scope: "col" }, button(name + mark, sort, { title: "排序" }));
    heading.ariaSort = { "1": "ascending", "-1": "descending", "0": "none" }[sign];
    heading.classList.toggle("number", this.numeric.has(name));
    return heading;
  }

  #cell(row, name) {
    const term = row[name];
    if (!term) return element("td");
    if (term.type === "uri") return element("td", { className: "iri" }, this.#link(row, term.value));
    const number = this.numeric.has(name);
    const text = term.type === "bnode" ? `_:${term.value}` : number ? grouped(term.value) : term.value;
    const cell = element("div", { className: "text", title: describe(term) }, text);
    cell.addEventListener("click", () => cell.classList.toggle("open"));
    return element("td", { className: number ? "number" : "" }, cell);
  }

  /** A label that another cell of the row says already is not said twice. */
  #link(row, iri) {
    const label = this.#labels ? this.vocabulary.label(iri) : "";
    const said = Object.values(row).some((term) => term.type !== "uri" && term.value === label);
    const text = label && !said ? label : this.vocabulary.shortened(iri);
    const href = this.vocabulary.address(iri);
    if (!href) return element("span", { title: iri }, text);
    return element("a", { href, title: iri, target: "_blank", rel: "noopener noreferrer" }, text);
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

function describe(term) {
  if (term["xml:lang"]) return `${term.value} @${term["xml:lang"]}`;
  return term.datatype ? `${term.value} (${term.datatype.split(/[#/]/).pop()})` : term.value;
}

function byNumber(one, other) {
  return (numberOf(one) ?? -Infinity) - (numberOf(other) ?? -Infinity);
}

function byText(one, other) {
  return CHINESE.compare(one?.value ?? "", other?.value ?? "");
}
