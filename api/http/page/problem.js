/** What went wrong, in words (错误说明): the problem documents of the server (RFC 9457) and the rest. */

import { element } from "./elements.js";

const MEANINGS = {
  400: ["查询有误", "请检查标出的位置。"],
  403: ["不允许的查询", "此服务只读，且不访问其他网站。"],
  404: ["没有找到", ""],
  413: ["查询过长", "请缩短查询，例如减少 VALUES 的行数。"],
  503: ["服务器正忙", "请过几秒再试。"],
  504: ["查询超时", "查询已在时限处停止，没有给出部分结果。请增加条件、减少 OPTIONAL，或加上 LIMIT。"],
  507: ["结果过大", "请加上 LIMIT，或只查询需要的列。"],
};

/** A problem from the body of a failed answer, or from what the browser threw. */
export function problemOf(text) {
  if (/abort/i.test(text)) return { title: "查询已停止", advice: "", detail: "" };
  try {
    const told = JSON.parse(text);
    const [title, advice] = MEANINGS[told.status] ?? [`服务器报告错误 ${told.status}`, ""];
    return { title, advice, detail: told.detail ?? "", line: told.line, column: told.column };
  } catch {
    return {
      title: "没有得到完整的答复",
      advice: "服务器可能已停止，或答复中途断开。请稍后再试。",
      detail: text,
    };
  }
}

/** Draw a problem; a `query` is quoted with a mark at the fault, where no editor can show one. */
export function problemElement(problem, query = "") {
  const place = problem.line ? `第 ${problem.line} 行，第 ${problem.column} 列` : "";
  return element(
    "div",
    { className: "problem", role: "alert" },
    element("strong", {}, problem.title),
    place ? element("span", { className: "place" }, place) : null,
    problem.advice ? element("p", {}, problem.advice) : null,
    place && query ? element("pre", { className: "fault" }, ...marked(query, problem)) : null,
    problem.detail ? element("pre", {}, problem.detail) : null,
  );
}

function marked(query, { line, column }) {
  const text = query.split("\n")[line - 1] ?? "";
  const [before, rest] = [text.slice(0, column - 1), text.slice(column - 1)];
  const [word] = /^(\w+|.)/u.exec(rest) ?? [" "];
  return [`${line}  ${before}`, element("mark", {}, word), rest.slice(word.length)];
}
