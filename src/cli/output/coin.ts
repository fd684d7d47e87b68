/** Wei as coins, with at most nine decimals. */
export function formatCoin(wei: bigint): string {
  const whole = wei / 10n ** 18n;
  const decimals = ((wei % 10n ** 18n) / 10n ** 9n).toString().padStart(9, "0").replace(/0+$/, "");
  return decimals === "" ? String(whole) : `${whole}.${decimals}`;
}
