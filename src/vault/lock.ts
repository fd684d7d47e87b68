import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../protocol/index.js";
import type { Disk } from "./disk.js";

/** Who holds a lock, as its file's name says: `lock-<machine>-<boot>-<pid>-<start>-<random>`. */
interface Holder {
  readonly machine: string;
  readonly boot: string;
  readonly pid: number;
  readonly start: string;
}

const LOCK = /^lock-([0-9a-f]{8})-([0-9a-f]{8})-(\d{1,10})-(\d{1,20})-[0-9a-f]{16}$/;
const ATTEMPTS = 4;

/** Whether a name in a vault's folder is that of a lock. */
export function isLock(name: string): boolean {
  return LOCK.test(name);
}

/** A lock that is held until it is released. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a folder. Everyone who wants it first puts down a file with a name of its own, then looks for those of
 * others: of two, at least one sees the other and withdraws. No name is ever used twice, so that the file of a process
 * that died can be removed without a race.
 * @throws {InputError} when another process holds it, with the remedy.
 */
export async function lockFolder(disk: Disk, folder: string): Promise<Lock> {
  const me = thisProcess();
  for (let attempt = 1; ; attempt++) {
    const name = ["lock", me.machine, me.boot, me.pid, me.start, randomBytes(8).toString("hex")].join("-");
    await disk.create(path.join(folder, name), new Uint8Array(0));
    const rival = await findRival(disk, folder, name, me);
    if (rival === null) return { release: () => disk.remove(path.join(folder, name)) };
    await disk.remove(path.join(folder, name));
    if (attempt === ATTEMPTS) throw rival;
    await sleep(10 + Math.random() * 40 * attempt); // Two that withdrew from each other must not meet again.
  }
}

/** What says that another holds the lock; null when none does. Removes what dead processes left. */
async function findRival(disk: Disk, folder: string, mine: string, me: Holder): Promise<InputError | null> {
  for (const name of await disk.list(folder)) {
    const [, machine, boot, pid, start] = LOCK.exec(name) ?? [];
    if (name === mine || !machine || !boot || !pid || !start) continue;
    if (machine !== me.machine) return new InputError(folder, "vault-in-use-elsewhere", { lock: name });
    if (isRunning({ machine, boot, pid: Number(pid), start }, me)) {
      return new InputError(folder, "vault-in-use", { process: pid });
    }
    await disk.remove(path.join(folder, name));
  }
  return null;
}

function thisProcess(): Holder {
  return {
    machine: createHash("sha256").update(hostname()).digest("hex").slice(0, 8),
    boot: readText("/proc/sys/kernel/random/boot_id").replaceAll("-", "").slice(0, 8).padEnd(8, "0"),
    pid: process.pid,
    start: processState(process.pid)?.start ?? "0",
  };
}

/** Whether the very process of a lock still runs: not another that was given its number since. */
function isRunning(holder: Holder, me: Holder): boolean {
  if (holder.boot !== me.boot) return false;
  try {
    process.kill(holder.pid, 0); // Signal 0 only asks.
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  const found = processState(holder.pid);
  if (!found || holder.start === "0") return true;
  return found.start === holder.start && found.state !== "Z"; // A zombie has a number and does nothing.
}

/** State and start of a process, where there is /proc (proc_pid_stat(5): fields 3 and 22). */
function processState(pid: number): { readonly state: string; readonly start: string } | null {
  const text = readText(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" "); // The name before may hold anything.
  const [state, start] = [fields[0], fields[19]];
  return state && start ? { state, start } : null;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
