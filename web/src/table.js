/** The table of both editors as a view of YASGUI. */

import { ResultTable } from "../../api/http/page/table.js";

export function tablePlugin(vocabulary) {
  return class {
    label = "表格";
    priority = 10;

    constructor(yasr) {
      this.yasr = yasr;
    }

    canHandleResults() {
      return this.yasr.results?.getVariables().length > 0;
    }

    draw() {
      const name = this.yasr.config.getDownloadFileName?.() || "jipu";
      new ResultTable(this.yasr.resultsEl, resultOf(this.yasr.results), vocabulary, name);
    }
  };
}

/** `{vars, rows}` as the server sent them: YASGUI's own rows have `{{…}}` in texts filled in. */
export function resultOf(results) {
  if (results.getType() !== "json") return { vars: results.getVariables(), rows: results.getBindings() };
  const told = JSON.parse(results.getOriginalResponseAsString());
  return { vars: told.head.vars, rows: told.results.bindings };
}
