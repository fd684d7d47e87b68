import type { Eye } from "../names.js";

const aRole = { optician: "an optician", "lens-maker": "a lens maker", insurer: "an insurer" };

/** What the range of an option is measured in. */
const measured = {
  number: "",
  seconds: " seconds",
  hours: " hours",
  days: " days",
  nodes: ", the nodes that --rpc names",
};

/** What is wrong with the dossiers, keys, identities and indexes that somebody acts with. */
export const acting = {
  "not-in-vault": ({ id }: { id: string }) => `${id} is not in the vault`,
  "unit-not-in-vault": ({ id }: { id: string }) => `${id} is not in the vault; \`clairevoie stock list\` lists`,
  "never-stated": "is needed: nothing was stated of this dossier yet",
  "without-equipment": ({ id }: { id: string }) => `${id} has no equipment yet; state its quote first`,
  "receipts-of-other-dossiers": "hold none of this dossier",
  "units-of-another-delivery": "holds the tickets of another delivery; name another file",
  "units-of-another-store": "is another store; only that store can use these units",
  "unit-taken": ({ eye, dossier }: { eye: Eye; dossier: string }) =>
    `is taken for the ${eye} eye of ${dossier}; take another unit`,
  "unit-of-dossier": ({ dossier }: { dossier: string }) =>
    `serves ${dossier}; put it back first, or erase that dossier, which erases its units too`,
  "import-unfinished": ({ id }: { id: string }) =>
    `an import that states ${id} was cut off; run that import again first`,
  "anchor-awaited": ({ id }: { id: string }) =>
    `what was stated of ${id} waits for its anchor; run \`clairevoie sync\` first`,
  "identity-of-another-role": ({ given, wanted }: { given: keyof typeof aRole; wanted: keyof typeof aRole }) =>
    `is that of ${aRole[given]}; this command is for ${aRole[wanted]}`,
  "index-of-the-future": ({ seconds }: { seconds: number }) =>
    `the last block of the index is ${seconds} s ahead of this machine's clock, so that its age cannot be told; set the clock, or see what chain the index follows`,
  "clock-behind": ({ seconds }: { seconds: number }) =>
    `this clock is ${seconds} s behind the chain; set it, or pass --issued-at when sealing`,
  "key-not-of-party": "the key is no valid key of this party; add it with `party keys add`",
  "party-suspended": "the party is suspended; the council reinstates it",
  "index-too-old": ({ hours }: { hours: number }) =>
    `the index ends ${hours} hours ago, more than --max-age; run clairevoie index first`,
  "index-of-another-chain": ({ found, expected }: { found: number; expected: number }) =>
    `the index is of chain ${found}, the deployment of chain ${expected}; name another file`,
  "not-in-range": ({ least, most, of }: { least: number; most: number; of: keyof typeof measured }) =>
    `must be ${least} to ${most}${measured[of]}`,
};
