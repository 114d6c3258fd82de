/** The answer as the server sent it (原文): its beginning on the page, all of it as a file. */

import { element } from "../../api/http/page/elements.js";

const SHOWN = 100_000; // characters; a browser is slow with the long lines of an answer
const ENDINGS = { json: "json", ttl: "ttl" };

export class RawView {
  label = "原文";
  priority = 2;

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return Boolean(this.#text());
  }

  #text() {
    return this.yasr.results?.getOriginalResponseAsString() ?? "";
  }

  draw() {
    const text = this.#text();
    const more = text.length > SHOWN ? `只显示前 ${SHOWN} 个字符，共 ${text.length} 个；请下载全文。` : "";
    const notice = element("p", { className: "warning", role: "status" }, more);
    this.yasr.resultsEl.replaceChildren(notice, element("pre", { className: "raw" }, text.slice(0, SHOWN)));
  }

  download(name) {
    const ending = ENDINGS[this.yasr.results.getType()] ?? "txt";
    return {
      getData: () => this.#text(),
      contentType: this.yasr.results.getContentType(),
      filename: `${name || "jipu"}.${ending}`,
      title: "下载原文",
    };
  }
}
