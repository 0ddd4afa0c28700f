/**
 * Functions that travel by their text: which declarations they need, and the values that they have captured.
 *
 * @module
 */

import { answerTo } from './answers.js';
import type { AnyFunction } from './any-function.js';
import type { CallPlace } from './call-place.js';
import { type Capture, isPicked, notReadable, pickUsed, positionOf, readCapture } from './captures.js';
import { warnOfDropped, warnOfHotPlace, warnOfOwnCopy } from './debug.js';
import type { DescribeOptions } from './describe.js';
import { exportName } from './exported.js';
import { forgetWithout } from './forgetting.js';
import { nameToSend } from './function-name.js';
import { isWorker } from './importing.js';
import { rememberSite } from './known-sites.js';
import { isPlainData } from './plain-data.js';
import { firstLine, refusal, tooEarly, whatIs } from './refusal.js';
import type { ScriptPlace } from './script-place.js';
import { sharedConstants } from './shared-constants.js';
import { findSite, type ScriptText, type Site } from './site.js';
import { type FunctionSpec, registerSpec } from './spec.js';
import { Surroundings } from './surroundings.js';
import { type Description, setDescription, setOwnFunction, versionOf } from './thread-functions.js';

type SlicePlan = ReturnType<ScriptText['script']['plan']>;
type Answers = Parameters<ScriptText['script']['plan']>[1];

/** A plan that was carried out: what the functions of a place have in common. */
interface Slice {
  readonly id: number;
  /** How often captured values were read for it. */
  reads: number;
  readonly plan: SlicePlan;
  /** So many captured values are needed to make the function. */
  readonly early: number;
  /** The values of module variables that were copied. */
  readonly values: readonly unknown[];
  /** Whether all of the module that is declared again has a value: it keeps one. */
  isReached: boolean;
}

/** By place; several where the script has run several times, with other values. They go when the script does. */
const slices = new WeakMap<ScriptText, Map<number, Slice[]>>();

/** A script that runs again and again, as in a watch mode: slices of the last runs are kept. */
const MOST_RUNS = 4;

/** Where a function stands whose captured values are read at each submit. */
const sites = new WeakMap<AnyFunction, { site: Site; slice: Slice }>();

/** Whether the function's place is known, and only its captured values are read. */
export function isReadAgain(fn: AnyFunction): boolean {
  return sites.has(fn);
}

/** What is known of where a function stands, before it is looked for. */
export interface Clues {
  readonly scriptPlace?: ScriptPlace | undefined;
  readonly site?: Site | undefined;
  readonly callPlace?: CallPlace | undefined;
}

/** How a function with a text travels. */
export function describeByText(
  fn: AnyFunction,
  functionText: string,
  options: DescribeOptions,
  { scriptPlace, site: knownSite, callPlace }: Clues,
): Description | 'internal' {
  const surroundings = new Surroundings(fn);
  const known = sites.get(fn);
  if (known !== undefined) {
    return withCaptures(fn, known.site, known.slice, surroundings);
  }
  const site = knownSite ?? findSite(functionText, surroundings, callPlace, isComplete);
  if (site === 'internal') {
    return site;
  }
  if (site === undefined) {
    throw refusal(fn, {
      code: 'ERR_TASK_SOURCE',
      reason: 'has a source which cannot be parsed on its own',
      hint: 'Export it from a module of its own.',
    });
  }
  if (scriptPlace !== undefined && site !== knownSite) {
    rememberSite(scriptPlace, site);
  }
  const slice = knownSlice(site, surroundings);
  if (slice !== undefined) {
    return withCaptures(fn, site, slice, surroundings);
  }
  const reference = exportOf(fn, functionText, site);
  if (reference !== undefined) {
    return reference;
  }
  if (options.isOfInstance === true && isWorker() && site.text.importable !== undefined) {
    // The thread that gets the instance may have that module, and its class would be another one.
    const reason = 'is a class that its module does not export, so another thread cannot know it';
    throw refusal(fn, { code: 'ERR_TASK_RESULT', reason, hint: 'Return its fields as a plain object.' });
  }
  const plan = makePlan(fn, site, surroundings);
  if (site.text.format === 'expression') {
    // It has one function.
    site.text.script.free();
  }
  return withCaptures(fn, site, addSlice(fn, functionText, site, plan, surroundings), surroundings);
}

function constant(fn: AnyFunction, description: Description): Description {
  setDescription(fn, description);
  setOwnFunction(description.id, fn);
  return description;
}

function withCaptures(fn: AnyFunction, site: Site, slice: Slice, surroundings: Surroundings): Description {
  const { captures } = slice.plan;
  refuseTooEarly(fn, site.text, slice, surroundings);
  if (captures.length === 0) {
    const description = { ...common(slice), captures: [] };
    if (site.isInCall !== true) {
      return constant(fn, description);
    }
    setOwnFunction(slice.id, fn);
    return description;
  }
  slice.reads += 1;
  const names = captures.map(({ name }) => name);
  warnOfHotPlace(fn, names, slice.reads, positionOf(site.text, captures[0] as Capture));
  const description: Description = {
    ...common(slice),
    captures: captures.map((capture) => readCapture(fn, site.text, capture, surroundings)),
    refuseCapture(index, refused) {
      const capture = captures[index] as Capture;
      const position = positionOf(site.text, capture);
      const used = `uses \`${capture.name}${refused.path}\``;
      if (refused.code !== undefined) {
        // A function within, which says itself what is wrong with it.
        return refusal(fn, { code: refused.code, reason: `${used}, which ${firstLine(refused)}`, hint: '' }, position);
      }
      const hint =
        'Make it inside the function, or move the function and ' +
        `\`${capture.name}\` to the top level of a module (each worker then makes its own).`;
      const reason = `${used}, ${whatIs(refused)}, which cannot be copied to another thread`;
      return refusal(fn, { code: 'ERR_TASK_CAPTURE', reason, hint }, position);
    },
  };
  if (site.isInCall === true) {
    return description;
  }
  if (captures.every(({ constant }) => constant) && !description.captures.some(isPicked)) {
    setDescription(fn, description);
  } else {
    sites.set(fn, { site, slice });
  }
  return description;
}

/** What the functions of a slice have in common. */
function common(slice: Slice): Omit<Description, 'captures'> {
  const { privateNames, makesInstances } = slice.plan;
  return { id: slice.id, keeps: slice, early: slice.early, privateNames, makesInstances };
}

/** What uses a variable before its declaration has run throws: another thread, which declares it again, would not. */
function refuseTooEarly(fn: AnyFunction, text: ScriptText, slice: Slice, surroundings: Surroundings): void {
  const { declared } = slice.plan;
  for (const { name, ofModule, line, column } of slice.isReached ? declared.filter((it) => !it.ofModule) : declared) {
    const found = ofModule ? surroundings.ofModule(name) : surroundings.innermost(name);
    if (found.state === 'uninitialized') {
      throw refusal(fn, tooEarly(name), positionOf(text, { line, column }));
    }
  }
  slice.isReached ||= declared.length === 0 || text.runsOnce;
}

/** A plan for the place, if what it copied is what this function sees too. */
function knownSlice(site: Site, surroundings: Surroundings): Slice | undefined {
  const known = slices.get(site.text)?.get(site.place);
  return known?.find(
    ({ plan, values }) =>
      values.length === 0 ||
      site.text.runsOnce ||
      plan.values.every(({ name }, index) => Object.is(valueToCopy(name, surroundings), values[index])),
  );
}

/** Whether functions of the place travel without a look at the values of their variables. */
function isComplete({ text, place }: Site): boolean {
  const known = slices.get(text)?.get(place)?.[0];
  return (
    known !== undefined &&
    (known.values.length === 0 || text.runsOnce) &&
    known.isReached &&
    known.plan.captures.length === 0 &&
    known.plan.declared.every(({ ofModule }) => ofModule)
  );
}

/** What is copied once: a variable of the module, or of an earlier script. */
function valueToCopy(name: string, surroundings: Surroundings): unknown {
  const found = surroundings.ofModule(name);
  return found.state === 'value' ? found.value : (globalThis as Record<string, unknown>)[name];
}

/** Asks for a plan, and answers its questions. */
function makePlan(fn: AnyFunction, { text, place }: Site, surroundings: Surroundings): SlicePlan {
  const answers: Answers = [];
  for (;;) {
    const plan = text.script.plan(place, answers);
    if (plan.refusal !== null) {
      throw refusal(fn, plan.refusal, positionOf(text, plan.refusal));
    }
    if (plan.questions.length === 0) {
      return plan;
    }
    for (const { name, kind } of plan.questions) {
      answers.push({ name, answer: answerTo(kind, fn, text, name, surroundings) });
    }
  }
}

/** The function by its name in a module, if another thread can import that: whatever it may need is there too. */
function exportOf(fn: AnyFunction, functionText: string, { text, place }: Site): Description | undefined {
  const file = text.importable;
  if (file === undefined) {
    return undefined;
  }
  // Without answers, a plan tells of the function what is known in any case.
  const { exported, privateNames } = text.script.plan(place, []);
  const reference = referenceTo(fn, functionText, text, file, exported);
  if (reference === undefined) {
    return undefined;
  }
  const description = { id: registerSpec(reference), captures: [], privateNames, isNamed: true };
  forgetWithout(description, description.id);
  return constant(fn, description);
}

function referenceTo(
  fn: AnyFunction,
  text: string,
  { format, url }: ScriptText,
  file: string,
  exported: string | null,
): FunctionSpec | undefined {
  if (format === 'module') {
    return exported === null ? undefined : { kind: 'import', url, name: exported, text };
  }
  const name = exportName(fn, file);
  return name === undefined ? undefined : { kind: 'require', file, name, text };
}

function addSlice(
  fn: AnyFunction,
  functionText: string,
  { text, place }: Site,
  plan: SlicePlan,
  surroundings: Surroundings,
): Slice {
  const values = plan.values.map(({ name }) => valueToCopy(name, surroundings));
  const copied = values.map((value, index) => pickUsed(value, plan.values[index]?.properties ?? null));
  const refused = plan.values[copied.findIndex((value) => !isPlainData(value))];
  if (refused !== undefined) {
    const what = 'which is read where it is declared again, and is no plain data';
    throw refusal(fn, notReadable(refused.name, what), positionOf(text, refused));
  }
  const places = slices.get(text) ?? new Map<number, Slice[]>();
  slices.set(text, places);
  const others = places.get(place) ?? [];
  const early = plan.captures.filter((capture) => capture.early).length;
  const assigned = new Set(plan.warnings.map(({ name }) => name));
  const id = registerSpec({
    kind: 'slice',
    name: nameToSend(fn, functionText),
    url: text.url,
    format: text.format,
    script: text.key,
    code: plan.code,
    shift: plan.firstLineShift,
    isAsync: plan.asynchronous,
    captures: plan.captures.map(({ name }) => name),
    early,
    isClass: plan.makesInstances,
    values: copied,
    shared: plan.values.map(({ name }) => (assigned.has(name) ? null : name)),
    versions: values.map(versionOf),
    constants: sharedConstants(plan.shared, surroundings),
  });
  const slice: Slice = { id, plan, early, values, reads: 0, isReached: false };
  forgetWithout(slice, id);
  for (const { name, line, column } of plan.warnings) {
    warnOfOwnCopy(fn, name, positionOf(text, { line, column }));
  }
  warnOfDropped(fn, plan.dropped, text.url);
  places.set(place, [slice, ...others].slice(0, MOST_RUNS));
  return slice;
}
