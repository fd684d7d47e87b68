import { type Node, sourceOf } from "./compiler.js";

/** One small change of one contract. */
export interface Mutation {
  readonly file: string;
  /** Contract and function, or the contract alone. */
  readonly where: string;
  readonly line: number;
  /** The line as it stands. */
  readonly text: string;
  /** What is done: "operator", "delete statement", ... */
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  /** Offsets in bytes. */
  readonly start: number;
  readonly end: number;
}

/** A proposal: where, in bytes, and what stands there then. */
type Change = readonly [kind: string, start: number, end: number, to: string];

/** The text of a file, one character a byte, as the compiler counts. */
const inBytes = (name: string): string => Buffer.from(sourceOf(name), "utf8").toString("latin1");
const asText = (latin: string): string => Buffer.from(latin, "latin1").toString("utf8");

/** The source of a file with a mutation in it. */
export function mutate({ file, start, end, to }: Mutation): string {
  const text = inBytes(file);
  return asText(text.slice(0, start) + Buffer.from(to, "utf8").toString("latin1") + text.slice(end));
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "nodeType" in value;
const nodesOf = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
const childrenOf = (node: Node): readonly Node[] =>
  Object.values(node).flatMap((value) => (isNode(value) ? [value] : nodesOf(value)));
const nodeAt = (node: Node, field: string): Node | undefined => (isNode(node[field]) ? node[field] : undefined);
const typeOf = (node: Node | undefined): string =>
  (node?.["typeDescriptions"] as { readonly typeString?: string } | undefined)?.typeString ?? "";

function rangeOf(node: Node): readonly [start: number, end: number] {
  const [start = 0, length = 0] = node.src.split(":").map(Number);
  return [start, start + length];
}

/** What stands for an operator. A comparison goes to its neighbour and to its opposite. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "==": ["!="],
  "!=": ["=="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "+": ["-"],
  "-": ["+"],
  "*": ["+"],
  "/": ["*"],
  "%": ["/"],
  "&": ["|"],
  "|": ["&"],
  "^": ["&"],
  "<<": [">>"],
  ">>": ["<<"],
  "&&": ["||"],
  "||": ["&&"],
};

/** What stands for a function of inline assembly. */
const ASSEMBLY: Readonly<Record<string, string>> = {
  add: "sub",
  sub: "add",
  mul: "add",
  div: "mul",
  mod: "div",
  and: "or",
  or: "and",
  xor: "and",
  shl: "shr",
  shr: "shl",
  lt: "gt",
  gt: "lt",
  eq: "xor",
  byte: "shr",
};

/** Built-in values and what stands for them. */
const BUILT_IN: Readonly<Record<string, string>> = {
  "msg.sender": "tx.origin",
  "block.timestamp": "uint256(0)",
  "block.chainid": "uint256(1)",
};

/** The value that storage has before it is written, of the types that are written in one word. */
function zeroOf(type: string): string | undefined {
  if (type === "bool") return "false";
  const [elementary] = /^(?:uint\d+|bytes\d+|address)$/.exec(type) ?? [];
  return elementary && `${elementary}(0)`;
}

/** Every mutation of a file, from its tree; `declarations` has what its names refer to. */
export function mutationsOf(file: string, tree: Node, declarations: ReadonlyMap<number, Node>): readonly Mutation[] {
  const text = inBytes(file);
  const found = new Map<string, Mutation>();
  const visit = (node: Node, where: string): void => {
    const name = typeof node["name"] === "string" && node["name"] ? node["name"] : String(node["kind"]);
    if (node.nodeType === "ContractDefinition") where = name;
    if (node.nodeType === "FunctionDefinition") where = `${where}.${name}`;
    for (const [kind, start, end, to] of changesOf(node, text, declarations)) {
      const from = text.slice(start, end);
      if (from === to) continue;
      const lineStart = text.lastIndexOf("\n", start) + 1;
      const mutation = {
        file,
        where,
        line: text.slice(0, start).split("\n").length,
        text: asText(text.slice(lineStart, text.indexOf("\n", start))).trim(),
        kind,
        from: asText(from),
        to: asText(to),
        start,
        end,
      };
      const key = `${start}:${end}:${to}`;
      if (!found.has(key)) found.set(key, mutation);
    }
    // The length of an array in a type is no value: what does not fit it does not compile.
    for (const child of childrenOf(node)) if (child.nodeType !== "ArrayTypeName") visit(child, where);
  };
  visit(tree, "");
  return [...found.values()];
}

function changesOf(node: Node, text: string, declarations: ReadonlyMap<number, Node>): readonly Change[] {
  const [start, end] = rangeOf(node);
  const textOf = (one: Node): string => text.slice(...rangeOf(one));
  const replace = (kind: string, to: string): Change => [kind, start, end, to];

  /** Puts the text of each in the place of its neighbour. */
  const swaps = (kind: string, list: readonly Node[]): readonly Change[] =>
    list.slice(1).flatMap((right, i): Change[] => {
      const left = list[i];
      if (!left || typeOf(left) !== typeOf(right)) return [];
      const [from, to] = [rangeOf(left)[0], rangeOf(right)[1]];
      const between = text.slice(rangeOf(left)[1], rangeOf(right)[0]);
      return [[kind, from, to, textOf(right) + between + textOf(left)]];
    });

  /** A condition that always, or never, holds, or that is turned round; operators in it have their own changes. */
  const conditions = (condition: Node, values: readonly string[]): readonly Change[] => {
    const [from, to] = rangeOf(condition);
    const changes = values.map((value): Change => ["condition", from, to, value]);
    if (condition.nodeType.endsWith("Operation")) return changes;
    return [...changes, ["condition", from, to, `!(${text.slice(from, to)})`]];
  };

  /** A statement that is not there. The only one under a condition goes with the condition. */
  const deletions = (statements: readonly Node[]): readonly Change[] =>
    statements
      .filter((one) => !["VariableDeclarationStatement", "Block", "InlineAssembly"].includes(one.nodeType))
      .filter((one) => one.nodeType !== "Return" || nodeAt(one, "expression"))
      .map((one): Change => {
        const [from, to] = rangeOf(one);
        return ["delete statement", from, text[to] === ";" ? to + 1 : to, "{}"];
      });

  /** The other members or constants that could stand in the place of one: the next will do. */
  const next = (members: readonly Node[], id: unknown): Node | undefined => {
    const others = members.filter((one) => typeOf(one) === typeOf(members.find((member) => member["id"] === id)));
    return others[(others.findIndex((one) => one["id"] === id) + 1) % others.length];
  };

  switch (node.nodeType) {
    case "BinaryOperation": {
      const operator = String(node["operator"]);
      const [left, right] = [nodeAt(node, "leftExpression"), nodeAt(node, "rightExpression")];
      if (!left || !right) return [];
      const from = rangeOf(left)[1];
      const at = from + text.slice(from, rangeOf(right)[0]).indexOf(operator);
      const others = (OPERATORS[operator] ?? []).map((to): Change => ["operator", at, at + operator.length, to]);
      if (operator !== "&&" && operator !== "||") return others;
      return [...others, replace("operand", textOf(left)), replace("operand", textOf(right))];
    }
    case "UnaryOperation": {
      const operand = nodeAt(node, "subExpression");
      if (!operand) return [];
      if (node["operator"] === "!") return [replace("operator", textOf(operand))];
      const other = ({ "++": "--", "--": "++" } as const)[String(node["operator"]) as "++" | "--"];
      if (!other) return [];
      return [replace("operator", node["prefix"] ? other + textOf(operand) : textOf(operand) + other)];
    }
    case "Literal":
      return literals(node, text.slice(start, end)).map(([from, to, other]): Change => {
        return ["literal", start + from, start + to, other];
      });
    case "Identifier":
    case "MemberAccess": {
      const builtIn = BUILT_IN[text.slice(start, end)];
      if (builtIn) return [replace("built-in", builtIn)];
      const declaration = declarations.get(Number(node["referencedDeclaration"]));
      const scope = declarations.get(Number(declaration?.["scope"]));
      if (declaration?.nodeType === "EnumValue") {
        const values = [...declarations.values()].find(
          (one) => one.nodeType === "EnumDefinition" && nodesOf(one["members"]).includes(declaration),
        );
        const other = next(nodesOf(values?.["members"]), declaration["id"]);
        return other ? [["constant", end - String(declaration["name"]).length, end, String(other["name"])]] : [];
      }
      if (!declaration?.["constant"]) return [];
      const constants = nodesOf(scope?.["nodes"]).filter((one) => one["constant"]);
      const other = next(constants, declaration["id"]);
      return other ? [["constant", end - String(declaration["name"]).length, end, String(other["name"])]] : [];
    }
    case "FunctionCall": {
      if (node["kind"] === "typeConversion") return [];
      const list = nodesOf(node["arguments"]);
      const zeros = list.flatMap((one): Change[] => {
        const zero = one.nodeType === "Literal" ? undefined : zeroOf(typeOf(one));
        return zero ? [["argument", ...rangeOf(one), zero]] : [];
      });
      return [...swaps("argument", list), ...zeros];
    }
    case "TupleExpression":
      return swaps("swap", nodesOf(node["components"]));
    case "Conditional": {
      const condition = nodeAt(node, "condition");
      return condition ? conditions(condition, ["true", "false"]) : [];
    }
    case "IfStatement": {
      const condition = nodeAt(node, "condition");
      if (!condition) return [];
      if (!node["falseBody"]) return conditions(condition, ["true"]); // Never is the same as to delete it.
      return [
        ...conditions(condition, ["true", "false"]),
        ...deletions(nodesOf([node["trueBody"], node["falseBody"]])),
      ];
    }
    case "WhileStatement": {
      const condition = nodeAt(node, "condition");
      return condition ? conditions(condition, ["false"]) : [];
    }
    case "ForStatement": {
      const body = nodeAt(node, "body");
      return body && body.nodeType !== "Block" ? deletions([body]) : []; // Its condition is a comparison with its own.
    }
    case "Block":
    case "UncheckedBlock":
      return deletions(nodesOf(node["statements"]));
    case "Return": {
      const value = nodeAt(node, "expression");
      if (!value || typeOf(value) !== "bool") return [];
      return ["true", "false"].map((to): Change => ["returned value", ...rangeOf(value), to]);
    }
    case "Assignment": {
      const [left, right] = [nodeAt(node, "leftHandSide"), nodeAt(node, "rightHandSide")];
      const operator = String(node["operator"]);
      const other = { "+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=", "^=": "&=", "<<=": ">>=", ">>=": "<<=" }[
        operator
      ];
      if (!left || !right || !other) return [];
      return [["operator", rangeOf(left)[1], rangeOf(right)[0], ` ${other} `]];
    }
    case "VariableDeclarationStatement": {
      const value = nodeAt(node, "initialValue");
      const [variable] = nodesOf(node["declarations"]);
      const zero = value && value.nodeType !== "Literal" ? zeroOf(typeOf(variable)) : undefined;
      return value && zero ? [["initial value", ...rangeOf(value), zero]] : [];
    }
    case "VariableDeclaration": {
      if (node["stateVariable"] || node["storageLocation"] !== "storage") return [];
      const at = text.slice(start, end).indexOf(" storage ");
      return at < 0 ? [] : [["location", start + at + 1, start + at + 8, "memory"]];
    }
    case "ModifierInvocation":
      return node["kind"] === "modifierInvocation" ? [replace("delete modifier", "")] : [];
    case "EnumDefinition":
      return enumSwaps(nodesOf(node["members"]), textOf);
    case "YulFunctionCall": {
      const called = nodeAt(node, "functionName");
      const other = called && ASSEMBLY[String(called["name"])];
      const list = nodesOf(node["arguments"]).map((one) => ({ ...one, typeDescriptions: {} }));
      const operators: readonly Change[] = called && other ? [["operator", ...rangeOf(called), other]] : [];
      return [...operators, ...swaps("argument", list)];
    }
    case "YulLiteral":
      if (node["kind"] !== "number") return [];
      return numbers(text.slice(start, end)).map((to): Change => replace("literal", to));
    case "YulExpressionStatement":
    case "YulAssignment":
      return [replace("delete statement", "")];
    case "YulIf": {
      const condition = nodeAt(node, "condition");
      return condition ? [["condition", ...rangeOf(condition), "1"], replace("delete statement", "")] : [];
    }
    default:
      return [];
  }
}

/** Members whose order is their number: each changes places with the next. */
function enumSwaps(members: readonly Node[], textOf: (node: Node) => string): readonly Change[] {
  return members.slice(1).flatMap((right, i): Change[] => {
    const left = members[i];
    return left ? [["order", rangeOf(left)[0], rangeOf(right)[1], `${textOf(right)}, ${textOf(left)}`]] : [];
  });
}

/** Parts of a literal, from and to within it, and what stands there instead. */
function literals(node: Node, text: string): readonly (readonly [from: number, to: number, to: string])[] {
  const all = (to: string): readonly [number, number, string] => [0, text.length, to];
  switch (node["kind"]) {
    case "bool":
      return [all(text === "true" ? "false" : "true")];
    case "number":
      return numbers(text).map(all);
    case "hexString": // Of each piece its last digit: a key has a piece for each word.
      return [...text.matchAll(/([0-9a-f])"/gi)].map(({ index, 1: digit = "" }) => {
        return [index, index + 1, ((Number.parseInt(digit, 16) + 1) % 16).toString(16)];
      });
    case "string":
      return [[1, 2, text[1] === "X" ? "Y" : "X"]];
    default:
      return [];
  }
}

/** The neighbours of a number. */
function numbers(text: string): readonly string[] {
  const [written = "", unit = ""] = text.split(/ (.*)/s);
  if (!/^(?:0x[0-9a-f]+|[0-9_]+)$/i.test(written)) return [];
  const value = BigInt(written.replaceAll("_", ""));
  const write = (n: bigint): string => [n.toString(), unit].join(" ").trim();
  return value === 0n ? [write(1n)] : [write(value - 1n), write(value + 1n)];
}
