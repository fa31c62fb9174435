import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NamingService, OrderRejectionsService } from '#libs/banking/src/index.js';
import { VoidsService } from '#libs/cash/src/index.js';
import { SharesService } from '#libs/cofunding/src/index.js';
import { type OwnWay, wayOf, WAYS } from '#libs/corrections/src/index.js';
import { InvoicesService, ReleasesService } from '#libs/delivery/src/index.js';
import { SettlementsService } from '#libs/messages/src/index.js';
import { hasWords, LANGS, sayIn } from '#libs/platform/src/index.js';
import { GiftRefundsService, PromisesService, ReturnOrdersService } from '#libs/pledges/src/index.js';

/** What somebody does who goes each way; null where the books follow by themselves from what somebody else decides or pays. */
const ACTS: Readonly<Record<OwnWay, ((...about: never[]) => Promise<unknown>) | null>> = {
  naming: NamingService.prototype.confirm,
  bank: OrderRejectionsService.prototype.confirm,
  refund: GiftRefundsService.prototype.confirm,
  owed: ReturnOrdersService.prototype.refuse,
  withdrawal: PromisesService.prototype.withdraw,
  message: SettlementsService.prototype.drop,
  tranche: ReleasesService.prototype.refuse,
  invoice: InvoicesService.prototype.cancel,
  share: SharesService.prototype.reverse,
  cash: VoidsService.prototype.confirm,
  end: null,
  need: null,
  match: null,
  stripe: null,
  dispute: null,
  loss: null,
  reversal: null,
};

const LIBS = join(import.meta.dirname, '../../../../libs');

/** Every kind of journal that some file of postings makes, as far as it is written out. */
function kindsMade(): string[] {
  const files = readdirSync(LIBS).flatMap((lib) =>
    readdirSync(join(LIBS, lib, 'src'))
      .filter((file) => file.endsWith('.postings.ts'))
      .map((file) => readFileSync(join(LIBS, lib, 'src', file), 'utf8')),
  );
  return files.flatMap((text) => [...text.matchAll(/\bkind: '([a-z-]+\.[a-z-]+)'/g)].map(([, kind]) => kind!));
}

describe('ways back', () => {
  it('are there for every kind of journal that is made', () => {
    const kinds = [...new Set([...kindsMade(), ...WAYS.map(({ kind }) => kind)])];
    expect(kinds.length).toBeGreaterThan(45);
    for (const kind of kinds) {
      const way = wayOf({ kind, ref: { line: 'L', deposit: 'D', approval: 'A' } });
      if ('own' in way) expect([kind, way.own, way.own in ACTS]).toEqual([kind, way.own, true]);
    }
  });

  it('are each something that can be done, and said in three languages', () => {
    for (const [way, act] of Object.entries(ACTS)) {
      if (act) expect([way, typeof act]).toEqual([way, 'function']);
      for (const lang of LANGS) {
        const words = sayIn(lang)('error.correction-other-way', { way });
        expect([way, words === sayIn(lang)('error.correction-other-way', { way: 'none' })]).toEqual([way, false]);
      }
    }
    expect(WAYS.filter(({ kind }) => !hasWords(`entry.kind.${kind}`)).map(({ kind }) => kind)).toEqual([]);
  });
});
