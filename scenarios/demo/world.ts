import { type JsonRpcProvider, type Provider, type Signer, Wallet } from "ethers";
import { network } from "hardhat";
import {
  type Deployment,
  deploySuite,
  parametersFor,
  planDeployment,
  type Suite,
  suiteOf,
} from "../../src/chain/index.js";
import { Controller, Council, type Identity, Insurer, LensMaker, Optician } from "../../src/parties/index.js";
import { toHex } from "../../src/protocol/bytes.js";
import { type Hex, type PartyRole, partyId, ZERO } from "../../src/protocol/index.js";
import type { Chance } from "../../testing/chance.js";
import { fictitiousAmc, fictitiousSiret, makerNumber } from "./population.js";
import { directly, type Transport, throughGateway } from "./transport.js";

const DAY = 86_400;

/** A party as the demonstration plays it: its program, and what lets it manage its keys. */
interface Played<Program> {
  readonly program: Program;
  readonly party: Hex;
  readonly identity: Identity;
  readonly key: Signer;
  readonly controller: Controller;
}

/** A chain, the suite on it, and every actor as an object of its own. */
export interface World {
  readonly deployment: Deployment;
  readonly suite: Suite;
  readonly provider: Provider;
  readonly council: Council;
  readonly opticians: readonly Played<Optician>[];
  readonly makers: readonly Played<LensMaker>[];
  readonly insurers: readonly Played<Insurer>[];
  readonly transport: Transport;
  advance(seconds: number): Promise<void>;
}

/** How many of each take part. */
export interface Cast {
  readonly stores: number;
  readonly makers: number;
  readonly insurers: number;
}

/** Deploys the suite on a fresh in-process chain and enrols everybody; lens makers wait for their delay. */
export async function makeWorld(chance: Chance, cast: Cast, isDirect = true): Promise<World> {
  const { ethers, networkHelpers } = await network.create("local");
  const [deployer] = await ethers.getSigners();
  if (!deployer) throw new Error("the simulated chain has no account");
  const provider: Provider = ethers.provider as unknown as JsonRpcProvider;
  const plan = await planDeployment(deployer, "local", (who) => parametersFor(who));
  const deployment = await deploySuite(deployer, plan);
  const advance = async (seconds: number) => {
    await networkHelpers.time.increase(seconds);
  };
  const council = await Council.connect({ deployment, signer: deployer });

  const people = [
    ...range(cast.stores).map((i) => ({
      role: "optician" as PartyRole,
      identifier: fictitiousSiret(i),
      name: `store/${i}`,
    })),
    ...range(cast.makers).map((i) => ({
      role: "lens-maker" as PartyRole,
      identifier: makerNumber(i),
      name: `maker/${i}`,
    })),
    ...range(cast.insurers).map((i) => ({
      role: "insurer" as PartyRole,
      identifier: fictitiousAmc(i),
      name: `insurer/${i}`,
    })),
  ].map((person) => {
    const drawn = toHex(chance.bytes(`${person.name}/salt`));
    const salt = person.role === "lens-maker" ? ZERO : drawn;
    const identity: Identity = { salt, identifier: person.identifier };
    const key = new Wallet(toHex(chance.bytes(`${person.name}/key`)), provider);
    return { ...person, identity, key, party: partyId(identity.salt, person.role, person.identifier) };
  });
  for (const { key } of people) await deployer.sendTransaction({ to: key.address, value: 10n ** 20n });
  const announced: Hex[] = [];
  for (const { role, party, key, identifier } of people) {
    if (role !== "lens-maker") await council.enrol(party, role, key.address);
    else {
      const { announcement } = await council.enrolLensMaker({ identifiers: [identifier], controller: key.address });
      announced.push(announcement);
    }
  }
  await advance(3 * DAY);
  for (const announcement of announced) await council.enrolAnnounced(announcement);
  const played = await Promise.all(
    people.map(async ({ role, party, identity, key }) => {
      const controller = await Controller.connect({ deployment, signer: key, party });
      await controller.addKey(key.address);
      return { role, party, identity, key, controller };
    }),
  );
  const connected = async <P>(
    role: PartyRole,
    connect: (c: { deployment: Deployment; signer: Signer; identity: Identity }) => Promise<P>,
  ) =>
    Promise.all(
      played
        .filter((person) => person.role === role)
        .map(
          async (person): Promise<Played<P>> => ({
            ...person,
            program: await connect({ deployment, signer: person.key, identity: person.identity }),
          }),
        ),
    );
  const suite = suiteOf(deployment, deployer);
  const opticians = await connected("optician", (c) => Optician.connect(c));
  const makers = await connected("lens-maker", (c) => LensMaker.connect(c));
  const insurers = await connected("insurer", (c) => Insurer.connect(c));
  const world = { deployment, suite, provider, council, opticians, makers, insurers, advance };
  if (isDirect) return { ...world, transport: directly(suite) };
  const ask = (method: string, params: readonly unknown[]) => ethers.provider.send(method, [...params]);
  const setBalance = (address: string, balance: bigint) => networkHelpers.setBalance(address, balance);
  return { ...world, transport: await throughGateway(chance, { ...world, ask, setBalance }) };
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
