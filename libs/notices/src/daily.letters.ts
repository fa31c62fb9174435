import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditQueries, type AuditRun } from '#libs/audit/src/index.js';
import { type Reckoning, ReckoningQueries, type TaskCount, TasksQueries } from '#libs/books/src/index.js';
import { civilDate, type Money } from '#libs/kernel/src/index.js';
import { HeadsQueries, type PublishedHead } from '#libs/ledger/src/index.js';
import { Clock, formatDate, formatMoment, formatMoney, Handlers, type Lang, sayIn } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import { DailyService } from './daily.service.js';
import type { Composed, Letter } from './letter.js';
import { operatorPath, settingsPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';

const LOOK_SECONDS = 60;

/** What each of the operator's staff who wants it reads in the morning: what waits, the money, the audit, the head of the books. */
@Injectable()
export class DailyLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly daily: DailyService,
    private readonly context: LetterContext,
    private readonly clock: Clock,
    private readonly tasks: TasksQueries,
    private readonly reckonings: ReckoningQueries,
    private readonly audits: AuditQueries,
    private readonly heads: HeadsQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.every(LOOK_SECONDS, 'notices.daily', () => this.daily.orderDue());
    this.composers.on('daily', (letter) => this.compose(letter));
  }

  /** The letter of a day that is over says nothing any more, nor one to somebody who has left or does not want it. */
  private async compose({ personId, subject }: Letter): Promise<Composed | null> {
    const person = await this.context.person(personId);
    const day = civilDate(await this.clock.now());
    if (!person || subject !== day || !(await this.daily.gets(person.id))) return null;
    const { lang, email } = person;
    const [kinds, mine, reckonings, [run], head] = await Promise.all([
      this.tasks.counts(),
      this.tasks.toSign(person.id),
      this.reckonings.now(),
      this.audits.runs(1),
      this.heads.newest(),
    ]);
    const n = kinds.reduce((sum, kind) => sum + kind.n, 0);
    const overdue = kinds.reduce((sum, kind) => sum + kind.overdue, 0);
    const params = {
      ...{ day: formatDate(lang, day), n, late: lateIn(overdue), tasks: tasksIn(lang, kinds, mine) },
      ...{ money: moneyIn(lang, reckonings), audit: auditIn(lang, run), head: headIn(lang, head) },
    };
    const also = { key: 'letter.daily.off', path: settingsPath(lang) };
    return this.context.composed('daily', { email, lang, params, path: operatorPath(lang), also, why: 'office' });
  }
}

/** How many are overdue, as the words take it: 'none' or their number. */
function lateIn(n: number): string {
  return n > 0 ? String(n) : 'none';
}

/** Kind by kind what waits and until when; one line when nothing does. */
function tasksIn(lang: Lang, kinds: readonly TaskCount[], mine: number): string {
  const say = sayIn(lang);
  if (kinds.length === 0) return say('letter.daily.nothing');
  const lines = kinds.map(({ what, n, overdue, by }) =>
    say('letter.daily.task', {
      task: say(`operator.task.${what}`),
      n,
      late: lateIn(overdue),
      until: formatDate(lang, civilDate(by)),
    }),
  );
  return [say('letter.daily.waits'), ...lines, ...(mine > 0 ? [say('letter.daily.mine', { n: mine })] : [])].join('\n');
}

/** Each currency three ways, and what of it nobody can explain. */
function moneyIn(lang: Lang, reckonings: readonly Reckoning[]): string {
  const say = sayIn(lang);
  const sum = (money: Money | null) => (money ? formatMoney(lang, money) : '–');
  const lines = reckonings.map(({ stripe, bank, way, books, explained }) => {
    const places = [
      [say('operator.reckoning.of-stripe'), stripe.unexplained],
      [say('operator.reckoning.of-bank'), bank.unexplained],
      ...way.map(({ kind, unexplained }) => [say(`operator.reckoning.way.${kind}`), unexplained] as const),
    ] as const;
    const differs = places.filter(([, { minor }]) => minor !== 0n).map(([place, money]) => `${place} ${sum(money)}`);
    const said = { stripe: sum(stripe.said), bank: sum(bank.said), books: sum(books) };
    return say('letter.daily.money-of', { ...said, agrees: explained ? 'yes' : 'no', differs: differs.join(', ') });
  });
  const silent = reckonings.some(({ stripe }) => stripe.silence === 'no-answer');
  return [say('letter.daily.money'), ...lines, ...(silent ? [say('operator.reckoning.silence.no-answer')] : [])].join(
    '\n',
  );
}

function auditIn(lang: Lang, run: AuditRun | undefined): string {
  const say = sayIn(lang);
  return run
    ? say('letter.daily.audit', { at: formatMoment(lang, run.at), n: run.findings.length })
    : say('letter.daily.no-audit');
}

function headIn(lang: Lang, head: PublishedHead | null): string {
  return sayIn(lang)('letter.daily.head', { head: head ? `${head.n}:${head.hash}` : 'none' });
}
