import type { JSX } from 'preact';
import type { Body } from '#libs/hometowns/src/index.js';
import {
  type Gap,
  gapWords,
  type Partner,
  type ProjectFile,
  type ProjectPlan,
  SECTIONS,
} from '#libs/projects/src/index.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { FoldOut } from '../layout/parts.view.js';
import { gapPlace } from './gap-place.js';

interface TasksOf {
  readonly body: Body;
  readonly plan: ProjectPlan;
  readonly file: ProjectFile;
}

/** The sections of the file, each with what a draft's still lacks. */
export function Tasks({ body, plan, file }: TasksOf): JSX.Element {
  const { say, href } = useReading();
  const draft = plan.project.state === 'draft';
  const missing = (name: string) => file.gaps.filter((gap) => gap.section === name && !isPartners(gap)).length;
  return (
    <section class="stack" aria-labelledby="tasks">
      <h2 id="tasks">{draft ? say('file.done', { done: file.done, all: SECTIONS.length }) : say('file.sections')}</h2>
      {!draft && plan.project.isCorrectable && <p class="hint">{say('file.correct-hint')}</p>}
      <ul class="tasks">
        {SECTIONS.map((name) => (
          <li key={name}>
            <a href={href(`/town-hall/${body.id}/projects/${plan.project.id}/sections/${name}`)}>{say(`section.${name}`)}</a>
            {draft && <Tag tone={missing(name) === 0 ? 'ok' : 'now'}>{missing(name) === 0 ? say('file.ready') : say('file.lacks', { n: missing(name) })}</Tag>}
          </li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}

/** What another town hall still has to say is no part of a section's form. */
function isPartners({ pointer }: Gap): boolean {
  return pointer.startsWith('/partners');
}

/** What is missing until the draft may be sent, or the button that sends it. */
export function Send({ body, plan, file, partners }: TasksOf & { readonly partners: readonly Partner[] }): JSX.Element {
  const { say, href, lang } = useReading();
  const agreed = partners.filter(({ state }) => state === 'agreed').length;
  const at = href(`/town-hall/${body.id}/projects/${plan.project.id}`);
  return (
    <section class="stack" aria-labelledby="send">
      <h2 id="send">{say('file.send')}</h2>
      {file.gaps.length > 0 ? (
        <>
          <p>{say('file.missing', { n: file.gaps.length })}</p>
          <FoldOut summary={say('file.missing-list')}>
            <ul class="bullets">
              {file.gaps.map((gap: Gap) => (
                <li key={gap.section + gap.pointer + gap.code}>
                  <a href={at + (isPartners(gap) ? '/partners' : `/sections/${gap.section}`)}>
                    {say(isPartners(gap) ? 'partner.title' : `section.${gap.section}`)}
                  </a>
                  {' · '}
                  {[gapPlace(say, gap), gapWords(lang, gap)].filter(Boolean).join(': ')}
                </li>
              ))}
            </ul>
          </FoldOut>
        </>
      ) : (
        <form method="post" action={`${at}/submit`} class="stack">
          <p>{say(plan.project.noAssociation ? 'file.send-objections' : 'file.send-vote')}</p>
          {agreed > 0 && <p>{say('partner.send')}</p>}
          <button class="btn">{say('file.send-now')}</button>
        </form>
      )}
    </section>
  );
}
