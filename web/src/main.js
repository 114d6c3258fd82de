/** The page for queries with YASGUI: editor with completion, tabs, table, chart, raw answer. */

import "@zazuko/yasgui/build/yasgui.min.css";
import "./yasgui.css";
import Yasgui from "@zazuko/yasgui";
import { element } from "../../api/http/page/elements.js";
import { ENDPOINT } from "../../api/http/page/endpoint.js";
import { drawMenu } from "../../api/http/page/menu.js";
import { problemElement, problemOf } from "../../api/http/page/problem.js";
import { FIRST_QUERY, start } from "../../api/http/page/start.js";
import { chartPlugin } from "./chart.js";
import { completeWith } from "./completion.js";
import { markProblems, renderProblem } from "./problems.js";
import { declareUsedPrefixes } from "./prefixes.js";
import { RawView } from "./raw.js";
import { reloadOnNewLink, shareableLink, trusted } from "./share.js";
import { tablePlugin } from "./table.js";

const NAME_LENGTH = 16; // characters of a question that a tab shows

function request() {
  return { endpoint: ENDPOINT, method: "POST", headers: {}, args: [], namedGraphs: [], defaultGraphs: [] };
}

function configure(vocabulary) {
  const { Yasqe, Yasr, Tab } = Yasgui;
  completeWith(Yasqe, vocabulary);
  Yasr.registerPlugin("table", tablePlugin(vocabulary));
  Yasr.registerPlugin("chart", chartPlugin(vocabulary));
  Yasr.registerPlugin("response", RawView);
  Yasr.defaults.pluginOrder = ["table", "chart", "response"];
  Yasr.defaults.maxPersistentResponseSize = 0; // kept results would outlive the release they are of
  Yasr.defaults.errorRenderers = [renderProblem];
  Tab.prototype.getShareableLink = shareableLink;
}

function openYasgui(root, prefixes) {
  root.replaceChildren();
  return new Yasgui(root, {
    persistenceId: "jipu",
    tabName: "查询",
    requestConfig: request(),
    populateFromUrl: (tab) => trusted(tab, request(), prefixes),
    yasqe: { value: FIRST_QUERY, editorHeight: "22rem" },
  });
}

/** Open an example in a tab, the one it already has if it is unchanged, and run it. */
function openExample(yasgui, { zh, query }) {
  const name = zh.length > NAME_LENGTH ? `${zh.slice(0, NAME_LENGTH)}…` : zh;
  yasgui.addTab(true, { name, yasqe: { value: query } }, { avoidDuplicateTabs: true });
  yasgui
    .getTab()
    .query()
    .catch(() => {}); // a problem is shown as the result
}

const root = document.getElementById("editor");
try {
  const { vocabulary, examples } = await start();
  configure(vocabulary);
  const yasgui = openYasgui(root, vocabulary.prefixes);
  markProblems(yasgui);
  declareUsedPrefixes(yasgui, vocabulary.prefixes);
  const nav = document.querySelector("header nav");
  nav.append(element("a", { href: "query?editor=plain" }, "简易编辑器"));
  drawMenu(document.getElementById("menu"), examples, (example) => openExample(yasgui, example));
  reloadOnNewLink();
} catch (error) {
  root.replaceChildren(problemElement(problemOf(error.message)));
}
