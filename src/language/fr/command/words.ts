// En français, zéro est au singulier.
export const plural = (count: number, one: string, many: string) => `${count} ${count < 2 ? one : many}`;
