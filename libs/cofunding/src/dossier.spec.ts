import { describe, expect, it } from '@jest/globals';
import { type FileId, newId } from '#libs/kernel/src/index.js';
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
    sources: acts.map(([kind, act]) => ({ act: { kind, number: null, date: null, file: act } })) as unknown as ProjectPlan['sources'],
  };
} // prettier-ignore

const step = (actKind: ActKind, own: FileId | null) => ({ actKind, file: own }) as ShareLine;

describe('the file that a programme wants', () => {
  it('is in the programme’s order, and names what is missing', () => {
    const wanted = plan(['certificate', 'permit', 'estimate'], [['estimate', estimate]]);
    expect(dossierOf(wanted, { steps: [], certificate: null })).toEqual([
      { paper: 'certificate', files: [], certificate: null },
      { paper: 'permit', files: [], certificate: null },
      { paper: 'estimate', files: [estimate], certificate: null },
    ]);
    expect(dossierOf(wanted, { steps: [], certificate: CERTIFICATE })[0]!.certificate).toBe(CERTIFICATE);
  });

  it('takes documents first, then the acts of the plan and of what was recorded since, each file once', () => {
    const documents = [['council-decision', decision], ['letter', letter]] as const; // prettier-ignore
    const acts = [['council-decision', decision], ['contract', contract], ['letter', null]] as const; // prettier-ignore
    const steps = [step('grant-agreement', estimate), step('council-decision', letter), step('payment-order', contract)];
    const found = dossierOf(plan(['council-decision', 'agreement', 'letter'], documents, acts), { steps, certificate: null }); // prettier-ignore
    expect(found.map(({ files }) => files)).toEqual([[decision, letter], [contract, estimate], [letter]]);
  }); // prettier-ignore

  it('is empty without a programme', () => {
    expect(dossierOf({ ...plan([], []), programme: null }, { steps: [], certificate: CERTIFICATE })).toEqual([]);
  });
});
