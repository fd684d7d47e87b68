const unproven = {
  unlinked: "has no header that links it to its neighbours",
  "other-receipts": "has other receipts than its header says",
  astray: "does not belong to the chain of the trusted block",
};

/** What an evidence file proves, by the function of a contract that answers it. */
const facts = {
  anchoredAt: "when a batch was anchored",
  endorsedAt: "when a batch was endorsed",
  standing: "how a key stood",
  keyOf: "whose a key is",
  withdrawalOf: "whether a statement was withdrawn",
  isCompromised: "whether an account was compromised",
  isSuspendedAt: "whether a party was suspended",
  makerOf: "whether a lens maker is enrolled",
  linksAt: "how two parties are linked",
  settlementOf: "what was settled (--settlements)",
  useOf: "whether a stock lens was used",
};

/** What is wrong with a node, and with what the chain answers. */
export const chain = {
  // The node
  "node-needed": "no node is given; pass rpc or a provider",
  "node-silent": "the node does not answer; check the RPC address and that it runs",
  "node-garbled": "the node answers what is no answer; is it a JSON-RPC node?",
  "node-refuses": ({ status, said }: { status: string; said: string }) =>
    `the node refuses (${status}: ${said}); try another node`,
  "node-unhelpful": ({ said }: { said: string }) =>
    `the node answers what does not help (${said}); run it again, or ask another node`,
  "node-without-block": ({ block }: { block: string }) => `the node has no block ${block}; is it synchronised?`,
  "node-on-another-chain": ({ found, expected }: { found: number; expected: number }) =>
    `the node is on chain ${found}, the deployment on chain ${expected}; use a node of that chain`,
  "node-contradicts-itself": ({ key }: { key: string }) =>
    `the node says two things of whose the key ${key} is; ask another`,
  "node-misleads": ({ block }: { block: number }) =>
    `the node gives logs of block ${block} that were not asked for; ask another`,
  "node-without-proofs": "the node gives no proof; use a node that answers eth_getProof",
  "node-limits":
    "the node goes on asking for patience (its limit of requests); run it again later, or name another node",
  "node-lags": ({ block }: { block: number }) =>
    `the node does not have block ${block}, which it or another at its address had: it lags behind, or the chain was started anew; run it again, or ask another node`,
  "reorganised-again": "the chain is reorganised again and again while it is read; try later",
  "quorum-impossible": ({ needed, given }: { needed: number; given: number }) =>
    `${needed} of ${given} nodes cannot agree; name as many nodes`,
  "quorum-not-reached": ({ needed, given, on, nodes }: { needed: number; given: number; on: string; nodes: string }) =>
    `fewer than ${needed} of ${given} nodes agree on ${on === "fact" ? "a fact" : `block ${on}`} (${nodes}); ask other nodes, or one that you run`,

  // What is proven of the chain
  "other-header":
    "the node gives another header for the trusted block hash; use another node, or a newer version if the chain has forked",
  "state-not-proven": ({ part, contract }: { part: "account" | "slot"; contract: string }) =>
    `${part === "account" ? "the account" : "a slot of"} ${contract} is not proven from the trusted block: the node lies or has pruned that block; use another node`,
  "contract-not-proven": ({ contract }: { contract: string }) =>
    `${contract} is not at its address in the trusted block, or has other code; check the block hash and the deployment file`,
  "contract-not-deployed": ({ contract }: { contract: string }) =>
    `the deployment file names no ${contract}; use a newer one`,
  "call-not-provable": "what is asked cannot be proven; ask the contracts of the deployment file",
  "block-not-proven": ({ block, because }: { block: number; because: keyof typeof unproven }) =>
    `block ${block} is not proven (${unproven[because]}): the node lies, is on another chain or has pruned it; use another node`,

  // Evidence files
  "not-header": "is no header of a block",
  "not-ascending": "is out of order or there twice; make the file again",
  "evidence-unvouched": ({ block }: { block: number }) =>
    `cannot tell: nobody vouches for block ${block}, and a whole block can be made up; give its hash, from a source that you trust, or checkpoints`,
  "evidence-of-another-block": ({ block, hash }: { block: number; hash: string }) =>
    `cannot tell: the evidence is of block ${block} with the hash ${hash}, not of the one that you trust`,
  "evidence-of-another-chain": ({ found, expected }: { found: number; expected: number }) =>
    `cannot tell: the evidence is of chain ${found}, the deployment of chain ${expected}; name the other's file`,
  "evidence-without-checkpoint": ({ block, found, needed }: { block: number; found: number; needed: number }) =>
    `cannot tell: ${found} of the keys that you trust vouch for block ${block}, and you ask for ${needed}; find its checkpoint`,
  "checkpoints-of-another-chain": ({ found, expected }: { found: number; expected: number }) =>
    `the checkpoints are of another chain or deployment (chain ${found}, not ${expected}); name others`,
  "checkpoints-contradict": ({ block }: { block: number }) =>
    `cannot tell: keys that you trust vouch for two hashes of block ${block}; ask their owners`,
  "evidence-stray": ({ count }: { count: number }) =>
    `cannot tell: the evidence holds parts that do not belong to its block (${count}); make it again`,
  "evidence-lacks": ({ fact, block }: { fact: keyof typeof facts; block: number }) =>
    `cannot tell: the evidence does not prove ${facts[fact]} at block ${block}; make it again, with this certificate`,

  // Contracts and transactions
  /** `meaning` comes from the section `refusals`. */
  "contract-refused": ({ refusal, meaning }: { refusal: string; meaning?: string }) =>
    `the contract refused with ${refusal}${meaning === undefined ? "" : `; ${meaning}`}`,
  "contract-refused-otherwise": ({ selector, contract }: { selector: string; contract: string }) =>
    `the contract ${contract} refused with an error that this version does not know (${selector}); check the deployment with \`doctor\`, or use a newer version`,
  "contract-missing": "there is no such contract; check the chain and the deployment file",
  "cannot-pay": "the account cannot pay for the transaction; send it some of the coin",
  "key-used-twice":
    "another transaction of the account was sent at the same time; let one program at a time use a key, and run it again",
  "too-much-gas": "takes more gas than this node grants a call; ask one that grants more (geth: --rpc.gascap)",
  "fees-rose": ({ said }: { said: string }) => `the fees rose meanwhile (${said}); run it again`,
  "no-new-block": ({ transaction, block, seconds }: { transaction: string; block: number; seconds: number }) =>
    `the transaction ${transaction} is mined in block ${block}, and no block followed for ${seconds} s: the chain stands still, or a development node makes a block only when a transaction comes; start that node with a block time (anvil --block-time 2), or ask another node of a public network, then run it again`,
  "no-block-comes": ({ transaction, block }: { transaction: string; block: number }) =>
    `the transaction ${transaction} waits, and no block comes after ${block}: the chain stands still, or a development node makes no blocks by itself; start it with a block time (anvil --block-time 2), or ask another node of a public network, then run it again`,
  "transaction-dropped": ({ transaction }: { transaction: string }) =>
    `the transaction ${transaction} was dropped, its fee too low perhaps; run it again`,
  "transaction-failed": ({ transaction }: { transaction: string }) =>
    `the transaction ${transaction} was mined and failed, another was faster perhaps; run it again, which tells why`,
  "transaction-replaced": ({ transaction, by }: { transaction: string; by: string }) =>
    `the transaction ${transaction} was replaced by ${by}, which does something else; run it again`,
  "transaction-waits": ({ transaction }: { transaction: string }) =>
    `the transaction ${transaction} waits to be mined; raise its fee in the wallet or wait, then run it again`,
  "transaction-waits-for-another": ({ transaction, nonce }: { transaction: string; nonce: number }) =>
    `the transaction ${transaction} waits for the one before it (nonce ${nonce}), which was not sent; send that, then run it again`,
  "dry-run": ({ gas, gasPrice }: { gas: bigint; gasPrice: bigint }) =>
    `a dry run: ${gas} gas at ${gasPrice} wei; nothing was sent`,
  "dry-run-signs-nothing": "a dry run signs no transaction; use the signer itself",
  "signer-without-node": "the signer is connected to no node; connect it to a provider",
  "insurer-without-node": "this needs a node; connect the insurer to one",
  "settling-without-key": "settling needs a key; connect the insurer with a signer",
  "settling-without-identity": "settling needs to know who settles; connect the insurer with its identity",
  "settlement-not-told": ({ transaction }: { transaction: string }) =>
    `transaction ${transaction} does not tell what became of each share; look at its events before you pay`,
  "claimed-twice": ({ first }: { first: number }) => `claims the same share as claims[${first}]; leave one out`,
  "invoice-needed": "have no invoice whose share could be granted",
};
