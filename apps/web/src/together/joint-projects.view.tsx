import type { JSX } from 'preact';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { Partner } from '#libs/projects/src/index.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

/** On a town hall's desk: projects of others to which it is asked, or has agreed. */
export function JointProjects({
  desk,
  joint,
}: {
  desk: string;
  joint: readonly { readonly partner: Partner; readonly title: Multilingual }[];
}): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack" aria-labelledby="joint">
      <h2 id="joint">{say('joint.title')}</h2>
      <ul class="tasks">
        {joint.map(({ partner: { projectId, state }, title }) => (
          <li key={projectId}>
            <a href={href(`${desk}/joint/${projectId}`)}>
              <Written text={title} />
            </a>
            <Tag tone={state === 'agreed' ? 'ok' : 'now'}>{say(`joint.state.${state}`)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
