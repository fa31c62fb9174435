import type { JSX } from 'preact';
import { DECIMALS, type Money, signsOf } from '#libs/kernel/src/index.js';
import { useReading, useScript } from './context.js';

const LEI = {
  ro: { one: 'leu', few: 'lei', other: 'lei' },
  ru: { one: 'лей', few: 'лея', many: 'леев', other: 'лея' },
  en: { one: 'leu', other: 'lei' },
} as const;

/** What `<TotalBox>` needs to count as the server does. */
export interface TotalView {
  /** What is paid and what arrives, as of now. Null while nothing is chosen: then nothing is shown of it. */
  readonly now: { readonly pays: Money; readonly arrives: string } | null;
  /** Any sum in the currency of the form. */
  readonly sample: Money;
  /** The card's fee: a share in basis points and a fixed part in minor units. */
  readonly fee: { readonly basisPoints: number; readonly fixed: Money };
  /** The smallest step that can be charged. */
  readonly step: Money;
  /** Lei for one unit of the currency, as a decimal text. */
  readonly rate: string;
  /** Message of the button with `{sum}`: "give.pay" or "give.pledge". */
  readonly action: 'give.pay' | 'give.pledge';
  /** Words of the two lines. */
  readonly paysLabel: string;
  readonly arrivesLabel: string;
}

/**
 * The total and the button of a giving form. With scripts both follow the fields `amount` (tiles), `other` (own sum) and
 * `cover` (box), and every `data-t="cover"` in the form shows the fee; without, the button says "Continue".
 */
export function TotalBox({ view }: { view: TotalView }): JSX.Element {
  const { say, money, lang } = useReading();
  useScript('total');
  const { currency } = view.sample;
  const places = DECIMALS[currency];
  return (
    <plai-total
      data-places={places}
      data-bp={view.fee.basisPoints}
      data-fixed={view.fee.fixed.minor.toString()}
      data-step={view.step.minor.toString()}
      data-rate={view.rate}
      data-signs={signsOf(currency)}
      data-money={money(view.sample).replace(/\d[\d\s.,\u00a0]*\d|\d/, '#')}
      data-group={lang === 'en' ? ',' : '\u00a0'}
      data-point={lang === 'en' ? '.' : ','}
      data-lei={JSON.stringify(LEI[lang])}
      data-whole={
        currency === 'MDL'
          ? JSON.stringify({ ...LEI[lang], ...(lang === 'ro' && { other: 'de\u00a0lei' }) })
          : undefined
      }
      data-go={say(view.action, { sum: '#' })}
      data-bank={say('give.continue-bank')}
      data-next={say('give.continue')}
    >
      <dl class="total" hidden={!view.now}>
        <dt>{view.paysLabel}</dt>
        <dd class="num" data-t="pay">
          {view.now && money(view.now.pays)}
        </dd>
        <dt>{view.arrivesLabel}</dt>
        <dd data-t="get">{view.now?.arrives}</dd>
      </dl>
      <button class="btn give wide" data-t="go">
        {say('give.continue')}
      </button>
    </plai-total>
  );
}

/** A tile of a round sum. `inLei` stands under it, unless it is lei itself; nothing is chosen unless the form says so. */
export function AmountTile({
  value,
  sum,
  inLei,
  checked,
}: {
  value: string;
  sum: string;
  inLei: string | null;
  checked: boolean;
}): JSX.Element {
  return (
    <label class="amt">
      <input type="radio" name="amount" value={value} checked={checked} />
      <span class="num">{sum}</span>
      {inLei && <small class="small">≈ {inLei}</small>}
    </label>
  );
}
