import workerpool from 'workerpool';
import { add, bytes, object } from '../work.mjs';

workerpool.worker({ add, bytes, object });
