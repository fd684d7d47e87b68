/** What a gateway did with a batch, and what follows. Each goes on elsewhere: nobody depends on one gateway. */
export const anchoring = {
  "gateway-away": ({ origin }: { origin: string }) =>
    `the gateway at ${origin} does not answer; it is asked again, and another one meanwhile`,
  "gateway-wrong-chain": ({ origin }: { origin: string }) =>
    `the gateway at ${origin} is of another chain or registry than the deployment; name one of yours`,
  "gateway-unsigned": ({ origin }: { origin: string }) =>
    `the gateway at ${origin} gave a promise that its account did not sign; the batch goes to another one`,
  "gateway-wrong-path": ({ origin }: { origin: string }) =>
    `the gateway at ${origin} gave a path that does not lead to its root; the batch goes to another one`,
  "gateway-other-round": ({ origin }: { origin: string }) =>
    `the gateway at ${origin} named the root of another round; the batch goes to another one`,
  "gateway-false-anchor": ({ origin, witness }: { origin: string; witness: string }) =>
    `the gateway at ${origin} says that the batch is anchored, and ${witness} sees no anchor; the batch goes to another one`,
  "gateway-broke-promise": ({ origin, by }: { origin: string; by: string }) =>
    `the gateway at ${origin} promised to anchor the batch by ${by} and did not; the batch goes to another one`,
  "gateway-withholds": ({ origin }: { origin: string }) =>
    `the gateway at ${origin} gives no path, or does not know what it accepted; that goes to another one`,
  "gateway-refuses-for-ever": ({ origin, problem }: { origin: string; problem: string }) =>
    `the gateway at ${origin} refuses the batch for ever (${problem}); it goes to another one`,
  "gateway-unknown-key": ({ origin, problem }: { origin: string; problem: string }) =>
    `the gateway at ${origin} does not take the key (${problem}): it must be registered and valid, and its party not suspended`,
  "gateway-quota": ({ origin, seconds }: { origin: string; seconds: number }) =>
    `the gateway at ${origin} has taken all that it takes from this party for now; ask again in ${seconds} s, or name another one`,
  "gateway-limit": ({ origin, problem, seconds }: { origin: string; problem: string; seconds: number }) =>
    `the gateway at ${origin} takes nothing for now (${problem}); it is asked again in ${seconds} s, and another one meanwhile`,
  "gateway-clock": ({ origin }: { origin: string }) =>
    `the gateway at ${origin} finds the batch signed in the future; correct the clock of this machine`,
};
