/** What we call of snarkjs, which has no types of its own. Files are named, or held in memory. */
declare module "snarkjs" {
  type File = string | Uint8Array | { readonly type: "mem"; data?: Uint8Array };
  type Point = readonly string[];
  interface Proof {
    readonly pi_a: Point;
    readonly pi_b: readonly Point[];
    readonly pi_c: Point;
  }
  interface ExportedKey {
    readonly vk_alpha_1: Point;
    readonly vk_beta_2: readonly Point[];
    readonly vk_gamma_2: readonly Point[];
    readonly vk_delta_2: readonly Point[];
    readonly IC: readonly Point[];
  }
  interface Curve {
    terminate(): Promise<void>;
  }
  interface Logger {
    debug(line: string): void;
    info(line: string): void;
    warn(line: string): void;
    error(line: string): void;
  }
  const curves: { getCurveFromName(name: "bn128"): Promise<Curve> };
  const powersOfTau: {
    newAccumulator(curve: Curve, power: number, made: File): Promise<unknown>;
    contribute(given: File, made: File, name: string, entropy: string): Promise<unknown>;
    beacon(given: File, made: File, name: string, beacon: string, iterationsExponent: number): Promise<unknown>;
    preparePhase2(given: File, made: File): Promise<unknown>;
    verify(given: File, logger?: Logger): Promise<boolean>;
  };
  const zKey: {
    newZKey(constraints: File, powers: File, made: File): Promise<unknown>;
    contribute(given: File, made: File, name: string, entropy: string): Promise<unknown>;
    beacon(given: File, made: File, name: string, beacon: string, iterationsExponent: number): Promise<unknown>;
    verifyFromR1cs(constraints: File, powers: File, key: File, logger?: Logger): Promise<boolean>;
    exportVerificationKey(key: File): Promise<ExportedKey>;
  };
  const groth16: {
    fullProve(inputs: unknown, program: File, key: File): Promise<{ proof: Proof; publicSignals: readonly string[] }>;
    prove(key: File, witness: File): Promise<{ proof: Proof; publicSignals: readonly string[] }>;
  };
  const wtns: {
    calculate(inputs: unknown, program: File, made: File): Promise<void>;
  };
}
