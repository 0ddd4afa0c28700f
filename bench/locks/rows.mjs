// What is measured, beside what, and how it should compare. `better` says which way; the ratio is ours to theirs, or
// theirs to ours where more is better.

export const rows = [
  {
    title: 'acquire and release, blocking form, nobody else',
    ours: 'lockSync',
    theirs: 'atomicsLock',
    than: 'an Atomics lock',
    most: 2.2,
  },
  {
    title: 'acquire and release, awaited, nobody else',
    ours: 'lockAwaited',
    theirs: 'awaitNull',
    than: 'await null',
    most: 2.5,
  },
  { title: 'the same beside async-mutex', ours: 'lockAwaited', theirs: 'asyncMutex', than: 'async-mutex', most: 1 },
  { title: 'making a Lock', ours: 'newLock', most: 1000, unit: 'ns' },
  { title: 'two threads, nothing inside', ours: 'lockPair', theirs: 'atomicsPair', than: 'an Atomics lock', most: 2 },
  {
    title: 'two threads, work inside and outside',
    ours: 'lockWork',
    theirs: 'atomicsWork',
    than: 'an Atomics lock',
    most: 1,
  },
  {
    title: 'queue of numbers, two threads, blocking',
    ours: 'queueNumbers',
    theirs: 'portNumbers',
    than: 'a MessagePort',
    least: 8,
  },
  { title: 'the same with maxsize 1000', ours: 'queueBounded', theirs: 'portNumbers', than: 'a MessagePort', least: 5 },
  {
    title: 'queue of small objects, two threads, blocking',
    ours: 'queueObjects',
    theirs: 'portObjects',
    than: 'a MessagePort',
    least: 5,
  },
  {
    title: 'queue of numbers, awaited at one end',
    ours: 'queueLoop',
    theirs: 'portNumbers',
    than: 'a MessagePort',
    least: 4,
  },
  {
    title: 'there and back, two threads',
    ours: 'queueRoundTrip',
    theirs: 'portRoundTrip',
    than: 'a MessagePort',
    least: 5,
  },
  {
    title: 'Thread start and join, after 20 ms',
    ours: 'threadIdle',
    theirs: 'newWorker',
    than: 'new Worker to its exit',
    least: 200,
  },
  {
    title: 'notifyAll, 1,000 awaited waiters, each',
    ours: 'notify1000',
    theirs: 'plain1000',
    than: 'plain promises',
    most: 4,
  },
  { title: 'notifyAll, 10,000', ours: 'notify10000', theirs: 'plain10000', than: 'plain promises', most: 4 },
  { title: 'notifyAll, 100,000', ours: 'notify100000', theirs: 'plain100000', than: 'plain promises', most: 4 },
];
