import { Injectable } from '@nestjs/common';
import { BankingQueries, type BankLine, type BankLineId } from '#libs/banking/src/index.js';
import { type JournalCorrection, CorrectionsQueries, type OwnWay, wayOf } from '#libs/corrections/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { JournalsQueries, type SeenJournal } from '#libs/ledger/src/index.js';
import { type Project, ProjectsQueries } from '#libs/projects/src/index.js';

/** A journal and how a mistake in it is set right. */
export interface JournalFace {
  readonly journal: SeenJournal;
  /** The way of its own that it has; null: two correct it by hand. */
  readonly way: OwnWay | null;
  /** What was asked about it, the newest first. */
  readonly asked: readonly JournalCorrection[];
  /** What it is about: the project, and the line of the bank's statement. */
  readonly project: Project | null;
  readonly line: BankLine | null;
}

/** How an address names a journal: by its number, or by its key. */
export const JOURNAL_NAME = /^(\d{1,18}|[a-z][A-Za-z0-9:._/-]{2,199})$/;

/** Finds journals as their addresses name them. */
@Injectable()
export class Journals {
  constructor(
    private readonly journals: JournalsQueries,
    private readonly corrections: CorrectionsQueries,
    private readonly projects: ProjectsQueries,
    private readonly banking: BankingQueries,
  ) {}

  /** By its number or its key. Throws `not-found`. */
  async mustFind(name: string): Promise<JournalFace> {
    const named = /^\d+$/.test(name) ? { id: name } : { key: name };
    const journal = JOURNAL_NAME.test(name) ? await this.journals.find(named) : null;
    if (!journal) throw refuse('not-found', 'not-found', 'No such journal.');
    const way = wayOf(journal);
    const [asked, project, line] = await Promise.all([
      this.corrections.ofJournal(journal.id),
      journal.project ? this.projects.find(journal.project) : null,
      isId(journal.ref.line) ? this.banking.line(journal.ref.line as BankLineId) : null,
    ]);
    return { journal, way: 'own' in way ? way.own : null, asked, project, line };
  }
}
