import type { JournalPlace, PublishedHead } from '#libs/ledger/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { GiftMatch } from '#libs/matching/src/index.js';
import type { PoolPart } from '#libs/pledges/src/index.js';
import { carpet } from '../art/carpet.js';
import { Reading } from '../edge/reading.js';
import { type Column, Sheet } from '../papers/sheet.js';
import { INNER, PAPER, type Place } from '../papers/tagged-pdf.js';
import { capital } from '../projects/capital.js';
import { grouped } from './gift-rows.view.js';
import type { Given } from './given.js';

/** What a receipt on paper is made of. */
export interface ReceiptFacts {
  readonly gift: Given;
  /** What it was given for, in a reader's language: the names of the rows and what stands in them. */
  readonly purpose: (reading: Reading) => readonly (readonly [string, string])[];
  /** Of several people's gift what each has in it. */
  readonly parts: readonly PoolPart[];
  /** What a sponsor has added to it and stands now; null for nothing. */
  readonly match: GiftMatch | null;
  /** The place whose carpet stands on it. */
  readonly placeCode: string;
  readonly now: Date;
  /** The donor's name as he wrote it into his account. */
  readonly name: string | null;
  /** The association that he gave through. */
  readonly association: Multilingual | null;
  readonly place: JournalPlace | null;
  readonly head: PublishedHead | null;
}

const GAP = 28;
const HALF = (INNER - GAP) / 2;
const CODE = 112;
const PEOPLE: readonly Column[] = [
  { x: PAPER.edge, width: 190 },
  ...[0, 1, 2].map((n) => ({ x: PAPER.edge + 202 + n * 100, width: 96, figures: true })),
];
// A carpet is nineteen stitches wide and high.
const [CLOTH, STITCH] = [19, 3];

/**
 * The receipt of a gift that was counted, for its donor: one A4 sheet in Romanian and beside it in the language he reads, else
 * in his letters' (in English when both are Romanian), with a code that leads whoever has it to the public proof.
 */
export function receiptPaper(reading: Reading, facts: ReceiptFacts): Promise<Buffer> {
  const { gift, placeCode, now } = facts;
  const other = [reading.lang, gift.lang].find((lang) => lang !== 'ro') ?? 'en';
  const [ro, own] = (['ro', other] as const).map((lang) => new Reading({ ...reading, lang })) as [Reading, Reading];
  const url = reading.absolute(`/v/${gift.receiptCode}`);
  const sheet = new Sheet({ title: titleOf(ro, gift), lang: 'ro', line: url, at: now });
  const top = PAPER.top + CLOTH * STITCH + 14;
  sheet.cloth(carpet(placeCode), { x: PAPER.edge, y: PAPER.top, stitch: STITCH });
  const ends = [ro, own].map((speaking, n) => {
    const place = { x: PAPER.edge + n * (HALF + GAP), width: HALF };
    sheet.goTo(top).inLang(speaking.lang, () => side(sheet, speaking, facts, place));
    return sheet.y;
  });
  sheet.goTo(Math.max(...ends)).rule();
  return people(check(sheet, [ro, own], facts, url), [ro, own], facts).bytes();
}

function titleOf({ say }: Reading, { ref }: Given): string {
  return `${capital(say('term.receipt'))} ${ref}`;
}

function side(sheet: Sheet, reading: Reading, facts: ReceiptFacts, place: Place): void {
  const { say } = reading;
  sheet.title(titleOf(reading, facts.gift), place).paragraph(say('paper.lead'), place);
  for (const row of rowsOf(reading, facts)) sheet.fact(row, place);
  sheet.paragraph(say('paper.what'), place, { soft: true });
}

function rowsOf(
  reading: Reading,
  { gift, purpose, match, now, name, association }: ReceiptFacts,
): (readonly [string, string])[] {
  const { say, money, date, text } = reading;
  const rows: (readonly [string, string] | false)[] = [
    name !== null && [say('paper.donor'), name],
    [say('thanks.sum'), `${money(gift.came)}, ${say(`gift.way.${gift.way}`)}`],
    gift.currency !== 'MDL' && [
      say('thanks.in-lei', { source: gift.rateSource, date: date(gift.rateOn) }),
      money(gift.cameLei),
    ],
    gift.cover.isPositive() && [say('thanks.cover'), money(gift.cover)],
    [say('receipt.on'), date(gift.countedAt!)],
    ...purpose(reading),
    match !== null && [say('matching.gift', { sponsor: match.sponsor }), money(match.lei)],
    association !== null && [say('paper.association'), text(association).text],
    gift.gone.isPositive() && [say('paper.gone', { date: date(now) }), money(gift.gone)],
  ];
  return rows.filter((row) => row !== false);
}

/** Of several people's gift, below everything else: who took part, with what each has in it and what of it went back. */
function people(sheet: Sheet, [ro, own]: readonly [Reading, Reading], { gift, parts }: ReceiptFacts): Sheet {
  if (parts.length === 0) return sheet;
  const both = (key: string) => `${ro.say(key)} / ${own.say(key)}`;
  const columns: (readonly [string, (part: PoolPart) => string] | false)[] = [
    ['gift.parts.who', ({ name }) => name ?? both('gift.parts.one')],
    ['thanks.sum', ({ share }) => ro.money(share)],
    gift.currency !== 'MDL' && ['gift.parts.lei', ({ lei }) => ro.money(lei)],
    gift.gone.isPositive() && ['gift.parts.gone', ({ gone }) => ro.money(gone)],
  ];
  const shown = columns.filter((column) => column !== false);
  sheet.need(90).rule().heading(both('gift.parts'), { x: PAPER.edge, width: INNER });
  return sheet.table(() => {
    sheet.row(
      shown.map(([key]) => both(key)),
      PEOPLE,
      { head: true },
    );
    for (const part of parts)
      sheet.row(
        shown.map(([, cell]) => cell(part)),
        PEOPLE,
      );
  });
}

/** The code, and where the gift stands in the books, in both languages. */
function check(sheet: Sheet, readings: readonly Reading[], { gift, place, head }: ReceiptFacts, url: string): Sheet {
  const y = sheet.y;
  sheet.code(url, { x: PAPER.edge, y, size: CODE, alt: readings[0]!.say('paper.code', { url }) }).goTo(y);
  const beside: Place = { x: PAPER.edge + CODE + GAP, width: INNER - CODE - GAP };
  for (const { lang, say, moment, number } of readings) {
    const link = ({ n, hash }: { n: number; hash: string }) => `${say('receipt.link', { n: number(n) })}, ${hash}`;
    const lines = [
      say('paper.how', { code: grouped(gift.receiptCode) }),
      place && `${say('receipt.line')}: ${place.name}`,
      place?.seal && `${say('receipt.seal')}: ${link({ n: place.seal, hash: place.hash! })}`,
      head && head.n !== place?.seal && `${say('receipt.head', { at: moment(head.at) })}: ${link(head)}`,
    ];
    sheet.inLang(lang, () => {
      sheet.heading(say('paper.check'), beside);
      for (const line of lines) if (line) sheet.paragraph(line, beside, { soft: true });
    });
  }
  return sheet.goTo(Math.max(sheet.y, y + CODE));
}
