import { author, bracketedNames, by, colon, type Found, orAfter, The } from "./words.js";

const named = (maker: string | undefined) => (maker ? ` (${maker})` : "");

export const claim = {
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
