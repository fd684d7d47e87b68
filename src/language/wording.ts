/**
 * With its first letter as a capital: what begins a sentence.
 * @internal
 */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A list as a sentence has it: "a, b and c".
 * @internal
 */
export function enumerated(parts: readonly string[], and: string): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} ${and} ${last}`;
}

/**
 * The digits of a whole number in groups of three.
 * @internal
 */
export function thousands(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator);
}
