import { expect } from "chai";
import { network } from "hardhat";
import { deployWithIgnition } from "../../../ignition/suite.js";
import { checkDeployment, parametersFor, parseDeployment, ROLES } from "../../../src/chain/index.js";
import { Council } from "../../../src/parties/index.js";

const DAY = 86_400;
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
  const deployment = await deployWithIgnition(connection, parameters);
  const council = (signer: typeof deployer) => Council.connect({ deployment, signer });
  const snapshot = await connection.networkHelpers.takeSnapshot();
  return { connection, parameters, deployment, council, snapshot, deployer, admin, lensEnroller, guard, stranger };
}

describe("deployment in this process", () => {
  afterEach(restore);

  it("is as it says: code, wiring, roles and delays", async () => {
    const { connection, deployment } = await deployed();
    await checkDeployment(deployment, connection.ethers.provider);
  });

  it("lets a lens maker in only after it was announced for three days", async () => {
    const { connection, council, lensEnroller, stranger } = await deployed();
    const enroller = await council(lensEnroller);
    expect(await enroller.enrolLensMaker(party(1), stranger.address)).to.equal("announced");
    let refused = "";
    await enroller.enrolLensMaker(party(1), stranger.address).catch((error: Error) => {
      refused = error.message;
    });
    expect(refused).to.contain("AccessManagerNotReady");
    await connection.networkHelpers.time.increase(3 * DAY);
    expect(await enroller.enrolLensMaker(party(1), stranger.address)).to.equal("enrolled");
  });

  it("lets the guard suspend at once, and nobody else", async () => {
    const { council, deployer, guard, stranger, admin } = await deployed();
    await (await council(deployer)).enrol(party(2), "optician", stranger.address);
    for (const other of [stranger, deployer, admin]) {
      const message = await (await council(other)).suspend(party(2)).then(
        () => "suspended",
        (error: Error) => error.message,
      );
      expect(message).to.contain("AccessManagedUnauthorized");
    }
    await (await council(guard)).suspend(party(2));
  });

  it("lets the admin widen a power no faster than a lens maker is enrolled", async () => {
    const { connection, deployment, council, admin, stranger } = await deployed();
    const manager = await connection.ethers.getContractAt("AccessManager", deployment.contracts.accessManager.address);
    const asAdmin = manager.connect(admin) as typeof manager;
    const failure = await asAdmin.grantRole(ROLES.lensEnroller, admin.address, 0).then(
      () => "granted",
      (error: Error) => error.message,
    );
    expect(failure).to.contain("AccessManagerNotScheduled");
    const grant = manager.interface.encodeFunctionData("grantRole", [ROLES.lensEnroller, admin.address, 0]);
    await asAdmin.schedule(deployment.contracts.accessManager.address, grant, 0);
    await connection.networkHelpers.time.increase(3 * DAY);
    await asAdmin.execute(deployment.contracts.accessManager.address, grant);
    expect(await (await council(admin)).enrolLensMaker(party(3), stranger.address)).to.equal("enrolled");
  });

  it("leaves the deployer no power over roles once it is handed over", async () => {
    const { connection, deployment, deployer, admin } = await deployed();
    const manager = await connection.ethers.getContractAt("AccessManager", deployment.contracts.accessManager.address);
    expect((await manager.hasRole(0, deployer.address))[0]).to.equal(false);
    expect((await manager.hasRole(0, admin.address))[0]).to.equal(true);
  });

  it("finds code, roles and delays that are not as recorded", async () => {
    const { connection, deployment, deployer, stranger } = await deployed();
    const provider = connection.ethers.provider;
    const { anchorRegistry, renewalVerifier } = deployment.contracts;
    const wrong = [
      [
        { contracts: { ...deployment.contracts, anchorRegistry: { ...anchorRegistry, codeHash: party(1) } } },
        "the code of",
      ],
      [
        { contracts: { ...deployment.contracts, anchorRegistry: { ...anchorRegistry, address: stranger.address } } },
        "no code",
      ],
      [{ contracts: { ...deployment.contracts, bandVerifier: renewalVerifier } }, "proofAssessor.categories"],
      [{ parameters: { ...deployment.parameters, guard: stranger.address } }, "does not hold the role guard"],
      [{ parameters: { ...deployment.parameters, admin: deployer.address } }, "does not hold the role admin"],
      [{ parameters: { ...deployment.parameters, lensEnrolDelaySeconds: 0 } }, "the delay of the role lensEnroller"],
      [{ parameters: { ...deployment.parameters, lookBackSeconds: 1 } }, "the look-back"],
    ] as const;
    for (const [change, message] of wrong) {
      const found = await checkDeployment({ ...deployment, ...change }, provider).then(
        () => "nothing",
        (error: Error) => error.message,
      );
      expect(found).to.contain(message);
    }
  });
});

describe("a deployment file that names what is not its own", () => {
  afterEach(restore);

  it("is found where a contract is wired to another suite", async () => {
    const { connection, parameters, deployment } = await deployed();
    const other = await deployWithIgnition(connection, parameters);
    const told = {
      accessManager: "partyRegistry.authority is",
      withdrawalRegistry: "withdrawalRegistry.parties is",
      settlementRegistry: "settlementRegistry.parties is",
      stockRegistry: "stockRegistry.parties is",
      anchorRegistry: "conformityVerifier.anchors is",
      conformityVerifier: "conformityVerifier.parties is",
    } as const;
    for (const [name, message] of Object.entries(told)) {
      const contracts = { ...deployment.contracts, [name]: other.contracts[name as keyof typeof told] };
      const found = await checkDeployment({ ...deployment, contracts }, connection.ethers.provider).catch(String);
      expect(found, name).to.contain(message);
    }
  });

  it("is found where a power is bound to another role than the one that holds it", async () => {
    const { connection, deployment, admin } = await deployed();
    const { accessManager, partyRegistry } = deployment.contracts;
    const manager = await connection.ethers.getContractAt("AccessManager", accessManager.address, admin);
    const parties = await connection.ethers.getContractAt("PartyRegistry", partyRegistry.address);
    const { selector } = parties.interface.getFunction("suspend");
    const call = [partyRegistry.address, [selector], ROLES.enroller] as const;
    const bind = manager.interface.encodeFunctionData("setTargetFunctionRole", [call[0], [...call[1]], call[2]]);
    await manager.schedule(accessManager.address, bind, 0);
    await connection.networkHelpers.time.increase(3 * DAY);
    await manager.execute(accessManager.address, bind);
    const found = await checkDeployment(deployment, connection.ethers.provider).catch(String);
    expect(found).to.contain("suspend is not bound to the role guard");
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
