import type { FileId } from '#libs/kernel/src/index.js';
import type { WantedPaper } from '#libs/programmes/src/index.js';
import type { ActKind, ProjectPlan } from '#libs/projects/src/index.js';
import type { Certificate } from './certificate.js';
import type { ShareLine } from './shares.queries.js';

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

/**
 * The file that the programme of a project wants, paper by paper in its order: the project's documents of that kind, then the
 * acts by which co-funders gave, each file once. Empty without a programme, or where that wants no papers.
 */
export function dossierOf(
  { programme, documents, sources }: Pick<ProjectPlan, 'programme' | 'documents' | 'sources'>,
  { steps, certificate }: { steps: readonly ShareLine[]; certificate: Certificate | null },
): DossierPaper[] {
  const acts = [
    ...sources.map(({ act }) => ({ kind: act?.kind, file: act?.file })),
    ...steps.map(({ actKind, file }) => ({ kind: actKind, file })),
  ];
  return (programme?.edition.papers ?? []).map((paper) => {
    if (paper === 'certificate') return { paper, files: [], certificate };
    const own = documents.flatMap(({ what, fileId }) => (what === paper ? [fileId] : []));
    const ofActs = acts.flatMap(({ kind, file }) => (kind && file && ACTS[kind] === paper ? [file] : []));
    return { paper, files: [...new Set([...own, ...ofActs])], certificate: null };
  });
}
