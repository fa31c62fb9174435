import { type Currency, type DomainError, Money, refuse } from '#libs/kernel/src/index.js';
import { sqlState } from '#libs/platform/src/index.js';

/** Turns what the books refuse into our refusals; anything else comes back as it is. */
export function refusalOf(error: unknown, key: string): unknown {
  switch (sqlState(error)) {
    case 'LE004':
      return refuse('conflict', 'ledger-key-reused', `${key} is in the books already, with other content.`);
    case 'LE006':
      return notEnough((error as { detail?: string }).detail ?? '{}');
    case 'LE008':
      return refuse(
        'conflict',
        'ledger-not-pending',
        `${key} ends nothing that is pending: ${(error as Error).message}`,
      );
    default:
      return error;
  }
}

/** The refusal of an outflow that is larger than what is free. */
function notEnough(detail: string): DomainError {
  const { account, currency, available, needed } = JSON.parse(detail) as Record<string, string>;
  const sum = (minor?: string) => Money.ofMinor(BigInt(minor!), currency as Currency);
  const params = { account: account!, available: sum(available), needed: sum(needed) };
  return refuse(
    'conflict',
    'not-enough',
    `${account} has ${available} ${currency} in minor units free, ${needed} asked.`,
    params,
  );
}
