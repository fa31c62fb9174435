import { Money } from '#libs/kernel/src/index.js';

/** A counted amount of something, exact in thousandths: 266, 13300, 0.125. */
export type Thousandths = bigint;

/** Reads "266", "13 300" or "0,125" as typed: at most nine digits and three decimal places; null when it is no such number. */
export function parseQuantity(text: string): Thousandths | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(
    text.trim().replace(/(?<=\d)[ \u00a0\u202f](?=\d{3}(?:\D|$))/g, ''),
  );
  return match ? BigInt(match[1]! + (match[2] ?? '').padEnd(3, '0')) : null;
}

/** The plain decimal text without needless zeros: "266", "11.5". */
export function quantityText(quantity: Thousandths): string {
  const digits = quantity.toString().padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`.replace(/\.?0+$/, '') || '0';
}

/** Quantity × unit price, rounded half-even to the smallest unit. */
export function amountOf(quantity: Thousandths, unitPrice: Money): Money {
  const product = quantity * unitPrice.minor;
  const [whole, rest] = [product / 1000n, product % 1000n];
  const up = rest > 500n || (rest === 500n && whole % 2n === 1n);
  return Money.ofMinor(whole + (up ? 1n : 0n), unitPrice.currency);
}
