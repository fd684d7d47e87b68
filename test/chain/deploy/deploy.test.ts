import { readFileSync } from "node:fs";
import { expect } from "chai";
import { keccak256 } from "ethers";
import { network } from "hardhat";
import clairevoie from "../../../ignition/modules/clairevoie.js";
import {
  checkDeployment,
  type Deployment,
  deploySuite,
  examineDeployment,
  parametersFor,
  parseDeployment,
  planDeployment,
  ROLES,
} from "../../../src/chain/index.js";
import { Council } from "../../../src/parties/index.js";
import { makerName } from "../../../src/protocol/index.js";
import { AccessManager__factory, PartyRegistry__factory } from "../../../typechain-types/index.js";

const DAY = 86_400;
const SIREN = "900000001";
const EUDAMED = "FR-MF-000012345";
const party = (n: number) => `0x${n.toString(16).padStart(64, "0")}` as const;

/** One suite for this file: each test finds it as it was deployed. */
let made: ReturnType<typeof deploy> | undefined;
function deployed() {
  made ??= deploy();
  return made;
}
const restore = async () => (await deployed()).snapshot.restore();

async function deploy() {
  const connection = await network.create("local");
  const [deployer, admin, lensEnroller, guard, stranger] = await connection.ethers.getSigners();
  if (!deployer || !admin || !lensEnroller || !guard || !stranger) throw new Error("too few accounts");
  const changes = { admin: admin.address, lensEnroller: lensEnroller.address, guard: guard.address };
  const parameters = parametersFor(deployer.address, changes);
  const deployment = await deploySuite(deployer, await planDeployment(deployer, "local", () => parameters));
  const council = (signer: typeof deployer) => Council.connect({ deployment, signer });
  const manager = AccessManager__factory.connect(deployment.contracts.accessManager.address, admin);
  const pass = (seconds: number) => connection.networkHelpers.time.increase(seconds);
  /** What the admin does takes its delay. */
  const asAdmin = async (call: string, to = deployment.contracts.accessManager.address) => {
    await (await manager.schedule(to, call, 0)).wait();
    await pass(3 * DAY);
    await (await manager.execute(to, call)).wait();
  };
  const { provider } = connection.ethers;
  const snapshot = await connection.networkHelpers.takeSnapshot();
  const accounts = { deployer, admin, lensEnroller, guard, stranger };
  return { connection, provider, parameters, deployment, council, manager, asAdmin, pass, snapshot, ...accounts };
}

const refusal = (done: Promise<unknown>) =>
  done.then(
    () => "done",
    (error: Error) => error.message,
  );

async function told(deployment: Deployment): Promise<string[]> {
  const { provider } = await deployed();
  return (await examineDeployment(deployment, provider)).deviations.map(({ message }) => message);
}

describe("deployment in this process", () => {
  afterEach(restore);

  it("is as it says: code, wiring, roles and delays", async () => {
    const { deployment, provider } = await deployed();
    await checkDeployment(deployment, provider);
    const { deviations, announced } = await examineDeployment(deployment, provider);
    expect({ deviations, announced }).to.deep.equal({ deviations: [], announced: [] });
  });

  it("lets a lens maker in only after it was announced for three days, whoever carries it out", async () => {
    const { council, lensEnroller, stranger, pass, deployment, provider } = await deployed();
    const maker = { identifiers: [SIREN, EUDAMED], controller: stranger.address };
    const { announcement, party: id } = await (await council(lensEnroller)).enrolLensMaker(maker);
    expect(id).to.equal(makerName(SIREN));
    const open = (await examineDeployment(deployment, provider)).announced;
    expect(open).to.have.length(1);
    expect(open[0]).to.include({ kind: "maker", announcement, party: id });
    const anyone = await council(stranger);
    expect(await refusal(anyone.enrolAnnounced(announcement))).to.contain("NotReady");
    await pass(3 * DAY);
    await anyone.enrolAnnounced(announcement);
    const parties = PartyRegistry__factory.connect(deployment.contracts.partyRegistry.address, provider);
    expect((await parties.makerOf(makerName(EUDAMED))).party).to.equal(id);
    expect((await examineDeployment(deployment, provider)).announced).to.deep.equal([]);
  });

  it("says the same of an announcement that is made again", async () => {
    const { council, lensEnroller, stranger } = await deployed();
    const maker = { identifiers: [SIREN], controller: stranger.address };
    const enroller = await council(lensEnroller);
    const { outcome, ...announced } = await enroller.enrolLensMaker(maker);
    expect(outcome).to.equal("announced");
    expect(await enroller.enrolLensMaker(maker)).to.deep.equal({ ...announced, outcome: "pending" });
  });

  it("lets the guard cancel what is announced, and nobody else but who announced it", async () => {
    const { council, lensEnroller, guard, stranger, admin } = await deployed();
    const maker = { identifiers: [SIREN], controller: stranger.address };
    const { announcement } = await (await council(lensEnroller)).enrolLensMaker(maker);
    for (const other of [stranger, admin]) {
      expect(await refusal((await council(other)).cancel([announcement]))).to.contain("MayNotCancel");
    }
    await (await council(guard)).cancel([announcement]);
    expect(await (await council(guard)).announced()).to.deep.equal([]);
  });

  it("lets the guard suspend at once, and nobody else", async () => {
    const { council, deployer, guard, stranger, admin } = await deployed();
    await (await council(deployer)).enrol(party(2), "optician", stranger.address);
    for (const other of [stranger, deployer, admin]) {
      expect(await refusal((await council(other)).suspend(party(2)))).to.contain("NotGuard");
    }
    await (await council(guard)).suspend(party(2));
  });

  it("lets the admin give itself every power, and still see a lens maker in no sooner", async () => {
    const { manager, asAdmin, council, admin, stranger, deployment, pass } = await deployed();
    await asAdmin(manager.interface.encodeFunctionData("grantRole", [ROLES.lensEnroller, admin.address, 0]));
    const maker = { identifiers: [SIREN], controller: stranger.address };
    const { announcement } = await (await council(admin)).enrolLensMaker(maker);
    await pass(deployment.parameters.makerDelaySeconds - 60);
    expect(await refusal((await council(admin)).enrolAnnounced(announcement))).to.contain("NotReady");
  });

  it("replaces the guard after a month, and tells it from the first day on", async () => {
    const { asAdmin, council, guard, stranger, deployment, provider, pass } = await deployed();
    const parties = PartyRegistry__factory.connect(deployment.contracts.partyRegistry.address, provider);
    const call = parties.interface.encodeFunctionData("announceGuard", [stranger.address]);
    await asAdmin(call, deployment.contracts.partyRegistry.address);
    const open = (await examineDeployment(deployment, provider)).announced;
    expect(open.map((act) => act.kind === "guard" && act.next)).to.deep.equal([stranger.address]);
    const next = await council(stranger);
    await pass(29 * DAY);
    expect(await refusal(next.takeGuard())).to.contain("NotReady");
    await pass(DAY);
    await next.takeGuard();
    expect(await refusal((await council(guard)).suspend(party(2)))).to.contain("NotGuard");
    const [message, ...others] = await told(deployment);
    expect(message).to.contain(`the guard is ${stranger.address}`);
    expect(others).to.deep.equal([]);
  });

  it("leaves the deployer no power over roles once it is handed over", async () => {
    const { manager, deployer, admin } = await deployed();
    expect((await manager.hasRole(0, deployer.address))[0]).to.equal(false);
    expect((await manager.hasRole(0, admin.address))[0]).to.equal(true);
  });

  it("finds code, roles and delays that are not as recorded", async () => {
    const { provider, deployment, deployer, stranger } = await deployed();
    const { anchorRegistry, renewalVerifier } = deployment.contracts;
    const contracts = (change: Partial<Deployment["contracts"]>) => ({
      contracts: { ...deployment.contracts, ...change },
    });
    const parameters = (change: Partial<Deployment["parameters"]>) => ({
      parameters: { ...deployment.parameters, ...change },
    });
    const wrong = [
      [contracts({ anchorRegistry: { ...anchorRegistry, codeHash: party(1) } }), "the code of"],
      [contracts({ anchorRegistry: { ...anchorRegistry, address: stranger.address } }), "no code"],
      [contracts({ bandVerifier: renewalVerifier }), "conformityVerifier.bands"],
      [parameters({ guard: stranger.address }), "the guard is"],
      [parameters({ admin: deployer.address }), "does not hold the role admin"],
      [parameters({ enroller: stranger.address }), "does not hold the role enroller"],
      [parameters({ adminDelaySeconds: 0 }), "the delay of the role admin"],
      [parameters({ makerDelaySeconds: 0 }), "partyRegistry.makerDelay"],
      [parameters({ guardDelaySeconds: 0 }), "partyRegistry.guardDelay"],
      [parameters({ lookBackSeconds: 1 }), "partyRegistry.lookBack"],
      [{ block: deployment.block + 30 }, "was made before block"],
    ] as const;
    for (const [change, message] of wrong) {
      expect(await refusal(checkDeployment({ ...deployment, ...change }, provider))).to.contain(message);
    }
  });
});

describe("a council that is not as recorded", () => {
  afterEach(restore);

  /** Each is found and named, and nothing else is. */
  const CASES: readonly (readonly [
    what: string,
    call: (about: Awaited<ReturnType<typeof deploy>>) => readonly [name: string, args: readonly unknown[]],
    found: (about: Awaited<ReturnType<typeof deploy>>) => readonly string[],
  ])[] = [
    [
      "a second admin",
      ({ stranger }) => ["grantRole", [ROLES.admin, stranger.address, 0]],
      ({ stranger }) => [`${stranger.address} holds the role admin`],
    ],
    [
      "a second guardian of the makers' announcements",
      () => ["setRoleGuardian", [ROLES.lensEnroller, 77]],
      () => ["the role lensEnroller has the guardian 77"],
    ],
    [
      "an admin of a role",
      () => ["setRoleAdmin", [ROLES.enroller, 78]],
      () => ["the role enroller is given and taken by the role 78"],
    ],
    [
      "a role that the file does not know",
      ({ stranger }) => ["grantRole", [79, stranger.address, 0]],
      ({ stranger }) => [`${stranger.address} holds the role 79`],
    ],
    [
      "a delay of a role",
      ({ deployment }) => ["grantRole", [ROLES.enroller, deployment.parameters.enroller, 3600]],
      () => ["the delay of the role enroller is 3600 seconds"],
    ],
    [
      "a delay with which a role is given",
      () => ["setGrantDelay", [ROLES.enroller, 3600]],
      () => ["the role enroller is given with a delay of 3600 seconds"],
    ],
    [
      "a closed target",
      ({ deployment }) => ["setTargetClosed", [deployment.contracts.linkRegistry.address, true]],
      () => ["the AccessManager closed linkRegistry"],
    ],
    [
      "a delay of a target",
      ({ deployment }) => ["setTargetAdminDelay", [deployment.contracts.partyRegistry.address, 7200]],
      () => ["changes to partyRegistry take the admin 7200 seconds"],
    ],
    [
      "a function that is bound to another role",
      ({ deployment }) => [
        "setTargetFunctionRole",
        [
          deployment.contracts.partyRegistry.address,
          [PartyRegistry__factory.createInterface().getFunction("announceGuard").selector],
          ROLES.enroller,
        ],
      ],
      () => ["partyRegistry.announceGuard is bound to the role enroller"],
    ],
    [
      "a registry that obeys somebody else",
      ({ deployment }) => [
        "updateAuthority",
        [deployment.contracts.linkRegistry.address, deployment.contracts.anchorRegistry.address],
      ],
      ({ deployment }) => [`linkRegistry.authority is ${deployment.contracts.anchorRegistry.address}`],
    ],
    [
      "a member that lost its role",
      ({ deployment }) => ["revokeRole", [ROLES.lensEnroller, deployment.parameters.lensEnroller]],
      ({ deployment }) => [`${deployment.parameters.lensEnroller} does not hold the role lensEnroller`],
    ],
  ];
  for (const [what, call, found] of CASES) {
    it(`is found: ${what}`, async () => {
      const about = await deployed();
      const [name, args] = call(about);
      await about.asAdmin(about.manager.interface.encodeFunctionData(name as "grantRole", args as never));
      await about.pass(5 * DAY); // A delay of a grant or a target takes five days to change.
      const messages = await told(about.deployment);
      expect(messages).to.have.length(found(about).length);
      for (const [i, start] of found(about).entries()) expect(messages[i]).to.contain(start);
      expect(await refusal(checkDeployment(about.deployment, about.provider))).to.equal(messages[0]);
    });
  }

  it("is found where a second admin was made before the administration was handed over", async () => {
    const { connection, deployer, admin, stranger, provider } = await deployed();
    const plan = await planDeployment(deployer, "local", (who) => parametersFor(who));
    const { parameters, ...kept } = await deploySuite(deployer, plan);
    const manager = AccessManager__factory.connect(kept.contracts.accessManager.address, deployer);
    await (await manager.grantRole(ROLES.admin, stranger.address, 0)).wait();
    await (await manager.grantRole(ROLES.admin, admin.address, 3 * DAY)).wait();
    await (await manager.renounceRole(ROLES.admin, deployer.address)).wait();
    const deployment = { ...kept, parameters: { ...parameters, admin: admin.address, adminDelaySeconds: 3 * DAY } };
    await connection.networkHelpers.mine();
    const { deviations } = await examineDeployment(deployment, provider);
    expect(deviations.map(({ message }) => message.split(",")[0])).to.deep.equal([
      `${stranger.address} holds the role admin`,
    ]);
  });

  it("tells what the AccessManager holds for its delay, and no longer once it is done or expired", async () => {
    const { manager, deployment, provider, stranger, admin, pass } = await deployed();
    const to = deployment.contracts.accessManager.address;
    const grant = manager.interface.encodeFunctionData("grantRole", [ROLES.admin, stranger.address, 0]);
    await (await manager.schedule(to, grant, 0)).wait();
    const { deviations, announced } = await examineDeployment(deployment, provider);
    expect(deviations).to.deep.equal([]);
    expect(announced).to.have.length(1);
    expect(announced[0]).to.include({ kind: "operation", caller: admin.address, call: "accessManager.grantRole" });
    await pass(30 * DAY);
    expect((await examineDeployment(deployment, provider)).announced).to.deep.equal([]);
  });
});

describe("a deployment file that names what is not its own", () => {
  afterEach(restore);

  it("is found where a contract is wired to another suite", async () => {
    const { deployer, parameters, deployment, provider } = await deployed();
    const other = await deploySuite(deployer, await planDeployment(deployer, "local", () => parameters));
    const wired = {
      accessManager: "partyRegistry.authority is",
      linkRegistry: "conformityVerifier.links is",
      withdrawalRegistry: "withdrawalRegistry.parties is",
      settlementRegistry: "settlementRegistry.parties is",
      stockRegistry: "stockRegistry.parties is",
      anchorRegistry: "conformityVerifier.anchors is",
      renewalVerifier: "conformityVerifier.renewals is",
      conformityVerifier: "conformityVerifier.parties is",
    } as const;
    for (const [name, message] of Object.entries(wired)) {
      const contracts = { ...deployment.contracts, [name]: other.contracts[name as keyof typeof wired] };
      const { deviations } = await examineDeployment({ ...deployment, contracts }, provider);
      expect(deviations.map((error) => error.message).join("\n"), name).to.contain(message);
    }
  });

  it("is refused where a letter of an address has the wrong case", async () => {
    const { deployment } = await deployed();
    const { guard } = deployment.parameters;
    const respelt = guard.replace(/[a-fA-F]/, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    const wrong = { ...deployment, parameters: { ...deployment.parameters, guard: respelt } };
    expect(parseDeployment(deployment)).to.deep.equal(deployment);
    expect(() => parseDeployment(wrong)).to.throw("deployment.parameters.guard: has a wrong checksum");
  });
});

describe("the module for Hardhat Ignition", () => {
  it("makes the suite of its example, as the plan would, and leaves the administration with who deploys", async () => {
    const { ethers, ignition } = await network.create("local");
    const { Clairevoie: example } = JSON.parse(readFileSync("ignition/parameters.example.json", "utf8"));
    const made = await ignition.deploy(clairevoie, { parameters: { Clairevoie: example } });
    const [deployer] = await ethers.getSigners();
    const parameters = parametersFor(deployer?.address ?? "", example);
    const contracts: Record<string, unknown> = {};
    for (const [name, contract] of Object.entries(made)) {
      const address = await contract.getAddress();
      contracts[name] = { address, codeHash: keccak256(await ethers.provider.getCode(address)) };
    }
    const format = "clairevoie-deployment/1";
    const deployment = parseDeployment({ format, chainId: 31337, network: "local", block: 0, contracts, parameters });
    expect((await examineDeployment(deployment, ethers.provider)).deviations).to.deep.equal([]);
  });
});
