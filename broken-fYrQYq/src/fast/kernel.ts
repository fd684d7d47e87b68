import { bytesToHex } from "@noble/hashes/utils.js";
import { type Domain, domainSeparator, type Hex, typeHash } from "../protocol/index.js";
import { KERNEL_WASM } from "./kernel.wasm.js";

/** Where things are in the memory of the kernel; `scripts/kernel/kernel.as.ts` has the same numbers. */
export const AT = {
  domain: 0x10000,
  batchType: 0x10020,
  statementType: 0x10040,
  /** Answers of 32 bytes. */
  out: 0x10800,
  /** Where structs are encoded. */
  struct: 0x11000,
  /** Where texts are written before they are hashed. */
  scratch: 0x12000,
  /** Where the words of an array were found in the text, 32 bits each. */
  places: 0x14000,
  text: 0x20000,
  receipts: 0x240000,
} as const;
/** The longest text that is read; a longer one is left to the plain reader. */
export const LONGEST_TEXT = 0x200000;

/** Where things are in a decoded receipt. */
export const IN = {
  dossier: 0,
  aspects: 32,
  supersedes: 448,
  key: 480,
  issuedAt: 504,
  root: 512,
  signature: 544,
  hash: 616,
  statementProof: 1024,
  anchorProof: 3072,
} as const;
export const RECEIPT_BYTES = 5120;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly permutations: WebAssembly.Global;
  readonly count: WebAssembly.Global;
  keccak(from: number, length: number, to: number): void;
  hex(from: number, bytes: number, to: number): number;
  words(from: number, most: number, to: number, places: number): number;
  isSame(a: number, b: number, bytes: number): number;
  climb(leaf: number, path: number, length: number, to: number): void;
  level(from: number, length: number, to: number): void;
  statement(receipt: number, stage: number, reason: number): void;
  batch(receipt: number): number;
}

/** The compiled hashing, its memory, and how to write to it and read from it. */
export interface Kernel extends Exports {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** 32 bytes as they are written outside. */
  hexAt(at: number, length?: number): Hex;
  /** Writes ASCII, and how much; what is not ASCII gives another length than the text has. */
  write(text: string, at: number, room: number): number;
}

interface NodeBuffer {
  hexSlice(from: number, to: number): string;
}

/**
 * Starts the kernel. About 30 MB, and never more.
 * @throws {Error} where there is no WebAssembly with SIMD.
 * @internal
 */
export async function startKernel(domain?: Domain): Promise<Kernel> {
  const code = Uint8Array.from(atob(KERNEL_WASM), (char) => char.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(code);
  const exports = instance.exports as unknown as Exports;
  const bytes = new Uint8Array(exports.memory.buffer);
  bytes.set(typeHash("Batch(address key,bytes32 root,uint64 issuedAt)"), AT.batchType);
  bytes.set(
    typeHash("Statement(bytes32 dossier,uint8 stage,bytes32[13] aspects,bytes32 supersedes,uint8 reason)"),
    AT.statementType,
  );
  if (domain) bytes.set(domainSeparator(domain), AT.domain);
  const encoder = new TextEncoder();
  // Node's Buffer writes hexadecimal ten times as fast as what every platform has.
  const node = "Buffer" in globalThis ? (Buffer.from(exports.memory.buffer) as unknown as NodeBuffer) : undefined;
  return {
    ...exports,
    bytes,
    view: new DataView(exports.memory.buffer),
    hexAt: (at, length = 32) =>
      `0x${node ? node.hexSlice(at, at + length) : bytesToHex(bytes.subarray(at, at + length))}`,
    write: (text, at, room) => encoder.encodeInto(text, bytes.subarray(at, at + room)).written,
  };
}
