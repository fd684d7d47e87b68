export const lasting = (seconds: number) =>
  seconds % 86_400 === 0 ? plural(seconds / 86_400, "jour", "jours") : plural(seconds, "seconde", "secondes");

// En français, zéro est au singulier.
export const plural = (count: number, one: string, many: string) => `${count} ${count < 2 ? one : many}`;
