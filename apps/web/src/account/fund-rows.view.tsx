import type { JSX } from 'preact';
import { placeLine } from '../finding/place-line.js';
import { giftTone, planTone } from '../funds/plan.view.js';
import { Carpet, Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Rows } from '../layout/parts.view.js';
import type { MyFunds } from './fund-rows.js';

/** What somebody gives to towns' funds: every month, and each gift with its receipt. */
export function MyFundRows({ funds }: { funds: MyFunds }): JSX.Element {
  return (
    <>
      {funds.plans.length > 0 && <Monthly funds={funds} />}
      {funds.gifts.length > 0 && <Gifts funds={funds} />}
    </>
  );
}

function Monthly({ funds: { plans, places } }: { funds: MyFunds }): JSX.Element {
  const reading = useReading();
  const { say, money, date, href } = reading;
  const place = (code: string) => placeLine(reading, places.get(code)!);
  return (
    <section>
      <h2>{say('gifts.monthly')}</h2>
      <Rows
        rows={plans.map(({ id, ref, placeCode, gift, state, nextOn }) => ({
          picture: <Carpet code={placeCode} />,
          title: (
            <a href={href(`/monthly/${id}`)}>
              {say('gifts.monthly-line', { sum: money(gift), place: place(placeCode) })}
            </a>
          ),
          line: `${ref}${nextOn ? `, ${say('plan.next')}: ${date(nextOn)}` : ''}`,
          end: <Tag tone={planTone(state)}>{say(`plan.state.${state}`)}</Tag>,
        }))}
      />
    </section>
  );
}

function Gifts({ funds: { gifts, places } }: { funds: MyFunds }): JSX.Element {
  const reading = useReading();
  const { say, money, date, href, lang } = reading;
  const place = (code: string) => placeLine(reading, places.get(code)!);
  return (
    <section>
      <h2>{say('gifts.funds')}</h2>
      <Rows
        rows={gifts.map(({ id, ref, placeCode, gift, state, madeAt, countedAt, receiptCode }) => ({
          picture: <Carpet code={placeCode} />,
          title: (
            <a href={href(`/fund-gift/${id}`)}>
              {money(gift)}, {place(placeCode)}
            </a>
          ),
          line: (
            <>
              {date(madeAt)}, {ref}
              {countedAt && ', '}
              {countedAt && <a href={`/v/${receiptCode}?lang=${lang}`}>{say('gifts.receipt')}</a>}
            </>
          ),
          end: <Tag tone={giftTone(state)}>{say(`plan.month.${state}`)}</Tag>,
        }))}
      />
    </section>
  );
}
