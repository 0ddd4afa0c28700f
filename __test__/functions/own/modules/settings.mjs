// What is exported by default is a value; its methods use `this`.
const settings = {
  factor: 3,
  scale(value) {
    return value * this.factor;
  },
};
export default settings;
export let level = 1;
export function raise() {
  level += 1;
  return level;
}
export const ready = await Promise.resolve('ready');
