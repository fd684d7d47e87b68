import fs from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import type { DiskFault } from "./disk-faults.js";

// Loaded before a command in a process of its own: counts the changes that it makes below a folder, and lets one go wrong.
const { FAULT_FOLDER = "", FAULT_TRACE = "", FAULT_AT = "0", FAULT_KIND } = process.env;
const at = Number(FAULT_AT);
const kind = FAULT_KIND as DiskFault | undefined;
const real = { ...fs };
const open = promises.open;
const written = new Map<number, string>();
let steps = 0;
let isFull = false;

const isOurs = (file: unknown): file is string =>
  typeof file === "string" && `${path.resolve(file)}${path.sep}`.startsWith(`${FAULT_FOLDER}${path.sep}`);
const isNew = (file: string) => !real.existsSync(file);
const changes = (flags: unknown) =>
  typeof flags === "string"
    ? /[wa+]/.test(flags)
    : (Number(flags ?? 0) & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;

function fault(code: string, file: string): Error {
  return Object.assign(new Error(`${code}: ${file}`), { code, syscall: "write", path: file });
}

/** @param half Does the first half of it. @param makesName Whether it takes a name that the folder did not have. */
function step(what: string, file: string, half: () => void = () => undefined, makesName = false): void {
  steps++;
  if (FAULT_TRACE) real.appendFileSync(FAULT_TRACE, `${what} ${path.relative(FAULT_FOLDER, path.resolve(file))}\n`);
  const takesSpace = !/rename|remove/.test(what);
  if (kind === "a folder that is read only") throw fault("EROFS", file);
  if (kind === "a disk without inodes" && makesName) throw fault("ENOSPC", file);
  if (isFull && takesSpace) throw fault("ENOSPC", file);
  if (steps !== at) return;
  if (kind === "killed before it") process.kill(process.pid, "SIGKILL");
  half();
  if (kind === "killed half-way") process.kill(process.pid, "SIGKILL");
  if (kind !== "a disk that is full from then on" || !takesSpace) return;
  isFull = true;
  throw fault("ENOSPC", file);
}

const halfOf = (data: unknown): Uint8Array => {
  const bytes = typeof data === "string" ? Buffer.from(data) : (data as Uint8Array);
  return bytes.subarray(0, bytes.length >> 1);
};

Object.assign(fs, {
  openSync(file: string, flags?: string | number, mode?: number) {
    if (isOurs(file) && changes(flags)) step("open", file, undefined, isNew(file));
    const descriptor = real.openSync(file, flags ?? "r", mode);
    if (isOurs(file)) written.set(descriptor, file);
    return descriptor;
  },
  closeSync(descriptor: number) {
    written.delete(descriptor);
    real.closeSync(descriptor);
  },
  writeFileSync(file: string | number, data: string | Uint8Array, options?: fs.WriteFileOptions) {
    const name = typeof file === "number" ? written.get(file) : file;
    if (isOurs(name)) step("write", name, () => real.writeFileSync(file, halfOf(data), options), isNew(name));
    real.writeFileSync(file, data, options);
  },
  writeSync(descriptor: number, data: Uint8Array, ...rest: never[]) {
    const name = written.get(descriptor);
    if (name) step("write", name, () => real.writeSync(descriptor, halfOf(data)));
    return real.writeSync(descriptor, data, ...rest);
  },
  fsyncSync(descriptor: number) {
    const name = written.get(descriptor);
    if (name) step("synchronise", name);
    real.fsyncSync(descriptor);
  },
  renameSync(from: string, to: string) {
    if (isOurs(to)) step("rename", to);
    real.renameSync(from, to);
  },
  rmSync(file: string, options?: fs.RmOptions) {
    if (isOurs(file) && !isNew(file)) step("remove", file);
    real.rmSync(file, options);
  },
  truncateSync(file: string, length?: number) {
    if (isOurs(file)) step("truncate", file);
    real.truncateSync(file, length);
  },
  mkdirSync(file: string, options?: fs.MakeDirectoryOptions) {
    if (isOurs(file) && isNew(file)) step("make", file, undefined, true);
    return real.mkdirSync(file, options);
  },
});

const [rename, unlink, mkdir, link] = [promises.rename, promises.unlink, promises.mkdir, promises.link];
Object.assign(promises, {
  async open(file: string, flags?: string | number, mode?: number) {
    const isChange = isOurs(file) && changes(flags);
    if (isChange) step("open", file, undefined, isNew(file));
    const handle = await open(file, flags, mode);
    if (!isOurs(file)) return handle;
    const [writeFile, sync] = [handle.writeFile.bind(handle), handle.sync.bind(handle)];
    return Object.assign(handle, {
      async writeFile(data: Uint8Array) {
        step("write", file, () => real.writeSync(handle.fd, halfOf(data)));
        await writeFile(data);
      },
      async sync() {
        step("synchronise", file);
        await sync();
      },
    });
  },
  async rename(from: string, to: string) {
    if (isOurs(to)) step("rename", to);
    await rename(from, to);
  },
  async unlink(file: string) {
    if (isOurs(file) && !isNew(file)) step("remove", file);
    await unlink(file);
  },
  async mkdir(file: string, options?: fs.MakeDirectoryOptions) {
    if (isOurs(file) && isNew(file)) step("make", file, undefined, true);
    return mkdir(file, options);
  },
  async link(from: string, to: string) {
    if (isOurs(to)) step("link", to, undefined, true);
    await link(from, to);
  },
});
syncBuiltinESMExports();
