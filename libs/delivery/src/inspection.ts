import { type FileId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type BudgetLineId, builtLinesOf, isLeftOut, type ProjectPlan, type VersionLine } from '#libs/projects/src/index.js'; // prettier-ignore
import type { PersonId } from '#libs/kernel/src/index.js';
import type { RequestId } from './tranche.postings.js';

/** What an inspector found on one line of the estimate. */
export type Finding = 'ok' | 'wrong' | 'not-seen';
/** In the order in which a checklist offers them. */
export const FINDINGS: readonly Finding[] = ['ok', 'wrong', 'not-seen'];
/** What an inspector advises; it decides only when too few vote and the association's rule says so. */
export type InspectionVerdict = 'accepted' | 'refused';

/** One answer of the checklist. */
export interface InspectionItem {
  readonly lineId: BudgetLineId;
  readonly finding: Finding;
  readonly note?: string | null;
  readonly photo?: FileId | null;
}

/** What an inspector has to answer: every line of the estimate that is done, with as much of it as is. */
export function checklistOf(plan: Pick<ProjectPlan, 'lines' | 'tiers' | 'campaign'>): readonly VersionLine[] {
  return builtLinesOf(plan).filter((line) => !isLeftOut(line));
}

/** Throws unless every line that is done is answered once: `line-unknown`, `line-missing`; what is wrong needs a note (`note-missing`). */
export function mustAnswerEvery(lines: readonly VersionLine[], items: readonly InspectionItem[]): void {
  const open = new Set(lines.map(({ id }) => id));
  items.forEach(({ lineId, finding, note }, index) => {
    if (!open.delete(lineId)) throw refuseFields({ pointer: `/items/${index}/lineId`, code: 'line-unknown' });
    if (!FINDINGS.includes(finding)) throw refuseFields({ pointer: `/items/${index}/finding`, code: 'line-missing' });
    if (finding === 'wrong' && !note?.trim()) {
      throw refuseFields({ pointer: `/items/${index}/note`, code: 'note-missing' });
    }
  });
  if (open.size > 0) throw refuseFields({ pointer: '/items', code: 'line-missing', params: { missing: open.size } });
}

/** Writes an inspection; false when the same stands already. Throws `tranche-state` when another does: what was found is found once. */
export async function writeInspection(
  tx: Tx,
  requestId: RequestId,
  { items, verdict, by }: { items: readonly InspectionItem[]; verdict: InspectionVerdict; by: PersonId },
): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    `insert into delivery.inspection (request_id, inspector_id, verdict, at) values ($1, $2, $3, platform.now())
     on conflict do nothing returning 1`,
    [requestId, by, verdict],
  );
  if (rows.length === 0) return mustStandSo(tx, requestId, { items, verdict, by });
  for (const { lineId, finding, note, photo } of items) {
    await tx.query(
      `insert into delivery.inspection_item (request_id, line_id, finding, note, photo_id) values ($1, $2, $3, $4, $5)`,
      [requestId, lineId, finding, note?.trim() || null, photo ?? null],
    );
  }
  return true;
}

/** Photos that are sent again are other files, so they are not compared. */
async function mustStandSo(
  tx: Tx,
  requestId: RequestId,
  { items, verdict, by }: { items: readonly InspectionItem[]; verdict: InspectionVerdict; by: PersonId },
): Promise<false> {
  const said = items.map(({ lineId, finding, note }) => [lineId, finding, note?.trim() || null] as const);
  said.sort(([a], [b]) => (a < b ? -1 : 1));
  const same = await rowsOf(
    tx,
    `select from delivery.inspection n where n.request_id = $1 and n.inspector_id = $2 and n.verdict = $3 and $4::jsonb = (
       select jsonb_agg(jsonb_build_array(i.line_id, i.finding, i.note) order by i.line_id::text collate "C")
         from delivery.inspection_item i where i.request_id = n.request_id)`,
    [requestId, by, verdict, JSON.stringify(said)],
  );
  if (same.length === 0) throw refuse('conflict', 'tranche-state', 'It has been inspected already.');
  return false;
}
