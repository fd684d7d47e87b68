import { author, bracketed, by, type Found, The, verifyAgain } from "./words.js";

export const settlement = {
  "already-settled": {
    cause: "This share of the invoice is already paid: it is claimed a second time, from you or from another insurer.",
    ask: "Pay nothing. Ask the optician who paid it, and why it is claimed again.",
    byYou: {
      cause: "You have already paid this share of the invoice: it is claimed a second time.",
      ask: "Pay nothing. Ask the optician why it is claimed again; if you were auditing, accept your own settlements in the policy.",
    },
  },
  "other-invoice-settled": {
    cause:
      "Another invoice of the same dossier, or this one with other shares, is already paid: the same glasses are billed twice.",
    ask: "Pay nothing. Ask the optician which invoice is valid, and what shares it announced to each insurer.",
  },
  "settled-by-asker": {
    cause: "You paid this share yourself.",
    ask: "Nothing.",
  },
  "missing-link": {
    cause: ({ stage }: Found) =>
      `${The(stage)} corrects an earlier one that the certificate does not show: nobody can see what was changed.`,
    ask: "Ask the optician for a certificate with the statement that was replaced.",
  },
  "forked-correction": {
    cause: ({ stage }: Found) =>
      `Two corrections of the same statement${bracketed(stage)} are both in force and repeat each other.`,
    ask: ({ stage }: Found) =>
      `Ask ${stage ? author(stage) : "their author"} which one is valid, and to withdraw the other on chain.`,
  },
  "broken-link": {
    cause: ({ stage }: Found) =>
      `${The(stage)} claims to replace a statement of another party or of another stage, which is still in force.`,
    ask: ({ stage }: Found) => `Ask ${author(stage)} what it meant to correct, and to withdraw what is false.`,
  },
  "quote-too-old": {
    cause:
      "The invoice relies on a quote that is older than your policy accepts: its prices may no longer be those of the wearer's contract.",
    ask: "Ask the optician for a new quote that the wearer accepted, stated before the invoice.",
  },
  "not-final": {
    cause: ({ stage }: Found) =>
      `${The(stage)} reached the chain too recently for your policy: a reorganisation could still erase it.`,
    ask: "Pay nothing yet, and ask nothing: verify again once the delay of your policy has passed.",
    pending: {
      cause: ({ stage, until }: Found) =>
        `${The(stage)} reached the chain too recently for your policy: a reorganisation could still erase it${by(until)}.`,
      ask: ({ until }: Found) =>
        `Pay nothing yet, and ask nothing: verify again ${until ? `after ${until}` : "once the delay of your policy has passed"}.`,
    },
  },
  "stock-not-used": {
    cause:
      "The stock lens was not consumed on chain by the time of the invoice: it may still be sold to another wearer.",
    ask: "Ask the optician which lens it mounted, and when it consumed it. If the delay is explained, a longer tolerance accepts it.",
    pending: {
      cause: ({ until }: Found) =>
        `The stock lens is not consumed on chain yet: the store may still do it${by(until)}.`,
      ask: verifyAgain,
    },
  },
  "stock-used-elsewhere": {
    cause: "The same stock lens was used in another dossier, or for the other eye: one lens is billed twice.",
    ask: "Pay nothing. Ask the optician which lens the wearer received, and in which dossier this one was used.",
  },
  "stock-of-another-store": {
    cause: "The stock lens is a different one, or the lens maker did not ship it to the store that invoices it.",
    ask: "Ask the optician where it got this lens, and the lens maker which store it shipped it to.",
  },
  "wrong-chain": {
    cause: "The certificate refers to another chain or to other contracts than yours: nothing in it can be checked.",
    ask: "Ask the optician for a certificate made with the contracts that you recognise; pay nothing on this one.",
  },
};
