export { fresh, fromLei, type Rate, type RateOfDay, type RateSource, stillFresh, toLei } from './rate.js';
export { RatesModule } from './rates.module.js';
export { type BankTable, type IllustrativeRate, RatesService } from './rates.service.js';
