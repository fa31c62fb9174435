import type { JSX } from 'preact';
import { type BudgetLine, builtOf, linesOf, neededFor, type ProjectPlan, type ScopeTier, totalOf } from '#libs/projects/src/index.js'; // prettier-ignore
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Note } from '../layout/parts.view.js';

/** The smaller versions that were agreed: what each costs, what people bring for it, and which lines it leaves out. */
export function Versions({ plan }: { plan: ProjectPlan }): JSX.Element {
  const reading = useReading();
  const { say, money } = reading;
  return (
    <ul class="prose">
      {plan.tiers.map((tier) => (
        <li key={tier.id}>
          <b>
            <Written text={tier.name} />
          </b>
          , {money(tier.amount)} {tier.id === plan.campaign.built && <Tag tone="ok">{say('project.version.built')}</Tag>}
          {tier.description && (
            <>
              <br />
              <Written text={tier.description} />
            </>
          )}
          <span class="hint">
            {say('project.version.people', { people: money(neededFor(plan, tier)) })} {without(reading, plan, tier)}
          </span>
        </li>
      ))}
    </ul>
  ); // prettier-ignore
}

/** By how much it is less than the whole, and of which lines how much it leaves out. */
export function without(reading: Reading, plan: ProjectPlan, tier: ScopeTier): string {
  const { say, money, text } = reading;
  const lines = plan.lines.filter(({ id }) => tier.without.includes(id));
  const names = lines.map((line) => {
    const part = partOf(reading, line);
    return part ? `${text(line.name).text} (${part})` : text(line.name).text;
  });
  return say('project.version.without', { less: money(totalOf(plan).minus(tier.amount)), lines: names.join(', ') });
}

/** That a smaller version is built, what it costs and what is not done; nothing where all of the work is, or may be. */
export function Built({ plan }: { plan: ProjectPlan }): JSX.Element | null {
  const reading = useReading();
  const tier = builtOf(plan);
  if (!tier) return null;
  const params = { version: reading.text(tier.name).text, sum: reading.money(tier.amount), without: without(reading, plan, tier) };
  return <Note>{reading.say('project.built', params)}</Note>;
} // prettier-ignore

/** How much of a line can be left out: "66 buc."; null where that is a thing by itself. */
export function partOf(reading: Reading, line: BudgetLine): string | null {
  const rest = Number(line.quantity) - Number(line.coreQuantity);
  return line.unit && (line.core.isPositive() || rest !== 1) ? `${reading.number(rest)} ${reading.say(`measure.${line.unit}`)}` : null;
} // prettier-ignore

/** What versions mean for one line of the estimate: before it is decided in which it is done less, then how much is done. */
export function LineInVersions({ plan, line }: { plan: ProjectPlan; line: BudgetLine }): JSX.Element | null {
  const reading = useReading();
  const built = builtOf(plan);
  const over = plan.campaign.outcome !== null;
  const cut = (over ? plan.tiers.filter((tier) => tier === built) : plan.tiers).filter(({ without: out }) => out.includes(line.id)); // prettier-ignore
  if (cut.length === 0) return null;
  const none = line.core.isZero();
  return (
    <>
      {built && <Tag tone="bad">{reading.say(none ? 'project.line.left-out' : 'project.line.less')}</Tag>}
      {cut.map((tier) => (
        <span class="hint" key={tier.id}>
          {lineIn(reading, { line, tier, built })}
        </span>
      ))}
    </>
  );
}

function lineIn(
  { say, text, number }: Reading,
  { line, tier, built }: { line: BudgetLine; tier: ScopeTier; built: ScopeTier | null },
): string {
  const version = text(tier.name).text;
  if (line.core.isZero()) return say('project.line.version-none', { version });
  const unit = line.unit ? ` ${say(`measure.${line.unit}`)}` : '';
  const [done] = linesOf({ lines: [line] }, tier);
  const parts = { part: number(done!.quantity ?? '0'), all: `${number(line.quantity ?? '0')}${unit}` };
  return say(built ? 'project.line.built' : 'project.line.version-part', { version, ...parts });
}
