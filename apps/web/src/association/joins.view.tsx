import type { JSX } from 'preact';
import { VOUCHING } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { useReading } from '../layout/context.js';
import { Field } from '../layout/form.view.js';
import { FoldOut } from '../layout/parts.view.js';
import type { Desk } from './desk.service.js';
import { type Office, speaksFor } from '../town-hall/offices.js';

/** Who asks to join: who has given his word so far, and who objected before. */
export function Joins({ home: { joins, office } }: { home: Pick<Desk, 'joins'> & { office: Office } }): JSX.Element {
  const { say, href, date } = useReading();
  const declines = speaksFor(office);
  return (
    <section class="stack" aria-labelledby="joins">
      <h2 id="joins">{say('desk.joins')}</h2>
      <p class="hint">
        {say('desk.joins-hint')} {say('desk.joins-else')} {say('desk.joins-most', { n: VOUCHING.most, days: VOUCHING.days })}
      </p>
      <ul class="tasks">
        {joins.map((one) => (
          <li key={one.id}>
            <span>
              {one.name}
              <span class="hint">
                {date(one.at)}, {say('desk.vouches', { n: one.vouchedBy.length })}
                {one.vouchers.length > 0 && `: ${one.vouchers.join(', ')}`}
              </span>
              {one.objection && <span class="hint">{say('desk.objected', { who: one.objector, reason: one.objection.reason })}</span>}
            </span>
            <form method="post" action={href(`/association/${office.body.id}/joins/${one.id}`)}>
              {!one.mine && <button class="btn" name="then" value="vouch">{say('desk.vouch')}</button>}{' '}
              {declines && <button class="btn line" name="then" value="decline">{say('desk.decline')}</button>}
            </form>
          </li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}

/** Who came in less than ten days ago and by whose word; any other member may object. */
export function Newcomers({
  home: { newcomers, office, form },
}: {
  home: Pick<Desk, 'newcomers'> & { office: Office; form: Form };
}): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <section class="stack" aria-labelledby="newcomers">
      <h2 id="newcomers">{say('desk.newcomers')}</h2>
      <p class="hint">
        {say('desk.newcomers-hint', { days: VOUCHING.trialDays })} {newcomers.some(({ self }) => !self) && say('desk.newcomers-object')}
      </p>
      <ul class="tasks">
        {newcomers.map((one) => (
          <li key={one.membershipId}>
            <span>
              {one.name}
              <span class="hint">{say('desk.vouched-by', { who: one.vouchers.join(', ') })}</span>
              <span class="hint">{say('desk.votes-from', { date: date(one.votesFrom) })}</span>
              {one.contestable && !one.self && (
                <FoldOut summary={say('desk.object')}>
                  <form method="post" action={href(`/association/${office.body.id}/newcomers/${one.membershipId}`)} class="stack" novalidate>
                    <Field form={form} name="reason" label={say('desk.object-reason')} hint={say('desk.object-hint')} />
                    <button class="btn line">{say('desk.object-send')}</button>
                  </form>
                </FoldOut>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}
