import type { JSX } from 'preact';
import { type Allotment, type Allotted, allottedBy, type Axis, type EquityUse, type Intake, SIZES, sumsOf } from '#libs/books/src/index.js'; // prettier-ignore
import type { NeutralPeriod } from '#libs/voice/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Note, SumsStrip } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { EquityUses } from './equity.view.js';

interface AllocationView {
  readonly asOf: Date;
  readonly projects: readonly Allotment[];
  readonly intake: readonly Intake[];
  readonly equity: readonly EquityUse[];
  /** Election periods, with the place in words; null is the whole country. */
  readonly neutral: readonly (NeutralPeriod & { readonly place: string | null })[];
  /** Names of the top-level units by their codes. */
  readonly names: ReadonlyMap<string, string>;
}

/** Who got what, three times added up, and what became of everything that was sent in. */
export function allocationPage(reading: Reading, view: AllocationView): Page {
  const { say, moneyShort, number, moment } = reading;
  const { asOf, projects, names } = view;
  const all = sumsOf(projects);
  return page({
    title: say('allocation.title'),
    description: say('allocation.description'),
    nav: 'books',
    body: (
      <>
        <div class="wrap sect stack">
          <h1 class="h-page">{say('allocation.title')}</h1>
          <p class="lead">{say('allocation.lead')}</p>
          <Files />
          {projects.some(({ illustrative }) => illustrative) && <Note>{say('allocation.illustrative')}</Note>}
        </div>
        <SumsStrip
          label={say('allocation.title')}
          sums={[
            [say('allocation.people'), moneyShort(all.people)],
            [say('allocation.others'), moneyShort(all.others)],
            [say('allocation.projects'), number(all.projects)],
            [say('allocation.towns'), number(all.towns)],
          ]}
          note={say('books.as-of', { at: moment(asOf) })}
        />
        <div class="wrap sect stack loose">
          <p>{say('allocation.words')}</p>
          {projects.some(({ parts }) => parts.length > 1) && <p>{say('allocation.joint')}</p>}
          <By axis="district" projects={projects} name={(key) => names.get(key) ?? key} />
          <By axis="sector" projects={projects} name={(key) => say(`sector.${key}`)} />
          <By axis="size" projects={projects} name={(key) => say(`allocation.size.${key}`)} order={SIZES} />
          <EquityUses uses={view.equity} />
          <Sent intake={view.intake} names={names} />
          <Neutral neutral={view.neutral} />
        </div>
      </>
    ),
  });
}

function Files(): JSX.Element {
  const { say, href } = useReading();
  return (
    <p class="docs row">
      <a href={href('/books')}>{say('books.title')}</a>
      <a href="/api/v1/allocation.csv">{say('allocation.csv')}</a>
      <a href="/api/v1/allocation">{say('allocation.json')}</a>
    </p>
  );
}

function By({
  axis,
  projects,
  name,
  order,
}: {
  axis: Axis;
  projects: readonly Allotment[];
  name: (key: string) => string;
  /** The keys in an order of their own; else who drew most stands first. */
  order?: readonly string[];
}): JSX.Element {
  const { say, moneyShort, number } = useReading();
  const groups = allottedBy(axis, projects);
  const rows = order ? order.flatMap((key) => groups.filter((group) => group.key === key)) : groups;
  const all = sumsOf(projects);
  const heads = ['projects', 'towns', 'people', 'others', 'promised', 'share'].map((each) => say(`allocation.${each}`));
  return (
    <Part title={say(`allocation.by-${axis}`)}>
      <DeskTable
        title={say(`allocation.by-${axis}`)}
        head={[say(`allocation.axis.${axis}`), ...heads]}
        numbers={[1, 2, 3, 4, 5, 6]}
        rows={rows.map((group) => ({
          key: group.key,
          cells: [
            name(group.key),
            number(group.projects),
            number(group.towns),
            moneyShort(group.people),
            moneyShort(group.others),
            moneyShort(group.promised),
            shareOf(group, all, say),
          ],
        }))}
        empty={say('allocation.none')}
      />
    </Part>
  );
}

/** What a group drew of all that was drawn, in tenths of a percent, rounded down; a dash while nothing was. */
function shareOf(group: Omit<Allotted, 'key'>, all: Omit<Allotted, 'key'>, say: Reading['say']): string {
  const [drawn, whole] = [group, all].map(({ people, others }) => people.plus(others).minor);
  return whole === 0n ? '–' : say('allocation.percent', { n: Number((drawn! * 1000n) / whole!) / 10 });
}

/** What town halls have asked for and what became of it: whoever decides what is shown is watched as well. */
function Sent({ intake, names }: Pick<AllocationView, 'intake' | 'names'>): JSX.Element {
  const { say, number } = useReading();
  const columns = ['sent', 'published', 'sentBack', 'rejected'] as const;
  return (
    <Part title={say('allocation.intake')}>
      <p>{say('allocation.intake.lead')}</p>
      <DeskTable
        title={say('allocation.intake')}
        head={[say('allocation.axis.district'), ...columns.map((each) => say(`allocation.intake.${each}`))]}
        numbers={[1, 2, 3, 4]}
        rows={intake.map((row) => ({
          key: row.district,
          cells: [names.get(row.district) ?? row.district, ...columns.map((each) => number(row[each]))],
        }))}
      />
    </Part>
  );
}

/** When news show the work alone, because people elect. */
function Neutral({ neutral }: Pick<AllocationView, 'neutral'>): JSX.Element {
  const { say, date } = useReading();
  return (
    <Part title={say('allocation.neutral')}>
      <p>{say('allocation.neutral.lead')}</p>
      <DeskTable
        title={say('allocation.neutral')}
        head={['name', 'days', 'place', 'source'].map((each) => say(`operator.period.${each}`))}
        rows={neutral.map(({ id, name, firstOn, lastOn, place, source, endedAt }) => ({
          key: id,
          cells: [
            <Written text={name} />,
            endedAt
              ? `${date(firstOn)} – ${date(lastOn)}, ${say('operator.period.ended', { at: date(endedAt) })}`
              : `${date(firstOn)} – ${date(lastOn)}`,
            place ?? say('operator.period.country'),
            source,
          ],
        }))}
        empty={say('operator.period.none')}
      />
    </Part>
  );
}
