import type { JSX } from 'preact';
import type { CardFee, Quote } from '#libs/pledges/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import { useReading } from '../layout/context.js';
import { currencyName } from '../pledging/give-sums.view.js';

/** What a card in a currency costs: the fee's rule, and its sum on an example. */
export interface FeeRow {
  readonly fee: CardFee;
  readonly example: Quote;
}

/** The fee of a card by the currency in which it pays. Who pays it stands above the table. */
export function FeeTable({ rows }: { rows: readonly FeeRow[] }): JSX.Element {
  const { say, percent, money, moneyRound, lang } = useReading();
  return (
    <section class="stack">
      <h2>{say('fees.table')}</h2>
      <ScrollTable
        caption={say('fees.table-caption')}
        head={[say('fees.card'), say('fees.rule'), say('fees.on')]}
        numbers={[2]}
        fold
      >
        {rows.map(({ fee, example: { gift, fee: sum } }) => (
          <tr key={gift.currency}>
            <th scope="row">{`${currencyName(lang, gift.currency)} (${gift.currency})`}</th>
            <td>{`${percent(String(fee.basisPoints / 100))} + ${money(fee.fixed)}`}</td>
            <td class="n">
              {say('fees.example', { fee: money(sum), sum: moneyRound(gift) })}
            </td>
          </tr>
        ))}
      </ScrollTable>
      <p class="small mute">{say('fees.note')}</p>
    </section>
  ); // prettier-ignore
}
