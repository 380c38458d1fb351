/**
 * Grades pages with Mozilla's HTTP Observatory, in its own order: retrieve, test, grade. Its command
 * takes a host and refuses an error page; its library takes a path, ports and headers.
 *
 * Reads on the standard input {host, httpsPort, httpPort, pages: [{kind, path, cookie}]} and prints
 * {version, root, pages: {kind: {grade, score, status, failed}}}; `root` is the grade that the
 * scanner's own `scan` gives to the host, to compare. Ends with status 3 when it is not installed.
 */

import fs from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";

const NOT_INSTALLED = 3;
const PACKAGE = "@mdn/mdn-http-observatory";
const ACCEPT = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

// The list of hosts that browsers preload for HSTS, which the package downloads when it is
// installed: here it is empty, because nobody preloads localhost and nothing is downloaded.
const read = fs.readFileSync;
fs.readFileSync = (file, ...options) =>
  String(file).endsWith("hsts-preload.json") ? "{}" : read(file, ...options);

async function library() {
  try {
    const [{ ALL_TESTS }, grader, charts, { retrieve }, { scan }] = await Promise.all([
      import(`${PACKAGE}/src/constants.js`),
      import(`${PACKAGE}/src/grader/grader.js`),
      import(`${PACKAGE}/src/grader/charts.js`),
      import(`${PACKAGE}/src/retriever/retriever.js`),
      import(`${PACKAGE}/src/scanner/index.js`),
    ]);
    return { ALL_TESTS, ...grader, ...charts, retrieve, scan };
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    process.exit(NOT_INSTALLED);
  }
}

const observatory = await library();

/** The same sums as the scanner's `scan`: extra points count only from a base of 90. */
function grade(requests) {
  const results = observatory.ALL_TESTS.map((test) => test(requests));
  const points = results.map(({ result }) => observatory.getScoreModifier(result));
  const lost = points.filter((point) => point < 0).reduce((sum, point) => sum + point, 100);
  const all = points.reduce((sum, point) => sum + point, 100);
  const best = lost >= observatory.MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : lost;
  const failed = results.filter(({ pass }) => !pass).map(({ result }) => result);
  const final = observatory.getGradeForScore(best);
  return { grade: final.grade, score: final.score, failed };
}

const { host, httpsPort, httpPort, pages } = JSON.parse(read(0, "utf8"));
const graded = {};
for (const { kind, path, cookie } of pages) {
  const headers = cookie ? [ACCEPT, `Cookie: ${cookie}`] : [ACCEPT];
  const requests = await observatory.retrieve(host, { path, httpsPort, httpPort, headers });
  if (!requests.responses.auto) throw new Error(`${kind}: no answer`);
  graded[kind] = { ...grade(requests), status: requests.responses.auto.status };
}
const { scan } = await observatory.scan(`${host}:${httpsPort}`);
const { version } = createRequire(import.meta.url)(`${PACKAGE}/package.json`);
process.stdout.write(JSON.stringify({ version, root: scan.grade, pages: graded }));
