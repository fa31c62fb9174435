import type { JSX } from 'preact';
import type { Money } from '#libs/kernel/src/index.js';
import {
  type BudgetLine,
  builtLinesOf,
  builtSourcesOf,
  type FundingSource,
  totalOf,
} from '#libs/projects/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { type FlowEnd, Sankey } from '../layout/charts.view.js';
import { useReading } from '../layout/context.js';
import { SponsorRows } from '../matching/project-calls.view.js';
import { Eligibility } from '../programmes/eligibility.view.js';
import { actWords } from './act.words.js';
import { capital } from './capital.js';
import type { Dossier } from './dossier.js';
import { gathered } from './jar.view.js';
import { Draws, Floor } from './stake.view.js';
import { Units } from './units.view.js';
import { LineInVersions, Versions } from './versions.view.js';

const DYES = {
  people: 'madder',
  town: 'blue',
  state: 'straw',
  district: 'slate',
  grant: 'straw',
  partner: 'leaf',
} as const;
const MOST_ENDS = 6;

/** Who pays what of what is built, drawn and in a table with each share's act and stage. */
export function Flow({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say, money, text, moneyShort } = useReading();
  const { face } = dossier;
  const sources = builtSourcesOf(face.plan);
  const lines = builtLinesOf(face.plan).filter(({ amount }) => amount.isPositive());
  if (sources.length === 0) return null;
  const nameOf = (source: FundingSource) => (source.name ? text(source.name).text : say(`source.kind.${source.kind}`));
  const from = sources.map((source): FlowEnd => ({ ...end(nameOf(source), source.amount, moneyShort), dye: DYES[source.kind] })); // prettier-ignore
  const largest = [...lines].sort((a, b) => b.amount.compare(a.amount));
  const shown = largest.slice(0, largest.length > MOST_ENDS ? MOST_ENDS - 1 : MOST_ENDS);
  const rest = totalOf({ lines: largest.slice(shown.length) });
  const to = shown.map((line) => end(text(line.name).text, line.amount, moneyShort));
  return (
    <section>
      <h2>{capital(say('term.funding_plan'))}</h2>
      <figure>
        <Sankey
          from={from}
          to={rest.isPositive() ? [...to, end(say('project.other-lines'), rest, moneyShort)] : to}
          description={say('project.flow', { total: money(totalOf({ lines })), from: from.map(({ name, label }) => `${name}: ${label}`).join('; ') })} // prettier-ignore
        />
      </figure>
      <div class="stack">
        {!dossier.ending && <Draws dossier={dossier} />}
        <Floor dossier={dossier} />
        <p class="small mute">{say('cofunding.note')}</p>
        <Shares dossier={dossier} nameOf={nameOf} />
        <Eligibility plan={face.plan} />
      </div>
    </section>
  );
}

function end(name: string, amount: Money, show: (sum: Money) => string): FlowEnd {
  return { name, value: Number(amount.minor / 100n), label: show(amount), dye: 'slate' };
}

function Shares({ dossier, nameOf }: { dossier: Dossier; nameOf: (source: FundingSource) => string }): JSX.Element {
  const reading = useReading();
  const { say, moneyShort } = reading;
  const { plan } = dossier.face;
  const head = [say('project.payer'), say('project.share-state'), say('thanks.sum')];
  return (
    <ScrollTable caption={capital(say('project.payers'))} head={head} numbers={[2]} fold>
      {builtSourcesOf(plan).flatMap((source) => [
        <tr key={source.id}>
          <td>
            {nameOf(source)}
            <OfTown dossier={dossier} source={source} />
          </td>
          <td>
            {stageOf(reading, dossier, source)}
            {source.act && <span class="hint">{actWords(reading, source.act)}</span>}
          </td>
          <td class="n">{moneyShort(source.amount)}</td>
        </tr>,
        source.kind === 'people' && <SponsorRows shares={dossier.match.shares} key="sponsors" />,
      ])}
      <tr>
        <th scope="row" colspan={2}>
          <b>{say('project.total')}</b>
        </th>
        <td class="n">
          <b>{moneyShort(totalOf({ lines: builtLinesOf(plan) }))}</b>
        </td>
      </tr>
    </ScrollTable>
  );
}

/** Of a joint project: which town hall's share it is, unless the share says so itself. */
function OfTown({ dossier, source }: { dossier: Dossier; source: FundingSource }): JSX.Element | null {
  const { text } = useReading();
  const { partners, townHall } = dossier;
  if (source.kind !== 'town' || partners.length === 0) return null;
  const of = source.townHallId ? partners.find(({ townHallId }) => townHallId === source.townHallId) : townHall;
  return of && text(of.name).text !== (source.name && text(source.name).text) ? (
    <span class="hint">
      <Written text={of.name} />
    </span>
  ) : null;
}

function stageOf({ say, moneyShort }: Reading, dossier: Dossier, source: FundingSource): string {
  if (source.kind === 'people') {
    const { raised, promised } = gathered(dossier);
    return say('project.people-share', { held: moneyShort(raised), promised: moneyShort(promised) });
  }
  const share = dossier.shares.find(({ sourceId }) => sourceId === source.id);
  const stages = (['promised', 'authorised', 'paid'] as const).filter((stage) => share?.[stage].isPositive());
  if (!share || stages.length === 0) return say(`source.stage.${source.stage}`);
  const words = (stage: (typeof stages)[number]) =>
    share[stage].equals(source.amount) ? say(`source.stage.${stage}`) : `${say(`source.stage.${stage}`)} ${moneyShort(share[stage])}`; // prettier-ignore
  return stages.map(words).join(' · ');
}

/** The estimate, line by line: what is needed in any case, what is done if the money suffices, and the smaller versions. */
export function Budget({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say } = useReading();
  const { lines, tiers } = dossier.face.plan;
  if (lines.length === 0) return null;
  const title = capital(say('term.estimate'));
  const head = [capital(say('term.budget_line')), say('project.quantity'), say('thanks.sum')];
  return (
    <section>
      <h2>{title}</h2>
      <ScrollTable caption={say('project.lines')} head={head} numbers={[2]} fold>
        {lines.map((line) => (
          <BudgetRow line={line} dossier={dossier} key={line.id} />
        ))}
      </ScrollTable>
      {tiers.length > 0 && (
        <div class="stack tight free">
          <h3>{say('project.tiers')}</h3>
          <Versions plan={dossier.face.plan} />
        </div>
      )}
    </section>
  );
}

function BudgetRow({ line, dossier }: { line: BudgetLine; dossier: Dossier }): JSX.Element {
  const { say, moneyShort, money, number } = useReading();
  const { name, quantity, unit, unitPrice, amount, core } = line;
  const partly = !core.isZero() && !core.equals(amount);
  const undecided = dossier.face.plan.campaign.outcome === null;
  return (
    <tr>
      <td>
        <Written text={name} /> {undecided && core.isZero() && <Tag>{say('term.optional_line')}</Tag>}
        {partly && <span class="hint">{say('project.core-part', { sum: money(core) })}</span>}
        <LineInVersions plan={dossier.face.plan} line={line} />
        <Units line={line} dossier={dossier} />
      </td>
      <td>
        {quantity && number(quantity)} {unit && say(`measure.${unit}`)}
        {unitPrice && quantity !== '1' && ` ×\u00a0${moneyShort(unitPrice)}`}
      </td>
      <td class="n">{moneyShort(amount)}</td>
    </tr>
  );
}
