/** Problems that the server reports, as a result of their own and as a mark in the editor. */

import { problemElement, problemOf } from "../../api/http/page/problem.js";

/** For `Yasr.defaults.errorRenderers`: YASGUI gives the body of the failed answer as text. */
export async function renderProblem({ text }) {
  return problemElement(problemOf(text));
}

/** Mark the place of a problem in its editor until the next change or run. */
export function markProblems(yasgui) {
  const marks = new WeakMap();
  const clear = (yasqe) => {
    marks.get(yasqe)?.forEach((mark) => mark.clear());
    marks.delete(yasqe);
  };
  const mark = (yasqe, error) => {
    const { line, column } = problemOf(error.message);
    if (!line) return;
    const doc = yasqe.getDoc();
    // A fault at the end of a line is shown on its last character.
    const from = { line: line - 1, ch: Math.max(0, Math.min(column, doc.getLine(line - 1).length) - 1) };
    const background = yasqe.addLineClass(from.line, "background", "fault-line");
    const { end } = yasqe.getTokenAt({ line: from.line, ch: from.ch + 1 });
    const place = doc.markText(from, { line: from.line, ch: end }, { className: "fault-place" });
    marks.set(yasqe, [place, { clear: () => yasqe.removeLineClass(background, "background", "fault-line") }]);
    yasqe.scrollIntoView(from);
  };
  const watched = new WeakSet();
  const watch = (tab) => {
    const yasqe = tab.getYasqe();
    clear(yasqe);
    if (watched.has(yasqe)) return;
    watched.add(yasqe);
    yasqe.on("error", mark);
    yasqe.on("change", () => clear(yasqe));
  };
  yasgui.on("queryBefore", (_, tab) => watch(tab));
  watch(yasgui.getTab()); // the query of a link is running already
}
