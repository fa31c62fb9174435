import { describe, expect, it } from '@jest/globals';
import { type FileId, Money, newId } from '#libs/kernel/src/index.js';
import type { WantedPaper } from '#libs/programmes/src/index.js';
import type { ActKind, DocumentKind, ProjectPlan } from '#libs/projects/src/index.js';
import type { Certificate } from './certificate.js';
import { dossierOf } from './dossier.js';
import type { ShareLine } from './shares.queries.js';

const file = () => newId<'File'>() as FileId;
const [estimate, decision, letter, contract] = [file(), file(), file(), file()];
const CERTIFICATE = { code: 'X' } as Certificate;

function plan(
  papers: readonly WantedPaper[],
  documents: readonly (readonly [DocumentKind, FileId])[],
  acts: readonly (readonly [ActKind, FileId | null])[] = [],
): Parameters<typeof dossierOf>[0] {
  return {
    programme: { edition: { papers } } as unknown as ProjectPlan['programme'],
    documents: documents.map(([what, fileId]) => ({ what, fileId, title: null, public: true })),
    sources: acts.map(([kind, act]) => ({ id: newId(), stage: 'promised', act: { kind, number: null, date: null, file: act } })) as unknown as ProjectPlan['sources'],
  };
} // prettier-ignore

const SOURCE = newId<'FundingSource'>();
const step = (actKind: ActKind, own: FileId | null, at: ShareLine['step'] = 'promised') =>
  ({ sourceId: SOURCE, step: at, actKind, file: own }) as ShareLine;
/** What stands of the one source, in lei. */
const standing = (promised: bigint, authorised = 0n) => [
  { sourceId: SOURCE, promised: Money.lei(promised), authorised: Money.lei(authorised), paid: Money.lei(0n) },
];

describe('the file that a programme wants', () => {
  it('is in the programme’s order, and names what is missing', () => {
    const wanted = plan(['certificate', 'permit', 'estimate'], [['estimate', estimate]]);
    expect(dossierOf(wanted, { steps: [], shares: [], certificate: null })).toEqual([
      { paper: 'certificate', files: [], certificate: null },
      { paper: 'permit', files: [], certificate: null },
      { paper: 'estimate', files: [estimate], certificate: null },
    ]);
    expect(dossierOf(wanted, { steps: [], shares: [], certificate: CERTIFICATE })[0]!.certificate).toBe(CERTIFICATE);
  });

  it('takes documents first, then the acts of the plan and of what was recorded since, each file once', () => {
    const documents = [['council-decision', decision], ['letter', letter]] as const; // prettier-ignore
    const acts = [['council-decision', decision], ['contract', contract], ['letter', null]] as const; // prettier-ignore
    const steps = [step('grant-agreement', estimate), step('council-decision', letter), step('payment-order', contract)];
    const found = dossierOf(plan(['council-decision', 'agreement', 'letter'], documents, acts), { steps, shares: standing(1n), certificate: null }); // prettier-ignore
    expect(found.map(({ files }) => files)).toEqual([[decision, letter], [contract, estimate], [letter]]);
  }); // prettier-ignore

  it('takes no act of a share that has fallen, and keeps what led to one that stands', () => {
    const steps = [
      step('letter', letter),
      step('council-decision', decision, 'authorised'),
      step('council-decision', contract, 'reversed'),
    ];
    const wanted = plan(['council-decision', 'letter'], [], []);
    const found = (shares: ReturnType<typeof standing>) => dossierOf(wanted, { steps, shares, certificate: null }).map(({ files }) => files); // prettier-ignore
    expect(found(standing(0n, 5n))).toEqual([[decision], [letter]]);
    expect(found(standing(5n))).toEqual([[], [letter]]);
    expect(found(standing(0n))).toEqual([[], []]);
  });

  it('is empty without a programme', () => {
    expect(
      dossierOf({ ...plan([], []), programme: null }, { steps: [], shares: [], certificate: CERTIFICATE }),
    ).toEqual([]);
  });
});
