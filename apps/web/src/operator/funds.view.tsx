import type { JSX } from 'preact';
import type { FundGift, Need, Plan } from '#libs/funds/src/index.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { NeedTag } from '../funds/need-line.view.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage } from './desk.view.js';

interface FundsDesk {
  readonly needs: readonly Need[];
  readonly plans: readonly Plan[];
  readonly gifts: readonly FundGift[];
  /** The last gift shown, when there are more. */
  readonly next: string | null;
  readonly placeOf: (code: string) => string;
}

/** What was asked of towns' funds, who gives every month, every gift: references and sums, no names. */
export function fundsPage(reading: Reading, view: FundsDesk): Page {
  const { say, href } = reading;
  return deskPage(reading, {
    title: say('operator.funds'),
    room: 'funds',
    lead: say('operator.funds.lead'),
    body: (
      <>
        <Part title={say('need.title')}>
          <Needs view={view} />
        </Part>
        <Part title={say('operator.funds.monthly')}>
          <Plans view={view} />
        </Part>
        <Part title={say('fund.given')}>
          <Gifts view={view} />
          <Older href={view.next && `${href('/operator/funds')}?after=${view.next}`} />
        </Part>
      </>
    ),
  });
}

interface Props {
  readonly view: FundsDesk;
}

function Needs({ view: { needs, placeOf } }: Props): JSX.Element {
  const { say, href, money, dateShort } = useReading();
  return (
    <DeskTable
      title={say('need.title')}
      head={[say('operator.fact.amount'), say('operator.fact.place'), say('operator.fact.project'), say('operator.fact.reason'), say('operator.fact.asked-at'), say('operator.fact.until'), say('operator.gift.state')]}
      empty={say('need.none')}
      rows={needs.map((need) => ({
        key: need.id,
        cells: [
          need.state === 'waiting' && need.associationId === null ? (
            <a href={href(`/operator/approvals/${need.id}`)}>{money(need.amount)}</a>
          ) : (
            money(need.amount)
          ),
          placeOf(need.placeCode),
          <a href={href(`/p/${need.placeSlug}/${need.project.slug}`)}>
            <Written text={need.project.title} />
          </a>,
          need.reason,
          dateShort(need.askedAt),
          need.state === 'waiting' && dateShort(need.until),
          <NeedTag need={need} />,
        ],
      }))}
    />
  ); // prettier-ignore
}

function Plans({ view: { plans, placeOf } }: Props): JSX.Element {
  const { say, money, dateShort } = useReading();
  return (
    <DeskTable
      title={say('operator.funds.monthly')}
      head={[say('operator.gift.ref'), say('operator.fact.place'), say('plan.sum'), say('plan.next'), say('operator.gift.state')]}
      rows={plans.map(({ id, ref, placeCode, gift, nextOn, state }) => ({
        key: id,
        cells: [ref, placeOf(placeCode), money(gift), nextOn && dateShort(nextOn), say(`plan.state.${state}`)],
      }))}
    />
  ); // prettier-ignore
}

function Gifts({ view: { gifts, placeOf } }: Props): JSX.Element {
  const { say, href, money, dateShort } = useReading();
  return (
    <DeskTable
      title={say('fund.given')}
      head={[say('operator.gift.ref'), say('operator.fact.place'), say('operator.fact.amount'), say('operator.gift.lei'), say('operator.fact.asked-at'), say('operator.gift.state')]}
      rows={gifts.map(({ id, ref, placeCode, gift, lei, madeAt, state }) => ({
        key: id,
        cells: [
          <a href={href(`/operator/fund-gifts/${id}`)}>{ref}</a>,
          placeOf(placeCode),
          money(gift),
          money(lei),
          dateShort(madeAt),
          say(`plan.month.${state}`),
        ],
      }))}
    />
  ); // prettier-ignore
}
