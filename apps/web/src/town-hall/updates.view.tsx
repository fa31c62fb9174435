import type { JSX } from 'preact';
import type { NeutralPeriod, UpdateView } from '#libs/voice/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Check, FileField, Select, TextArea } from '../layout/form.view.js';
import { Quote } from '../layout/parts.view.js';
import { UpdateWords } from '../voice/update.view.js';
import { deskForm } from './form.page.js';
import type { OwnProject } from './offices.js';
import { crumbsOf } from './works.view.js';

interface UpdatesView extends OwnProject {
  readonly reach: number;
  readonly news: readonly UpdateView[];
  /** The election period in which it would be published; null outside of one. */
  readonly period: NeutralPeriod | null;
  readonly form: Form;
  /** What is about to be published, shown as readers will see it. */
  readonly preview: string | null;
}

/** Writes news; looked at first if wished, then sent to those who follow. */
export function updatesPage(reading: Reading, view: UpdatesView): Page {
  const { say, text, date } = reading;
  const { form, plan, body, period } = view;
  return deskForm({
    crumbs: crumbsOf(view, reading, false),
    title: say('hall.updates'),
    lead: say('updates.reach', { n: view.reach }),
    form,
    files: true,
    before: view.preview && <Quote by={<Written text={body.name} />}>{view.preview}</Quote>,
    fields: (
      <>
        <TextArea form={form} name="text" label={say('updates.text')} hint={say('updates.text-hint')} rows={5} maxlength={4000} />
        <FileField form={form} name="photo" label={say('updates.photo')} hint={say('file.photos-warning')} accept="image/jpeg,image/png,image/webp" />
        <Select form={form} name="milestoneId" label={say('file.tranche.stage')} options={[['', '—'], ...plan.milestones.map(({ id, name }): [string, string] => [id, text(name).text])]} />
        {period && <Check form={form} name="neutral" label={say('updates.neutral')} hint={say('updates.neutral-hint', { name: text(period.name).text, until: date(period.lastOn) })} />}
      </>
    ),
    button: (
      <>
        <button class="btn" name="then" value="publish">{say('updates.publish')}</button>{' '}
        <button class="btn line" name="then" value="look">{say('updates.look')}</button>
      </>
    ),
    after: <News news={view.news} />,
  }); // prettier-ignore
}

function News({ news }: { news: readonly UpdateView[] }): JSX.Element {
  const { say, date } = useReading();
  return (
    <section class="stack" aria-labelledby="news">
      <h2 id="news">{say('updates.earlier')}</h2>
      {news.length === 0 && <p class="empty">{say('updates.none')}</p>}
      {news.map((update) => (
        <article class="stack tight" key={update.id}>
          <h3>{date(update.at)}</h3>
          {update.photo && <img src={`/files/${update.photo}/small`} alt="" width={320} loading="lazy" />}
          <UpdateWords update={update} />
        </article>
      ))}
    </section>
  );
}
