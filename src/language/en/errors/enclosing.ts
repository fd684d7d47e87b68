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
  "enclosed-needs-key": "is enclosed; name the key that opens it with --identity",
  "not-enclosed": "is no enclosed certificate (an age file)",
  "enclosed-in-text": "is an age file written as text; enclosed certificates are not: decode it first",
  "enclosed-for-several": "can be opened by several recipients; ask the store for one that is enclosed for you alone",
  "enclosed-otherwise":
    "is not enclosed as certificates are (one post-quantum recipient, whole steps of 32 KiB); ask the store for it again",
  "enclosed-cut": "was cut short, or something follows it; ask the store for it again",
  "enclosed-for-others":
    "is opened by none of your keys: it is enclosed for another insurer or an older key, or its head was changed; ask the store",
  "enclosed-changed": "was changed on the way; ask the store for it again",
  "identity-twice": "names two identities; name one, and keys that open certificates",
};
