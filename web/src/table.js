/** The table of both editors as a view of YASGUI. */

import { ResultTable } from "../../api/http/page/table.js";
import { resultOf } from "./result.js";

export function tablePlugin(vocabulary) {
  return class {
    label = "表格";
    priority = 10;

    constructor(yasr) {
      this.yasr = yasr;
    }

    canHandleResults() {
      return resultOf(this.yasr.results).vars.length > 0;
    }

    draw() {
      const name = this.yasr.config.getDownloadFileName?.() || "jipu";
      new ResultTable(this.yasr.resultsEl, resultOf(this.yasr.results), vocabulary, name);
    }
  };
}
