import type { JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import type { BankAccount, BankLine } from '#libs/payments/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import { deskPage } from './desk.view.js';

interface BankView {
  readonly open: readonly BankLine[];
  readonly latest: readonly BankLine[];
  readonly accounts: readonly BankAccount[];
}

const TONES = { entered: 'now', confirmed: 'ok', refused: 'bad' } as const;

/** The bank: receipts that nobody has claimed, the newest lines, and the accounts. */
export function bankPage(reading: Reading, { open, latest, accounts }: BankView): Page {
  const { say, href } = reading;
  return deskPage(reading, {
    title: say('operator.room.bank'),
    room: 'bank',
    body: (
      <>
        <p>
          <a class="btn" href={href('/operator/bank/new')}>
            {say('operator.bank.enter')}
          </a>
        </p>
        <section class="stack">
          <h2>{say('operator.waiting.open-lines')}</h2>
          {open.length === 0 ? <p class="empty">{say('operator.none')}</p> : <Lines lines={open} match />}
        </section>
        <section class="stack">
          <h2>{say('operator.bank.latest')}</h2>
          {latest.length === 0 ? <p class="empty">{say('operator.none')}</p> : <Lines lines={latest} />}
        </section>
        <section class="stack">
          <h2>{say('operator.bank.accounts')}</h2>
          <Facts
            rows={accounts.map(({ currency, iban, bank, holder }) => [
              currency,
              `${bank}, ${formatIban(iban)}, ${holder}`,
            ])}
          />
        </section>
      </>
    ),
  });
}

function Lines({ lines, match }: { lines: readonly BankLine[]; match?: boolean }): JSX.Element {
  const { say, money, dateShort, href } = useReading();
  const caption = say(match ? 'operator.waiting.open-lines' : 'operator.bank.latest');
  const head = ['booked-on', 'amount', 'meaning', 'counterparty', 'reference', 'state'].map((name) =>
    say(name === 'state' ? 'operator.orders.state' : `operator.fact.${name}`),
  );
  return (
    <ScrollTable caption={caption} head={head} numbers={[1]}>
      {lines.map((line) => (
        <tr key={line.id}>
          <th scope="row">{dateShort(line.bookedOn)}</th>
          <td class="n">{money(line.amount)}</td>
          <td>{say(`operator.meaning.${line.meaning}`)}</td>
          <td>{line.counterparty.name}</td>
          <td class="hash">
            {match ? <a href={href(`/operator/bank/lines/${line.id}`)}>{line.reference}</a> : line.reference}
          </td>
          <td>
            <Tag tone={TONES[line.state]}>{say(`operator.line.${line.state}`)}</Tag>
          </td>
        </tr>
      ))}
    </ScrollTable>
  );
}
