import { AbiCoder, type JsonRpcApiProvider, ParamType, toBeHex } from "ethers";
import type { Suite } from "../../src/chain/index.js";
import { type Receipt, reasonBits, ZERO } from "../../src/protocol/index.js";
import { eyeNumber } from "../../src/protocol/stock.js";
import type { Found } from "../oracle/receipts.js";
import type { Question } from "./questions.js";

const word = (value: number) => toBeHex(value, 32).slice(2);

/**
 * Asks the Solidity verifier, as `assessOnChain` does, for tens of thousands of dossiers made of the same receipts: each is
 * encoded once, and the node is asked without a wrapper in between.
 */
export async function verifierOf(suite: Suite): Promise<(question: Question) => Promise<readonly Found[]>> {
  const { verifier } = suite;
  const to = await verifier.getAddress();
  const receiptType = ParamType.from(verifier.interface.getFunction("assess").inputs[0]?.arrayChildren);
  const encoded = new WeakMap<Receipt, string>();

  /** Without the offset that stands before a value that is encoded alone. */
  function encode(receipt: Receipt): string {
    const text = encoded.get(receipt) ?? AbiCoder.defaultAbiCoder().encode([receiptType], [receipt]).slice(66);
    encoded.set(receipt, text);
    return text;
  }

  /** The calldata: what goes with an empty list, whose offset is then set to a full one at the end. */
  function calldata({ receipts, openings, policy, asker }: Question): string {
    const units = openings.map((opening) => ({ ...opening, eye: eyeNumber(opening.eye) }));
    const from = { insurer: asker.insurer ?? ZERO, rank: asker.rank ?? 0, split: asker.split ?? ZERO };
    const accepted = { ...policy, reasons: reasonBits(policy) };
    const shell = verifier.interface.encodeFunctionData("assessWithStock", [[], units, accepted, from]);
    const parts = receipts.map(encode);
    let offset = 32 * parts.length;
    const offsets = parts.map((part) => {
      const at = word(offset);
      offset += part.length / 2;
      return at;
    });
    const list = [word(parts.length), ...offsets, ...parts].join("");
    return `${shell.slice(0, 10)}${word((shell.length - 10) / 2)}${shell.slice(74)}${list}`;
  }

  return async (question) => {
    const node = suite.provider as JsonRpcApiProvider;
    const answer = (await node.send("eth_call", [{ to, data: calldata(question) }, "latest"])) as string;
    const [findings] = verifier.interface.decodeFunctionResult("assessWithStock", answer);
    return (findings as readonly { code: bigint; stage: bigint; aspect: bigint; subject: string }[]).map(
      ({ code, stage, aspect, subject }) => ({
        code: Number(code),
        stage: Number(stage),
        aspect: Number(aspect),
        subject,
      }),
    );
  };
}
