/**
 * Loads our JavaScript modules in Node by the path under which the site serves them, so that tests
 * and browser see the same relative imports: the static folders of the apps are served as one.
 *
 * Needs Node 20.6 or later.
 */

import { existsSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";

const APPS = [
  ...["core", "territory", "public_map", "accounts"],
  ...["calls/applications", "calls/selection", "people", "pathways/measures"],
];
const ROOTS = APPS.map((app) => new URL(`../../o2r/${app}/static/`, import.meta.url).href);

/** Resolves "../../../core/js/french.js" of a module of one app to the file of the other app. */
const HOOK = `
  import { existsSync } from "node:fs";
  import { fileURLToPath } from "node:url";
  const ROOTS = ${JSON.stringify(ROOTS)};
  export async function resolve(specifier, context, next) {
    const root = ROOTS.find((r) => context.parentURL?.startsWith(r));
    if (!root || !specifier.startsWith(".")) return next(specifier, context);
    const wanted = new URL(specifier, context.parentURL).href;
    const path = wanted.startsWith(root) ? wanted.slice(root.length) : null;
    const found = path && ROOTS.map((r) => r + path).find((u) => existsSync(fileURLToPath(u)));
    return next(found || specifier, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(HOOK)}`);

/**
 * @param {string} path as served under the static address, such as "core/js/french.js"
 * @returns {Promise<any>} the module
 */
export async function load(path) {
  const address = ROOTS.map((root) => root + path).find((u) => existsSync(fileURLToPath(u)));
  if (!address) throw new Error(`No static file ${path} in ${APPS.join(", ")}`);
  return import(address);
}
