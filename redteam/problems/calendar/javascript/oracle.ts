import { calendarOracle } from '../calendar-oracle.ts';

export default calendarOracle();
