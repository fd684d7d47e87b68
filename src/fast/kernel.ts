import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { fromHex } from "../protocol/bytes.js";
import { domainSeparator, TYPES, typeHash } from "../protocol/eip712.js";
import type { ChainReference, Hex } from "../protocol/index.js";
import { KERNEL_WASM } from "./kernel.wasm.js";
import {
  BATCH_TYPE,
  BILLING_TYPE,
  CHAIN,
  CHAIN_HAS_STOCK,
  CHAIN_REGISTRIES,
  CODE_TYPE,
  DOMAIN,
  DOSSIER_TYPE,
  FRAME_TYPE,
  GRANT_DOMAIN,
  GRANT_TYPE,
  LENS_TYPE,
  LINE_TYPE,
  MAKER_TYPE,
  PARTY_TYPE,
  PAYER_TYPE,
  REFERENCE_TYPE,
  SPLIT_TYPE,
  STATEMENT_TYPE,
  TAG_TYPE,
  TYPE_HASHES,
} from "./memory-layout.js";

/** What the kernel must hash structs of (docs/protocol.md). */
const KERNEL_TYPES: readonly (readonly [number: number, encoded: string])[] = [
  [BATCH_TYPE, TYPES.Batch],
  [STATEMENT_TYPE, TYPES.Statement],
  [REFERENCE_TYPE, TYPES.Reference],
  [PAYER_TYPE, TYPES.Payer],
  [BILLING_TYPE, TYPES.Billing],
  [LINE_TYPE, TYPES.BillingLine],
  [FRAME_TYPE, TYPES.Frame],
  [CODE_TYPE, TYPES.Code],
  [LENS_TYPE, TYPES.Lens],
  [PARTY_TYPE, TYPES.Party],
  [DOSSIER_TYPE, TYPES.Dossier],
  [MAKER_TYPE, TYPES.Maker],
  [GRANT_TYPE, TYPES.Grant],
  [SPLIT_TYPE, TYPES.SettlementSplit],
  [TAG_TYPE, TYPES.SettlementTag],
];

/** `kernel` documents each. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly permutations: WebAssembly.Global;
  certificate(length: number): number;
  claim(length: number): number;
  open(): void;
  grant(invoice: number, first: number, second: number): void;
  isIncluded(receipt: number): number;
  batch(receipt: number): number;
  climb(leaf: number, path: number, length: number, to: number): void;
  level(from: number, length: number, to: number): void;
  statement(receipt: number, stage: number, reason: number): void;
  keccak(from: number, length: number, to: number): void;
  hex(from: number, bytes: number, to: number): number;
  isSame(a: number, b: number, bytes: number): number;
}

/** What is compiled from `kernel`, its memory, and how to write to it and read from it. */
export interface Kernel extends Exports {
  readonly bytes: Uint8Array;
  /** The same as numbers of 32 bits: those at a place are at a quarter of it. */
  readonly ints: Int32Array;
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
 * Starts the kernel. About 35 MB, and never more.
 * @param chain What certificates must be of to be read, and the domain of batches; none where nothing of the kind is done.
 * @throws {Error} where there is no WebAssembly with SIMD.
 * @internal
 */
export async function startKernel(chain?: ChainReference): Promise<Kernel> {
  const { instance } = await WebAssembly.instantiate(hexToBytes(KERNEL_WASM));
  const exports = instance.exports as unknown as Exports;
  const bytes = new Uint8Array(exports.memory.buffer);
  const view = new DataView(exports.memory.buffer);
  // The system gives memory page by page as it is first written to: better now than between two certificates.
  for (let page = 0; page < bytes.length; page += 4_096) bytes[page] = bytes[page] as number;
  for (const [number, encoded] of KERNEL_TYPES) bytes.set(typeHash(encoded), TYPE_HASHES + 32 * number);
  const encoder = new TextEncoder();
  // Node's Buffer writes hexadecimal ten times as fast as what every platform has.
  const node = "Buffer" in globalThis ? (Buffer.from(exports.memory.buffer) as unknown as NodeBuffer) : undefined;
  const kernel: Kernel = {
    ...exports,
    bytes,
    view,
    ints: new Int32Array(exports.memory.buffer),
    hexAt: (at, length = 32) =>
      `0x${node ? node.hexSlice(at, at + length) : bytesToHex(bytes.subarray(at, at + length))}`,
    write: (text, at, room) => encoder.encodeInto(text, bytes.subarray(at, at + room)).written,
  };
  if (chain) expectChain(kernel, chain);
  return kernel;
}

function expectChain({ bytes, view }: Kernel, chain: ChainReference): void {
  const { chainId, partyRegistry, anchorRegistry, withdrawalRegistry, settlementRegistry, stockRegistry } = chain;
  bytes.set(domainSeparator({ chainId, verifyingContract: partyRegistry }), DOMAIN);
  bytes.set(domainSeparator({ chainId, verifyingContract: settlementRegistry }), GRANT_DOMAIN);
  view.setBigUint64(CHAIN, BigInt(chainId), true);
  const registries = [partyRegistry, anchorRegistry, withdrawalRegistry, settlementRegistry];
  [...registries, ...(stockRegistry ? [stockRegistry] : [])].forEach((address, i) => {
    bytes.set(fromHex(address, 20), CHAIN + CHAIN_REGISTRIES + 20 * i);
  });
  bytes[CHAIN + CHAIN_HAS_STOCK] = stockRegistry ? 1 : 0;
}
