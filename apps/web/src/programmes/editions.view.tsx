import type { JSX } from 'preact';
import type { CivilDate } from '#libs/kernel/src/index.js';
import { LANGS } from '#libs/platform/src/index.js';
import { conditionWords, type Edition, isOpen, lacksOf, type WrittenEdition } from '#libs/programmes/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { LANGUAGES } from '../layout/names.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from '../operator/desk.view.js';
import { capital } from '../projects/capital.js';
import { Findings } from './eligibility.view.js';
import { EditionFacts } from './programmes.view.js';

/** Every edition at the operator's desk, drafts first. */
export function editionsPage(reading: Reading, editions: readonly Edition[], today: CivilDate): Page {
  const { say, href, number } = reading;
  return deskPage(reading, {
    title: say('programmes.title'),
    room: 'programmes',
    lead: say('edition.list-lead'),
    inside: true,
    body: (
      <>
        <p class="row">
          <a class="btn line" href={href('/operator/programmes/new')}>
            {say('edition.new')}
          </a>
          <a href={href('/programmes')}>{say('edition.public')}</a>
        </p>
        <DeskTable
          title={say('programmes.title')}
          head={['edition', 'year', 'rules', 'state'].map((name) => say(`edition.head.${name}`))}
          numbers={[2]}
          rows={editions.map((edition) => ({
            key: edition.id,
            cells: [
              <a href={href(`/operator/programmes/${edition.id}`)} key="title">
                <Written text={edition.title} />
              </a>,
              String(edition.year),
              number(edition.conditions.length),
              stateWords(reading, edition, today),
            ],
          }))}
        />
      </>
    ),
  });
}

function stateWords({ say }: Reading, edition: Edition, today: CivilDate): string {
  if (edition.state === 'draft') return say('edition.draft');
  if (edition.example) return say('programmes.example');
  return say(isOpen(edition, today) ? 'programmes.open' : 'programmes.retired');
}

interface EditionView {
  readonly edition: WrittenEdition;
  /** The approval that waits for a second signature. */
  readonly waits: string | null;
  /** Why the second person has said no the last time. */
  readonly refusal: string | null;
  readonly today: CivilDate;
  readonly form: Form;
  /** The code of the project on which it is tried, as it was typed. */
  readonly code: string;
  /** That project's plan as if it had entered; null while none is tried. */
  readonly tried: ProjectPlan | null;
}

/** One edition at the desk: its rules as every reader will read them, what they say of a project, and what may be done with it. */
export function editionPage(reading: Reading, view: EditionView): Page {
  const { say, text } = reading;
  const { edition, waits, refusal } = view;
  const draft = edition.state === 'draft';
  return deskPage(reading, {
    title: text(edition.title).text,
    room: 'programmes',
    lead: stateWords(reading, edition, view.today),
    inside: true,
    body: (
      <>
        <ErrorSummary form={view.form} />
        <WaitsSecond approval={waits} />
        {draft && !waits && refusal && <Note tone="bad">{say('edition.refused', { reason: refusal })}</Note>}
        <Part title={say('edition.rules')}>
          <RulesInWords edition={edition} />
        </Part>
        <Part title={say('edition.facts')}>
          <EditionFacts edition={edition} />
        </Part>
        <Try view={view} />
        {draft ? <OfDraft view={view} /> : <OfPublished edition={edition} />}
      </>
    ),
  });
}

/** Each rule as it will be read in each language. */
function RulesInWords({ edition: { conditions } }: { edition: Edition }): JSX.Element {
  const { say } = useReading();
  return (
    <DeskTable
      title={say('edition.rules')}
      head={LANGS.map((lang) => capital(LANGUAGES[lang]))}
      empty={say('edition.no-rules')}
      rows={conditions.map((condition, index) => ({
        key: String(index),
        cells: LANGS.map((lang) => (
          <span lang={lang} key={lang}>
            {conditionWords(lang, condition)}
          </span>
        )),
      }))}
    />
  );
}

/** What the rules say of a project that is there, before anybody publishes them. */
function Try({ view: { code, tried } }: { view: EditionView }): JSX.Element {
  const { say, text } = useReading();
  const missing = code !== '' && !tried;
  return (
    <Part title={say('edition.try')}>
      <form method="get" class="stack">
        <Field
          form={Form.blank({ project: code })}
          name="project"
          label={say('edition.try-code')}
          hint={say(missing ? 'edition.try-none' : 'edition.try-hint')}
          maxlength={40}
          autocomplete="off"
          short
        />
        <p>
          <button class="btn line">{say('edition.try-button')}</button>
        </p>
      </form>
      {tried && (
        <>
          <h3>{text(tried.project.title).text}</h3>
          <Findings plan={tried} />
        </>
      )}
    </Part>
  );
}

function OfDraft({ view: { edition, waits } }: { view: EditionView }): JSX.Element {
  const { say, href } = useReading();
  const at = `/operator/programmes/${edition.id}`;
  const lacks = lacksOf(edition);
  return (
    <Part title={say('edition.next')}>
      {lacks.map((lack) => (
        <Note key={lack}>{say(`edition.lacks.${lack}`)}</Note>
      ))}
      {!waits && lacks.length === 0 && (
        <form method="post" action={href(`${at}/publish`)} class="stack">
          <CommandIdField form={Form.blank()} />
          <input type="hidden" name="version" value={edition.version} />
          <p>{say('edition.publish-lead')}</p>
          <p>
            <button class="btn">{say('edition.publish')}</button>
          </p>
        </form>
      )}
      {waits && <p>{say('edition.waits-lead')}</p>}
      <div class="row">
        <a class="btn line" href={href(`${at}/edit`)}>
          {say('edition.write')}
        </a>
        <form method="post" action={href(`${at}/discard`)}>
          <button class="btn line">{say('edition.discard')}</button>
        </form>
      </div>
    </Part>
  );
}

function OfPublished({ edition: { id, state } }: { edition: Edition }): JSX.Element {
  const { say, href } = useReading();
  return (
    <Part title={say('edition.next')}>
      <p>{say('edition.fixed')}</p>
      <p>
        <a class="btn" href={href(`/operator/programmes/new?from=${id}`)}>
          {say('edition.copy')}
        </a>
      </p>
      {state === 'published' && (
        <form method="post" action={href(`/operator/programmes/${id}/retire`)} class="stack">
          <p>{say('edition.retire-lead')}</p>
          <p>
            <button class="btn line">{say('edition.retire')}</button>
          </p>
        </form>
      )}
    </Part>
  );
}
