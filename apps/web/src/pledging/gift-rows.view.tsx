import type { ComponentChildren } from 'preact';
import type { Pledge } from '#libs/pledges/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import type { ProjectFace } from '../projects/project.faces.js';

type Row = readonly [ComponentChildren, ComponentChildren];

/** A gift in facts: sum, lei and rate, fee, project, receipt. Nothing that says who gave it. */
export function giftRows({ say, money, date, number, href, lang }: Reading, pledge: Pledge, face: ProjectFace): Row[] {
  const rows: (Row | false)[] = [
    [say('thanks.sum'), `${money(pledge.countedAt ? pledge.came : pledge.gift)}, ${say(`gift.way.${pledge.way}`)}`],
    pledge.currency !== 'MDL' && [
      say('thanks.in-lei', { source: pledge.rateSource, date: date(pledge.rateOn) }),
      `${money(pledge.lei)} (1\u00a0${pledge.currency} = ${say('giving.per-unit', { n: number(pledge.rate) })})`,
    ],
    pledge.cover.isPositive() && [say('thanks.cover'), money(pledge.cover)],
    [
      say('thanks.project'),
      <a href={href(face.path)}>
        <Written text={face.plan.project.title} />
      </a>,
    ],
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
