import { Injectable, type OnModuleInit } from '@nestjs/common';
import { thingOf } from '#libs/approvals/src/index.js';
import { conditionWords, type EditionId, EditionsQueries } from '#libs/programmes/src/index.js';
import type { Reading } from '../edge/reading.js';
import { SignedKinds, type Facts, type Signed } from './signed-kinds.js';

/** What is signed of an edition of a programme: everything that it says. */
@Injectable()
export class ProgrammeFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly editions: EditionsQueries,
  ) {}

  onModuleInit(): void {
    this.kinds.register({ 'programme-edition': (reading, approval) => this.edition(reading, thingOf(approval)) });
  }

  private async edition({ text, lang, say, date }: Reading, id: EditionId): Promise<Signed> {
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
