import { HDNodeWallet, JsonRpcProvider, NonceManager, type Signer, Wallet } from "ethers";
import { deploySuite, parametersFor, planDeployment } from "../src/chain/index.js";
import { Controller, Council, LensMaker, makersOf, Optician } from "../src/parties/index.js";
import { partyId, type Statement, ZERO } from "../src/protocol/index.js";
import { AMC, DELIVERY, FILE, MAKER, STORE } from "./dossiers.js";

/** First account of the development mnemonic, known to everyone. */
export const DEPLOYER = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

/** A dossier on a running node, as its insurer gets it, and a key that may settle it. */
export async function liveDossier(url: string) {
  const provider = new JsonRpcProvider(url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  const deployer = new NonceManager(new Wallet(DEPLOYER, provider));
  const plan = await planDeployment(deployer, "local", (who) =>
    parametersFor(who, { makerDelaySeconds: 0, guardDelaySeconds: 0 }),
  );
  const deployment = await deploySuite(deployer, plan);
  deployer.reset();
  const council = await Council.connect({ deployment, signer: deployer });
  const join = async (role: "optician" | "lens-maker" | "insurer", identifier: string) => {
    const salt = role === "lens-maker" ? ZERO : (`0x${"ab".repeat(32)}` as const);
    const identity = { salt, identifier };
    const party = partyId(identity.salt, role, identifier);
    const key = HDNodeWallet.createRandom().connect(provider);
    const signer: Signer = new NonceManager(key);
    await (await deployer.sendTransaction({ to: key.address, value: 10n ** 18n })).wait();
    if (role === "lens-maker") {
      await council.enrolLensMaker({ identifiers: [identifier], controller: key.address });
    } else await council.enrol(party, role, key.address);
    await (await Controller.connect({ deployment, signer, party })).addKey(key.address);
    return { signer, identity, key };
  };
  const optician = await Optician.connect({ deployment, ...(await join("optician", STORE)) });
  const maker = await LensMaker.connect({ deployment, ...(await join("lens-maker", MAKER)) });
  const insurer = await join("insurer", AMC);
  const dossier = optician.open();
  const shipment = maker.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY);
  /** Stages are never anchored within one second, so that as much is asked of the chain each time. */
  const anchored = async (party: Optician | LensMaker, statement: Statement) => {
    await provider.send("evm_increaseTime", [60]);
    const { receipts } = await party.anchor([await party.seal([statement])]);
    return receipts.flat();
  };
  const receipts = [
    ...(await anchored(optician, optician.quote(dossier, FILE))),
    ...(await anchored(optician, optician.order(dossier, FILE))),
    ...(await anchored(maker, shipment)),
    ...(await anchored(optician, optician.invoice(dossier, FILE))),
  ];
  const [invoice, payer] = [receipts.at(-1), FILE.payers?.[0]];
  if (!invoice || !payer) throw new Error("nothing was invoiced");
  const { salt, identifier } = insurer.identity;
  const grant = await optician.grant(dossier, { invoice, payer, insurer: partyId(salt, "insurer", identifier) });
  return {
    deployment,
    certificate: optician.certify(dossier, receipts, 1, { makers: makersOf(FILE), grant }),
    insurer,
  };
}
