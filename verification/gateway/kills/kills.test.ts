import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { EFFORT, oneIn } from "../../../testing/effort.js";
import { GatewayGround } from "../../../testing/gateway-ground.js";
import { type Cluster, HAS_POSTGRES, startPostgres } from "../../../testing/postgres.js";
import { killAtStep, killUnderLoad, stepsOf } from "./kills.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "clairevoie-kills-"));

before(() => execFileSync(process.execPath, ["--import", "tsx/esm", "gateway/build.ts"]));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A gateway on a kind of database: how many instances it has, and where an empty one is. */
function killed(name: string, instances: number, empty: () => string | undefined): void {
  describe(`a gateway on ${name}, killed`, function () {
    this.timeout(600_000 * EFFORT);
    let ground: GatewayGround;
    before(async () => {
      const database = empty();
      ground = await GatewayGround.open({ instances, ...(database && { database }) });
    });
    after(() => ground.close());

    it("under load loses nothing that it acknowledged, and doubles nothing on chain (ruflo#2736)", async () => {
      expect(await killUnderLoad(ground, { kills: 3 * EFFORT, instances })).to.deep.equal([]);
      expect(ground.acknowledged.length).to.be.greaterThan(3);
    });

    it("at every step of every write goes on where it was, from its first start on", async () => {
      await ground.renew(empty());
      const steps = await stepsOf(ground, path.join(folder, `${name}.txt`));
      for (const wanted of ["CREATE TABLE batches", "INSERT INTO batches", "INSERT INTO rounds", "INSERT INTO sends"]) {
        expect(
          steps.some((one) => one === `before ${wanted}` || one.includes(wanted.slice(0, 20))),
          wanted,
        ).to.equal(true);
      }
      expect(steps).to.include("before a transaction is sent");
      const every = oneIn(24);
      let kills = 0;
      for (let step = 1 + (steps.length % every); step <= steps.length; step += every) {
        await ground.renew(empty());
        const { wasKilled, faults } = await killAtStep(ground, step);
        expect(faults, `killed ${steps[step - 1]}`).to.deep.equal([]);
        if (wasKilled) kills++;
      }
      expect(kills).to.be.greaterThan(2);
    });
  });
}

killed("SQLite", 1, () => undefined);

if (HAS_POSTGRES) {
  let cluster: Cluster;
  let databases = 0;
  before(async () => {
    cluster = await startPostgres();
  });
  after(() => cluster.stop());
  killed("PostgreSQL", 2, () => {
    const name = `killed_${databases++}`;
    cluster.psql(`CREATE DATABASE ${name}`);
    return cluster.url(name);
  });
} else {
  it.skip("PostgreSQL is not installed here: its tests need /usr/lib/postgresql", () => undefined);
}
