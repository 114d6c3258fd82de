/** Links to a query (分享链接): the query, the title and the view in the URL fragment, as YASGUI reads it. */

import { withPrefixes } from "./prefixes.js";

/** For `Tab.prototype`: YASGUI's own links also carry the endpoint and headers, ours must not. */
export function shareableLink() {
  const { selectedPlugin: view, pluginsConfig } = this.getPersistedJson().yasr.settings;
  const parameters = { query: this.getQuery(), tabTitle: this.getName(), outputFormat: view };
  const settings = pluginsConfig?.[view];
  if (settings) parameters.outputSettings = JSON.stringify(settings);
  const encoded = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${location.href.split("#")[0]}#${encoded.join("&")}`;
}

/** The tab that a link asks for; what it may not set, such as another endpoint, is dropped. */
export function trusted(tab, request, prefixes) {
  return {
    ...tab,
    yasqe: { value: withPrefixes(tab.yasqe.value, prefixes) },
    // In place, for YASGUI has filled the request of every later tab as well: it is one object.
    requestConfig: Object.assign(tab.requestConfig, request),
  };
}

/** A link pasted into the page that is open changes only the fragment, which YASGUI reads at its start. */
export function reloadOnNewLink() {
  addEventListener("hashchange", () => {
    if (/[#&]query=/.test(location.hash)) location.reload();
  });
}
