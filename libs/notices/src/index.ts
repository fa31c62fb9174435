export { DailyService } from './daily.service.js';
export { NoticesModule } from './notices.module.js';
