import type { FileId } from '#libs/kernel/src/index.js';
import type { WantedPaper } from '#libs/programmes/src/index.js';
import type { ActKind, FundingSourceId, ProjectPlan } from '#libs/projects/src/index.js';
import type { Certificate } from './certificate.js';
import { type Stage, STAGES, type Standing } from './share.js';
import type { ShareLine, SourceShares } from './shares.queries.js';

/** One paper that a programme wants, and what of it is there: files, or the newest certificate. Neither: it is missing. */
export interface DossierPaper {
  readonly paper: WantedPaper;
  readonly files: readonly FileId[];
  readonly certificate: Certificate | null;
}

/** Which acts of co-funders are the paper that a programme wants. */
const ACTS: Readonly<Partial<Record<ActKind, WantedPaper>>> = {
  'council-decision': 'council-decision',
  'grant-agreement': 'agreement',
  contract: 'agreement',
  letter: 'letter',
};

/** What has been recorded of a project's co-funders, what stands of it now, and the newest certificate. */
interface Given {
  readonly steps: readonly ShareLine[];
  readonly shares: readonly (Standing & Pick<SourceShares, 'sourceId'>)[];
  readonly certificate: Certificate | null;
}

/**
 * The file that the programme of a project wants, paper by paper in its order: the project's documents of that kind, then the
 * acts by which co-funders gave and whose money still stands, each file once. Empty without a programme, or where that wants no papers.
 */
export function dossierOf(
  { programme, documents, sources }: Pick<ProjectPlan, 'programme' | 'documents' | 'sources'>,
  { steps, shares, certificate }: Given,
): DossierPaper[] {
  const recorded = new Set(steps.map(({ sourceId }) => sourceId));
  const acts = [
    ...sources
      .filter(({ id, stage }) => !recorded.has(id) || reached(shares, id, stage))
      .map(({ act }) => ({ kind: act?.kind, file: act?.file })),
    ...steps
      .filter(({ step, sourceId }) => reached(shares, sourceId, step))
      .map(({ actKind, file }) => ({ kind: actKind, file })),
  ];
  return (programme?.edition.papers ?? []).map((paper) => {
    if (paper === 'certificate') return { paper, files: [], certificate };
    const own = documents.flatMap(({ what, fileId }) => (what === paper ? [fileId] : []));
    const ofActs = acts.flatMap(({ kind, file }) => (kind && file && ACTS[kind] === paper ? [file] : []));
    return { paper, files: [...new Set([...own, ...ofActs])], certificate: null };
  });
}

/** Whether something of a source stands at a stage or beyond it: what fell takes its act with it. */
function reached(shares: Given['shares'], sourceId: FundingSourceId, stage: Stage | 'reversed'): boolean {
  const own = shares.find((one) => one.sourceId === sourceId);
  return own !== undefined && stage !== 'reversed' && STAGES.slice(STAGES.indexOf(stage)).some((one) => own[one].isPositive());
} // prettier-ignore
