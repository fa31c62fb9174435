import type { JSX } from 'preact';
import { isAwaited, type JointProject, type Partner } from '#libs/projects/src/index.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

/** On a town hall's desk: projects of others to which it is asked, or has agreed. */
export function JointProjects({ desk, joint }: { desk: string; joint: readonly JointProject[] }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack" aria-labelledby="joint">
      <h2 id="joint">{say('joint.title')}</h2>
      <ul class="tasks">
        {joint.map(({ partner: { projectId, ...partner }, title, draft }) => (
          <li key={projectId}>
            <a href={href(`${desk}/joint/${projectId}`)}>
              <Written text={title} />
            </a>
            <Standing partner={partner} draft={draft} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Standing({
  partner,
  draft,
}: {
  partner: Pick<Partner, 'state' | 'agreed' | 'share'>;
  draft: boolean;
}): JSX.Element {
  const { say } = useReading();
  if (partner.state === 'invited') return <Tag tone="now">{say('joint.state.invited')}</Tag>;
  const asked = draft && isAwaited(partner);
  return <Tag tone={asked ? 'now' : 'ok'}>{say(asked ? 'joint.state.share-changed' : 'joint.state.agreed')}</Tag>;
}
