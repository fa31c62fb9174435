import type { JSX } from 'preact';
import type { EquityUse } from '#libs/books/src/index.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { callPath, figuresPath } from '../matching/call-words.js';

/** What sponsors keep for towns with little money, and what towns under and over the line have drawn. */
export function EquityUses({ uses }: { uses: readonly EquityUse[] }): JSX.Element {
  const { say, href, money } = useReading();
  const columns = ['call', 'line', 'whole', 'used', 'left', 'under', 'others'] as const;
  return (
    <Part title={say('allocation.equity')}>
      <p>{say('allocation.equity.lead')}</p>
      <DeskTable
        title={say('allocation.equity')}
        head={columns.map((name) => say(`allocation.equity.${name}`))}
        numbers={[1, 2, 3, 4, 5, 6]}
        empty={say('allocation.equity.none')}
        rows={uses.map((use) => ({
          key: use.ref,
          cells: [
            <a href={href(callPath(use))}>{use.sponsor}</a>,
            <a href={href(figuresPath({ id: use.figuresId }))}>{money(use.line)}</a>,
            money(use.whole),
            money(use.used),
            use.kept ? money(use.left) : say('matching.equity-for-all'),
            ...[use.under, use.others].map(({ towns, drawn, reserved }) =>
              say('allocation.equity.side', { n: towns, drawn: money(drawn), reserved: money(reserved) }),
            ),
          ],
        }))}
      />
      {uses.length > 0 && (
        <p class="docs row">
          <a href="/api/v1/allocation/equity.csv">{say('allocation.equity.csv')}</a>
        </p>
      )}
    </Part>
  );
}
