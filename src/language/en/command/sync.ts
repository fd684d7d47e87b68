import { plural } from "./words.js";

const statements = (count: number) => plural(count, "statement", "statements");

export const syncing = {
  sync: {
    description: "Finish what waits at gateways: post, compare, keep receipts, seal again what is late, read boxes",
    options: {
      wait: "go on until nothing waits, at most so long",
      anchor: "after a quarter of the time, anchor alone with your own ether (--rpc)",
      out: "where to write the receipts of what is anchored",
    },
    working: "batches",
    reading: "boxes",
    node: "your node",
    nothing: "Nothing waits.",
    anchored: ({ count, at, by }: { count: number; at: string; by: string }) =>
      `${statements(count)}: anchored at ${at}, as ${by} see it.`,
    said: ({ count, by }: { count: number; by: string }) =>
      `${statements(count)}: anchored by the word of ${by} alone. Name a second --gateway, or a node with --rpc, to confirm it.`,
    promised: ({ count, by, gateways }: { count: number; by: string; gateways: string }) =>
      `${statements(count)}: promised to be anchored by ${by} (${gateways}). \`clairevoie sync\` finishes it.`,
    kept: ({ count }: { count: number }) =>
      `${statements(count)}: in the vault, and accepted by no gateway yet. \`clairevoie sync\` posts it again.`,
    late: ({ count, since }: { count: number; since: string }) =>
      `ALARM: ${statements(count)} signed at ${since}, and no anchor is confirmed after a quarter of the time. Name other gateways, or anchor alone: \`clairevoie sync --anchor --rpc https://…\`.`,
    sealedAgain: ({ count }: { count: number }) =>
      `${statements(count)}: half of the time is over, so they were signed again.`,
    outNeeded: ({ count }: { count: number }) =>
      `${plural(count, "receipt", "receipts")} of no dossier of this vault: name -o FILE to have them.`,
    received: ({ count }: { count: number }) => `${plural(count, "receipt", "receipts")} from laboratories.`,
    relayed: {
      withdrawal: {
        accepted: ({ by, until }: { by: string; until: string }) =>
          `Withdrawal: accepted by ${by}, to be sent by ${until}. \`clairevoie sync\` tells when it is done.`,
        said: ({ by }: { by: string }) =>
          `Withdrawal: done by the word of ${by} alone. Name a second --gateway, or a node with --rpc, to confirm it.`,
        done: ({ by }: { by: string }) => `Withdrawal: on chain, as ${by} see it.`,
        kept: "Withdrawal: in the vault, and accepted by no gateway yet. `clairevoie sync` posts it again.",
        late: ({ since }: { since: string }) =>
          `ALARM: a withdrawal signed at ${since} is not seen on chain. Name other gateways, or withdraw with your own ether (--rpc).`,
      },
      stockUses: {
        accepted: ({ by, until }: { by: string; until: string }) =>
          `Stock lenses: accepted by ${by}, to be consumed by ${until}. \`clairevoie sync\` tells when it is done.`,
        said: ({ by }: { by: string }) =>
          `Stock lenses: consumed by the word of ${by} alone. Name a second --gateway, or a node with --rpc, to confirm it.`,
        done: ({ by }: { by: string }) =>
          `Stock lenses: consumed, as ${by} see it. \`clairevoie stock show\` asks a node for which dossier.`,
        kept: "Stock lenses: in the vault, and accepted by no gateway yet. `clairevoie sync` posts it again.",
        late: ({ since }: { since: string }) =>
          `ALARM: uses of stock lenses signed at ${since} are not seen on chain. Name other gateways, or use them with your own ether (--rpc).`,
      },
    },
    wouldRelay: ({ gateway }: { gateway: string }) => `Would post it to ${gateway}. Nothing was sent.`,
    wouldPost: ({ count, gateway }: { count: number; gateway: string }) =>
      `Would post ${statements(count)} to ${gateway}. Nothing was sent.`,
  },
};
