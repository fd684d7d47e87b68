import { parseArgs } from "node:util";
import { getAddress } from "ethers";
import type { Parameters } from "../../src/chain/index.js";

/** An option that cannot be used. */
export class OptionError extends Error {
  override readonly name = "OptionError";

  constructor(option: string, reason: string) {
    super(`${option}: ${reason}`);
  }
}

export const USAGE = `npx tsx scripts/deploy.ts --network NAME [options]

Deploys the suite, or checks what is deployed already, and writes deployments/<chain id>.json.

  --network NAME              localhost, or a network of src/chain/networks.ts (sepolia, …)
  --admin ADDRESS             who administers the council's roles (default: the deployer); a multisig in production
  --enroller ADDRESS          who enrols opticians and insurers (default: the deployer)
  --lens-enroller ADDRESS     who announces lens makers and their names (default: the deployer)
  --guard ADDRESS             who suspends, declares compromises and cancels announcements (default: the deployer)
  --look-back-days N          how far a declared compromise may reach back (default 30)
  --maker-delay-days N        how long a lens maker is announced before it is enrolled, for ever (default 3)
  --guard-delay-days N        how long a new guard is announced, for ever; no less (default 30)
  --out DIR                   where the deployment file goes (default deployments)
  --dry-run                   say what it would cost, send and write nothing
  --json                      the last line of standard output is one JSON object
  --help                      this

A deployment that was interrupted goes on where it stopped when the command is run again.
Exit code: 0 done or as recorded, 2 on bad input, 3 when the chain cannot be reached or is not as recorded.`;

export interface DeployOptions {
  readonly network: string;
  readonly out: string;
  readonly changes: Partial<Parameters>;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** Reads the command line. @throws {OptionError} naming the option. */
export function readOptions(args: readonly string[]): DeployOptions {
  const values = parse(args);
  const changes: Partial<Parameters> = {
    ...address(values.admin, "admin"),
    ...address(values.enroller, "enroller"),
    ...address(values["lens-enroller"], "lensEnroller"),
    ...address(values.guard, "guard"),
    ...days(values["look-back-days"], "lookBackSeconds", 1),
    ...days(values["maker-delay-days"], "makerDelaySeconds", 0),
    ...days(values["guard-delay-days"], "guardDelaySeconds", 0),
  };
  if (!values.help && !values.network) throw new OptionError("--network", "is needed; see --help");
  return {
    network: values.network ?? "",
    out: values.out ?? "deployments",
    changes,
    dryRun: values["dry-run"] ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        network: text,
        admin: text,
        enroller: text,
        "lens-enroller": text,
        guard: text,
        "look-back-days": text,
        "maker-delay-days": text,
        "guard-delay-days": text,
        out: text,
        "dry-run": flag,
        json: flag,
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new OptionError("option", `${error instanceof Error ? error.message.split("\n")[0] : "unknown"}; see --help`);
  }
}

function address(
  value: string | undefined,
  name: "admin" | "enroller" | "lensEnroller" | "guard",
): Partial<Parameters> {
  if (value === undefined) return {};
  try {
    return { [name]: getAddress(value) };
  } catch {
    throw new OptionError(`--${name}`, "is not an address, or its checksum is wrong");
  }
}

function days(
  value: string | undefined,
  name: "lookBackSeconds" | "makerDelaySeconds" | "guardDelaySeconds",
  least: number,
): Partial<Parameters> {
  if (value === undefined) return {};
  const count = Number(value);
  if (!/^\d{1,3}$/.test(value) || count < least) throw new OptionError(`--${name}`, `must be ${least} to 999 days`);
  return { [name]: count * 86_400 };
}
