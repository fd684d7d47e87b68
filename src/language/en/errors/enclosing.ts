/** What is wrong with enclosed certificates, and with the keys and cards that they rest on. */
export const enclosing = {
  "not-enclosing-key":
    "holds no key that opens enclosed certificates (AGE-SECRET-KEY-PQ-1...); make one with `party card`",
  "enclosing-keys-several": "holds several keys; a card names the recipient of one",
  "card-without-recipient":
    "is missing: this insurer takes no enclosed certificates yet; use --insurer-card, or ask it for a card with a recipient",
  "recipients-several": "names several recipients; exactly one may open a certificate",
  "recipient-not-hybrid":
    "is no post-quantum recipient (age1pq1... of 1,959 characters); ask the insurer for a card that `party card` made",
  "recipient-damaged": "was mistyped or cut (its checksum does not match); ask the insurer for its card again",
  "enclosed-needs-file": "is needed with --for: an enclosed certificate is no text; name a file",
  "enclosed-needs-key": "is enclosed; name with --identity the file of the key that opens it (AGE-SECRET-KEY-PQ-1…)",
  "not-enclosed": "is no enclosed certificate (an age file)",
  "enclosed-in-text": "is an age file written as text; enclosed certificates are not: decode it first",
  "enclosed-for-several": "can be opened by several recipients; ask the store for one that is enclosed for you alone",
  "enclosed-otherwise":
    "is not enclosed as certificates are (one post-quantum recipient, whole steps of 32 KiB); ask the store for it again",
  "enclosed-cut": "was cut short, or something follows it; ask the store for it again",
  "enclosed-for-others":
    "is opened by none of your keys: it is enclosed for another insurer or an older key, or its head was changed; ask the store",
  "enclosed-changed": "was changed on the way; ask the store for it again",
  "gateway-silent": ({ origin }: { origin: string }) =>
    `cannot tell: the gateway at ${origin} does not answer; try again later, or ask the store for the certificate`,
  "gateway-garbled": ({ origin }: { origin: string }) =>
    `cannot tell: what answers at ${origin} is no gateway, or of another version; check the address`,
  "gateway-refuses": ({ origin, problem }: { origin: string; problem: string }) =>
    `cannot tell: the gateway at ${origin} refuses (${problem}); try another one, or ask the store for the certificate`,
  "box-empty":
    "cannot tell: no certificate lies where the ticket leads (not yet, no longer, or at another gateway); ask the store for it",
  "box-spoilt": "cannot tell: what lies where the ticket leads is no certificate, or was changed; ask the store for it",
  "box-for-others":
    "cannot tell: the certificate is enclosed for another insurer or an older key; name that key, or ask the store for it",
  "box-of-another-claim":
    "cannot tell: the ticket leads to the certificate of another claim; ask the store for this one's",
  "certificates-or-ticket": "are needed, or --ticket in their place, and not both",
  "boxes-full": "cannot tell whether it was posted: every box of this ticket is taken; send the file instead",
  "gateway-of-other-chain": "is a gateway of another chain or registry than the deployment; name one of yours",
  "ticket-needs-gateway": "is needed; to follow a ticket, name the store's gateway",
  "not-gateway-address": "is no address of a gateway (http or https)",
  "identity-twice": "names two identities; name one, and keys that open certificates",
};
