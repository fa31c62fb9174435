import type { JSX } from 'preact';
import { lastDayOf } from '#libs/kernel/src/index.js';
import type { Objection } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import type { ProjectFace } from './project.faces.js';

/** Where an objection is written: to a project, with a name if one likes, or to a tranche. */
export function objectPage(
  { say, href }: Reading,
  face: ProjectFace,
  form: Form,
  to: 'project' | 'tranche' = 'project',
): Page {
  // prettier-ignore
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('project.object')}</h1>
      <p class="lead">
        <Written text={face.plan.project.title} />
      </p>
      <form method="post" class="stack" novalidate>
        <ErrorSummary form={form} />
        <CommandIdField form={form} />
        <TextArea
          form={form}
          name="text"
          label={say('project.object-text')}
          hint={say(to === 'tranche' ? 'project.object-tranche-hint' : 'project.object-hint')}
          rows={6}
          maxlength={4000}
        />{' '}
        {/* prettier-ignore */}
        {to === 'project' && <Field form={form} name="name" label={say('project.object-name')} hint={say('project.object-name-hint')} autocomplete="off" maxlength={120} />}{' '}
        {/* prettier-ignore */}
        <button class="btn">{say('project.object-send')}</button>
      </form>
    </div>
  );
  return page({ title: say('project.object'), index: false, plain: { back: href(face.path), label: say('giving.back') }, body }); // prettier-ignore
}

/** What people object and what the town hall answers. */
export function Objections({ face, objections }: { face: ProjectFace; objections: readonly Objection[] }): JSX.Element {
  const { say, date, href } = useReading();
  const { takesObjections, objectionsUntil } = face.plan.project;
  return (
    <section id="objections">
      <h2>{say('project.objections-title')}</h2>
      <div class="stack">
        <p>{say('project.objections-lead')}</p>
        {takesObjections && objectionsUntil && (
          <>
            <p>
              <a class="btn" href={href(`${face.path}/object`)}>
                {say('project.object')}
              </a>
            </p>
            <p class="small mute">{say('project.objections-until', { date: date(lastDayOf(objectionsUntil)) })}</p>
          </>
        )}
        {objections.length === 0 && <p class="empty">{say('project.objections-none')}</p>}
        <ul class="gifts">
          {objections.map(({ id, name, text, at, answer }) => (
            <li key={id}>
              <span>
                {name ?? say('giving.anonymous')}, <span class="small mute">{date(at)}</span>
                <br />
                {text}
                {answer && (
                  <>
                    <br />
                    <b>{say('project.objection-answer')}</b> {answer}
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
