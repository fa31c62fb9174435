import type { ProjectId } from '#libs/kernel/src/index.js';
import { account, type AccountCode } from '#libs/ledger/src/index.js';

/** Where gifts lie, and who bears what of them is lost: a project, or the fund of a town by its place's code. */
export type Home =
  { readonly kind: 'project'; readonly id: ProjectId } | { readonly kind: 'town'; readonly id: string };

/** A town's purse for its next need. */
export const purseOf = (placeCode: string): AccountCode => moneyOf({ kind: 'town', id: placeCode });
/** What the operator owes a home: a project's claim, a town's purse. */
export const moneyOf = ({ kind, id }: Home): AccountCode => account('held', kind, id, 'claim', 'MDL');
/** Lei that lost disputes took and that the claim or the purse could not give. */
export const lossOf = ({ kind, id }: Home): AccountCode => account('held', kind, id, 'loss', 'MDL');
/** The project whose journal it is; a town's fund has none. */
export const projectOf = (home: Home): { project?: ProjectId } => (home.kind === 'project' ? { project: home.id } : {});
