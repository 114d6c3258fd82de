/** Results as a chart (图表): bars, a line or a pie of numeric columns, drawn by Chart.js. */

import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  Tooltip,
} from "chart.js";
import { element } from "../../api/http/page/elements.js";
import { isNumeric, numberOf } from "../../api/http/page/results.js";
import { resultOf } from "./result.js";

Chart.register(ArcElement, BarController, BarElement, CategoryScale, Legend, LinearScale);
Chart.register(LineController, LineElement, PieController, PointElement, Tooltip);

const KINDS = { bar: "条形图", line: "折线图", pie: "饼图" };
const MOST = 60; // rows that a chart can show legibly
const COLOURS = [
  ...["#0b6b63", "#d1792b", "#3867a8", "#8a4f9e", "#5f8f2f", "#b23a48"],
  ...["#6b7280", "#c2a000", "#3aa6a0", "#e5a97b", "#89a7d0", "#c39bd0"],
];
const CHARACTER = 38; // pixels of the chart for each character that a label along an axis may have
const BAR = 34; // pixels for each row of bars, which lie so that their labels can be read

export function chartPlugin(vocabulary) {
  return class {
    label = "图表";
    priority = 5;

    constructor(yasr) {
      this.yasr = yasr;
    }

    canHandleResults() {
      const { vars, rows } = resultOf(this.yasr.results);
      return vars.some((name) => isNumeric(rows, name));
    }

    async draw(kept) {
      this.destroy();
      const { vars, rows } = resultOf(this.yasr.results);
      const numeric = vars.filter((name) => isNumeric(rows, name));
      const settings = settingsFor(vars, numeric, rows, kept);
      const shown = rows.slice(0, MOST);
      const iris = shown.map((row) => row[settings.label]).filter((term) => term?.type === "uri");
      await vocabulary.learn(iris.map((term) => term.value)).catch(() => {}); // then IRIs stand alone
      const change = (changed) => {
        const next = { ...settings, ...changed };
        this.yasr.storePluginConfig("chart", next);
        this.draw(next);
      };
      const canvas = element("canvas", { role: "img", ariaLabel: KINDS[settings.kind] });
      const frame = element("div", { className: "chart" }, canvas);
      if (settings.kind === "bar") frame.style.height = `${Math.max(shown.length, 5) * BAR + 80}px`;
      const notice = rows.length > MOST ? `只画出前 ${MOST} 行，共 ${rows.length} 行。` : "";
      const tools = element("div", { className: "tools" }, ...controls(vars, numeric, settings, change));
      tools.append(element("span", { className: "warning", role: "status" }, notice));
      this.yasr.resultsEl.replaceChildren(tools, frame);
      const most = Math.floor(frame.clientWidth / CHARACTER);
      this.chart = new Chart(canvas, chartOf(settings, shown, most, vocabulary));
    }

    download(name) {
      const getData = () => this.chart.toBase64Image();
      return { getData, filename: `${name || "jipu"}.png`, title: "下载图片" };
    }

    destroy() {
      this.chart?.destroy();
      this.chart = undefined;
    }
  };
}

/** What was chosen before, where it fits this result; else names along the axis and the last number. */
function settingsFor(vars, numeric, rows, kept = {}) {
  const texts = vars.filter((name) => !numeric.includes(name));
  const printed = texts.find((name) => rows.some((row) => row[name]?.type === "literal"));
  const values = (kept.values ?? []).filter((name) => numeric.includes(name));
  return {
    kind: kept.kind in KINDS ? kept.kind : "bar",
    label: vars.includes(kept.label) ? kept.label : (printed ?? texts[0] ?? vars[0]),
    values: values.length ? values : numeric.slice(-1),
  };
}

function controls(vars, numeric, settings, change) {
  const choice = (title, options, chosen, key) => {
    const select = element("select", { ariaLabel: title });
    for (const [value, text] of options) select.append(new Option(text, value, false, value === chosen));
    select.addEventListener("change", () => change({ [key]: select.value }));
    return element("label", {}, title, select);
  };
  const series = numeric.map((name) => {
    const box = element("input", { type: "checkbox", checked: settings.values.includes(name) });
    box.addEventListener("change", () => {
      const others = settings.values.filter((other) => other !== name);
      change({
        values: numeric.filter((other) => others.includes(other) || (box.checked && other === name)),
      });
    });
    return element("label", {}, box, name);
  });
  return [
    choice("图形", Object.entries(KINDS), settings.kind, "kind"),
    choice(
      "类别",
      vars.map((name) => [name, name]),
      settings.label,
      "label",
    ),
    element("span", { className: "series" }, "数值", ...series),
  ];
}

function chartOf({ kind, label, values }, rows, most, vocabulary) {
  const pie = kind === "pie";
  const labels = rows.map((row) => textOf(row[label], vocabulary));
  const datasets = values.map((name, index) => ({
    label: name,
    data: rows.map((row) => numberOf(row[name])),
    backgroundColor: pie
      ? rows.map((_, row) => COLOURS[row % COLOURS.length])
      : COLOURS[index % COLOURS.length],
    borderColor: pie ? "#fff" : COLOURS[index % COLOURS.length],
    borderWidth: kind === "bar" ? 0 : 2,
    maxBarThickness: 26,
  }));
  const lying = kind === "bar";
  const shorten = (_, index) =>
    labels[index].length > most ? `${labels[index].slice(0, most)}…` : labels[index];
  return {
    type: kind,
    data: { labels, datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      locale: "zh-CN",
      indexAxis: lying ? "y" : "x",
      scales: pie
        ? {}
        : {
            [lying ? "y" : "x"]: { ticks: { callback: shorten } },
            [lying ? "x" : "y"]: { beginAtZero: true },
          },
      plugins: { legend: { display: pie || values.length > 1, position: pie ? "right" : "top" } },
    },
  };
}

function textOf(term, vocabulary) {
  if (!term) return "";
  return term.type === "uri" ? vocabulary.label(term.value) || vocabulary.shortened(term.value) : term.value;
}
