import type { JSX } from 'preact';
import { conditionWords } from '#libs/programmes/src/index.js';
import { eligibilityOf, type ProjectPlan, type RuleFinding } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DeskTable } from '../layout/table.view.js';

/** Each rule of the programme that the plan enters: what it asks, what the plan has, and what is missing. */
export function Eligibility({ plan }: { plan: ProjectPlan }): JSX.Element | null {
  const { say, href } = useReading();
  if (!plan.programme) return null;
  const { edition } = plan.programme;
  return (
    <div class="stack">
      <p>
        {say('programme.enters')}{' '}
        <a href={`${href('/programmes')}#${edition.id}`}>
          <Written text={edition.title} />
        </a>
      </p>
      <Findings plan={plan} />
    </div>
  );
}

/** How each rule stands for the plan, and by which rate; nothing for a plan without a programme. */
export function Findings({ plan }: { plan: ProjectPlan }): JSX.Element | null {
  const reading = useReading();
  const { say, lang, money, date, text } = reading;
  const findings = eligibilityOf(plan);
  if (!plan.programme || !findings) return null;
  const { edition, rate } = plan.programme;
  const head = ['rule', 'asks', 'has', 'result'].map((one) => say(`programme.column.${one}`));
  return (
    <>
      <DeskTable
        title={say('programme.how-it-stands', { title: text(edition.title).text })}
        head={head}
        numbers={[1, 2]}
        rows={findings.map((finding, index) => ({
          key: String(index),
          cells: [conditionWords(lang, finding.condition), boundOf(reading, finding), money(finding.has), <Result finding={finding} />],
        }))}
      />
      {rate && (
        <p class="small mute">
          {say('programme.rate', { one: `1 ${rate.currency}`, lei: reading.number(rate.perUnit), source: rate.source, date: date(rate.on) })}
        </p>
      )}
    </>
  ); // prettier-ignore
}

function boundOf({ say, money }: Reading, { side, bound }: RuleFinding): string {
  return say(`programme.bound.${side}`, { bound: money(bound) });
}

function Result({ finding: { holds, missing, over } }: { finding: RuleFinding }): JSX.Element {
  const { say } = useReading();
  if (holds) return <Tag tone="ok">{say('programme.holds')}</Tag>;
  return (
    <Tag tone="bad">
      {missing.isPositive() ? say('programme.missing', { missing }) : say('programme.over', { over })}
    </Tag>
  );
}
