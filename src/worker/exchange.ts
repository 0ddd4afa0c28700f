/**
 * What a worker and the native side hand to each other: tasks and results, as records in two areas.
 *
 * @module
 */

import type { WorkerLane } from '../binding/binding.cjs';
import { native as addon } from '../binding/native.js';
import { Area } from '../codec/area.js';
import { HEADER, isolate, KEPT_WORDS } from '../futures/isolate.js';

const AREA_WORDS = 8 * 1024;

/** Integers in the tasks area: the claim cursor, and how many words of results are whole. */
const CURSOR = 0;
const WHOLE = 2;
/** Where the first task of a batch stands: behind those. */
export const FIRST_TASK = 2;

/** Answers of `exchange`; more than 0 is a number of tasks, less than these asks for an area of so many words. */
export const NOTHING = 0;
export const CLOSED = -1;

// As they are now: a task may put others in their place.
const { add, store } = Atomics;

export const tasks: Area = new Area(AREA_WORDS);
export const results: Area = new Area(AREA_WORDS);
/** The memory that the native side knows: an area that grew has other memory. */
let attachedTasks: Uint8Array = tasks.bytes;
let attachedResults: Uint8Array = results.bytes;

/** This worker's place in its pool. */
export let lane: WorkerLane;
/** Its hot functions. */
export let native: ReturnType<WorkerLane['hot']>;

/** There is the result of a task that began before others of the batch. */
let hasLate = false;

/** Takes a place in a pool, for so many tasks; 0 is any number. */
export function takeLane(pool: number, id: number, mostTasks: number): void {
  lane = new addon.WorkerLane(isolate, pool, id, mostTasks, tasks.bytes, results.bytes);
  native = lane.hot();
}

/** Hands in what results there are, and takes the next tasks: a spare worker, only what it was woken for. */
export function exchange(spare: 0 | 1): number {
  tasks.shrink(KEPT_WORDS);
  attach();
  const answer = native.exchange(results.position, spare);
  results.position = 0;
  hasLate = false;
  if (results.shrink(KEPT_WORDS)) {
    attach();
  }
  if (answer >= CLOSED) {
    return answer;
  }
  tasks.position = 0;
  tasks.grow(-answer);
  attach();
  return native.exchange(0, spare);
}

/** Hands in the results of tasks that have ended late, and need not wait for those that go on. */
export function giveLate(): void {
  if (hasLate) {
    hasLate = false;
    native.give(results.position);
  }
}

/** Whether the next task of a batch was not taken back; from now on it is not. */
export function claim(batch: number): boolean {
  return add(tasks.i32, CURSOR, 1) < batch;
}

/** The payload of the task that stands there: the memory is soon used again. */
export function copyRecord(start: number): Area {
  tasks.position = start + HEADER;
  return tasks.copy((tasks.i32[start << 1] as number) - HEADER);
}

/** Begins the record of a result. */
export function beginRecord(): number {
  const start = results.position;
  results.reserve(HEADER);
  results.position = start + HEADER;
  return start;
}

/** The record is whole, and stands where the native side looks for it, before the next task is claimed. */
export function endRecord(start: number, ticket: number, status: number, first: 0 | 1): void {
  const { i32 } = results;
  const at = start << 1;
  i32[at] = results.position - start;
  i32[at + 1] = ticket;
  i32[at + 2] = status;
  i32[at + 3] = first;
  if (attachedResults !== results.bytes) {
    attach();
  }
  if (first === 0) {
    // It is known by its place only if it is a task's first one.
    hasLate = true;
    store(tasks.i32, WHOLE, results.position);
  }
}

/** Tells the native side of other memory. */
function attach(): void {
  if (attachedTasks !== tasks.bytes || attachedResults !== results.bytes) {
    lane.attach(tasks.bytes, results.bytes);
    attachedTasks = tasks.bytes;
    attachedResults = results.bytes;
  }
}
