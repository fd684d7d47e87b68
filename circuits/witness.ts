/** The interface of the programs that circom compiles. Numbers of the field pass through a buffer, 32 bits at a time. */
interface Program {
  init(checks: number): void;
  getFieldNumLen32(): number;
  writeSharedRWMemory(index: number, value: number): void;
  readSharedRWMemory(index: number): number;
  setInputSignal(hashHigh: number, hashLow: number, position: number): void;
  getWitness(index: number): void;
}

/** What a circuit is given: numbers, lists of numbers, lists of lists. */
export type Input = number | bigint | readonly Input[];

const PRIME = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** FNV-1a of a signal's name: how the program knows it. */
function hashOf(name: string): readonly [high: number, low: number] {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(name)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return [Number(hash >> 32n), Number(hash & 0xffffffffn)];
}

const numbers = (input: Input): (number | bigint)[] =>
  typeof input === "object" ? input.flatMap((part) => numbers(part)) : [input];

/** Solves a circuit for inputs: gives a reader of its signals (1 and on: outputs, then public inputs), or nothing if no solution is found. */
export type Solver = (inputs: Readonly<Record<string, Input>>) => ((signal: number) => bigint) | undefined;

class Unsatisfied extends Error {}

/** Loads a compiled program, to be used many times. */
export async function loadSolver(program: Uint8Array<ArrayBuffer>): Promise<Solver> {
  const fail = (): never => {
    throw new Unsatisfied();
  };
  const runtime = { exceptionHandler: fail, printErrorMessage() {}, writeBufferMessage() {}, showSharedRWMemory() {} };
  const { instance } = await WebAssembly.instantiate(program, { runtime });
  const calls = instance.exports as unknown as Program;
  const length = calls.getFieldNumLen32();
  const hashes = new Map<string, readonly [number, number]>();
  const write = (given: number | bigint) => {
    if (typeof given === "number" && given >= 0) {
      calls.writeSharedRWMemory(0, given);
      for (let i = 1; i < length; i++) calls.writeSharedRWMemory(i, 0);
      return;
    }
    let value = BigInt(given) % PRIME;
    if (value < 0n) value += PRIME;
    for (let i = 0; i < length; i++, value >>= 32n) calls.writeSharedRWMemory(i, Number(value & 0xffffffffn));
  };
  const read = (signal: number): bigint => {
    calls.getWitness(signal);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 32n) | BigInt(calls.readSharedRWMemory(i) >>> 0);
    return value;
  };
  return (inputs) => {
    try {
      calls.init(1);
      for (const [name, input] of Object.entries(inputs)) {
        const [high, low] = hashes.get(name) ?? hashOf(name);
        hashes.set(name, [high, low]);
        numbers(input).forEach((value, position) => {
          write(value);
          calls.setInputSignal(high, low, position);
        });
      }
      return read;
    } catch (error) {
      if (error instanceof Unsatisfied) return undefined;
      throw error;
    }
  };
}
