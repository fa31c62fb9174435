export { fromLei, type Rate, type RateSource, toLei } from './rate.js';
export { RatesModule } from './rates.module.js';
export { type IllustrativeRate, RatesService } from './rates.service.js';
