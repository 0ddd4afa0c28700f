import { type Scenario, testScenarios } from '../scenarios.js';

/** Each scenario of fixtures/forgetting.ts. */
const scenarios: Scenario[] = [
  ['functions that tasks return are forgotten', 'returned-by-tasks'],
  ['functions that were submitted are forgotten', 'submitted'],
  ['functions that were arguments are forgotten', 'arguments'],
  ['functions of workers that were sent on and came back are forgotten', 'sent-on'],
  ['a function that its own thread has forgotten can be sent on', 'sent-on-when-forgotten'],
  ['functions of a thread that has ended are forgotten', 'of-a-thread-that-has-ended'],
  ['functions are forgotten while a task runs, but not those of tasks that wait', 'while-another-task-runs'],
  ['what functions of a script share stays when others are dropped', 'at-the-first-function-of-a-script'],
  ['a function is not forgotten before the result that it came in is read', 'before-a-result-is-read'],
];

testScenarios('forgetting.js', scenarios);
