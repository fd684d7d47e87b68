import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { bundleCommand, NODE_COMPILE_CACHE } from "../../testing/command-process.js";
import { commandSecrets, fileSights, filesBelow, isOpenToOthers, scannerOf } from "../../testing/command-secrets.js";
import { COMMANDS, type CommandTried, type CommandWorld } from "../../testing/commands.js";
import type { Scanner } from "../../testing/leaks.js";
import { type NodeProxy, startProxy } from "../../testing/proxy.js";
import { FOLDER_FAULTS, KILLED_AT_REQUEST, STEP_FAULTS } from "./disk-faults.js";
import type { Outcome, Point } from "./points.js";

/** A command that takes longer hangs. */
const PATIENCE_MS = 60_000;

/** A fault of a command: at one of its steps on the disk, from the beginning, or at one of its requests. */
interface CommandPoint extends Point {
  readonly step?: number;
  readonly request?: number;
}

interface CommandCourse {
  readonly points: readonly CommandPoint[];
  readonly effect: unknown;
  readonly files: readonly string[];
}

interface Ended {
  readonly code: number | null;
  readonly err: string;
  readonly isHanging: boolean;
}

/** Runs commands in processes of their own, kills them or takes their disk away at any step, and runs them again. */
export class CommandGround {
  readonly #world: CommandWorld;
  #proxy: NodeProxy | undefined;
  #main = "";
  #asked: string[] = [];
  #before: readonly string[] = [];
  #scanner: Scanner | undefined;
  #kill: { readonly at: number; readonly isDone: boolean; readonly child: () => void } | undefined;

  constructor(world: CommandWorld) {
    this.#world = world;
  }

  async open(): Promise<void> {
    this.#world.renew();
    this.#before = filesBelow(this.#world.work);
    this.#scanner = scannerOf(await commandSecrets(this.#world, this.#world.work));
    this.#main = await bundleCommand({ stepping: "verification/faults/stepping.ts" });
    this.#proxy = await startProxy(this.#world.url, async ({ calls, forward, answer, response }) => {
      const number = this.#asked.push(calls.map(({ method }) => method.replace(/^eth_/, "")).join(" "));
      if (this.#kill?.at !== number) return answer(await forward());
      if (this.#kill.isDone) await forward();
      this.#kill.child();
      response.destroy();
    });
  }

  async close(): Promise<void> {
    await this.#proxy?.stop();
  }

  /** Runs a command without faults, says where faults may strike, and takes it back. */
  course(name: string): Promise<CommandCourse> {
    const operation = `clairevoie ${name}`;
    return this.#afresh(name, async (command) => {
      const trace = `${this.#world.work}.trace`;
      rmSync(trace, { force: true });
      const ended = await this.#run(command, { FAULT_TRACE: trace });
      if (!isDone(command, ended)) throw new Error(`${name}: ${ended.err}`);
      const steps = existsSync(trace) ? readFileSync(trace, "utf8").trim().split("\n") : [];
      const points = [
        ...(steps.length > 0 ? FOLDER_FAULTS : []).map((fault) => ({ operation, where: "its folder", fault })),
        ...steps.flatMap((what, i) =>
          STEP_FAULTS.filter((fault) => fault !== "killed half-way" || what.startsWith("write")).map((fault) => ({
            operation,
            where: `disk ${i + 1}: ${what.replaceAll(/[0-9a-f]{16,}/g, "…").replaceAll(/lock-\S+/g, "lock")}`,
            fault,
            step: i + 1,
          })),
        ),
        ...this.#asked.flatMap((asked, i) =>
          // Of what only reads, the node keeps nothing: when it is killed is all the same.
          KILLED_AT_REQUEST.slice(0, asked.includes("send") ? 2 : 1).map((fault) => ({
            operation,
            where: `request ${i + 1}: ${asked.length > 60 ? `${asked.slice(0, 60)}…` : asked}`,
            fault,
            request: i + 1,
          })),
        ),
      ];
      return { points, effect: await command.effect(this.#world), files: this.#files() };
    });
  }

  /** Runs a command with a fault, then once more without, and compares what there is with a run without faults. */
  play(point: CommandPoint, course: CommandCourse): Promise<Outcome> {
    return this.#afresh(point.operation, async (command) => {
      const { operation, where, fault, step, request } = point;
      const isOfDisk = request === undefined;
      const first = await this.#run(
        command,
        isOfDisk ? { FAULT_KIND: fault, FAULT_AT: String(step ?? 0) } : {},
        request === undefined ? undefined : { at: request, isDone: fault === KILLED_AT_REQUEST[1] },
      );
      const exposed = this.#exposed();
      const again = await this.#run(command);
      const second = told(command, again);
      const effect = await command.effect(this.#world).catch((error: unknown) => `unreadable: ${String(error)}`);
      const left = this.#files().filter((file) => !course.files.includes(file));
      const isSame = isDeepStrictEqual(effect, course.effect) && left.length === 0 && exposed.length === 0;
      const isSound = !told(command, first).startsWith("!") && second === "done" && isSame;
      const found = isSame
        ? ""
        : `; left: ${JSON.stringify(effect)?.slice(0, 200)} ${[...left, ...exposed].join(", ")}`;
      return { operation, where, fault, first: told(command, first), second: `${second}${found}`, isSound };
    });
  }

  async #afresh<T>(typed: string, act: (command: CommandTried) => Promise<T>): Promise<T> {
    const name = typed.replace(/^clairevoie /, "");
    const command = COMMANDS[name];
    if (!command) throw new Error(`no command ${name}`);
    const { admin } = this.#world;
    const snapshot: unknown = await admin.send("evm_snapshot", []);
    try {
      this.#world.renew();
      await command.before?.(this.#world);
      return await act(command);
    } finally {
      await admin.send("evm_revert", [snapshot]);
    }
  }

  async #run(
    command: CommandTried,
    faults: Record<string, string> = {},
    kill?: { readonly at: number; readonly isDone: boolean },
  ): Promise<Ended> {
    const { work, keys } = this.#world;
    const typed = ["--home", path.join(work, command.who), ...command.argv(this.#world)];
    const main = ["--import", path.join(path.dirname(this.#main), "stepping.mjs"), this.#main];
    this.#asked = [];
    const child = spawn(process.execPath, [...main, ...typed], {
      cwd: work,
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        PATH: process.env["PATH"],
        NODE_COMPILE_CACHE,
        CLAIREVOIE_RPC_URL: this.#proxy?.url,
        CLAIREVOIE_PRIVATE_KEY: keys[command.who],
        FAULT_FOLDER: work,
        ...faults,
      },
    });
    this.#kill = kill && { ...kill, child: () => void child.kill("SIGKILL") };
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    let isHanging = false;
    const timer = setTimeout(() => {
      isHanging = true;
      child.kill("SIGKILL");
    }, PATIENCE_MS);
    const [code] = (await once(child, "close")) as [number | null];
    clearTimeout(timer);
    this.#kill = undefined;
    return { code, err, isHanging };
  }

  /** Files that the command made and that show something secret to other accounts, in whatever state it left them. */
  #exposed(): string[] {
    const { work } = this.#world;
    const made = filesBelow(work).filter((file) => !this.#before.includes(file) && isOpenToOthers(work, file));
    return made.filter((file) => (this.#scanner?.scan(fileSights(work, file)).length ?? 0) > 0);
  }

  /** What is in the working folder, but for names that differ each time. */
  #files(): string[] {
    return readdirSync(this.#world.work, { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll(/[0-9a-f]{16,}/g, "…"))
      .sort();
  }
}

function isDone({ exits = [0] }: CommandTried, { code }: Ended): boolean {
  return code !== null && exits.includes(code);
}

/** `done`, `killed`, what the one line says, or after `!` what must not be. */
function told(command: CommandTried, ended: Ended): string {
  if (ended.isHanging) return "!hangs";
  if (isDone(command, ended)) return "done";
  if (ended.code === null) return "killed";
  const said = ended.err.trimEnd().split("\n").at(-1) ?? "";
  return /^clairevoie: .*; /.test(said) ? said.slice("clairevoie: ".length) : `!exit ${ended.code}: ${said}`;
}
