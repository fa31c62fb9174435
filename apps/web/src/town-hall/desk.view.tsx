import type { ComponentChildren, JSX } from 'preact';
import type { Body } from '#libs/hometowns/src/index.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Crumbs } from '../layout/parts.view.js';
import type { FirstStep } from './first-steps.service.js';

/** The head of every page of a desk: where one is, and what the page is called. */
export function DeskHead({
  crumbs,
  title,
  lead,
}: {
  crumbs: readonly (readonly [string, ComponentChildren])[];
  title: ComponentChildren;
  lead?: ComponentChildren;
}): JSX.Element {
  return (
    <header class="stack tight">
      <Crumbs links={crumbs} />
      <h1 class="h-page">{title}</h1>
      {lead && <p class="lead">{lead}</p>}
    </header>
  );
}

/** What a new town hall or association sets up first; gone when all is done. */
export function FirstStepsList({ steps, desk }: { steps: readonly FirstStep[]; desk: string }): JSX.Element | null {
  const { say, href } = useReading();
  if (steps.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="first-steps">
      <h2 id="first-steps">{say('first.title')}</h2>
      <ul class="tasks">
        {steps.map(({ what, at, done }) => (
          <li key={what}>
            <span>
              <a href={href(desk + at)}>{say(`first.${what}`)}</a>
              <span class="hint">{say(`first.${what}-hint`)}</span>
            </span>
            <Tag tone={done ? 'ok' : 'now'}>{say(done ? 'first.done' : 'first.to-do')}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Pages of a desk side by side. */
export function DeskNav({
  links,
  label,
}: {
  links: readonly (readonly [string, string])[];
  label: string;
}): JSX.Element {
  const { path, href } = useReading();
  return (
    <nav class="subnav" aria-label={label}>
      {links.map(([at, words]) => (
        <a href={href(at)} aria-current={at === path ? 'page' : undefined} key={at}>
          {words}
        </a>
      ))}
    </nav>
  );
}

/** The desks to choose from, for somebody who sits at several. */
export function DeskList({ bodies, at }: { bodies: readonly Body[]; at: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <ul class="tasks">
      {bodies.map((body) => (
        <li key={body.id}>
          <a href={href(`${at}/${body.id}`)}>
            <Written text={body.name} />
          </a>
          <Tag tone={body.state === 'verified' ? 'ok' : 'now'}>{say(`body.state.${body.state}`)}</Tag>
        </li>
      ))}
    </ul>
  );
}
