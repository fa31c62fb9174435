export { type AnswerNeed, AnswersService } from './answers.service.js';
export { BoardLettersService } from './board-letters.service.js';
export { type BoardNews, BoardNewsQueries } from './board-news.queries.js';
export { BoardQueries, type NamedNeed, type NeedAndSame } from './board.queries.js';
export { BoardService, type ProposeNeed } from './board.service.js';
export { HidingQueries, type WrittenNeed } from './hiding.queries.js';
export { HidingService } from './hiding.service.js';
export { MergesService } from './merges.service.js';
export {
  ANSWER_BY,
  type AnswerKind,
  ANSWERS,
  HIDDEN,
  type Offer,
  type OfferId,
  type OfferKind,
  OFFERS,
  type OptionId,
  OWED,
  type TownNeed,
  type TownNeedId,
} from './need.js';
export { NeedsModule } from './needs.module.js';
export { type OfferHelp, OffersService } from './offers.service.js';
export { seemsPrivate } from './private-marks.js';
export { OptionsQueries, type TownOption } from './options.queries.js';
export { OptionsService, type PriceOption } from './options.service.js';
export { PapersQueries, type TownPaper } from './papers.queries.js';
export { type EnterPaper, PapersService } from './papers.service.js';
export { REMIND, RemindersService } from './reminders.service.js';
