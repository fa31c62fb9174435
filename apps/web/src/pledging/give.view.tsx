import type { JSX } from 'preact';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Band, Cover, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { OpenCalls } from '../matching/project-calls.view.js';
import { LineChoice, PoolFields } from './give-line.view.js';
import { Credit, Email, Name, Shortfall, Way } from './give-fields.view.js';
import { Sums } from './give-sums.view.js';
import type { GiveSheet } from './give.sheet.js';
import { GiveTotal } from './give-total.view.js';
import { bufferWords, progressWords, promiseWords } from './promise-words.js';

/** The giving form: one page, one form. */
export function givePage(reading: Reading, sheet: GiveSheet): Page {
  const { face } = sheet;
  const title = `${reading.say('give.button')}: ${reading.text(face.plan.project.title).text}`;
  return page({
    title,
    description: promiseWords(reading, face),
    plain: { back: reading.href(face.path), label: reading.say('giving.back') },
    card: `/og/${face.plan.project.code}-${reading.lang}.jpg`,
    index: !reading.query.has('again'),
    body: (
      <div class="wrap pay">
        <GiveForm sheet={sheet} form={sheet.form} />
        <For face={face} />
      </div>
    ),
  });
}

/** Said kindly when nothing can be given any more, or not yet. */
export function closedPage(reading: Reading, face: ProjectFace, status = 200): Page {
  const { say, href, date } = reading;
  const { project, campaign } = face.plan;
  const early = project.state === 'published' && campaign.opensOn;
  const title = say(early ? 'giving.not-yet' : 'giving.closed');
  return page({
    title,
    status,
    index: false,
    plain: { back: href(face.path), label: say('giving.back') },
    body: (
      <div class="wrap narrow sect stack">
        <h1 class="h-page">{title}</h1>
        <p class="lead">
          {early
            ? say('giving.not-yet-lead', { date: date(campaign.opensOn) })
            : say(`giving.closed-${project.state}`, { project: reading.text(project.title).text })}
        </p>
        <p class="row">
          <a class="btn" href={href(face.path)}>
            {say('giving.see-project')}
          </a>
          <a class="btn line" href={href('/projects?state=campaign')}>
            {say('giving.other-projects')}
          </a>
        </p>
      </div>
    ),
  });
}

function GiveForm({ sheet, form }: { sheet: GiveSheet; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={`${href(sheet.face.path)}/give`} novalidate>
      {/* Enter in any field means "on", never "another currency". */}
      <button class="vh" tabindex={-1} aria-hidden="true">
        {say('give.continue')}
      </button>
      <div class="stack">
        <h1>{say('give.legend')}</h1>
        <ErrorSummary form={form} />
        {sheet.turned && <Note tone="ok">{say('giving.turned')}</Note>}
        <Note>
          <p class="small">{say('warning.russian_card')}</p>
        </Note>
      </div>
      <CommandIdField form={form} />
      <input type="hidden" name="shown" value={sheet.currency} />
      <Sums sheet={sheet} form={form} />
      <OpenCalls calls={sheet.calls} />
      <LineChoice sheet={sheet} form={form} />
      <section>
        <Email form={form} />
        <Way form={form} sheet={sheet} />
      </section>
      <Shortfall form={form} face={sheet.face} />
      <Name form={form} />
      <PoolFields form={form} />
      <Credit form={form} sheet={sheet} />
      <GiveTotal sheet={sheet} form={form} />
      <SmallPrint face={sheet.face} />
    </form>
  );
}

/** What we promise, who takes the payment, and what we never ask. */
function SmallPrint({ face }: { face: ProjectFace }): JSX.Element {
  const reading = useReading();
  const { say, href } = reading;
  return (
    <div class="stack free small mute">
      <p>
        {promiseWords(reading, face)} {bufferWords(reading, face)}
      </p>
      <p>
        {say('giving.stripe')} <a href={href('/how')}>{say('how.title')}</a>,{' '}
        <a href={href('/terms')}>{say('giving.terms')}</a>
      </p>
      <p>{say('privacy.never_ask')}</p>
    </div>
  );
}

/** What the gift is for, beside the form or above it. */
function For({ face }: { face: ProjectFace }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  const { project, photos } = face.plan;
  const { raised, promised } = face.totals;
  return (
    <aside class="for stack" aria-label={say('giving.for')}>
      <Cover photo={photos[0]?.fileId ?? null} sector={project.sector} code={project.code} alt="" />
      <p class="small mute">{placeLine(reading, face.place)}</p>
      <p class="num">
        <Written text={project.title} />
      </p>
      {face.target && <Band held={raised} promised={promised} target={face.target} />}
      <p class="small mute">{progressWords(reading, face)}</p>
      <ul class="trust small more">
        {['no-account', 'receipt', 'keep', 'register'].map((key) => (
          <li key={key}>{say(`giving.trust.${key}`)}</li>
        ))}
      </ul>
    </aside>
  );
}
