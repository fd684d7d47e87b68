import { readFileSync } from "node:fs";
import { openJournal } from "./verdicts/journal.js";
import { type Answer, nodeOf, type Start } from "./verdicts/judging.js";
import { type SettlementQuestion, Settling } from "./verdicts/settling.js";

/** What the process that settles is started with. It alone reads the key. */
export interface SettlingStart {
  readonly start: Start;
  readonly keyFile: string;
  readonly database: string;
}

/** How far it has come, and what it answers. */
export type SettlingMessage =
  | { readonly is: "ready" }
  | { readonly is: "failed"; readonly code: string }
  | { readonly is: "answer"; readonly id: number; readonly answer: Answer };

const say = (message: SettlingMessage) => process.send?.(message);
let settling: Settling | undefined;

process.on("disconnect", () => process.exit(0));
process.on(
  "message",
  async (asked: { readonly start: SettlingStart } | { readonly id: number; readonly question: SettlementQuestion }) => {
    if ("start" in asked) {
      const { start, keyFile, database } = asked.start;
      try {
        settling = new Settling(start, openJournal(database), nodeOf(start), readFileSync(keyFile, "utf8").trim());
        say({ is: "ready" });
      } catch (error) {
        say({ is: "failed", code: (error as { readonly code?: string }).code ?? (error as Error).name });
      }
      return;
    }
    const { id, question } = asked;
    const internal: Answer = { refusal: "internal" };
    say({ is: "answer", id, answer: (await settling?.settle(question).catch(() => internal)) ?? internal });
  },
);
