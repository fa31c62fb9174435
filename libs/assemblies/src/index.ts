export { AgendaService, type NewItem } from './agenda.service.js';
export { AssembliesModule } from './assemblies.module.js';
export { AssembliesQueries } from './assemblies.queries.js';
export { AssembliesService } from './assemblies.service.js';
export {
  type Assembly,
  type AssemblyId,
  type AssemblyState,
  type Elected,
  ELECTED,
  type Item,
  type ItemId,
  type ItemKind,
  type Says,
  type Signing,
} from './assembly.js';
export { ruleLines, shareWords } from './question.words.js';
