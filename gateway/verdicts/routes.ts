import { problemSchema } from "../../src/gateway/index.js";
import { describeRoutes, healthSchema, type Route, refused } from "../routes.js";
import { settlementAnswerSchema, verdictAnswerSchema, verdictRequestSchema } from "./wire.js";

export const SERVE_ROUTES: readonly Route[] = [
  {
    method: "post",
    path: "/v1/verdicts",
    summary: "Judge a certificate against a claim; HTML to whoever accepts it",
    body: verdictRequestSchema,
    hasPage: true,
    answers: {
      200: verdictAnswerSchema,
      401: problemSchema,
      403: problemSchema,
      404: problemSchema,
      421: problemSchema,
      ...refused,
    },
  },
  {
    method: "post",
    path: "/v1/settlements",
    summary: "Verify, and mark the share as paid, once for an idempotency key",
    body: verdictRequestSchema,
    headers: ["Idempotency-Key"],
    answers: {
      200: settlementAnswerSchema,
      401: problemSchema,
      403: problemSchema,
      404: problemSchema,
      409: problemSchema,
      421: problemSchema,
      ...refused,
    },
  },
  {
    method: "get",
    path: "/livez",
    summary: "Whether it runs",
    answers: { 200: healthSchema, 403: problemSchema, 421: problemSchema },
  },
  {
    method: "get",
    path: "/readyz",
    summary: "Whether facts can be had",
    answers: { 200: healthSchema, 403: problemSchema, 421: problemSchema, 503: healthSchema },
  },
];

/** The description of `clairevoie serve`. */
export const serveOpenApi = () => {
  const described = describeRoutes("Clairevoie verdicts", SERVE_ROUTES);
  const securitySchemes = { token: { type: "http", scheme: "bearer" } };
  return { ...described, components: { securitySchemes }, security: [{ token: [] }] };
};
