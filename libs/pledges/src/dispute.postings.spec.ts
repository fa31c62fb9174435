import { describe, expect, it } from '@jest/globals';
import { type ApprovalId, Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Journal } from '#libs/ledger/src/index.js';
import * as acts from './dispute.postings.js';

const home = { kind: 'project', id: 'P' as ProjectId } as const;
const disputed = { id: 'du_1', gift: { id: 'G', lineId: null, home }, placeCode: '0123000' };
const ofFund = { ...disputed, gift: { ...disputed.gift, home: { kind: 'town', id: '0123000' } as const } };
const lei = (minor: bigint) => Money.lei(minor);
const eur = (minor: bigint) => Money.ofMinor(minor, 'EUR');
const lines = ({ postings }: Journal) =>
  postings
    .filter(({ amount }) => !amount.isZero())
    .map(({ debit, credit, amount, dims }) => `${debit} > ${credit} ${amount.toString()}${dims?.gift ? ' gift' : ''}`);

describe('what a dispute posts', () => {
  it('carries the line of the budget for which the gift is', () => {
    const lineId = newId<'BudgetLine'>();
    const { postings } = acts.disputeReserved(
      { ...disputed, gift: { ...disputed.gift, lineId } },
      { taken: lei(70_000n), town: lei(5_000n) },
    );
    expect(postings.map(({ dims }) => dims)).toEqual([
      { gift: 'G', line: lineId },
      { gift: 'G', line: lineId },
    ]);
  });

  it('32 and 34: reserves in the claim and in the purse, and frees it again', () => {
    const reserved = acts.disputeReserved(disputed, { taken: lei(70_000n), town: lei(5_000n) });
    expect([reserved.key, reserved.status]).toEqual(['dispute:du_1:reserved', 'pending']);
    expect(lines(reserved)).toEqual([
      'held:project/P:claim:MDL > held:operator:fx:MDL 700.00 gift',
      'held:town/0123000:claim:MDL > held:operator:fx:MDL 50.00 gift',
    ]);
    expect(acts.disputeFreed(disputed)).toMatchObject({ postings: [], ends: { key: reserved.key, as: 'void' } });
  });

  it('33 and 37: takes what was reserved; the rest of the gift and what is beyond it stand on the loss', () => {
    const lost = { taken: lei(70_000n), town: lei(0n), giftLoss: lei(20_000n), beyondLoss: lei(1_000n), owed: eur(500n), cover: eur(150n) }; // prettier-ignore
    const took = acts.disputeTook(disputed, lost, true);
    expect(took.ends).toEqual({ key: 'dispute:du_1:reserved', as: 'posted' });
    expect(lines(took)).toEqual([
      'held:project/P:claim:MDL > held:operator:fx:MDL 700.00 gift',
      'held:project/P:loss:MDL > held:operator:fx:MDL 200.00 gift',
      'held:project/P:loss:MDL > held:operator:fx:MDL 10.00',
      'held:operator:fee-cover:EUR > held:operator:fx:EUR 1.50',
      'held:returns:due:EUR > held:operator:fx:EUR 5.00',
    ]);
    expect(acts.disputeTook(disputed, lost, false).ends).toBeUndefined();
  });

  it('33 taken back: what the claim gave, the loss as far as it is open, and into the claim what had paid the rest of it', () => {
    const lost = { taken: lei(70_000n), town: lei(5_000n), giftLoss: lei(20_000n), beyondLoss: lei(1_000n), owed: eur(500n), cover: eur(150n) }; // prettier-ignore
    const back = acts.disputeRestored(disputed, lost, lei(6_000n));
    expect(back.key).toBe('dispute:du_1:restored');
    expect(lines(back)).toEqual([
      'held:operator:fx:MDL > held:project/P:claim:MDL 700.00 gift',
      'held:operator:fx:MDL > held:town/0123000:claim:MDL 50.00 gift',
      'held:operator:fx:MDL > held:project/P:loss:MDL 200.00 gift',
      'held:operator:fx:MDL > held:project/P:loss:MDL 10.00',
      'held:operator:fx:EUR > held:operator:fee-cover:EUR 1.50',
      'held:operator:fx:EUR > held:returns:due:EUR 5.00',
      'held:project/P:loss:MDL > held:project/P:claim:MDL 60.00',
    ]);
  });

  it('32, 33 and 33 taken back of a gift to a fund: its purse and its loss, and no project', () => {
    const lost = { taken: lei(70_000n), town: lei(0n), giftLoss: lei(20_000n), beyondLoss: lei(0n), owed: eur(0n), cover: eur(150n) }; // prettier-ignore
    const [reserved, took] = [acts.disputeReserved(ofFund, lost), acts.disputeTook(ofFund, lost, true)];
    expect([reserved.project, took.project]).toEqual([undefined, undefined]);
    expect(lines(reserved)).toEqual(['held:town/0123000:claim:MDL > held:operator:fx:MDL 700.00 gift']);
    expect(lines(took)).toEqual([
      'held:town/0123000:claim:MDL > held:operator:fx:MDL 700.00 gift',
      'held:town/0123000:loss:MDL > held:operator:fx:MDL 200.00 gift',
      'held:operator:fee-cover:EUR > held:operator:fx:EUR 1.50',
    ]);
    expect(lines(acts.disputeRestored(ofFund, lost, lei(5_000n))).at(-1)).toBe(
      'held:town/0123000:loss:MDL > held:town/0123000:claim:MDL 50.00',
    );
  });

  it('35: set aside, covered, recovered, repaid', () => {
    const act = { id: 'A' as ApprovalId, home, amount: lei(10_000n), signed: true };
    expect(lines(acts.lossSetAside(act))).toEqual([
      'held:operator:capital:MDL > held:operator:loss-reserve:MDL 100.00',
    ]);
    expect(lines(acts.lossAct('covered', act))).toEqual(['held:operator:loss-reserve:MDL > held:project/P:loss:MDL 100.00']); // prettier-ignore
    expect(lines(acts.lossAct('recovered', act))).toEqual([
      'held:project/P:claim:MDL > held:project/P:loss:MDL 100.00',
    ]);
    expect(lines(acts.lossAct('repaid', act))).toEqual([
      'held:project/P:claim:MDL > held:project/P:loss:MDL 100.00',
      'held:project/P:loss:MDL > held:operator:loss-reserve:MDL 100.00',
    ]);
  });
});
