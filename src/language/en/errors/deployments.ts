const notAsDeployed = (what: string) =>
  `${what}: not as the deployment file says; remove the file if the chain was started anew, correct it if the council changed this`;

/** What is wrong with insurer cards and deployments. */
export const deployments = {
  // Insurer cards
  "ends-before-it-starts": "is before its start",
  "not-signed-by-key": "is not that of the key it names (edited?)",
  "signer-of-another-key": ({ account }: { account: string }) =>
    `is not one by ${account} over what its signer was asked to sign; nothing was sent. See which key the signer holds, and that it signs typed data (EIP-712)`,
  "alias-of-alias": "is an alias itself; write the maker's own code of the lens",
  "alias-twice": "stands for two lenses at one time; end one of the two before the other begins",
  "aliases-of-another-chain":
    "is not this chain and its party registry; ask the maker for its table of this deployment",
  "aliases-key-of-nobody":
    "is not a valid key of the lens maker that the table names; ask the maker for its present one",
  "card-of-another-chain": "is not this chain and its party registry; ask the insurer for its card of this deployment",
  "card-not-yet": "the card is not in force yet; use the insurer's present one until then",
  "card-over": "the card is no longer in force; ask the insurer for its present one",
  "card-not-endorsed": "is empty, and the key did not endorse the card on chain",
  "card-key-not-valid": "is no valid key now (unknown, revoked or compromised); ask the insurer for its present card",
  "card-key-of-another-role": "is the key of no insurer: trust this card for nothing",
  "card-key-of-another-party": "is the key of another insurer than the card names: trust this card for nothing",
  "card-of-another-insurer": "is not that of the insurer that the invoice states at this rank",
  "rank-without-payer": "names an insurer that the dossier does not state",
  "card-insurer-suspended": "is of an insurer that the council has suspended",

  // Deployments
  "account-used-meanwhile": ({ account, nonce }: { account: string; nonce: number }) =>
    `the account ${account} sent something else with nonce ${nonce} while it deployed; remove the plan and deploy anew`,
  "cannot-pay-deployment": ({ account, balance, needed }: { account: string; balance: string; needed: string }) =>
    `${account} has ${balance}, and a deployment takes at most ${needed}; send it that much first`,
  "deploying-waits": ({ account, nonce }: { account: string; nonce: number }) =>
    `a transaction with nonce ${nonce} of ${account} waits to be mined; run it again`,
  "deployed-no-code": ({ contract, address }: { contract: string; address: string }) =>
    notAsDeployed(`there is no code at ${contract} (${address})`),
  "deployed-other-code": ({ contract, address }: { contract: string; address: string }) =>
    notAsDeployed(`the code of ${contract} (${address}) is not what was recorded`),
  "deployed-other-wiring": ({ getter, found }: { getter: string; found: string }) =>
    notAsDeployed(`${getter} is ${found}`),
  "deployed-other-fixed": ({ getter, found }: { getter: string; found: number }) =>
    notAsDeployed(`partyRegistry.${getter} is ${found} seconds`),
  "deployed-other-guard": ({ found }: { found: string }) => notAsDeployed(`the guard is ${found}`),
  "deployed-role-not-held": ({ account, role }: { account: string; role: string }) =>
    notAsDeployed(`${account} does not hold the role ${role}`),
  "deployed-other-delay": ({ role, found }: { role: string; found: number }) =>
    notAsDeployed(`the delay of the role ${role} is ${found} seconds`),
  "deployed-other-member": ({ account, role }: { account: string; role: string }) =>
    notAsDeployed(`${account} holds the role ${role}, which the file does not give it`),
  "deployed-role-admin": ({ role, found }: { role: string; found: string }) =>
    notAsDeployed(`the role ${role} is given and taken by the role ${found}, not by the admin alone`),
  "deployed-role-guardian": ({ role, found }: { role: string; found: string }) =>
    notAsDeployed(`the role ${role} has the guardian ${found}, who may cancel what it announces`),
  "deployed-grant-delay": ({ role, found }: { role: string; found: number }) =>
    notAsDeployed(`the role ${role} is given with a delay of ${found} seconds`),
  "deployed-target-closed": ({ contract }: { contract: string }) =>
    notAsDeployed(`the AccessManager closed ${contract}: its council functions refuse everyone`),
  "deployed-target-delay": ({ contract, found }: { contract: string; found: number }) =>
    notAsDeployed(`changes to ${contract} take the admin ${found} seconds`),
  "deployed-other-binding": ({ called, role }: { called: string; role: string }) =>
    notAsDeployed(`${called} is bound to the role ${role}`),
  "last-admin": ({ account }: { account: string }) =>
    `${account} is the only admin: nobody could give a role any more; make another one first (\`party role hand-over\`)`,
  "not-announced": ({ announcement }: { announcement: string }) =>
    `nothing was announced as ${announcement}; see \`party announced\``,
  "deployed-before": ({ block }: { block: number }) =>
    notAsDeployed(`the AccessManager was made before block ${block}, or the node does not have its first events`),
  "unknown-finding": ({ finding }: { finding: string }) =>
    `the verifier reports finding ${finding}, unknown to this version; use a newer one`,
};
