import type { JSX } from 'preact';
import { type Gap, gapWords, type ProjectPlan, type Section, SECTIONS } from '#libs/projects/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { fieldId } from '../layout/labelled.view.js';
import { Facts, FoldOut, Note } from '../layout/parts.view.js';
import { DeskHead } from './desk.view.js';
import { Association, Campaign, Maintenance, Place } from './fields.view.js';
import { gapPlace } from './gap-place.js';
import { fieldsOfSection, gapName } from './section.form.js';
import type { SectionView } from './shown-section.js';
import { Budget, Documents, Funding, Stages } from './tables.view.js';

const FIELDS: Readonly<Record<Section, (view: { view: SectionView }) => JSX.Element>> = {
  place: Place,
  budget: Budget,
  funding: Funding,
  campaign: Campaign,
  stages: Stages,
  documents: Documents,
  maintenance: Maintenance,
  association: Association,
};
const WITH_FILES: readonly Section[] = ['funding', 'documents'];
const WITH_ROWS: readonly Section[] = ['budget', 'funding', 'campaign', 'stages'];

/** One section's form. What cannot be read is kept and said; nothing that was typed is lost. */
export function sectionPage(reading: Reading, view: SectionView): Page {
  const { say, href } = reading;
  const { body, plan, section } = view;
  const title = say(`section.${section}`);
  const at = `/town-hall/${body.id}`;
  const crumbs = [
    [href(at), <Written text={body.name} key="body" />],
    [href(`${at}/projects/${plan.project.id}`), <Written text={plan.project.title} key="project" />],
  ] as const;
  const content = (
    <div class="wrap narrow-page sect stack">
      <DeskHead crumbs={crumbs} title={title} lead={say(`file.lead.${section}`)} />
      {reading.query.has('saved') && view.fresh && <Note tone="ok">{say('file.saved')}</Note>}
      <Gaps gaps={view.gaps} lang={plan.project.lang} />
      <SectionForm view={view} />
      <Neighbours section={section} at={`${at}/projects/${plan.project.id}`} />
    </div>
  );
  return page({ title, index: false, body: content });
}

function SectionForm({ view }: { view: SectionView }): JSX.Element {
  const { say } = useReading();
  const { form, plan, section, saved } = view;
  const Fields = FIELDS[section];
  const files = WITH_FILES.includes(section) ? 'multipart/form-data' : undefined;
  const draft = plan.project.state === 'draft';
  // What is being voted on or reviewed stays as it was sent.
  if (!draft && !plan.project.isCorrectable) {
    return (
      <>
        <Note>{say('file.locked')}</Note>
        <fieldset class="stack" disabled>
          <Fields view={view} />
        </fieldset>
      </>
    );
  }
  return (
    <form method="post" class="stack" novalidate enctype={files}>
      <ErrorSummary form={form} />
      {form.errors.some(({ code }) => code === 'section-changed') && <Newer view={view} />}
      <input type="hidden" name="version" value={String(saved.version)} />
      <Fields view={view} />
      {!draft && <TextArea form={form} name="reason" label={say('file.reason')} hint={say('file.reason-hint')} rows={2} />}
      <p class="row">
        <button class="btn" name="then" value="stay">
          {say(draft ? 'file.save' : 'file.correct')}
        </button>{' '}
        {WITH_ROWS.includes(section) && (
          <button class="btn line" name="then" value="rows">
            {say('file.add-rows')}
          </button>
        )}{' '}
        <button class="btn line" name="then" value="file">
          {say('file.save-and-back')}
        </button>
      </p>
    </form>
  ); // prettier-ignore
}

/** What keeps the section from being complete, each line a link to its field. */
function Gaps({ gaps, lang }: { gaps: readonly Gap[]; lang: ProjectPlan['project']['lang'] }): JSX.Element | null {
  const { say, lang: reader } = useReading();
  if (gaps.length === 0) return null;
  return (
    <Note>
      <h2>{say('file.missing', { n: gaps.length })}</h2>
      <ul>
        {gaps.map((gap) => (
          <li key={gap.pointer + gap.code}>
            <a href={`#${fieldId(gapName(gap.pointer, lang))}`}>
              {[gapPlace(say, gap), gapWords(reader, gap)].filter(Boolean).join(': ')}
            </a>
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** Somebody saved in between: what stands now, beside what was typed here. Saving again replaces it knowingly. */
function Newer({ view: { saved, plan } }: { view: SectionView }): JSX.Element {
  const { say, moment, text } = useReading();
  const lineName = (id: string) => text(plan.lines.find((line) => line.id === id)?.name ?? plan.project.title).text;
  const rows = Object.entries(fieldsOfSection(saved.typed, plan.project.lang)).filter(([name]) => !/\.(id|\w+Id|\w+File)$/.test(name)); // prettier-ignore
  return (
    <FoldOut open summary={say('file.newer', { at: saved.savedAt ? moment(saved.savedAt) : '' })} hint={say('file.newer-hint')}>
      <Facts rows={rows.map(([name, value]) => [name.slice(5), Array.isArray(value) ? value.map(lineName).join(', ') : value])} />
    </FoldOut>
  ); // prettier-ignore
}

function Neighbours({ section, at }: { section: Section; at: string }): JSX.Element {
  const { say, href } = useReading();
  const next = SECTIONS[SECTIONS.indexOf(section) + 1];
  return (
    <p>
      <a href={href(at)}>{say('file.back')}</a>
      {next && (
        <>
          {' · '}
          <a href={href(`${at}/sections/${next}`)}>{say('file.next', { section: say(`section.${next}`) })}</a>
        </>
      )}
    </p>
  );
}
