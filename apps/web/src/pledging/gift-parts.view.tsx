import type { JSX } from 'preact';
import type { PoolPart } from '#libs/pledges/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import { useReading } from '../layout/context.js';

/** Who took part, with what each has in the gift and what of it went back. */
export function Parts({ parts }: { parts: readonly PoolPart[] }): JSX.Element | null {
  const { say, money } = useReading();
  if (parts.length === 0) return null;
  const back = parts.some(({ gone }) => gone.isPositive());
  const abroad = parts[0]!.share.currency !== 'MDL';
  const head = [
    say('gift.parts.who'),
    say('thanks.sum'),
    abroad && say('gift.parts.lei'),
    back && say('gift.parts.gone'),
  ];
  return (
    <section class="stack tight">
      <h2>{say('gift.parts')}</h2>
      <ScrollTable
        caption={say('gift.parts.caption')}
        head={head.filter((one) => one !== false)}
        numbers={[1, 2, 3]}
        fold
      >
        {parts.map(({ name, share, lei, gone, public: shown }, n) => (
          <tr key={n}>
            <td>
              {name ?? say('gift.parts.one')}
              {name && !shown && <span class="hint">{say('gift.parts.hidden')}</span>}
            </td>
            <td class="n">{money(share)}</td>
            {abroad && <td class="n">{money(lei)}</td>}
            {back && <td class="n">{money(gone)}</td>}
          </tr>
        ))}
      </ScrollTable>
      <p class="small mute">{say('gift.parts.note')}</p>
    </section>
  );
}
