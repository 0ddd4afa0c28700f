// The upper half of a class hierarchy.
export class Shape {
  constructor(name) {
    this.name = name;
  }
  area() {
    throw new Error(`${this.constructor.name} has no area`);
  }
  describe() {
    return `${this.name}: ${this.area()}`;
  }
  static compare(left, right) {
    return left.area() - right.area();
  }
}

export class Rectangle extends Shape {
  constructor(width, height) {
    super('rectangle');
    this.width = width;
    this.height = height;
  }
  area() {
    return this.width * this.height;
  }
}

/** Keeps its state to itself. */
export class Account {
  #balance;
  constructor(balance) {
    this.#balance = balance;
  }
  get balance() {
    return this.#balance;
  }
}
