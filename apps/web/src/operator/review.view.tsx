import type { ComponentChildren, JSX } from 'preact';
import { gapWords, type Section, SECTIONS, type Transition } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { StateTag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DecisionFields } from '../layout/decision.view.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';
import { type ReviewView, SECTION_VIEWS } from './review-sections.view.js';

/** A project's whole file with what is missing, and the answer: recommend, ask for changes beside sections, reject. */
export function reviewPage(reading: Reading, view: ReviewView, form: Form): Page {
  const { say } = reading;
  const { project } = view.file.plan;
  return deskPage(reading, {
    title: reading.text(project.title).text,
    room: 'queue',
    inside: true,
    body: (
      <form method="post" class="stack loose" novalidate>
        <p class="row">
          <StateTag state={project.state} />
          <span>
            {say('operator.fact.code')}: {project.code}
          </span>
        </p>
        <ErrorSummary form={form} />
        {view.file.gaps.length === 0 ? (
          <Note tone="ok">{say('operator.gaps.none')}</Note>
        ) : (
          <Note tone="bad">{say('operator.gaps', { n: view.file.gaps.length })}</Note>
        )}
        {SECTIONS.map((section) => (
          <SectionPart section={section} view={view} form={form} key={section} />
        ))}
        <Steps steps={view.steps} />
        <WaitsSecond approval={view.waits} />
        <input type="hidden" name="version" value={project.version} />
        {project.state === 'review' && <Answer form={form} waits={view.waits !== null} />}
      </form>
    ),
  });
}

function SectionPart({ section, view, form }: { section: Section; view: ReviewView; form: Form }): JSX.Element {
  const { say, lang } = useReading();
  const gaps = view.file.gaps.filter((gap) => gap.section === section);
  const Part = SECTION_VIEWS[section];
  return (
    <section class="stack">
      <h2>{say(`section.${section}`)}</h2>
      {gaps.length > 0 && (
        <ul class="bullets">
          {gaps.map((gap) => (
            <li key={gap.pointer + gap.code}>{gapWords(lang, gap)}</li>
          ))}
        </ul>
      )}
      <Part view={view} />
      <Remark open={form.value(`notes.${section}`) !== ''}>
        <TextArea
          form={form}
          name={`notes.${section}`}
          label={say('operator.remark', { section: say(`section.${section}`) })}
          rows={3}
          maxlength={2000}
        />
      </Remark>
    </section>
  );
}

function Remark({ open, children }: { open: boolean; children: ComponentChildren }): JSX.Element {
  const { say } = useReading();
  return (
    <FoldOut summary={say('operator.remark.add')} open={open}>
      {children}
    </FoldOut>
  );
}

function Steps({ steps }: { steps: readonly Transition[] }): JSX.Element {
  const { say, moment, href } = useReading();
  return (
    <Part title={say('operator.steps')}>
      <ul class="bullets">
        {steps.map(({ cause, at, reason }) => (
          <li key={at.toISOString() + cause}>
            {moment(at)}: {say(`project.cause.${cause}`)}
            {reason &&
              (reason.startsWith('vote:') ? (
                <>
                  {' '}
                  <a href={href(`/votes/${reason.slice('vote:'.length)}`)}>{say('project.see-vote')}</a>
                </>
              ) : (
                ` ${reason}`
              ))}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Answer({ form, waits }: { form: Form; waits: boolean }): JSX.Element {
  const { say } = useReading();
  return (
    <Part title={say('operator.answer')}>
      <DecisionFields
        form={form}
        options={[
          ...(waits ? [] : [['recommend', say('operator.recommend'), say('operator.recommend.hint')] as const]),
          ['ask-changes', say('operator.ask-changes'), say('operator.ask-changes.hint')],
          ['reject', say('operator.reject'), say('operator.reject.hint')],
        ]}
        hint={say('operator.reason.public')}
      />
    </Part>
  );
}
