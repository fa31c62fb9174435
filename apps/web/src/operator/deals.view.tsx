import type { Deal } from '#libs/banking/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { DeskTable, Older } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';

/** Exchanges at the bank, each beside the National Bank's rate of its day. */
export function dealsPage(reading: Reading, deals: readonly Deal[], next: string | null): Page {
  const { say, href, money, number, dateShort } = reading;
  return deskPage(reading, {
    title: say('operator.deals'),
    room: 'bank',
    body: (
      <>
        <DeskTable
          title={say('operator.deals')}
          head={[
            say('operator.fact.booked-on'),
            ...['sold', 'bought', 'official', 'difference'].map((name) => say(`operator.deal.${name}`)),
          ]}
          numbers={[1, 2, 3, 4]}
          rows={deals.map(({ id, sold, bought, official }) => ({
            key: id,
            cells: [
              dateShort(sold.bookedOn),
              money(sold.amount),
              bought ? money(bought.amount) : say('operator.deal.waits'),
              official && `${money(official.worth)} (${number(official.perUnit)}, ${dateShort(official.on)})`,
              official && money(official.difference),
            ],
          }))}
        />
        <Older href={next && href(`/operator/bank/exchanges?after=${next}`)} />
      </>
    ),
  });
}
