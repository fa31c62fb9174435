import type { JSX } from 'preact';
import type { Money } from '#libs/kernel/src/index.js';
import type { ProjectCard } from '#libs/projects/src/index.js';
import { useReading } from '../layout/context.js';
import type { Office } from '../town-hall/offices.js';

const STEPS = ['minutes', 'votes', 'waits', 'cash', 'projects'] as const;

/** What would stop the end of an association today, beside its open projects. */
export interface InTheWay {
  readonly votes: number;
  /** Called, or open. */
  readonly assemblies: number;
  /** In cashiers' hands. */
  readonly cash: Money;
  /** Questions to its officers. */
  readonly waits: number;
}

interface Props {
  readonly view: {
    readonly office: Office;
    /** Open ones. */
    readonly projects: readonly ProjectCard[];
    readonly inTheWay: InTheWay;
  };
}

/** How it would go, for members who think of it: first the assembly, then what has to be settled. */
export function Undecided({ view }: Props): JSX.Element {
  const { say, href } = useReading();
  const { body } = view.office;
  return (
    <>
      <p>{say('dissolution.none')}</p>
      <Settle first={say('dissolution.step.assembly')} />
      <Stands view={view} />
      {body.state === 'verified' && (
        <p>
          <a class="btn line" href={href(`/association/${body.id}/assemblies/new`)}>
            {say('assembly.prepare')}
          </a>
        </p>
      )}
    </>
  );
}

/** What has to be settled; `first` before all that, where the members have not decided yet. */
export function Settle({ first }: { first?: string }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="steps">
      <h2 id="steps">{say(first ? 'dissolution.how' : 'dissolution.steps')}</h2>
      <ul class="bullets">
        {first && <li>{first}</li>}
        {STEPS.map((step) => (
          <li key={step}>{say(`dissolution.step.${step}`)}</li>
        ))}
        {first && <li>{say('dissolution.step.confirmed')}</li>}
      </ul>
    </section>
  );
}

/** What would stop it today. */
export function Stands({ view: { inTheWay, projects } }: Props): JSX.Element {
  const { say, money } = useReading();
  const { votes, assemblies, cash, waits } = inTheWay;
  const counted = { votes, assemblies, waits, projects: projects.length };
  const lines = Object.entries(counted).flatMap(([what, n]) =>
    n > 0 ? [say(`dissolution.stands.${what}`, { n })] : [],
  );
  if (cash.minor > 0n) lines.push(say('dissolution.stands.cash', { sum: money(cash) }));
  return (
    <section class="stack" aria-labelledby="stands">
      <h2 id="stands">{say('dissolution.stands')}</h2>
      {lines.length === 0 && <p class="empty">{say('dissolution.stands.none')}</p>}
      <ul class="bullets">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}
