import { type Scenario, testScenarios } from '../scenarios.js';

/** Each scenario of fixtures/handles.ts. */
const scenarios: Scenario[] = [
  ['shared Futures of tasks are forgotten', 'of-tasks'],
  ['shared Futures that were made by hand are forgotten', 'by-hand'],
  ['shared Futures that nobody has settled or looked at are forgotten', 'never-looked-at'],
  ['Futures that workers have made are forgotten', 'of-workers'],
  ['Futures in the results of shared Futures are forgotten', 'in-results-of-futures'],
  ['a Future is not forgotten while a task that names it is queued', 'while-queued'],
  ['so it is where a task has queued it in a pool of its own', 'while-queued-by-a-task'],
  ['what a thread has had is forgotten when it ends', 'of-a-thread-that-has-ended'],
  ['a handle that nobody looks at keeps no program alive', 'nobody-looks-at-a-handle'],
];

testScenarios('handles.js', scenarios);
