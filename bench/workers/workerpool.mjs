import workerpool from 'workerpool';
import { add, addAsync, bytes, object, spin } from '../work.mjs';

workerpool.worker({ add, addAsync, spin, object, bytes });
