import type { JSX } from 'preact';
import type { Body } from '#libs/hometowns/src/index.js';
import type { Partner, ProjectPlan } from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import { PartnerList } from './partners.view.js';

interface FileOf {
  readonly body: Body;
  readonly plan: ProjectPlan;
  readonly partners: readonly Partner[];
}

/** The towns that build it together, or the way to ask one. */
export function FilePartners({ body, plan, partners }: FileOf): JSX.Element | null {
  const { say, href } = useReading();
  const living = partners.filter(({ state }) => state === 'invited' || state === 'agreed');
  if (plan.project.state !== 'draft' && living.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="together">
      <h2 id="together">{say('partner.title')}</h2>
      <PartnerList partners={living} />
      <p>
        <a href={href(`/town-hall/${body.id}/projects/${plan.project.id}/partners`)}>{say(living.length > 0 ? 'partner.open' : 'partner.ask')}</a>
      </p>
    </section>
  );
} // prettier-ignore
