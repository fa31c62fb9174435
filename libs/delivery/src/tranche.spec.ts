import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, newId, type ProjectId } from '#libs/kernel/src/index.js';
import { account, type Journal } from '#libs/ledger/src/index.js';
import { type InvoiceId, invoiceProven, invoiceSpent } from './invoice.postings.js';
import { DEAD, mayBecome, REQUEST_LIFE, type RequestState } from './request.life.js';
import {
  moneyBack,
  trancheApproved,
  type TrancheMoney,
  trancheReceived,
  trancheReleased,
  trancheVoid,
} from './tranche.postings.js';
import { type Part, trancheAmount } from './tranche.share.js';

const lei = (bani: bigint) => Money.lei(bani);
const projectId = newId<'Project'>() as ProjectId;
const request: TrancheMoney = {
  id: newId<'TrancheRequest'>(),
  projectId,
  trancheId: newId<'Tranche'>(),
  amount: lei(1_590_000n),
};
const held = (name: string) => `held:project/${projectId}:${name}:MDL`;
const memo = (name: string) => `memo:project/${projectId}:${name}:MDL`;
const lines = ({ postings }: Journal) => postings.map(({ debit, credit, amount }) => [debit, credit, amount.minor]);

describe('the postings of a tranche', () => {
  it('reserve at the approval and move at the release, between the same accounts', () => {
    const [approved, released] = [trancheApproved(request), trancheReleased(request)];
    expect(approved).toMatchObject({ key: `tranche:${request.id}:approved`, status: 'pending', project: projectId });
    expect(lines(approved)).toEqual([[held('claim'), held('released'), 1_590_000n]]);
    expect(lines(released)).toEqual(lines(approved));
    expect(released.ends).toEqual({ key: approved.key, as: 'posted' });
  });

  it('let an approval fall without a line', () => {
    expect(trancheVoid(request)).toMatchObject({
      postings: [],
      ends: { key: `tranche:${request.id}:approved`, as: 'void' },
    });
  });

  it('give the town hall something to spend when it has arrived, and take it back when it is sent back', () => {
    expect(lines(trancheReceived(request))).toEqual([[memo('town-unspent'), memo('town-source'), 1_590_000n]]);
    const lineId = newId<'BankLine'>();
    expect(
      lines(
        moneyBack({ lineId, from: account('held', 'bank', 'mdl', 'balance', 'MDL'), projectId, amount: lei(500n) }),
      ),
    ).toEqual([
      ['held:bank/mdl:balance:MDL', held('released'), 500n],
      [held('released'), held('claim'), 500n],
      [memo('town-source'), memo('town-unspent'), 500n],
    ]);
  });

  it('spend by an invoice and prove by an act', () => {
    const invoice = {
      id: newId<'Invoice'>() as InvoiceId,
      projectId,
      lineId: newId<'BudgetLine'>(),
      people: lei(900n),
    };
    expect(lines(invoiceSpent(invoice))).toEqual([[memo('spent'), memo('town-unspent'), 900n]]);
    expect(lines(invoiceProven(invoice))).toEqual([[memo('proven'), memo('spent'), 900n]]);
    expect(invoiceSpent(invoice).postings[0]!.dims).toEqual({ document: invoice.id, line: invoice.lineId });
  });
});

describe('what a tranche comes to', () => {
  const parts = (...shares: number[]): Part[] =>
    shares.map((shareBp, index) => ({ id: newId<'Tranche'>(), number: index + 1, shareBp }));

  it('is its share of all that people have brought, the last one what is left', () => {
    const all = parts(2000, 4500, 2500, 1000);
    const whole = lei(7_950_001n);
    let free = whole;
    const sums = all.map((part) => {
      const sum = trancheAmount(part, all, { free, whole });
      free = free.minus(sum);
      return sum.minor;
    });
    expect(sums).toEqual([1_590_000n, 3_577_500n, 1_987_500n, 795_001n]);
    expect(free.isZero()).toBe(true);
  });

  it('is never more than is free', () => {
    const all = parts(6000, 4000);
    expect(trancheAmount(all[0]!, all, { free: lei(300n), whole: lei(1000n) }).minor).toBe(300n);
  });

  it('places every ban, whatever the shares', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(shares, fc.bigInt({ min: 0n, max: 10_000_000_000n }), (bps, bani) => {
        const all = parts(...bps);
        const whole = lei(bani);
        let free = whole;
        for (const part of all) free = free.minus(trancheAmount(part, all, { free, whole }));
        expect(free.isZero()).toBe(true);
      }),
    );
  });
});

describe('the life of a request', () => {
  const states = Object.keys(REQUEST_LIFE) as RequestState[];

  it('ends where nothing follows, and never calls back money that has left but by the bank', () => {
    for (const dead of DEAD) expect(REQUEST_LIFE[dead]).toEqual([]);
    expect([REQUEST_LIFE.released, REQUEST_LIFE.received]).toEqual([['received', 'rejected'], ['rejected']]);
  });

  it('reaches money only over the approval', () => {
    const into = (to: RequestState) => states.filter((from) => mayBecome(from, to));
    expect(into('released')).toEqual(['approved']);
    expect(into('approved')).toEqual(['accepted']);
    expect(into('accepted').sort()).toEqual(['objections', 'voting']);
  });
});
