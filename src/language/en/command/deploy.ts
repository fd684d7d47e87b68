import { lasting, plural } from "./words.js";

export const deploy = {
  deploy: {
    description: "Deploy the suite, go on with a deployment that was cut off, or check the one that is recorded",
    options: {
      admin: "administers the council's roles; a multisig (default: you)",
      enroller: "enrols opticians and insurers, and declares affiliations (default: you)",
      lensEnroller: "announces lens makers and their names (default: you)",
      guard: "suspends, declares compromises and cancels announcements (default: you)",
      lookBackDays: "how far back a declared compromise may reach (default 30)",
      makerDelayDays: "how long a lens maker is announced before it is enrolled, for ever (default 3)",
      guardDelayDays: "how long a new guard is announced, for ever; no less than for a maker (default 30)",
      folder: "where the deployment file goes",
    },
    checked: ({ file }: { file: string }) => `Deployed already, and all is as ${file} says.`,
    alreadyThere: "already there",
    sending: "sending",
    wouldDeploy: ({ gas, cost }: { gas: bigint; cost: string }) => `Would deploy with at most ${gas} gas, ${cost}, at:`,
    nothingSent: "Nothing was sent or written.",
    poor: ({ account, balance }: { account: string; balance: string }) =>
      `${account} has ${balance}: send it more before you deploy.`,
  },
  doctor: {
    description: "Check node, chain, contracts, council, key, clock and balance",
    fails: "FAIL",
    node: ({ chainId, name, block }: { chainId: number; name: string; block: number }) =>
      `chain ${chainId} (${name}), block ${block}`,
    clockAgrees: "agrees with the chain",
    clockAhead: ({ seconds }: { seconds: number }) => `the latest block is ${seconds} s old`,
    asRecorded: ({ network }: { network: string }) => `as recorded for ${network}`,
    delays: ({ maker, guard, lookBack }: { maker: number; guard: number; lookBack: number }) =>
      `a lens maker ${lasting(maker)}, a new guard ${lasting(guard)}; a compromise reaches back ${lasting(lookBack)}`,
    waiting: ({ count }: { count: number }) => `${count} at gateways, in time`,
    gateway: ({ origin, chainId, seconds }: { origin: string; chainId: number; seconds: number }) =>
      `${origin}, chain ${chainId}, a root every ${seconds} s`,
    unexpected: "an unexpected failure",
  },
  holders: {
    account: (_: { delegate: string }) => "a plain account",
    contract: (_: { delegate: string }) => "a contract",
    delegated: ({ delegate }: { delegate: string }) =>
      `a plain account that acts by the code of ${delegate} too (EIP-7702)`,
    held: ({
      role,
      account,
      kind,
      delaySeconds,
    }: {
      role: string;
      account: string;
      kind: string;
      delaySeconds: number;
    }) => `${role}: ${account}, ${kind}, acts ${delaySeconds === 0 ? "at once" : `after ${lasting(delaySeconds)}`}`,
    nobody: ({ role }: { role: string }) => `${role}: nobody`,
  },
  dossier: {
    description: "Dossiers of an optician",
    arguments: {
      dossier: "dossier id, or new",
    },
    options: {
      file: "equipment file, or - (default: what was stated last)",
      ticket: "write the ticket for the maker of both lenses here",
    },
    open: {
      description: "Open a dossier: draw its secret and keep it",
    },
    list: {
      description: "List the dossiers of the vault, with reference, stage, state and date",
      line: ({
        id,
        kind,
        reference,
        stage,
        state,
        day,
      }: {
        id: string;
        kind: string;
        reference: string;
        stage: string;
        state: string;
        day: string;
      }) => [id, kind, reference, stage, state, day].filter(Boolean).join("  "),
      states: {
        opened: "opened",
        stated: "stated, no receipt kept yet",
        waiting: "waits for its gateway",
        anchored: "anchored",
        unreadable: "its record cannot be read",
      },
    },
    ticket: {
      description: "The line that goes with the order to a lens maker",
      options: {
        eyes: "right, left or right,left",
      },
    },
    claimTicket: {
      description: "The line that goes with the claim to an insurer",
    },
    erase: {
      description:
        "Destroy the secrets of a dossier and of its stock lenses: all that remains of them anywhere is meaningless",
      options: {
        settlementDays: "how many days after the invoice its shares may be settled (default 730)",
      },
      erased: ({ id, units }: { id: string; units: number }) =>
        `${id}: erased${units === 0 ? "" : `, with ${plural(units, "unit", "units")} of stock`}`,
      boxesLeft: ({ boxes }: { boxes: number }) =>
        `${plural(boxes, "box", "boxes")} could not be erased: the gateway does not answer. Run it again later.`,
      question: ({ warning }: { warning: string }) => `${warning}\nErase it? (yes/no) `,
      answer: "yes",
      kept: "Nothing was erased.",
    },
    opened: ({ id }: { id: string }) => `Dossier ${id}.`,
    ticketWritten: ({ file }: { file: string }) => `Ticket written to ${file}.`,
    stages: {
      quote: "State the quote",
      order: "State the order; order references must be known",
      invoice: "State the invoice; payers must be known",
    },
  },
};
