import { Fragment } from 'preact';
import type { FundGift } from '#libs/funds/src/index.js';
import type { GiftRefund } from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Facts, Note } from '../layout/parts.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import { AgainForm, AskForm, OrderForm, Refunds } from './money-back.view.js';

interface FundGiftDesk {
  readonly gift: FundGift;
  readonly place: string;
  readonly refunds: readonly GiftRefund[];
  /** What about this gift waits for its second signature. */
  readonly waits: string | null;
  /** The donor's bank claims the money: nothing of it goes back now. */
  readonly disputed: boolean;
}

/** One gift to a fund as far as money back needs it: no name of the donor, only the reference and sums. */
export function fundGiftDeskPage(
  reading: Reading,
  { gift, place, refunds, waits, disputed }: FundGiftDesk,
  forms: { refund: Form; order: Form },
): Page {
  const { say, money, moment } = reading;
  const failed = refunds.filter(({ state }) => state === 'failed' || state === 'to-order');
  const at = `/operator/fund-gifts/${gift.id}`;
  return deskPage(reading, {
    title: say('operator.gift.title', { ref: gift.ref }),
    room: 'funds',
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
            <Fragment key={refund.id}>
              {refund.state === 'failed' && <AgainForm refund={refund} action={`${at}/again`} />}
              <OrderForm refund={refund} form={forms.order} action={`${at}/order`} />
            </Fragment>
          ))}
        {disputed && <Note>{say('operator.gift.disputed')}</Note>}
        {!waits && !disputed && gift.state === 'counted' && <AskForm currency={gift.currency} form={forms.refund} />}
      </>
    ),
  });
}
