import type { JSX } from 'preact';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { NeutralPeriod, UpdateView } from '#libs/voice/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { FoldOut } from '../layout/parts.view.js';
import { DeskTable, Older, Part } from '../layout/table.view.js';
import { deskPage } from '../operator/desk.view.js';
import { UpdateWords } from './update.view.js';

/** News with the name of their project. */
export type NamedUpdate = UpdateView & { readonly title: Multilingual };

interface NeutralView {
  /** With the place in words; null: the whole country. */
  readonly periods: readonly (NeutralPeriod & { readonly place: string | null })[];
  readonly updates: readonly NamedUpdate[];
  /** Only those of election periods. */
  readonly neutral: boolean;
  readonly next: string | null;
  readonly form: Form;
}

/** Election periods, and the newest news of all projects. */
export function neutralPage(reading: Reading, view: NeutralView): Page {
  const { say, href } = reading;
  const { updates, neutral, next, form } = view;
  return deskPage(reading, {
    title: say('operator.room.news'),
    room: 'news',
    lead: say('operator.news.lead'),
    body: (
      <>
        <ErrorSummary form={form} />
        <Periods periods={view.periods} />
        <FoldOut summary={say('operator.period.new')} open={form.errors.length > 0}>
          <Announce form={form} />
        </FoldOut>
        <Part title={say('operator.news.newest')}>
          <p>
            <a href={href(neutral ? '/operator/news' : '/operator/news?neutral=yes')}>
              {say(neutral ? 'operator.news.all' : 'operator.news.neutral-only')}
            </a>
          </p>
          {updates.length === 0 && <p class="empty">{say('update.none')}</p>}
          <ul class="rowlist">
            {updates.map((update) => (
              <News update={update} key={update.id} />
            ))}
          </ul>
          <Older href={next && href(`/operator/news?after=${next}${neutral ? '&neutral=yes' : ''}`)} />
        </Part>
      </>
    ),
  });
}

function Periods({ periods }: Pick<NeutralView, 'periods'>): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <Part title={say('operator.period.title')}>
      <DeskTable
        title={say('operator.period.title')}
        head={['name', 'days', 'place', 'source', 'end'].map((name) => say(`operator.period.${name}`))}
        empty={say('operator.period.none')}
        rows={periods.map(({ id, name, firstOn, lastOn, place, source, endedAt }) => ({
          key: id,
          cells: [
            <Written text={name} />,
            `${date(firstOn)} – ${date(lastOn)}`,
            place ?? say('operator.period.country'),
            source,
            endedAt ? (
              say('operator.period.ended', { at: date(endedAt) })
            ) : (
              <form method="post" action={href(`/operator/news/periods/${id}/end`)}>
                <button class="btn line">{say('operator.period.do-end')}</button>
              </form>
            ),
          ],
        }))}
      />
    </Part>
  );
}

function Announce({ form }: { form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href('/operator/news/periods')} class="stack narrow">
      <CommandIdField form={form} />
      <Field form={form} name="ro" label={say('operator.period.name-in', { lang: 'ro' })} maxlength={160} />
      <Field form={form} name="ru" label={say('operator.period.name-in', { lang: 'ru' })} maxlength={160} />
      <Field form={form} name="en" label={say('operator.period.name-in', { lang: 'en' })} maxlength={160} />
      <Field form={form} name="firstOn" type="date" label={say('operator.period.first')} short />
      <Field form={form} name="lastOn" type="date" label={say('operator.period.last')} short />
      <Field form={form} name="source" label={say('operator.period.source')} hint={say('operator.period.source-hint')} maxlength={500} />
      <Field form={form} name="place" label={say('operator.period.place')} hint={say('operator.period.place-hint')} maxlength={100} />
      <button class="btn">{say('operator.period.announce')}</button>
    </form>
  ); // prettier-ignore
}

function News({ update }: { update: NamedUpdate }): JSX.Element {
  const { say, href, date } = useReading();
  const { id, title, office, at, photo, hidden } = update;
  return (
    <li class="stack tight">
      <p class="small mute">
        <Written text={title} />, {say(`update.office.${office}`)}, {date(at)}
      </p>
      {photo && <img src={`/files/${photo}/small`} alt="" width={160} loading="lazy" />}
      <UpdateWords update={update} />
      <p>
        <a href={href(`/operator/news/${id}`)}>
          {say(hidden === null ? 'operator.news.hide' : 'operator.news.show')}
          <span class="vh"> {date(at)}</span>
        </a>
      </p>
    </li>
  );
}

/** One piece of news: hides it with a public reason, or shows it again. */
export function hidingPage(reading: Reading, update: NamedUpdate, form: Form): Page {
  const { say, href, text, date } = reading;
  const hides = update.hidden === null;
  return deskPage(reading, {
    title: say(hides ? 'operator.news.hide' : 'operator.news.show'),
    room: 'news',
    inside: true,
    lead: `${text(update.title).text}, ${date(update.at)}`,
    body: (
      <form method="post" action={href(`/operator/news/${update.id}`)} class="stack">
        <ErrorSummary form={form} />
        <UpdateWords update={update} />
        {update.photo && <img src={`/files/${update.photo}/small`} alt="" width={320} />}
        <Field form={form} name="reason" label={say('operator.news.reason')} hint={say('operator.news.reason-hint')} maxlength={500} />
        <p class="row">
          <button class="btn" name="hidden" value={hides ? 'yes' : 'no'}>
            {say(hides ? 'operator.news.hide' : 'operator.news.show')}
          </button>
          <a class="btn line" href={href('/operator/news')}>
            {say('operator.news.keep')}
          </a>
        </p>
      </form>
    ),
  }); // prettier-ignore
}
