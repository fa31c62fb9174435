export {
  cleanPart,
  type Neighbour,
  type NeighbourId,
  partFault,
  type Proof,
  type Roll,
  type TwinsId,
} from './neighbour.js';
export { NeighboursModule } from './neighbours.module.js';
export { NeighboursQueries, type RollSizes } from './neighbours.queries.js';
export { NeighboursService, type SayNeighbour } from './neighbours.service.js';
export { type Phone, PhonesService } from './phones.service.js';
export { nameDigest, type Slip, slipFaults, slipOf } from './slip.js';
export { type TwinFace, type TwinsFaced, TwinsQueries } from './twins.queries.js';
export { type SayTwins, TwinsService } from './twins.service.js';
export { NeighbourVouchesService } from './vouches.service.js';
