export interface Item {
  readonly name: string;
  price: number;
}

export type Pricing = (item: Item) => number;

export abstract class Repository<T extends { name: string }> {
  protected readonly items = new Map<string, T>();
  declare private note?: string;

  add(item: T): this {
    this.items.set(item.name, item);
    return this;
  }

  abstract summary(): string;
}

export class Shop extends Repository<Item> {
  override summary(): string {
    return [...this.items.values()].map(({ name, price }) => `${name} ${price}`).join(', ');
  }
}

export function discounted(item: Item, by: number = 0.5): Item {
  return { ...item, price: item.price * by };
}
