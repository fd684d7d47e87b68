import { readFileSync } from "node:fs";
import { type Chance, chance } from "../../../testing/chance.js";
import type { GatewayGround } from "../../../testing/gateway-ground.js";

const HOOK = "verification/gateway/kills/killing.ts";

/** Kills instances under load, again and again, at moments that are drawn. Gives what was wrong afterwards. */
export async function killUnderLoad(
  ground: GatewayGround,
  { kills, instances = 1, seed = "kills" }: { kills: number; instances?: number; seed?: string },
): Promise<string[]> {
  const draw: Chance = chance(seed);
  for (let kill = 0; kill < kills; kill++) {
    for (let number = 0; number < instances; number++) await ground.start(number);
    const before = ground.acknowledged.length;
    let isOver = false;
    const posting = Array.from({ length: 4 }, async (_, i) => {
      while (!isOver) {
        await ground.post(i % instances);
        await new Promise((next) => setTimeout(next, 5));
      }
    });
    const enough = before + draw.whole(1, 12);
    const deadline = performance.now() + 60_000;
    while (ground.acknowledged.length < enough && performance.now() < deadline) {
      await new Promise((next) => setTimeout(next, 1));
    }
    await new Promise((next) => setTimeout(next, draw.whole(0, 60)));
    await ground.stop("SIGKILL", draw.whole(0, instances - 1));
    isOver = true;
    await Promise.all(posting);
    if (ground.acknowledged.length < enough) return [`nothing was acknowledged before the kill ${kill + 1}`];
  }
  return finish(ground, instances);
}

async function finish(ground: GatewayGround, instances: number): Promise<string[]> {
  for (let number = 0; number < instances; number++) await ground.start(number);
  await ground.untilFinal();
  for (let number = 0; number < instances; number++) await ground.stop("SIGTERM", number);
  return ground.faults();
}

/** What a gateway writes and sends from its start until two batches are final. */
export async function stepsOf(ground: GatewayGround, trace: string): Promise<readonly string[]> {
  await play(ground, { KILL_TRACE: trace });
  await ground.stop("SIGKILL");
  return readFileSync(trace, "utf8").trim().split("\n");
}

/** Starts a gateway that dies at one step of the course, starts it again, and gives what was wrong afterwards. */
export async function killAtStep(
  ground: GatewayGround,
  step: number,
): Promise<{ wasKilled: boolean; faults: string[] }> {
  await play(ground, { KILL_AT: String(step) });
  const wasKilled = await ground.isDead();
  return { wasKilled, faults: await finish(ground, 1) };
}

async function play(ground: GatewayGround, env: Readonly<Record<string, string>>): Promise<void> {
  if (!(await ground.start(0, { preload: HOOK, env }))) return;
  const posted = [await ground.post(), await ground.post()].flatMap(({ digest, answer }) => (answer ? [digest] : []));
  await ground.untilFinal(posted).catch(async (error) => {
    if (!(await ground.isDead())) throw error;
  });
}
