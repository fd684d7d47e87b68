import { ALARMS, type Gateway } from "./gateway.js";

/** What Prometheus reads: counts and times. It names no party, no key and no content. */
export function metricsText(gateway: Gateway): string {
  const { pending, oldestPendingSeconds, roundsPaid, head } = gateway.status();
  const { counters } = gateway;
  const alarms = new Set(gateway.alarms());
  const lines = [
    ...Object.entries(counters).flatMap(([name, value]) => {
      const metric = `clairevoie_gateway_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_total`;
      return [`# TYPE ${metric} counter`, `${metric} ${value}`];
    }),
    ...Object.entries({
      pending_batches: pending,
      oldest_pending_seconds: oldestPendingSeconds,
      rounds_paid: roundsPaid,
      head_block: head.block,
      leading: Number(gateway.isLeading),
      resident_bytes: process.memoryUsage.rss(),
    }).flatMap(([name, value]) => [`# TYPE clairevoie_gateway_${name} gauge`, `clairevoie_gateway_${name} ${value}`]),
    "# TYPE clairevoie_gateway_alarm gauge",
    ...ALARMS.map((alarm) => `clairevoie_gateway_alarm{alarm="${alarm}"} ${Number(alarms.has(alarm))}`),
  ];
  return `${lines.join("\n")}\n`;
}
