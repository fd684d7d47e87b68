/** How often something was tried, and how often it came off. */
export interface Count {
  readonly attempts: number;
  readonly successes: number;
  /** What was met on the way, where that is counted: how well the attack covers what it attacks. */
  readonly met?: Readonly<Record<string, number>>;
}
