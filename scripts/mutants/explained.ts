/** A mutant that no test notices, and why that is right. */
export interface Explained {
  readonly file: string;
  readonly where: string;
  /** The line as it stands, without indentation. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export const EXPLAINED: readonly Explained[] = [];
