/** What the oracle is given, as docs/protocol.md gives it: written down again here, so that no type of the project stands behind it. */

export type Word = `0x${string}`;
type EyeName = "right" | "left";

export interface Statement {
  readonly dossier: Word;
  readonly stage: number;
  /** By name; what is not stated is absent. */
  readonly aspects: { readonly [name: string]: Word | undefined };
  readonly supersedes?: Word | undefined;
  readonly reason?: number | undefined;
}

export interface Batch {
  readonly key: Word;
  readonly root: Word;
  readonly issuedAt: number;
}

export interface Receipt {
  readonly statement: Statement;
  readonly statementProof: readonly Word[];
  readonly batch: Batch;
  readonly signature: Word;
  readonly anchorProof: readonly Word[];
}

export interface StockOpening {
  readonly receipt: number;
  readonly eye: EyeName;
  readonly nullifier: Word;
}

interface MakerOpening {
  readonly salt: Word;
  readonly identifier: string;
}

interface GrantShown {
  readonly insurer: Word;
  readonly round: number;
  readonly signature: Word;
}

/** What the passes judge. */
export interface Evidence {
  readonly dossier: { readonly seed: Word; readonly settler: Word };
  readonly receipts: readonly Receipt[];
  readonly stock: readonly StockOpening[];
  readonly makers: { readonly [E in EyeName]?: MakerOpening | undefined };
  readonly grant?: GrantShown | undefined;
}

export interface ChainReference {
  readonly chainId: number;
  readonly partyRegistry: Word;
  readonly anchorRegistry: Word;
  readonly withdrawalRegistry: Word;
  readonly settlementRegistry: Word;
  readonly stockRegistry?: Word | undefined;
}

/** What the registries answer at one block. */
export interface Facts {
  readonly chain: ChainReference;
  readonly block: { readonly time: number };
  anchoredAt(root: Word): number;
  endorsedAt(account: Word, digest: Word): number;
  standing(
    key: Word,
    time: number,
  ): { readonly party: Word; readonly role: string; readonly status: string; readonly suspended: boolean };
  withdrawal(party: Word, statement: Word): { readonly time: number; readonly isVoid: boolean } | null;
  settlement(settler: Word): {
    readonly tag: Word;
    readonly round: number;
    readonly ranks: { readonly 1?: Word; readonly 2?: Word };
  };
  stockUse(party: Word, marker: Word): { readonly tag: Word; readonly time: number } | null;
  maker(name: Word): { readonly party: Word; readonly enrolledAt: number; readonly statesFrom: number } | null;
  isSuspended(party: Word, time: number): boolean;
  links(
    a: Word,
    b: Word,
    time: number,
  ): { readonly sameEnterprise: boolean; readonly takeover: boolean; readonly affiliation: boolean };
}

export interface Policy {
  readonly lagSeconds: number;
  readonly toleranceSeconds: number;
  readonly quoteSeconds: number;
  readonly finalitySeconds: number;
  readonly reasons: readonly string[];
  readonly acceptOwnSettlement: boolean;
  readonly require: readonly string[];
  readonly extras?: readonly string[] | undefined;
  readonly makers?:
    | readonly {
        readonly identifier: string;
        readonly from?: number | undefined;
        readonly until?: number | undefined;
      }[]
    | undefined;
  readonly bands?: readonly { readonly code: string; readonly bands: readonly string[] }[] | undefined;
  readonly acceptDevelopmentKeys?: boolean | undefined;
}

export interface Asker {
  readonly insurer?: Word | undefined;
  readonly rank?: 1 | 2 | undefined;
  readonly split?: Word | undefined;
}

export type Letter = "A" | "B";
type Item = "rightLens" | "leftLens" | "frame" | "extras";

export interface LensValue {
  readonly ediCode: string;
  readonly diameterMm: number;
  readonly index: number;
  readonly treatments: readonly string[];
  readonly lensType: "unifocal" | "multifocal" | "progressive";
}

export interface Claim {
  readonly siret: string;
  readonly fileReference: string;
  readonly amc: string;
  readonly priorAuthorisation: string;
  readonly rank: 1 | 2;
  readonly payers: number;
  readonly shareCents: number;
  readonly sharesCents: number;
  readonly lines: readonly {
    readonly item: Item;
    readonly code: string;
    readonly class: Letter;
    readonly priceCents: number;
  }[];
  readonly totalCents: number;
  readonly frame?: { readonly frameReference: string; readonly class: Letter } | undefined;
  readonly lensRight?: LensValue | undefined;
  readonly lensLeft?: LensValue | undefined;
  readonly previous?:
    | { readonly prescriptionRight?: Word | undefined; readonly prescriptionLeft?: Word | undefined }
    | undefined;
}

interface StockLens {
  readonly nullifier: Word;
  readonly receipt: Receipt;
}

export interface Proofs {
  readonly keys: string;
  readonly bandRight?: { readonly mask: number; readonly proof: Word } | undefined;
  readonly bandLeft?: { readonly mask: number; readonly proof: Word } | undefined;
  readonly renewal?: { readonly proof: Word } | undefined;
}

export interface Certificate {
  readonly chain: ChainReference;
  readonly dossier: Evidence["dossier"];
  readonly receipts: readonly Receipt[];
  readonly optician: { readonly salt: Word };
  readonly payer: { readonly rank: 1 | 2; readonly salt: Word };
  readonly openings: {
    readonly reference: Word;
    readonly billing: Word;
    readonly frame?: Word | undefined;
    readonly codeRight?: Word | undefined;
    readonly codeLeft?: Word | undefined;
    readonly lensRight?: Word | undefined;
    readonly lensLeft?: Word | undefined;
  };
  readonly makers?: Evidence["makers"] | undefined;
  readonly grant?: GrantShown | undefined;
  readonly stock?: { readonly right?: StockLens | undefined; readonly left?: StockLens | undefined } | undefined;
  readonly proofs?: Proofs | undefined;
}

export interface AskingInsurer {
  readonly party?: Word | undefined;
  readonly amc?: string | undefined;
}
