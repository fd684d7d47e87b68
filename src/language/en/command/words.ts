/** A time that something takes. */
export const lasting = (seconds: number) =>
  seconds % 86_400 === 0 ? plural(seconds / 86_400, "day", "days") : plural(seconds, "second", "seconds");

export const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
