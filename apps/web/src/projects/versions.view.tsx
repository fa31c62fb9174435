import type { JSX } from 'preact';
import type { Money } from '#libs/kernel/src/index.js';
import { coreOf, lackingOf, type ProjectPlan, type ScopeTier, totalOf } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

type Plan = Pick<ProjectPlan, 'lines' | 'sources' | 'tiers'>;

/** The smaller versions that were agreed: what each costs, what people bring for it, and what it leaves out. */
export function Versions({ plan, built = null }: { plan: Plan; built?: string | null }): JSX.Element {
  const reading = useReading();
  const { say, money } = reading;
  return (
    <ul class="prose">
      {plan.tiers.map((tier) => (
        <li key={tier.id}>
          <b>
            <Written text={tier.name} />
          </b>
          , {money(tier.amount)} {tier.id === built && <Tag tone="ok">{say('project.version.built')}</Tag>}
          {tier.description && (
            <>
              <br />
              <Written text={tier.description} />
            </>
          )}
          <span class="hint">
            {say('project.version.people', { people: money(lackingOf(plan, tier)) })} {leftOut(reading, plan, tier)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** By how much it is less than the whole; where it is just what is needed in any case, also of which lines how much. */
function leftOut({ say, money, text, number }: Reading, plan: Plan, { amount }: ScopeTier): string {
  const less: Money = totalOf(plan).minus(amount);
  if (!less.isPositive()) return '';
  if (!amount.equals(coreOf(plan))) return say('project.version.less', { less: money(less) });
  const lines = plan.lines.flatMap(({ name, quantity, coreQuantity, unit, amount: all, core }) => {
    if (all.equals(core)) return [];
    const [title, rest] = [text(name).text, Number(quantity) - Number(coreQuantity)];
    const part = core.isPositive() || rest !== 1;
    return [part && unit ? `${title} (${number(rest)} ${say(`measure.${unit}`)})` : title];
  });
  return say('project.version.without', { less: money(less), lines: lines.join(', ') });
}
