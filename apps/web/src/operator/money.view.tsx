import type { JSX } from 'preact';
import type { AccountBalance } from '#libs/ledger/src/index.js';
import type { Comparison, DisputeSeen, PayoutSeen, UnbookedTransaction } from '#libs/payments/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Note } from '../layout/parts.view.js';
import { ageOf, deskPage } from './desk.view.js';

interface MoneyView {
  readonly comparison: readonly Comparison[];
  readonly balances: readonly AccountBalance[];
  readonly payouts: readonly PayoutSeen[];
  readonly disputes: readonly DisputeSeen[];
  readonly unbooked: readonly UnbookedTransaction[];
  readonly now: Date;
}

/** The operator's money three ways: Stripe, the bank, and our books; any difference stands out. */
export function moneyPage(reading: Reading, view: MoneyView): Page {
  const { say } = reading;
  const differs = view.comparison.some(({ ledger, told }) => !ledger.minus(told).isZero());
  return deskPage(reading, {
    title: say('operator.room.money'),
    room: 'money',
    lead: say('operator.money.lead'),
    body: (
      <>
        <section class="stack">
          <h2>{say('operator.money.three')}</h2>
          <Note tone={differs ? 'bad' : 'ok'}>{say(differs ? 'operator.money.differs' : 'operator.money.agrees')}</Note>
          <Compared comparison={view.comparison} />
        </section>
        <Payouts payouts={view.payouts} now={view.now} />
        <Disputes disputes={view.disputes} />
        {view.unbooked.length > 0 && <Unbooked unbooked={view.unbooked} />}
        <Accounts balances={view.balances} />
      </>
    ),
  });
}

function Compared({ comparison }: { comparison: readonly Comparison[] }): JSX.Element {
  const { say, money } = useReading();
  const names = ['place', 'told', 'ledger', 'difference'] as const;
  return (
    <ScrollTable
      caption={say('operator.money.three')}
      head={names.map((name) => say(`operator.money.${name}`))}
      numbers={[1, 2, 3]}
    >
      {comparison.map(({ place, ledger, told }) => {
        const difference = told.minus(ledger);
        return (
          <tr key={place + ledger.currency}>
            <th scope="row">{say(`operator.money.at.${place}`, { currency: ledger.currency })}</th>
            <td class="n">{money(told)}</td>
            <td class="n">{money(ledger)}</td>
            <td class="n">{difference.isZero() ? money(difference) : <Tag tone="bad">{money(difference)}</Tag>}</td>
          </tr>
        );
      })}
    </ScrollTable>
  );
}

function Payouts({ payouts, now }: { payouts: readonly PayoutSeen[]; now: Date }): JSX.Element {
  const reading = useReading();
  const { say, money, date } = reading;
  const head = [say('operator.payout'), say('operator.fact.amount'), say('operator.payout.arrives')];
  return (
    <section class="stack">
      <h2>{say('operator.payouts')}</h2>
      {payouts.length === 0 && <p class="empty">{say('operator.none')}</p>}
      {payouts.length > 0 && (
        <ScrollTable caption={say('operator.payouts')} head={head} numbers={[1]}>
          {payouts.map(({ id, amount, arrivesOn, state }) => (
            <tr key={id}>
              <th scope="row" class="hash">
                {id}
              </th>
              <td class="n">{money(amount)}</td>
              <td>
                {date(arrivesOn)}
                {state === 'paid' && ` – ${ageOf(reading, new Date(arrivesOn), now)}`}
              </td>
            </tr>
          ))}
        </ScrollTable>
      )}
    </section>
  );
}

function Disputes({ disputes }: { disputes: readonly DisputeSeen[] }): JSX.Element {
  const { say, money, moment, href } = useReading();
  const names = ['opened', 'amount', 'why', 'answer-by', 'state'] as const;
  return (
    <section class="stack">
      <h2>{say('operator.disputes')}</h2>
      {disputes.length === 0 && <p class="empty">{say('operator.none')}</p>}
      {disputes.length > 0 && (
        <ScrollTable
          caption={say('operator.disputes')}
          head={names.map((name) => say(`operator.dispute.${name}`))}
          numbers={[1]}
        >
          {disputes.map(({ id, owner, amount, reason, answerBy, outcome, openedAt }) => (
            <tr key={id}>
              <th scope="row">
                <a href={href(`/operator/refunds/${owner.split(':')[1]}`)}>{moment(openedAt)}</a>
              </th>
              <td class="n">{money(amount)}</td>
              <td>{reason}</td>
              <td>{answerBy && moment(answerBy)}</td>
              <td>
                <Tag tone={outcome === 'won' ? 'ok' : outcome === 'lost' ? 'bad' : 'now'}>
                  {say(`operator.dispute.${outcome ?? 'open'}`)}
                </Tag>
              </td>
            </tr>
          ))}
        </ScrollTable>
      )}
    </section>
  );
}

function Unbooked({ unbooked }: { unbooked: readonly UnbookedTransaction[] }): JSX.Element {
  const { say, moment } = useReading();
  return (
    <section class="stack">
      <h2>{say('operator.unbooked')}</h2>
      <Note tone="bad">{say('operator.unbooked.lead')}</Note>
      <ul class="bullets">
        {unbooked.map(({ id, type, problem, seenAt }) => (
          <li class="hash" key={id}>
            {id}, {type}, {moment(seenAt)} {problem && <code>{problem}</code>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Accounts({ balances }: { balances: readonly AccountBalance[] }): JSX.Element {
  const { say, money } = useReading();
  return (
    <section class="stack">
      <h2>{say('books.accounts')}</h2>
      <ScrollTable caption={say('books.trial')} head={[say('books.account'), say('books.sum')]} numbers={[1]}>
        {balances.map(({ code, amount }) => (
          <tr key={code}>
            <th scope="row" class="hash">
              <code>{code}</code>
            </th>
            <td class="n">{money(amount)}</td>
          </tr>
        ))}
      </ScrollTable>
    </section>
  );
}
