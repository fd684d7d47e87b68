export const gateway = {
  gateway: {
    description: "Run a gateway: it anchors what others sign, keeps closed messages and relays withdrawals",
    options: {
      config: "file of the configuration, JSON",
      printConfig: "print every default, and end",
      rpc: "nodes; of several, more than half must agree",
      database: "file of SQLite, or postgres://…",
      host: "address to listen on",
      port: "port to listen on",
      interval: "anchor at most so often, in seconds",
      keyFile: "file with the private key of the account that anchors, which nothing else uses",
      relayKeyFile: "the same for the account that relays; without it nothing is relayed",
      newEpoch: "once after a restore: the account sent what this database does not know",
    },
  },
  serve: {
    description: "Serve verdicts over HTTP to an insurer's own programs, within its walls",
    options: {
      config: "file of the configuration, JSON: tokens, policies, keys, gateways",
      printConfig: "print every default, and end",
      rpc: "nodes; the configuration says whether one is believed, or how many must agree",
      host: "address to listen on",
      port: "port to listen on",
      socket: "Unix socket in place of address and port; no token is needed there",
      settle: "settle too, in a process of its own, which alone reads the key",
    },
  },
};
