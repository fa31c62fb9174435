import { Injectable } from '@nestjs/common';
import { conditionWords, type EditionId, EditionsQueries } from '#libs/programmes/src/index.js';
import type { Reading } from '../edge/reading.js';
import type { Facts } from './bank-facts.service.js';

/** What is signed of an edition of a programme: everything that it says. */
@Injectable()
export class ProgrammeFacts {
  constructor(private readonly editions: EditionsQueries) {}

  /** Of one edition. */
  async of({ text, lang, say, date }: Reading, id: EditionId): Promise<{ href: string | null; facts: Facts }> {
    const edition = await this.editions.find(id);
    if (!edition) return { href: null, facts: [] };
    const { title, year, conditions, papers, reports, opensOn, closesOn, source } = edition;
    const facts: Facts = [
      ['edition', text(title).text],
      ['edition-year', String(year)],
      ['edition-rules', conditions.map((condition) => conditionWords(lang, condition)).join('; ')],
      ['edition-papers', papers.map((paper) => say(`programme.paper.${paper}`)).join(' · ')],
      ['edition-reports', reports.map((report) => say(`programme.report.${report}`)).join(' · ')],
      ['edition-window', opensOn || closesOn ? [opensOn, closesOn].map((day) => (day ? date(day) : '…')).join(' – ') : ''], // prettier-ignore
      ['edition-source', [source.title, source.on, source.url].filter(Boolean).join(', ')],
    ];
    return { href: `/operator/programmes/${id}`, facts };
  }
}
