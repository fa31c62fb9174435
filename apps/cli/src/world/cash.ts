import { newId } from '#libs/kernel/src/index.js';
import type { BankDesk } from './bank-desk.js';
import { sign } from './town.js';
import type { Works } from './works-plan.js';

interface CashGift {
  readonly lei: string;
  readonly giver?: string;
  readonly shown?: boolean;
  readonly lang?: 'ro' | 'ru';
  readonly shortfall: 'return' | 'smaller' | 'next';
}

const FIRST: readonly CashGift[] = [
  { lei: '500', giver: 'Vasile Munteanu', shown: true, shortfall: 'next' },
  { lei: '300', shortfall: 'return' },
];
const SECOND: readonly CashGift[] = [
  { lei: '250', giver: 'Лидия Чебан', shown: true, lang: 'ru', shortfall: 'smaller' },
];

/** The president takes cash as cashier, the inspector signs: one deposit is counted, one is on its way to the bank. */
export async function takeCash(works: Works, bank: BankDesk): Promise<void> {
  const { president, inspector, associationId } = works.town;
  const members = await president.api.list<{ personId: string; role: string }>(`/bodies/${associationId}/members`);
  const { personId } = members.find(({ role }) => role === 'president')!;
  const asked = await president.api.post<{ approvalId: string }>(`/bodies/${associationId}/cashiers`, { personId });
  await sign(inspector, asked.approvalId);
  const first = await deposit(works, FIRST);
  await bank.deposit(first.id, { amount: '800.00', currency: 'MDL' }, first.code);
  await deposit(works, SECOND);
}

/** Writes receipts, has each signed, and puts them on a slip. */
async function deposit(
  { id: projectId, town }: Works,
  gifts: readonly CashGift[],
): Promise<{ id: string; code: string }> {
  const { president, inspector, associationId } = town;
  const receiptIds: string[] = [];
  for (const gift of gifts) {
    const id = newId();
    const path = `/bodies/${associationId}/cash-receipts/${id}`;
    const { approvalId } = await president.api.put<{ approvalId: string }>(path, { projectId, lang: 'ro', ...gift });
    await sign(inspector, approvalId);
    receiptIds.push(id);
  }
  const id = newId();
  const path = `/bodies/${associationId}/cash-deposits/${id}`;
  const { code } = await president.api.put<{ code: string }>(path, { receiptIds });
  return { id, code };
}
