import { author, bracketed, by, type Found, The, verifyAgain } from "./words.js";

export const statements = {
  "malformed-statement": {
    cause: ({ stage }: Found) =>
      `${The(stage)} contains something that does not belong at its stage, and does not count: faulty software, or an edited file.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} to state it again with software that follows the protocol; nothing is owed on this one.`,
  },
  "other-dossier": {
    cause: ({ stage }: Found) =>
      `A statement of another dossier${bracketed(stage)} was mixed in with these: it proves nothing here, and may hide that nothing was made.`,
    ask: "Ask the optician for the statements of this dossier, and which dossier the other one belongs to.",
  },
  "bad-inclusion": {
    cause: ({ stage }: Found) => `${The(stage)} was altered after it was signed: what is shown is not what was signed.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)}, directly, for its own receipt of this statement, and the optician where the altered one comes from.`,
  },
  "bad-signature": {
    cause: ({ stage }: Found) =>
      `${The(stage)} is not signed by the author that it names: the signature is forged, borrowed, or made for other contracts.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)}, directly, whether it made this statement, and for the receipt that it signed.`,
  },
  "not-anchored": {
    cause: ({ stage }: Found) => `${The(stage)} has no date on chain: it may have been written after the fact.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} for the anchored receipt; failing that, for proof of the date (dated document, message).`,
    pending: {
      cause: ({ stage, until }: Found) =>
        `${The(stage)} is signed and has no date on chain yet: its anchor may still come${by(until)}.`,
      ask: verifyAgain,
    },
  },
  "anchor-before-issue": {
    cause: ({ stage }: Found) =>
      `${The(stage)} claims to have been signed after the chain recorded it: its date is false (post-dated).`,
    ask: ({ stage }: Found) => `Ask ${author(stage)} why it is post-dated, and to state it again if a clock was wrong.`,
  },
  "late-anchor": {
    cause: ({ stage }: Found) =>
      `${The(stage)} reached the chain long after the date that it claims: it may be back-dated.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} for proof of the date claimed (dated document, message), and what delayed the anchor.`,
  },
  "unknown-key": {
    cause: ({ stage }: Found) =>
      `${The(stage)} is signed by somebody who is not enrolled: no known business answers for it.`,
    ask: "Ask the optician who made this statement, and the council whether that business is enrolled.",
    at: {
      shipment: {
        cause:
          "The shipment is signed by somebody who is not enrolled: no known lens maker confirms that it made these lenses.",
        ask: "Ask the optician which lens maker delivered, and for its delivery note; ask the council whether it is enrolled.",
      },
    },
  },
  "key-not-valid": {
    cause: ({ stage }: Found) =>
      `${The(stage)} is signed with a key that was not valid then (not yet added, revoked or stolen): its owner may not have made it.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)}, through a contact that you know, whether it made this statement; if so, to state it again with a valid key.`,
    /** Where the chain says why. */
    keys: {
      "not-yet": ({ stage }: Found) =>
        `${The(stage)} is signed with a key that did not belong to anybody yet at that time: ${author(stage)} may not have made it.`,
      revoked: ({ stage }: Found) =>
        `${The(stage)} is signed with a key that had already been revoked: ${author(stage)} may not have made it.`,
      compromised: ({ stage }: Found) =>
        `${The(stage)} is signed with a stolen key, declared compromised from an earlier time: ${author(stage)} may not have made it.`,
    },
  },
  "wrong-role": {
    cause: ({ stage }: Found) =>
      stage
        ? `${The(stage)} was stated by a party that is not an optician.`
        : "A statement was made by a party that does not have the role that its stage requires.",
    ask: ({ stage }: Found) =>
      `Ask ${stage ? "the optician of this dossier" : "the party whose role it is"} to state it itself, and the council in which role the signer is enrolled.`,
    at: {
      shipment: {
        cause:
          "The shipment was stated by a party that is not a lens maker: no maker of lenses confirms that it made these.",
        ask: "Ask the optician who made the lenses, and for the delivery note; that lens maker must state its delivery itself.",
      },
    },
  },
  "party-suspended": {
    cause: ({ stage }: Found) =>
      `${The(stage)} was ${stage ? "stated" : "made"} while the council had suspended its author.`,
    ask: "Ask the council why this party was suspended and until when; pay nothing before its answer.",
  },
  withdrawn: {
    cause: ({ stage }: Found) => `${The(stage)} was withdrawn by its author, and nothing shown replaces it.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} why it was withdrawn, and for the statement that replaces it, if there is one.`,
    at: {
      shipment: {
        cause:
          "The lens maker withdrew its delivery, and nothing shown replaces it: the lenses billed are no longer delivered.",
        ask: "Ask the lens maker why (return, breakage, error), and the optician for the new delivery or a credit note.",
      },
      invoice: {
        cause: "The optician cancelled this invoice and presents it anyway.",
        ask: "Ask the optician for the valid invoice, or for confirmation that nothing is billed any more.",
      },
      quote: {
        cause: "The optician withdrew this quote and presents it anyway: the wearer may have changed their mind.",
      },
    },
  },
  "superseded-without-justification": {
    cause: ({ stage }: Found) =>
      `${The(stage)} replaces an earlier one for a reason that you do not accept, or the earlier one was not withdrawn.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} why it was replaced and what proves it, and to withdraw on chain what is no longer valid.`,
  },
  justified: {
    cause: ({ stage }: Found) =>
      `${The(stage)} corrects an earlier one for an accepted reason; the earlier one was withdrawn.`,
    ask: ({ stage }: Found) => `Nothing; in an audit, ${author(stage)} can document the reason.`,
    /** By the reason that is given. */
    reasons: {
      substitution: {
        cause:
          "The lens maker delivered another product than the one ordered, and says so: code, class and correction are those of the order, and the invoice states what was made.",
        ask: "Nothing; in an audit, the lens maker can document why the product was replaced.",
      },
    },
  },
};
