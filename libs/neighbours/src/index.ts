export {
  cleanPart,
  type Neighbour,
  type NeighbourId,
  partFault,
  type Proof,
  type Roll,
  ROLL_DAYS,
  ROLLS,
  type TwinsId,
} from './neighbour.js';
export { NeighboursModule } from './neighbours.module.js';
export { NeighboursQueries, type RollSizes } from './neighbours.queries.js';
export { NeighboursService, type SayNeighbour } from './neighbours.service.js';
export { type Phone, PhonesService } from './phones.service.js';
export { nameDigest, nameWords, type Slip, slipFaults, slipOf } from './slip.js';
export { foundTwin } from './twins.js';
export { type TwinFace, type TwinsFaced, TwinsQueries } from './twins.queries.js';
export { type SayTwins, TwinsService } from './twins.service.js';
export { type Asker, NeighbourVouchesService } from './vouches.service.js';
