/** What is wrong with keys, the vault and the local index. */
export const keeping = {
  // Keys and passphrases
  "key-needed": ({ variable }: { variable: string }) => `has no key; name a keystore file, or set ${variable}`,
  "key-on-command-line": ({ variable }: { variable: string }) =>
    `takes no private key: this one is in the history of the shell now, so replace it; use a keystore or ${variable}`,
  "not-private-key": "is no private key (32 bytes in hexadecimal)",
  "keystore-missing": "is missing; check its name, or create a keystore",
  "keystore-not-made": "the keystore could not be made; try again",
  "keystore-version": "must be 3 (Web3 Secret Storage)",
  "keystore-kdf": "must be scrypt; convert the keystore with `clairevoie key convert`",
  "keystore-salt": "must be 16 to 64 bytes in hexadecimal",
  "keystore-bytes": ({ bytes }: { bytes: number }) => `must be ${bytes} bytes in hexadecimal`,
  "keystore-without-address":
    "does not say its address, so only the passphrase shows whose key it holds; convert it with `clairevoie key convert`",
  "scrypt-invalid": "is no cost of scrypt (n a power of two, r and p positive): was the file edited?",
  "scrypt-too-costly": "asks for more memory or time than any file made with care; get it from a good source",
  "wrong-passphrase": ({ file }: { file: string }) =>
    `does not open ${file}; type it again, or restore that file from a backup if it was edited`,
  "passphrase-too-short": ({ limit }: { limit: number }) =>
    `must have at least ${limit} characters; four or five words do`,
  "passphrase-with-control": "holds a control character, which nobody can type",
  "passphrase-without-terminal": "cannot be asked for without a terminal; set CLAIREVOIE_PASSPHRASE or name a file",
  "passphrase-interrupted": "was not typed: interrupted; run it again",
  "passphrase-terminal-gone": "was not typed: the terminal went away; run it again",
  "passphrase-not-one-line": "must hold one line, the passphrase",
  "passphrase-not-a-file": "is no file; name the file that holds the passphrase",
  "open-to-others": ({ command }: { command: string }) => `is open to other accounts of this machine; run: ${command}`,

  // The vault
  "not-a-vault": "is missing: this is no vault; create one, or restore it",
  "not-a-vault-folder": "is no folder; check its name, or create a vault there",
  "vault-not-empty": "is not empty; open the vault that is there, or name a new folder",
  "vault-version": ({ format }: { format: string }) => `is not ${format}; open it with the version that wrote it`,
  "vault-closed": "the vault is closed; open it again",
  "vault-in-use": ({ process }: { process: string }) =>
    `is used by the process ${process}; close that program, or wait for it to end`,
  "vault-in-use-elsewhere": ({ lock }: { lock: string }) =>
    `is used by a program on another machine; close it there or, if it is gone, delete ${lock}`,
  missing: "is missing; restore it from a backup",
  "record-missing": "is missing; restore it from a backup, or erase the dossier",
  "record-key-missing": "is missing; restore it from a backup, or open the vault again",
  damaged: "was changed, swapped or cut short, or is of another version; restore it from a backup",
  "of-another-kind": ({ given, found }: { given: string; found: string }) =>
    `is ${given}, but the id is kept as ${found}; erase that first`,
  "line-break": "has a line break within a line",
  "not-sealed-master": ({ bytes }: { bytes: number }) => `must be ${bytes} bytes of lower-case hexadecimal`,

  // The local index
  "index-not-there": "is not there; build it with clairevoie index",
  "index-not-opened": ({ detail }: { detail: string }) =>
    `is no index that can be opened (${detail}); name another file, or a new one`,
  "index-damaged": ({ detail }: { detail: string }) => `the index is damaged (${detail}); build a new one`,
  "index-of-another-deployment": "is the index of another deployment; name another file",
  "index-begun-elsewhere": ({ found, given }: { found: number; given: number }) =>
    `was begun at block ${found}, not ${given}; build a new one`,
  "index-without-proofs": "was read without proofs; build a new one to have them",
  "index-with-proofs": "was read with proofs; go on with --trust proof",
  "index-empty": "has read nothing yet; run clairevoie index first",
  "index-not-at-trusted-block": "was not read up to the block that is trusted; run clairevoie index to its end",
  "fact-not-gathered": "a fact of the chain is asked that was not gathered; gather the facts of that certificate",
  "standing-in-future": "a standing is asked at a time after the block of the facts; read newer facts",
};
