import type { JSX } from 'preact';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';

/** What a project is, for those who decide about it: its words, whom it serves, and what each line costs. */
export function PlanInShort({ plan: { project, lines } }: { plan: ProjectPlan }): JSX.Element {
  const { say, money, number } = useReading();
  return (
    <>
      {project.summary && (
        <p class="lead">
          <Written text={project.summary} />
        </p>
      )}
      {project.why && (
        <p>
          <Written text={project.why} />
        </p>
      )}
      <Facts
        rows={[
          ...(project.peopleServed ? [[say('file.peopleServed'), number(project.peopleServed)] as const] : []),
          ...lines.map(({ name, amount }) => [<Written text={name} key="name" />, money(amount)] as const),
        ]}
      />
    </>
  );
}
