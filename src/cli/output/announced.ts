import type { AnnouncedAct } from "../../chain/index.js";
import type { Catalogue } from "../../language/index.js";

/** What was announced, and from when it takes effect. */
export function tellAct(act: AnnouncedAct, { command: { announced } }: Catalogue): string {
  const at = new Date(act.readyAt * 1000).toISOString().slice(0, 19);
  switch (act.kind) {
    case "guard":
      return announced.guard({ next: act.next, at });
    case "operation":
      return announced.operation({ ...act, values: act.values.join(", "), at });
    default:
      return announced[act.kind]({
        announcement: act.announcement,
        party: act.party,
        identifiers: act.identifiers.join(", "),
        at,
      });
  }
}
