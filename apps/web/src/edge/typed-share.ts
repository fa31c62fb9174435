/** A share as a person types it, "12,5 %", in hundredths of a percent; null for anything else. */
export function typedShare(text: string): number | null {
  const [, whole, places = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(places.padEnd(2, '0'));
}
