import { execFileSync } from "node:child_process";
import { GatewayGround } from "../../../testing/gateway-ground.js";
import { HAS_POSTGRES, startPostgres } from "../../../testing/postgres.js";
import { readCount, readOptions, refuse } from "../../../testing/script-options.js";
import { killUnderLoad } from "./kills.js";

const values = readOptions({
  kills: { type: "string", default: "200" },
  store: { type: "string", default: "sqlite" },
  json: { type: "boolean" },
  help: { type: "boolean" },
});
if (values.help) {
  console.log(`npm run kill:gateway -- [options]

Kills a gateway under load with SIGKILL, starts it again, and in the end looks whether all that it acknowledged is in exactly one round, and
whether one transaction of its account was mined for each round. With PostgreSQL two instances run, and either is killed.

--kills N     200 by default; a kill takes about two seconds
--store NAME  sqlite or postgres
--json        one JSON object

Exit code: 0 when nothing was lost or doubled, 1 when something was, 2 on a bad option.`);
  process.exit(0);
}
const { store } = values;
if (store !== "sqlite" && store !== "postgres") refuse("--store: must be sqlite or postgres; see --help");
if (store === "postgres" && !HAS_POSTGRES) refuse("--store: PostgreSQL is not installed here");
const kills = readCount("kills", values.kills);
const instances = store === "postgres" ? 2 : 1;

execFileSync(process.execPath, ["--import", "tsx/esm", "gateway/build.ts"]);
const cluster = store === "postgres" ? await startPostgres() : undefined;
const ground = await GatewayGround.open({ instances, ...(cluster && { database: cluster.url() }) });
try {
  const faults = await killUnderLoad(ground, { kills, instances });
  const told = { store, instances, kills, acknowledged: ground.acknowledged.length, faults };
  if (values.json) console.log(JSON.stringify(told));
  else
    console.log(
      `${store}: ${kills} kills, ${told.acknowledged} batches acknowledged; ${faults.join("; ") || "nothing lost or doubled"}`,
    );
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await ground.close();
  await cluster?.stop();
}
