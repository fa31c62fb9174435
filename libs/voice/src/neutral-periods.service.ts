import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import {
  addDays,
  type CivilDate,
  type FieldRefusal,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { Database, hold, type Multilingual, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { NeutralPeriodId } from './neutral-period.js';
import { isHidden } from './update-hiding.sql.js';
import type { UpdateId } from './updates.service.js';

/** A period that the operator announces. */
export interface AnnouncePeriod {
  readonly id: NeutralPeriodId;
  readonly name: Multilingual;
  readonly firstOn: CivilDate;
  readonly lastOn: CivilDate;
  readonly source: string;
  readonly placeCode: string | null;
}

/** How long one may last. */
const MOST_DAYS = 183;

/** Election periods, in which news keep to the work, and news that did not: announced and hidden by the operator, in public. */
@Injectable()
export class NeutralPeriodsService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Announces a period; the same again changes nothing. Throws `text-missing`, `text-too-long`, `period-days` (param `days`),
   * `place-unknown` at their fields, `period-id-taken`, `not-found` to others than the operator's staff.
   */
  async announce(period: AnnouncePeriod, by: PersonId): Promise<void> {
    const [first, ...more] = faultsOf(period);
    if (first) throw refuseFields(first, ...more);
    const { id, name, firstOn, lastOn, source, placeCode } = period;
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      if (placeCode) await mustBePlace(tx, placeCode);
      const made = await rowsOf(
        tx,
        `insert into voice.neutral_period (id, name, first_on, last_on, source, place_code, announced_by, announced_at)
         values ($1, $2, $3, $4, $5, $6, $7, platform.now()) on conflict (id) do nothing returning id`,
        [id, JSON.stringify(name), firstOn, lastOn, source.trim(), placeCode, by],
      );
      if (made.length === 0) return mustBeSame(tx, period);
      const data = { firstOn, lastOn, place: placeCode };
      await this.trail.add(tx, { actor: by, action: 'voice.period-announced', subject: `neutral-period:${id}`, data });
    });
  }

  /** Ends a period now: it was a mistake, or there is no election. A repeat passes. Throws `not-found`. */
  end(id: NeutralPeriodId, by: PersonId): Promise<void> {
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      const [found] = await rowsOf<{ ended: boolean }>(
        tx,
        'select ended_at is not null as ended from voice.neutral_period where id = $1 for update',
        [id],
      );
      if (!found) throw refuse('not-found', 'not-found', 'No such period.');
      if (found.ended) return;
      await tx.query('update voice.neutral_period set ended_at = platform.now(), ended_by = $2 where id = $1', [
        id,
        by,
      ]);
      await this.trail.add(tx, { actor: by, action: 'voice.period-ended', subject: `neutral-period:${id}` });
    });
  }

  /**
   * Hides news that break a rule, or shows them again; the reason (1 to 500 characters) is public and its office is told.
   * What stands so already stays. Throws `reason-missing`, `not-found`.
   */
  async hide(updateId: UpdateId, { hidden, reason }: { hidden: boolean; reason: string }, by: PersonId): Promise<void> {
    const text = reason.trim();
    if (text.length < 1 || text.length > 500) throw refuseFields({ pointer: '/reason', code: 'reason-missing' });
    return this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      // News are append-only rows that nobody locks: two who judge the same go one after the other.
      await hold(tx, `update:${updateId}`);
      const [update] = await rowsOf<{ projectId: string; hidden: boolean }>(
        tx,
        `select u.project_id as "projectId", ${isHidden('u.id')} as hidden
         from voice.update u where u.id = $1`,
        [updateId],
      );
      if (!update) throw refuse('not-found', 'not-found', 'No such news.');
      if (update.hidden === hidden) return;
      await tx.query(
        'insert into voice.update_hiding (update_id, hidden, reason, by, at) values ($1, $2, $3, $4, platform.now())',
        [updateId, hidden, text, by],
      );
      const action = hidden ? 'voice.update-hidden' : 'voice.update-shown';
      await this.trail.add(tx, {
        actor: by,
        action,
        subject: `project:${update.projectId}`,
        data: { update: updateId },
      });
      await this.outbox.add(tx, { name: 'voice.update-judged', data: { updateId, projectId: update.projectId } });
    });
  }
}

function faultsOf({ name, firstOn, lastOn, source }: AnnouncePeriod): FieldRefusal[] {
  const own = name[name.original]?.trim() ?? '';
  const found: (FieldRefusal | false)[] = [
    !own && { pointer: '/name', code: 'text-missing' },
    [name.ro, name.ru, name.en].some((one) => (one?.length ?? 0) > 160) && { pointer: '/name', code: 'text-too-long', params: { most: 160 } }, // prettier-ignore
    (lastOn < firstOn || lastOn > addDays(firstOn, MOST_DAYS)) && { pointer: '/lastOn', code: 'period-days', params: { days: MOST_DAYS } }, // prettier-ignore
    !source.trim() && { pointer: '/source', code: 'text-missing' },
    source.trim().length > 500 && { pointer: '/source', code: 'text-too-long', params: { most: 500 } },
  ];
  return found.filter((fault) => fault !== false);
}

async function mustBePlace(tx: Tx, code: string): Promise<void> {
  const found = await rowsOf(tx, 'select 1 from hometowns.place where code = $1', [code]);
  if (found.length === 0) throw refuseFields({ pointer: '/placeCode', code: 'place-unknown' });
}

async function mustBeSame(tx: Tx, { id, firstOn, lastOn, placeCode }: AnnouncePeriod): Promise<void> {
  const same = await rowsOf(
    tx,
    'select 1 from voice.neutral_period where id = $1 and first_on = $2 and last_on = $3 and place_code is not distinct from $4',
    [id, firstOn, lastOn, placeCode],
  );
  if (same.length === 0) throw refuse('conflict', 'period-id-taken', 'Another period has this id.');
}
