// TypeScript as Node runs it: types are replaced by spaces, so that all places stay.
import { ThreadPoolExecutor } from 'nogil';
// @ts-expect-error: the harness has no types.
import { placeOf, refused, runCases, works } from '../../cases/harness.mjs';
import { discounted, type Item, type Pricing, Shop } from './model.ts';
import type * as model from './model.ts';

const pool = new ThreadPoolExecutor(1);
const RATES = { low: 2, high: 7 } as const satisfies Record<string, number>;
type Rate = keyof typeof RATES;

let changes: number = 1;
changes = 2;

function priceOf<Key extends Rate>(rate: Key, item?: Item): number {
  return RATES[rate] * (item?.price ?? 1)!;
}

function overloaded(value: string): string;
function overloaded(value: number): number;
function overloaded(value: string | number): string | number {
  return typeof value === 'string' ? `${value}!` : value + 1;
}

class Till<in out T extends Item> {
  private readonly pricing: Pricing;
  #sold: T[] = [];
  constructor(pricing: Pricing) {
    this.pricing = pricing;
  }
  sell(this: Till<T>, ...items: readonly T[]): number {
    this.#sold.push(...items);
    return this.#sold.reduce((sum, item): number => sum + this.pricing(item as Item), 0);
  }
}

const fails = async (item: model.Item): Promise<never> => {
  throw new Error(`cannot sell ${item.name satisfies string}`);
};

await runCases(import.meta.url, pool, [
  works(
    'a generic function over a typed constant',
    () => pool.submit(priceOf<'high'>, 'high', { name: 'a', price: 2 }),
    14,
  ),
  works(
    'an inline arrow with annotations',
    () => pool.submit((rate: Rate, times: number = 2): number => RATES[rate] * times, 'low'),
    4,
  ),
  works(
    'a closure over an annotated local',
    () => {
      const step: number = 3;
      const pricing: Pricing = ({ price }: Item) => price + step;
      return pool.submit((item: Item): number => pricing(item), { name: 'a', price: 1 });
    },
    4,
  ),
  works(
    'an overloaded function',
    async () => [await pool.submit(overloaded, 'a' as never), await pool.submit(overloaded, 1)],
    ['a!', 2],
  ),
  works(
    'a generic class with private fields',
    () =>
      pool.submit(
        (items: Item[]) => new Till<Item>((item) => item.price * 2).sell(...items),
        [{ name: 'a', price: 2 }],
      ),
    4,
  ),
  works(
    'an imported class with an abstract parent',
    () => pool.submit((item: Item) => new Shop().add(item).add(discounted(item)).summary(), { name: 'a', price: 4 }),
    'a 2',
  ),
  works('an imported function', () => pool.submit(discounted, { name: 'a', price: 4 }, 0.25), { name: 'a', price: 1 }),
  works('a variable that was assigned', () => pool.submit((): number => changes), 2),
  works(
    'the place of an error behind annotations',
    async () => {
      const error: Error = await pool.submit(fails, { name: 'a', price: 1 }).then(
        () => new Error('nothing was thrown'),
        (reason: Error) => reason,
      );
      return /stripped\.ts:\d+:\d+/.exec(error.stack ?? '')?.[0];
    },
    placeOf('new Error(`cannot sell', import.meta.url),
  ),
  refused(
    'an assignment behind annotations',
    () => {
      let total: number = 0;
      return pool.submit((by: number): void => {
        total += by;
      }, 1);
    },
    'ERR_TASK_ASSIGN',
    { uses: 'total', at: 'total += by' },
  ),
]);
