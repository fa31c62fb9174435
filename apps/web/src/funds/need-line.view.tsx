import type { JSX } from 'preact';
import type { Need } from '#libs/funds/src/index.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

/** How far what was asked has come. */
export function NeedTag({ need: { state } }: { need: Need }): JSX.Element {
  const { say } = useReading();
  return (
    <Tag tone={state === 'used' ? 'ok' : state === 'waiting' ? 'now' : undefined}>{say(`need.state.${state}`)}</Tag>
  );
}

/** One sum for one project: how much, for which unless the page is its own, why, until when or what came of it. */
export function NeedLine({ need, own = false }: { need: Need; own?: boolean }): JSX.Element {
  const { say, href, money, date } = useReading();
  const { project, placeSlug, amount, back, reason, lang, state, until, decidedAt, answer } = need;
  return (
    <>
      <b>{money(amount)}</b>{' '}
      {!own && (
        <a href={href(`/p/${placeSlug}/${project.slug}`)}>
          <Written text={project.title} />
        </a>
      )}
      <span class="hint" lang={lang}>
        {reason}
      </span>
      {state === 'waiting' && <span class="hint">{say('need.until', { date: date(until) })}</span>}
      {decidedAt && state !== 'lapsed' && (
        <span class="hint">{say(`need.on.${state}`, { date: date(decidedAt) })}</span>
      )}
      {answer && <span class="hint">{say('need.answer', { answer })}</span>}
      {back.isPositive() && <span class="hint">{say('need.back', { sum: money(back) })}</span>}
    </>
  );
}

/** What a town's fund was asked for and gave, line by line; on a project's page without the project's name. */
export function NeedList({ needs, own = false }: { needs: readonly Need[]; own?: boolean }): JSX.Element {
  return (
    <ul class="tasks">
      {needs.map((need) => (
        <li key={need.id}>
          <span>
            <NeedLine need={need} own={own} />
          </span>
          <NeedTag need={need} />
        </li>
      ))}
    </ul>
  );
}
