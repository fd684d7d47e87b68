import { type DryRun, networkOf } from "../../chain/index.js";
import { type ChainOptions, openNode } from "../options/chain.js";
import type { SigningOptions } from "../options/signing.js";
import type { Session } from "../session.js";
import { formatCoin } from "./coin.js";

/** What a dry run found, for a person and for a program. */
export async function reportDryRun(session: Session<ChainOptions>, run: DryRun): Promise<void> {
  const { chainId } = await openNode(session);
  const { coin } = networkOf(chainId);
  const cost = run.gas * run.gasPrice;
  const price = `${formatCoin(cost)} ${coin}`;
  session.say(session.texts.said.wouldUse({ gas: run.gas, price }));
  const { as } = session.options as SigningOptions;
  if (as !== undefined && run.call) session.say(session.texts.said.callToMake({ as, ...run.call }));
  session.result({ dryRun: true, ...run.call, chainId, gas: run.gas, gasPriceWei: run.gasPrice, costWei: cost });
}
