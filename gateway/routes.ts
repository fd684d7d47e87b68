import * as z from "zod";
import {
  anchorSchema,
  batchPostSchema,
  batchStateSchema,
  boxEraseSchema,
  boxesSchema,
  boxPostSchema,
  boxReadSchema,
  boxStoredSchema,
  gatewayStatusSchema,
  PROBLEM_TYPE,
  problemSchema,
  relayStateSchema,
  roundSchema,
  stockUsesPostSchema,
  withdrawalPostSchema,
} from "../src/gateway/index.js";

/** An address, as OpenAPI describes it. The tests hold every answer to it. */
export interface Route {
  readonly method: "get" | "post";
  /** As OpenAPI writes it: `/v1/batches/{digest}`. */
  readonly path: string;
  readonly summary: string;
  readonly body?: z.ZodType;
  /** Answers with a page to whoever accepts HTML. */
  readonly hasPage?: boolean;
  /** Headers that it needs besides those of HTTP. */
  readonly headers?: readonly string[];
  /** By status. Null: no body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
}

export const healthSchema = z
  .strictObject({ ready: z.boolean(), alarms: z.array(z.string()) })
  .meta({ title: "Health", description: "Whether it is ready, and why not" });

const state = { 200: batchStateSchema, 404: problemSchema };
const relay = { 200: relayStateSchema, 404: problemSchema };
export const refused = {
  413: problemSchema,
  415: problemSchema,
  422: problemSchema,
  429: problemSchema,
  500: problemSchema,
  503: problemSchema,
};

export const ROUTES: readonly Route[] = [
  {
    method: "post",
    path: "/v1/batches",
    summary: "Accept a batch to be anchored",
    body: batchPostSchema,
    answers: { 200: batchStateSchema, 202: batchStateSchema, ...refused },
  },
  {
    method: "get",
    path: "/v1/batches/{digest}",
    summary: "How far a batch is; ?wait=20 waits until it is further",
    answers: { ...state, 500: problemSchema },
  },
  {
    method: "get",
    path: "/v1/rounds/{root}",
    summary: "The leaves of a root",
    answers: { 200: roundSchema, 404: problemSchema },
  },
  {
    method: "get",
    path: "/v1/anchors/{root}",
    summary: "What this gateway sees on chain of any root",
    answers: { 200: anchorSchema, 404: problemSchema, 503: problemSchema },
  },
  {
    method: "post",
    path: "/v1/boxes",
    summary: "Store a closed message",
    body: boxPostSchema,
    answers: { 200: boxStoredSchema, 201: boxStoredSchema, 409: problemSchema, ...refused },
  },
  {
    method: "post",
    path: "/v1/boxes/read",
    summary: "Read boxes; unknown, expired, erased and empty ones answer alike",
    body: boxReadSchema,
    answers: { 200: boxesSchema, ...refused },
  },
  {
    method: "post",
    path: "/v1/boxes/erase",
    summary: "Erase a box",
    body: boxEraseSchema,
    answers: { 204: null, ...refused },
  },
  {
    method: "post",
    path: "/v1/withdrawals",
    summary: "Relay a signed withdrawal",
    body: withdrawalPostSchema,
    answers: { 200: relayStateSchema, 202: relayStateSchema, ...refused },
  },
  { method: "get", path: "/v1/withdrawals/{digest}", summary: "How far a withdrawal is", answers: relay },
  {
    method: "post",
    path: "/v1/stock-uses",
    summary: "Relay signed uses of stock lenses",
    body: stockUsesPostSchema,
    answers: { 200: relayStateSchema, 202: relayStateSchema, ...refused },
  },
  { method: "get", path: "/v1/stock-uses/{digest}", summary: "How far stock uses are", answers: relay },
  { method: "get", path: "/v1/status", summary: "What this gateway is", answers: { 200: gatewayStatusSchema } },
  { method: "get", path: "/livez", summary: "Whether it runs", answers: { 200: healthSchema } },
  {
    method: "get",
    path: "/readyz",
    summary: "Whether it anchors and accepts",
    answers: { 200: healthSchema, 503: healthSchema },
  },
];

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" });

/** The description of the gateway's interface. */
export const openApi = () => describeRoutes("Clairevoie gateway", ROUTES);

/** The description of a whole interface, from the schemas that read and write it. */
export function describeRoutes(title: string, routes: readonly Route[]): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, summary, body, hasPage, headers = [], answers } of routes) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const hash = { type: "string", pattern: "^0x[0-9a-f]{64}$" };
    const wait = { name: "wait", in: "query", schema: { type: "integer", minimum: 0, maximum: 20 } };
    paths[path] = {
      ...paths[path],
      [method]: {
        summary,
        parameters: [
          ...names.map((name) => ({ name, in: "path", required: true, schema: hash })),
          ...headers.map((name) => ({ name, in: "header", required: true, schema: { type: "string" } })),
          ...(path === "/v1/batches/{digest}" ? [wait] : []),
        ],
        ...(body && { requestBody: { required: true, content: { "application/json": { schema: jsonSchema(body) } } } }),
        responses: Object.fromEntries(
          Object.entries(answers).map(([status, schema]) => [
            status,
            {
              description: status,
              ...(schema && {
                content: {
                  [schema === problemSchema ? PROBLEM_TYPE : "application/json"]: { schema: jsonSchema(schema) },
                  ...(hasPage && status === "200" && { "text/html": { schema: { type: "string" } } }),
                },
              }),
            },
          ]),
        ),
      },
    };
  }
  const info = { title, version: "1", license: { name: "Apache-2.0" } };
  return { openapi: "3.1.0", info, paths };
}
