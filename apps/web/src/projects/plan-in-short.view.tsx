import type { JSX } from 'preact';
import { type ProjectPlan, totalOf } from '#libs/projects/src/index.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import { capital } from './capital.js';
import { Versions } from './versions.view.js';

/** What a project is, for those who decide about it: its words, whom it serves, what each line costs, and what is built with less. */
export function PlanInShort({ plan }: { plan: ProjectPlan }): JSX.Element {
  const { say, money, number, percent } = useReading();
  const { project, lines, tiers } = plan;
  const { model, minimum, optimum, extendAtBp, extendDays } = plan.campaign;
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
          ...(lines.length > 0 ? [[say('file.sum.total'), money(totalOf(plan))] as const] : []),
          ...(model ? [[say('file.model'), `${say(`model.${model}`)}. ${say(`file.model.${model}`)}`] as const] : []),
          ...(optimum ? [[say('project.version.all'), money(optimum)] as const] : []),
          ...(minimum ? [[capital(say('term.minimum')), money(minimum)] as const] : []),
          ...(extendAtBp && extendDays ? [[say('project.extension'), say('project.extension-rule', { share: percent(extendAtBp / 100), days: extendDays })] as const] : []), // prettier-ignore
        ]}
      />
      {tiers.length > 0 && (
        <>
          <h3>{say('project.tiers')}</h3>
          <Versions plan={plan} />
        </>
      )}
    </>
  );
}
