import type { FundGift, FundRefund } from '#libs/funds/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Facts } from '../layout/parts.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import { AgainForm, AskForm, Refunds } from './refunds.view.js';

interface FundGiftDesk {
  readonly gift: FundGift;
  readonly place: string;
  readonly refunds: readonly FundRefund[];
  /** What about this gift waits for its second signature. */
  readonly waits: string | null;
}

/** One gift to a fund as far as money back needs it: no name of the donor, only the reference and sums. */
export function fundGiftDeskPage(reading: Reading, { gift, place, refunds, waits }: FundGiftDesk, form: Form): Page {
  const { say, money, moment } = reading;
  const failed = refunds.filter(({ state }) => state === 'failed');
  return deskPage(reading, {
    title: say('operator.gift.title', { ref: gift.ref }),
    room: 'refunds',
    inside: true,
    body: (
      <>
        <Facts
          rows={[
            [say('fund.label'), place],
            [say('operator.fact.amount'), money(gift.gift)],
            [say('operator.gift.cover'), money(gift.cover)],
            [say('operator.gift.lei'), money(gift.lei)],
            [say('operator.gift.state'), say(`plan.month.${gift.state}`)],
            [say('operator.fact.asked-at'), moment(gift.madeAt)],
          ]}
        />
        {refunds.length > 0 && <Refunds refunds={refunds} />}
        <WaitsSecond approval={waits} />
        {!waits &&
          failed.map((refund) => (
            <AgainForm refund={refund} action={`/operator/fund-gifts/${gift.id}/again`} key={refund.id} />
          ))}
        {!waits && gift.state === 'counted' && <AskForm currency={gift.currency} form={form} />}
      </>
    ),
  });
}
