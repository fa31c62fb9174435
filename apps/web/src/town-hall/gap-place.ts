import type { Say } from '#libs/platform/src/index.js';
import type { Gap } from '#libs/projects/src/index.js';

/** The tables of the file and what one of their rows is called. */
const ROWS: Readonly<Record<string, string>> = {
  lines: 'line',
  sources: 'source',
  tiers: 'tier',
  milestones: 'stage',
  tranches: 'tranche',
};
/** Fields whose words on the form are kept under another name. */
const LABELS: Readonly<Record<string, string>> = {
  programmeEdition: 'programme',
  bufferPercent: 'buffer',
  'line.unitPrice': 'line.price',
  'line.coreQuantity': 'line.core-quantity',
  'source.actNo': 'source.act-no',
  'source.actDate': 'source.act-date',
  'source.actKind': 'source.act',
  'source.actFile': 'source.act-file',
  'source.townHallId': 'source.town',
  'stage.plannedOn': 'stage.day',
  'tranche.sharePercent': 'tranche.share',
  'tranche.milestoneId': 'tranche.stage',
  associationId: 'association',
};
/** What can be wrong with any field, so that its words do not tell which one it is. */
const ANY_FIELD = /^text-|-unreadable$|^choice-unknown$|^amount-too-large$/;

/** Where in its section a gap is, as the form calls it: "Line 2, Quantity"; null where the words of the gap say it. */
export function gapPlace(say: Say, { pointer, code }: Pick<Gap, 'pointer' | 'code'>): string | null {
  const [first = '', index, column] = pointer.slice(1).split('/');
  const row = index === undefined ? undefined : ROWS[first];
  const name = row && column ? `${row}.${column}` : first;
  const place = [
    ...(row ? [say(`file.${row}`, { n: Number(index) + 1 })] : []),
    ...(ANY_FIELD.test(code) && (!row || column) && (row || index === undefined)
      ? [say(`file.${LABELS[name] ?? name}`)]
      : []),
  ];
  return place.join(', ') || null;
}
