import type { Call, Figures, OpenCall, ProjectOpenCall } from '#libs/matching/src/index.js';
import type { Reading } from '../edge/reading.js';

/** What a sponsor adds, in a sentence. */
export function ruleWords({ say }: Pick<Reading, 'say'>, { num, den }: Pick<Call, 'num' | 'den'>): string {
  return say('matching.rule', { num, den });
}

/** How much of it at most, in sentences; none without limits. */
export function limitWords(
  { say, money }: Pick<Reading, 'say' | 'money'>,
  { perDonor, perProject, minDonors }: Call,
): string[] {
  return [
    ...(perDonor ? [say('matching.limit-donor', { sum: money(perDonor) })] : []),
    ...(perProject ? [say('matching.limit-project', { sum: money(perProject) })] : []),
    ...(minDonors ? [say('matching.limit-donors', { n: minDonors })] : []),
  ];
}

/** What of the pool is only for towns under the line, by which figure, until when; none without a reserve. */
export function reserveWords(
  { say, money, percent, date }: Pick<Reading, 'say' | 'money' | 'percent' | 'date'>,
  { reserve }: Pick<Call, 'reserve'>,
  figures: Pick<Figures, 'name'> | null,
): string[] {
  if (!reserve) return [];
  const { bp, line, source, until } = reserve;
  return [
    say('matching.reserve', { share: percent(bp / 100), line: money(line) }),
    say('matching.reserve-line', { name: figures?.name ?? '', source }),
    say('matching.reserve-joint'),
    until ? say('matching.reserve-until', { date: date(until) }) : say('matching.reserve-stays'),
  ];
}

/** Whether a town or a project draws the reserve of a call, and why; null where there is none, or it is for all by now. */
export function needWords({ say, money }: Pick<Reading, 'say' | 'money'>, { reserve, need, equity }: OpenCall): string | null {
  if (!reserve || !need || !equity?.kept) return null;
  const [line, left] = [money(reserve.line), money(equity.left)];
  if (need.joint) return say(need.under ? 'matching.need-joint-under' : 'matching.need-joint-above', { line, left });
  if (!need.figure) return say('matching.need-unknown', { line, left });
  return say(need.under ? 'matching.need-under' : 'matching.need-above', { line, left, figure: money(need.figure) });
} // prettier-ignore

/** How many donors a project has of those that a call wants, and what is only possible until then. */
export function waitsWords({ say, money }: Pick<Reading, 'say' | 'money'>, { donors, possible }: NonNullable<ProjectOpenCall['waits']>): string {
  const sum = possible.isPositive() ? say('matching.waits-possible', { sum: money(possible) }) : '';
  return `${say('matching.waits', { n: donors })} ${sum}`.trim();
} // prettier-ignore

/** Where the figures of towns are read by everybody, without the language. */
export function figuresPath({ id }: Pick<Figures, 'id'>): string {
  return `/figures/${id}`;
}

/** For which projects, by where they are and what they are about; `names` of its towns by their codes. */
export function projectsWords(
  { say }: Pick<Reading, 'say'>,
  { places, sectors }: Call,
  names: ReadonlyMap<string, string>,
): string {
  const towns = places.map((code) => names.get(code) ?? code).join(', ');
  const where =
    places.length > 0
      ? `${say('matching.places', { places: towns })} ${say('matching.places-joint')}`
      : say('matching.everywhere');
  if (sectors.length === 0) return where;
  return `${where} ${say('matching.sectors', { sectors: sectors.map((sector) => say(`sector.${sector}`)).join(', ') })}`;
}

/** From which day to which. */
export function daysWords({ say, date }: Pick<Reading, 'say' | 'date'>, { opensOn, closesOn }: Call): string {
  return say('matching.days', { from: date(opensOn), to: date(closesOn) });
}

/** Where a call is read by everybody, without the language. */
export function callPath({ ref }: Pick<Call, 'ref'>): string {
  return `/calls/${ref.toLowerCase()}`;
}
