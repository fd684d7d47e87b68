import { enumerated } from "../wording.js";
import { names, type StageName } from "./names.js";

/** Where a finding is: the stage of the statement, and the aspects by their names. Neither where it is explained in general. */
interface Found {
  readonly stage?: StageName | undefined;
  readonly aspects?: string | undefined;
  /** Identifiers of the makers that the order names. */
  readonly maker?: string | undefined;
  /** Until when what is pending may come. */
  readonly until?: string | undefined;
}

interface Rewritten {
  readonly correction: StageName;
  readonly stage: StageName;
}

/** A lens, its code or its correction, where stages differ on it. */
interface Deviating {
  readonly kind: "lens" | "code" | "prescription";
  readonly eyes: "right" | "left" | "both";
}

interface TwoValues {
  readonly some: readonly StageName[];
  readonly others: readonly StageName[];
  /** What is likely behind it. */
  readonly behind?: string | undefined;
}

const The = (stage: StageName | undefined) => (stage ? `The ${names.stages[stage]}` : "A statement");

const author = (stage: StageName | undefined) =>
  stage === undefined ? "its author" : stage === "shipment" || stage === "stock" ? "the lens maker" : "the optician";

const bracketed = (stage: StageName | undefined) => (stage ? ` (${names.stages[stage]})` : "");

const bracketedNames = (aspects: string | undefined) => (aspects ? ` (${aspects})` : "");

const named = (maker: string | undefined) => (maker ? ` (${maker})` : "");

const by = (until: string | undefined) => (until ? ` until ${until}` : "");

const orAfter = (until: string | undefined) => (until ? `, or after ${until}` : "");

const verifyAgain = ({ until }: Found) => `Pay nothing yet: verify again once it has come${orAfter(until)}.`;

const colon = (aspects: string | undefined) => (aspects ? `: ${aspects}` : "");

const on = (aspects: string | undefined) => (aspects ? ` on: ${aspects}` : "");

const DONE = { quote: "quoted", order: "ordered", shipment: "delivered", invoice: "invoiced", stock: "delivered" };

const done = (stages: readonly StageName[]) =>
  enumerated(
    stages.map((stage) => DONE[stage]),
    "and",
  );

const areNot = ({ eyes }: Deviating) => (eyes === "both" ? "are not" : "is not");

const subject = ({ kind, eyes }: Deviating) => {
  const lens = eyes === "both" ? "lenses" : `${eyes} lens`;
  if (kind === "lens") return `The ${lens}`;
  return `The ${kind === "code" ? "grouped code" : "correction"}${eyes === "both" ? "s" : ""} of the ${lens}`;
};

const again = ({ kind, eyes }: Deviating) => {
  if (kind === "lens") return eyes === "both" ? "those" : "the one";
  return eyes === "both" ? "those of the lenses" : "that of the lens";
};

/**
 * Why a finding is there and what to ask, whom: never for a prescription. `at` has the sentences that a stage or a kind of
 * aspect has of its own; those of the aspect come first. `pending` is said as long as what is missing may still come.
 */
export const explanations = {
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
  "missing-statement": {
    cause: "Nothing was stated at a stage that this dossier requires.",
    ask: ({ stage }: Found) =>
      `Ask ${stage ? author(stage) : "the optician or the lens maker"} for the missing statement, and for the document of that day.`,
    pending: {
      cause: ({ stage, until }: Found) =>
        `${stage ? `The ${names.stages[stage]}` : "A stage that this dossier requires"} is not stated yet: it may still come${by(until)}.`,
      ask: verifyAgain,
    },
    at: {
      quote: {
        cause: "No quote was stated: nothing shows what the wearer agreed to before the sale.",
        ask: "Ask the optician for the dated quote that the wearer signed; a quote is mandatory.",
      },
      order: {
        cause: "No order was stated: nothing shows that these lenses were ordered.",
        ask: "Ask the optician for the order to the lens maker, with its reference.",
      },
      shipment: {
        cause:
          "No lens maker stated a delivery: nothing shows that the lenses billed were ever made (fictitious equipment?).",
        ask: "Ask the optician which lens maker delivered, and for its delivery note; ask that lens maker to state the delivery; pay nothing before.",
      },
      invoice: {
        cause: "No invoice was stated: what is claimed was not billed in this dossier.",
        ask: "Ask the optician for the invoice of this dossier; nothing is owed without one.",
      },
    },
  },
  "same-party": {
    cause: "The optician itself stated the delivery: no independent lens maker confirms that it made these lenses.",
    ask: "Ask the optician which lens maker made the lenses, and for its delivery note; that lens maker must state the delivery itself.",
  },
  "store-mismatch": {
    cause: ({ stage }: Found) =>
      `${The(stage)} comes from a different optician than the rest of the dossier: another store's file may have been billed.`,
    ask: "Ask the store that claims what links it to the other (head office, sale of the store), with proof; whoever quoted and ordered must bill.",
  },
  "ambiguous-statement": {
    cause: ({ stage, aspects }: Found) =>
      `Two statements of the same stage${bracketed(stage)} are both in force and contradict each other${on(aspects)}. One must be false.`,
    ask: ({ stage }: Found) =>
      `Ask ${stage ? author(stage) : "their author"} which one is valid, and to withdraw the other on chain.`,
  },
  "missing-aspect": {
    cause: ({ stage, aspects }: Found) =>
      `${The(stage)} does not state something that the invoice bills${colon(aspects)}.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)} to state what is missing, or the optician for a corrected invoice without it.`,
    pending: {
      cause: ({ stage, aspects, until }: Found) =>
        `${The(stage)} does not yet state something that the invoice bills${colon(aspects)}. A further statement may still come${by(until)}.`,
      ask: verifyAgain,
    },
    at: {
      payer: {
        cause: "The invoice does not name you as a payer: the same invoice can be claimed from any insurer.",
        ask: "Ask the optician for a corrected invoice that names you, your rank and your share; pay nothing on this one.",
      },
      prescription: {
        ask: ({ stage }: Found) =>
          `Do not ask for the prescription. Ask ${author(stage)} to state the correction (it stays hidden from you).`,
      },
    },
  },
  "aspect-mismatch": {
    cause: ({ aspects }: Found) => `The stages do not agree${on(aspects)}.`,
    ask: "Ask the optician and the lens maker what was actually ordered and delivered, and for a corrected statement.",
    at: {
      orderReference: {
        cause: ({ aspects }: Found) =>
          `The lens maker delivered under a different order reference than the optician's${bracketedNames(aspects)}: these may be the lenses of another order.`,
        ask: "Ask the lens maker which order it delivered for, and the optician for the reference of its own order.",
      },
      billing: {
        cause:
          "The lines or prices invoiced are not those of the quote: a price or a code was changed after the wearer agreed.",
        ask: "Ask the optician for the quote that the wearer signed and what explains the change; a new quote must come before the invoice.",
      },
      frame: {
        cause: "The frame invoiced is not the one quoted: it was exchanged, or billed in another class.",
        ask: "Ask the optician for the reference of the frame delivered, and for a new quote or a corrected invoice.",
      },
      reference: {
        cause: "The quote names a different store or file than the invoice: two files may have been put together.",
        ask: "Ask the optician which file the quote belongs to, and for the quote of the file invoiced.",
      },
    },
  },
  "out-of-order": {
    cause: ({ stage }: Found) =>
      `${The(stage)} reached the chain before a stage that must come first: the dossier may have been completed after the fact.`,
    ask: "Ask the optician for the dated quote and order, and why they were anchored so late.",
    at: {
      invoice: {
        cause:
          "The invoice was stated before the delivery or another stage that must come first: what is billed may not exist yet.",
        ask: "Ask the optician when the wearer received the glasses, and the lens maker when it delivered.",
      },
    },
    /** An earlier stage was corrected afterwards, and changed what this one relies on. */
    rewritten: {
      cause: ({ correction, stage }: Rewritten) =>
        `The ${names.stages[correction]} was rewritten after the ${names.stages[stage]}, and changed what the ${names.stages[stage]} relies on: it was adjusted to match it, or never came before it.`,
      ask: ({ correction }: Rewritten) =>
        `Pay nothing on the rewritten ${names.stages[correction]}. Ask the optician for the one that the wearer or the lens maker was given, with its date.`,
    },
  },
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
  "store-not-claimant": {
    cause: "The store that claims is not the one that signed the invoice: another store's file is presented.",
    ask: "Ask the store that claims how it came to hold this dossier, and for a certificate of its own invoice.",
  },
  "claim-does-not-open": {
    cause: ({ aspects }: Found) => `The claim that you received does not say what the invoice stated${colon(aspects)}.`,
    ask: "Ask the optician for the claim as it was invoiced, and compare it with the one that you received.",
    at: {
      reference: {
        cause: "The claim names a different store or file than the invoice stated: it may be another patient's file.",
        ask: "Ask the optician which file this certificate belongs to, and for the certificate of the file claimed.",
      },
      payer: {
        cause: "The claim and the invoice differ on your share: insurer, prior authorisation, rank or amount.",
        ask: "Compare the AMC number, prior authorisation and share with your own agreement; ask the optician to correct the invoice or the claim.",
      },
      billing: {
        cause: "The lines or prices claimed are not those that were invoiced: the claim was changed.",
        ask: "Ask the optician for the invoice given to the wearer, and compare it line by line with the claim.",
      },
      frame: {
        cause: "The frame described to you is not the one invoiced, or none was invoiced.",
        ask: "Ask the optician for the reference of the frame delivered.",
      },
      lens: {
        cause: ({ aspects }: Found) => `The lens described to you is not the one invoiced${bracketedNames(aspects)}.`,
        ask: "Ask the optician for the lens delivered (maker's code and treatments), and the lens maker for its delivery note.",
      },
    },
  },
  "code-billing-disagree": {
    cause: ({ aspects }: Found) =>
      `The lens is billed under a code or class that was not stated, or without having been stated at all${colon(aspects)}.`,
    ask: "Ask the optician for an invoice with the code that the lens maker stated; ask the lens maker to confirm that code.",
  },
  "shares-exceed-total": {
    cause: "The insurers together would pay more than the glasses cost.",
    ask: "Ask the optician for the share of each insurer, and the other insurer what it pays.",
  },
  "not-disclosed": {
    cause: ({ aspects }: Found) => `The certificate withholds what your contract entitles you to see${colon(aspects)}.`,
    ask: "Ask the optician for a certificate that opens it, and for the value if the claim does not give it.",
  },
  "payers-disagree": {
    cause: "You are told that you are the only payer, but the invoice names another insurer too: each may pay in full.",
    ask: "Ask the optician for the share of each insurer, and the wearer about other cover; do not pay as the only payer.",
  },
  "frame-billing-disagree": {
    cause: "A frame was billed that was not stated, or that was stated in another class.",
    ask: "Ask the optician for the reference and class of the frame delivered, and for a corrected invoice.",
  },
  "band-not-proven": {
    cause: ({ aspects }: Found) =>
      `Your policy requires a proof that the code billed fits the correction, and it is missing${colon(aspects)}.`,
    ask: "Ask the optician for a certificate with this proof. Do not ask for the prescription.",
  },
  "band-wrong": {
    cause: ({ aspects }: Found) =>
      `What is proven of the correction is not what the code billed stands for${colon(aspects)}.`,
    ask: "Ask the optician for a proof of the code billed, or an invoice with the right code. Do not ask for the prescription.",
  },
  "renewal-not-proven": {
    cause: "The equipment is renewed early, and nothing proves that the sight has changed.",
    ask: "Ask the optician for a certificate with the proof of the change. Do not ask for the prescription.",
  },
  "proof-does-not-verify": {
    cause:
      "A proof was presented that does not verify against what was stated: it belongs to another dossier or lens, or is forged.",
    ask: "Ask the optician for a proof made for this dossier. Do not ask for the prescription.",
  },
  "development-keys": {
    cause: "The proofs were made with development keys, with which anyone can forge one: they show nothing.",
    ask: "Ask the optician for proofs made with the keys of the ceremony.",
  },
  "extras-not-accepted": {
    cause: "Something is billed as an extra that your contract does not list: a lens may be hidden there.",
    ask: "Ask the optician what this line is, and for an invoice that bills lenses as lenses.",
  },
  "told-not-opened": {
    cause: ({ aspects }: Found) =>
      `Something was described to you that the certificate does not open, so nothing was compared${colon(aspects)}.`,
    ask: "Rely on it only with a certificate that opens it; require that in your policy if it is decisive.",
  },
  "issued-in-future": {
    cause: ({ stage }: Found) =>
      `${The(stage)} claims to have been signed later than now: its date is false, or a clock is wrong.`,
    ask: ({ stage }: Found) => `Ask ${author(stage)} to set its clock and to state it again.`,
  },
  "void-withdrawal": {
    cause: ({ stage }: Found) =>
      `${The(stage)} was withdrawn with a key or an account that was in other hands: the withdrawal is void, and the statement counts.`,
    ask: ({ stage }: Found) =>
      `Ask ${author(stage)}, through a contact that you know, whether it stands by what it stated; if not, to withdraw it with a valid key.`,
  },
  "linked-store": {
    cause: ({ stage }: Found) =>
      `${The(stage)} comes from another store of the same enterprise, or from one that was taken over: both consented to this link on chain.`,
    ask: "Nothing.",
  },
  "affiliated-maker": {
    cause:
      "The council has declared that the lens maker and the store belong together: its delivery is not an independent confirmation.",
    ask: "In an audit, ask the lens maker for its delivery note and its own purchases for this order.",
  },
  "maker-not-opened": {
    cause: ({ aspects }: Found) =>
      `The certificate does not show which maker the order names${bracketedNames(aspects)}, so nobody can check who made the lens.`,
    ask: "Ask the optician for a certificate that shows the maker as it was ordered.",
  },
  "maker-mismatch": {
    cause: ({ aspects, maker }: Found) =>
      `The delivery was stated by another party than the maker that the order names${named(maker)}${bracketedNames(aspects)}.`,
    ask: "Ask the optician which maker it ordered from, and whoever stated the delivery for which order it delivered.",
  },
  "maker-not-enrolled": {
    cause: ({ aspects, maker }: Found) =>
      `The order names a maker that did not take part at the time of the order${named(maker)}: nobody independent can confirm that the lens was made${bracketedNames(aspects)}. That is no accusation.`,
    ask: ({ maker }: Found) =>
      `Ask the maker that is named${named(maker)} for its delivery note, and the council whether and when it takes part; settle by your rules for makers that do not.`,
  },
  "maker-statement-missing": {
    cause: ({ aspects, maker }: Found) =>
      `The maker that the order names takes part${named(maker)}, and its statement of the delivery is missing${bracketedNames(aspects)}. What is missing is the maker's: it says nothing against the optician.`,
    ask: ({ maker }: Found) =>
      `Ask the maker${named(maker)} whether it made the lens, and to state its delivery; then ask the optician for a new certificate.`,
    pending: {
      cause: ({ aspects, maker, until }: Found) =>
        `The maker that the order names takes part${named(maker)}, and has not stated its delivery yet${bracketedNames(aspects)}. It may still come${by(until)}.`,
      ask: ({ until }: Found) =>
        `Pay nothing yet. Verify again with a new certificate once the maker has stated its delivery${orAfter(until)}.`,
    },
  },
  "maker-suspended": {
    cause: ({ maker }: Found) =>
      `The maker that the order names${named(maker)} was suspended by the council when the lens was ordered.`,
    ask: "Ask the council why and until when, and the maker for its delivery note.",
  },
  "quote-after-invoice": {
    cause: "The price was quoted after it had been invoiced: the quote was written, or adjusted, after the sale.",
    ask: "Ask the optician for the dated quote that the wearer accepted before the sale; pay nothing on this one.",
  },
  "quote-changed-after-order": {
    cause: "The quote was corrected after the order, and its prices or its frame changed.",
    ask: "Ask the optician what changed, and for both quotes as the wearer accepted them.",
  },
  "quote-reference-changed": {
    cause: "The quote was corrected after the order, and only its file reference changed.",
    ask: "Nothing.",
  },
  "grant-missing": {
    cause:
      "The certificate holds no grant by which you could settle this share: it can be verified, and not marked as paid.",
    ask: "Ask the optician for a certificate that is made for you, with your insurer card.",
  },
  "grant-invalid": {
    cause:
      "The certificate holds a grant that is not yours, not of this invoice and share, or not signed by the dossier's own key: it was made for somebody else, or forged.",
    ask: "Pay nothing. Ask the optician for a certificate that is made for you, and whoever sent this one where it comes from.",
  },
  "grant-outdated": {
    cause:
      "A mark of this dossier was released or moved since the grant was signed: nobody can settle with it any more.",
    ask: "Ask the optician for a new certificate, and what became of the earlier payment.",
  },
  "released-before": {
    cause:
      "A share of this dossier was marked as paid before, and the mark was released or moved: somebody may have paid already.",
    ask: "Ask the optician which insurer it was, why the mark was taken back, and whether money was returned.",
  },
  "maker-not-known": {
    cause: ({ maker }: Found) => `The order names a maker that is not on your list of known makers${named(maker)}.`,
    ask: ({ maker }: Found) =>
      `Ask the optician who this maker is${named(maker)}, and for its delivery note; put it on the list if you know it.`,
  },
  "maker-is-claimant": {
    cause: ({ maker }: Found) =>
      `The order names the enterprise of the claiming store itself as the maker${named(maker)}: nobody independent confirms the lens.`,
    ask: "Ask the optician where the lens was made, and for the purchase documents of its blank.",
  },
  "claim-repeated": {
    cause: "The same share of the same dossier stands on an earlier line of this audit: it is claimed a second time.",
    ask: "Pay one of the two at most. Ask whoever sent the claims why it is there twice.",
  },
  "claim-of-another-insurer": {
    cause: "The claim is addressed to another insurer: it reached you by mistake, or was sent to several.",
    ask: "Pay nothing. Ask whoever routed it why it came to you, and the optician which insurer it is meant for.",
  },
};

/** Why stages that state one lens differently may do so, and what to ask. */
export const deviations = {
  /** The stages are of two minds. */
  twoValues: ({ some, others, behind, ...lens }: Deviating & TwoValues) =>
    `${subject(lens)} ${done(some)} ${areNot(lens)} ${again(lens)} ${done(others)}${behind ? `: ${behind}` : ""}.`,
  manyValues: ({ stages, values, ...lens }: Deviating & { stages: readonly StageName[]; values: number }) =>
    `${subject(lens)} ${areNot(lens)} the same when ${done(stages)}: ${values} different values.`,
  /** By whose statement stands alone. */
  behind: {
    code: {
      maker: "the bill may be dearer than what was made",
      optician: "the bill may be dearer than what was made",
      invoice: "the code may have been raised on the invoice",
      quote: "the code was changed after the quote",
    },
    lens: {
      maker: "a lens was substituted, or a treatment was billed and not made",
      optician: "a different lens, perhaps cheaper, was ordered than billed",
      invoice: "what is billed was never made",
      quote: "the wearer did not get what the quote promised",
    },
    prescription: {
      maker: "the correction was raised to reach a dearer code, or the lens was made wrong",
      optician: "the lens made does not match what was prescribed and quoted",
      quote: "the correction was changed after the quote",
    },
  },
  ask: {
    code: "Ask the lens maker to confirm the grouped code of what it delivered, and the optician for an invoice with that code.",
    lens: "Ask the lens maker for its delivery note, and the optician to have the lens remade as billed or to correct the invoice.",
    prescription:
      "Do not ask for the prescription. Ask the optician and the lens maker to compare what was ordered and made, and to state the remake or the change.",
    newQuote:
      "Ask the optician for the new quote that the wearer accepted, and why it was not stated before the order.",
  },
};
