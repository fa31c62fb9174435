/** Every state of a tranche request. The last three are its bad ends: the tranche may then be asked for anew. */
export type RequestState =
  | 'asked'
  | 'objections'
  | 'voting'
  | 'accepted'
  | 'approved'
  | 'released'
  | 'received'
  | 'refused'
  | 'rejected'
  | 'void';

/** From where to where a request may go; what is not here does not happen. */
export const REQUEST_LIFE: Readonly<Record<RequestState, readonly RequestState[]>> = {
  asked: ['voting', 'refused', 'void'],
  objections: ['accepted', 'refused', 'void'],
  voting: ['accepted', 'refused', 'void'],
  accepted: ['approved', 'refused', 'void'],
  approved: ['released', 'refused', 'void'],
  released: ['received', 'rejected'],
  received: ['rejected'],
  refused: [],
  rejected: [],
  void: [],
};

/** Money has left the claim for good, or is on its way. */
const MONEY_OUT: readonly RequestState[] = ['released', 'received'];
/** The tranche is decided: the next one may be asked for. */
export const DECIDED: readonly RequestState[] = ['approved', ...MONEY_OUT];
/** Nothing more comes of it. */
export const DEAD: readonly RequestState[] = ['refused', 'rejected', 'void'];

/** Whether a request in one state may come to another. */
export function mayBecome(from: RequestState, to: RequestState): boolean {
  return REQUEST_LIFE[from].includes(to);
}
