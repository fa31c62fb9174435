import type { JSX } from 'preact';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import type { CashToDo } from './desk.service.js';

/** Cash that waits for the reader: what he signs as the second, and what is to reach the bank; nothing when there is none. */
export function CashTasks({ cash: { toSign, due }, id }: { cash: CashToDo; id: string }): JSX.Element | null {
  const { say, href, money, date } = useReading();
  if (toSign.length + due.length === 0) return null;
  const at = `/association/${id}/cash`;
  return (
    <section class="stack" aria-labelledby="cash">
      <h2 id="cash">{say('cash.title')}</h2>
      <ul class="tasks">
        {toSign.map((one) => (
          <li key={one.id}>
            <a href={href(`${at}/receipts/${one.id}`)}>
              {say('cash.receipt', { n: one.n })}, {money(one.lei)}
            </a>
            <Tag tone="now">{say(one.voidWish ? 'cash.to-void' : 'cash.to-sign')}</Tag>
          </li>
        ))}
        {due.map(({ cashierId, name, lei, dueAt, late }) => (
          <li key={cashierId}>
            <span>
              <a href={href(at)}>{say('cash.to-bring', { sum: money(lei), who: name ?? '–' })}</a>
              <span class="hint">{say(late ? 'cash.over' : 'cash.until', { date: date(dueAt) })}</span>
            </span>
            <Tag tone={late ? 'bad' : 'now'}>{say(late ? 'cash.deposit.late' : 'cash.deposit.open')}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
