import { InputError, type Policy, policy } from "../../protocol/index.js";
import { parseJson } from "../../protocol/json.js";
import type { CommonOptions, Session } from "../session.js";

/** Reads the policy of a file, by default that of `--policy`, completed with the defaults. */
export async function readPolicy(
  session: Session<CommonOptions & { readonly policy?: string }>,
  file = session.options.policy,
): Promise<Policy> {
  if (file === undefined) return policy();
  const changes = parseJson(await session.read(file), file);
  if (typeof changes !== "object" || changes === null || Array.isArray(changes)) {
    throw new InputError(file, "policy-not-object");
  }
  return policy(changes as Partial<Policy>);
}
