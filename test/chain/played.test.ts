/**
 * What asks something of every scenario, in one file: mocha gives each file a process of its own, and here they are
 * played once for all. The scenarios come first: one that cannot be played is then named, before the reports of all need it.
 */
import "./scenarios/scenarios.suite.js";
import "./scenarios/enclosed.suite.js";
import "./report/page.suite.js";
import "./report/summary.suite.js";
