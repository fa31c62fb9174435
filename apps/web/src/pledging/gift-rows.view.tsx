import type { ComponentChildren } from 'preact';
import type { Pledge, PublicGift } from '#libs/pledges/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import type { ProjectFace } from '../projects/project.faces.js';

type Row = readonly [ComponentChildren, ComponentChildren];

/** For what line of the budget a gift is, and for how many units of it; null for the whole project, and when the line has left the plan. */
export function lineWords(
  { say, text, number }: Pick<Reading, 'say' | 'text' | 'number'>,
  gift: { readonly lineId: string | null; readonly units: number | null },
  { plan }: Pick<ProjectFace, 'plan'>,
): string | null {
  const line = gift.lineId === null ? undefined : plan.lines.find(({ id }) => id === gift.lineId);
  if (!line) return null;
  const name = text(line.name).text;
  if (gift.units === null || !line.unit) return say('gift.line.part', { line: name });
  return `${name}: ${number(gift.units)}\u00a0${say(`measure.${line.unit}`)}`;
}

/** "Clasa a IX-a, 23 de persoane". */
export function poolWords({ say }: Pick<Reading, 'say'>, name: string | null, people: number): string {
  return `${name ?? say('gift.pool.unnamed')}, ${say('gift.pool.people', { n: people })}`;
}

/** "Ion Rusu, Ana Ceban și încă 21 de persoane"; "" when nobody is named. */
export function poolNames({ say }: Pick<Reading, 'say'>, { names, people }: NonNullable<PublicGift['pool']>): string {
  const others = people - names.length;
  if (names.length === 0 || others === 0) return names.join(', ');
  return say('gift.pool.names-more', { names: names.join(', '), n: others });
}

/** A gift in facts: sum, lei and rate, fee, project, receipt. Nothing that says who gave it. */
export function giftRows(reading: Reading, pledge: Pledge, face: ProjectFace): Row[] {
  const { say, money, date, number, href, lang } = reading;
  const line = lineWords(reading, pledge, face);
  const rows: (Row | false)[] = [
    [say('thanks.sum'), `${money(pledge.countedAt ? pledge.came : pledge.gift)}, ${say(`gift.way.${pledge.way}`)}`],
    pledge.currency !== 'MDL' && [
      say('thanks.in-lei', { source: pledge.rateSource, date: date(pledge.rateOn) }),
      `${money(pledge.lei)} (1\u00a0${pledge.currency} = ${say('giving.per-unit', { n: number(pledge.rate) })})`,
    ],
    pledge.cover.isPositive() && [say('thanks.cover'), money(pledge.cover)],
    pledge.gone.isPositive() && [say('receipt.returned'), money(pledge.gone)],
    [
      say('thanks.project'),
      <a href={href(face.path)}>
        <Written text={face.plan.project.title} />
      </a>,
    ],
    line !== null && [say('gift.line'), line],
    pledge.poolName !== null && [say('gift.pool'), poolWords(reading, pledge.poolName, pledge.poolPeople!)],
    pledge.countedAt !== null && [
      say('thanks.receipt'),
      <a href={`/v/${pledge.receiptCode}?lang=${lang}`}>{grouped(pledge.receiptCode)}</a>,
    ],
  ];
  return rows.filter((row) => row !== false);
}

/** Sixteen characters in fours: easier to read and to say. */
export function grouped(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ');
}
