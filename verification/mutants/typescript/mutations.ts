import { readFileSync } from "node:fs";
import { parseSync, visitorKeys } from "oxc-parser";

/** One small change of a source. Offsets are in characters. */
export interface Mutation {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}
type Change = readonly [kind: string, at: Node, to: string];

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;
const nodesIn = (value: unknown): readonly Node[] => (Array.isArray(value) ? value : [value]).filter(isNode);

/** A comparison goes to its opposite and to its neighbour. */
const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
};
/** Expressions that are conditions wherever they stand. */
const CONDITIONS = ["BinaryExpression", "LogicalExpression", "UnaryExpression"];

/** Every mutation of a file: conditions that always or never hold, terms and statements that are not there, bounds moved by one. */
export function mutationsOf(file: string): readonly Mutation[] {
  const text = readFileSync(file, "utf8");
  const textOf = ({ start, end }: Node) => text.slice(start, end);

  const always = (node: unknown): readonly Change[] =>
    isNode(node) ? [true, false].map((value) => ["condition", node, String(value)] as const) : [];
  const left = (node: Node) => node["left"] as Node;
  const right = (node: Node) => node["right"] as Node;

  const changesOf = (node: Node): readonly Change[] => {
    switch (node.type) {
      case "IfStatement":
      case "ConditionalExpression":
      case "WhileStatement":
        return always(node["test"]);
      case "ReturnStatement":
        return isNode(node["argument"]) && CONDITIONS.includes(node["argument"].type) ? always(node["argument"]) : [];
      case "ArrowFunctionExpression":
        return isNode(node["body"]) && CONDITIONS.includes(node["body"].type) ? always(node["body"]) : [];
      case "LogicalExpression":
        return [left(node), right(node)].map((term) => ["term", node, textOf(term)] as const);
      case "BinaryExpression":
        return (COMPARISONS[String(node["operator"])] ?? []).map((to) => {
          return ["operator", node, `${textOf(left(node))} ${to} ${textOf(right(node))}`] as const;
        });
      case "ExpressionStatement":
        return [["delete statement", node, "void 0;"]];
      case "CallExpression": // What says yes or no, or adds a finding, within an expression.
        return [["call", node, "undefined"]];
      case "Literal":
        return typeof node["value"] === "bigint" || typeof node["value"] === "number"
          ? [["literal", node, `(${textOf(node)} + ${typeof node["value"] === "bigint" ? "1n" : "1"})`]]
          : [];
      default:
        return [];
    }
  };

  const found = new Map<string, Mutation>();
  const visit = (node: Node): void => {
    if (node.type.startsWith("TS") && !/^TS(?:As|NonNull|Satisfies)/.test(node.type)) return;
    for (const [kind, at, replacement] of changesOf(node)) {
      const to = kind === "delete statement" ? replacement : `(${replacement})`;
      const line = text.slice(0, at.start).split("\n").length;
      const one = { file, line, kind, from: textOf(at), to, start: at.start, end: at.end };
      const key = `${at.start}:${at.end}:${to}`;
      if (one.from !== replacement && !found.has(key)) found.set(key, one);
    }
    for (const key of visitorKeys[node.type] ?? []) for (const child of nodesIn(node[key])) visit(child);
  };
  visit(parseSync(file, text).program as unknown as Node);
  return [...found.values()];
}
