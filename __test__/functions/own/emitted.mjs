// What TypeScript writes for decorators, enums, namespaces and older targets. Not formatted, not shortened.
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from '../cases/harness.mjs';

var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
var __esDecorate = (this && this.__esDecorate) || function (ctor, descriptorIn, decorators, contextIn, initializers, extraInitializers) {
    function accept(f) { if (f !== void 0 && typeof f !== "function") throw new TypeError("Function expected"); return f; }
    var kind = contextIn.kind, key = kind === "getter" ? "get" : kind === "setter" ? "set" : "value";
    var target = !descriptorIn && ctor ? contextIn["static"] ? ctor : ctor.prototype : null;
    var descriptor = descriptorIn || (target ? Object.getOwnPropertyDescriptor(target, contextIn.name) : {});
    var _, done = false;
    for (var i = decorators.length - 1; i >= 0; i--) {
        var context = {};
        for (var p in contextIn) context[p] = p === "access" ? {} : contextIn[p];
        for (var p in contextIn.access) context.access[p] = contextIn.access[p];
        context.addInitializer = function (f) { if (done) throw new TypeError("Cannot add initializers after decoration has completed"); extraInitializers.push(accept(f || null)); };
        var result = (0, decorators[i])(kind === "accessor" ? { get: descriptor.get, set: descriptor.set } : descriptor[key], context);
        if (_ = accept(result)) {
            if (kind === "field") initializers.unshift(_);
            else descriptor[key] = _;
        }
    }
    if (target) Object.defineProperty(target, contextIn.name, descriptor);
    done = true;
};
var __runInitializers = (this && this.__runInitializers) || function (thisArg, initializers, value) {
    var useValue = arguments.length > 2;
    for (var i = 0; i < initializers.length; i++) {
        value = useValue ? initializers[i].call(thisArg, value) : initializers[i].call(thisArg);
    }
    return useValue ? value : void 0;
};

const pool = new ThreadPoolExecutor(1);

// enum Colour { Red, Green = 5, Blue }
var Colour;
(function (Colour) {
    Colour[Colour["Red"] = 0] = "Red";
    Colour[Colour["Green"] = 5] = "Green";
    Colour[Colour["Blue"] = 6] = "Blue";
})(Colour || (Colour = {}));

// namespace Geometry { ... export namespace Plane { ... } }
var Geometry;
(function (Geometry) {
    const FACTOR = 2;
    function double(value) { return value * FACTOR; }
    Geometry.double = double;
    let Plane;
    (function (Plane) {
        Plane.origin = [0, 0];
        function move(x) { return [Plane.origin[0] + Geometry.double(x), 0]; }
        Plane.move = move;
    })(Plane = Geometry.Plane || (Geometry.Plane = {}));
})(Geometry || (Geometry = {}));

// A declaration that is merged: a function and a namespace.
function parse(text) {
    return text.split(parse.separator);
}
(function (parse) {
    parse.separator = ',';
})(parse || (parse = {}));

function logged(target, key, descriptor) {
    const original = descriptor.value;
    descriptor.value = function (...values) { return `${key}(${original.apply(this, values)})`; };
    return descriptor;
}
function sealed(target) {
    target.isSealed = true;
}
let Greeter = class Greeter {
    constructor(name) {
        this.name = name;
    }
    greet() {
        return `hello ${this.name}`;
    }
};
__decorate([
    logged
], Greeter.prototype, "greet", null);
Greeter = __decorate([
    sealed
], Greeter);

function upper(original, context) {
    return function (...values) { return `${String(context.name)}:${original.apply(this, values).toUpperCase()}`; };
}
let Modern = (() => {
    var _a;
    let _instanceExtraInitializers = [];
    let _say_decorators;
    return _a = class Modern {
            say(text) {
                return text;
            }
            constructor() {
                __runInitializers(this, _instanceExtraInitializers);
            }
        },
        (() => {
            const _metadata = typeof Symbol === "function" && Symbol.metadata ? Object.create(null) : void 0;
            _say_decorators = [upper];
            __esDecorate(_a, null, _say_decorators, { kind: "method", name: "say", static: false, private: false, access: { has: obj => "say" in obj, get: obj => obj.say }, metadata: _metadata }, null, _instanceExtraInitializers);
            if (_metadata) Object.defineProperty(_a, Symbol.metadata, { enumerable: true, configurable: true, writable: true, value: _metadata });
        })(),
        _a;
})();

function slowSum(left, right) {
    return __awaiter(this, void 0, void 0, function* () {
        const first = yield Promise.resolve(left);
        return first + (yield right);
    });
}

class Counter {
    constructor() {
        Object.defineProperty(this, "count", { enumerable: true, configurable: true, writable: true, value: 0 });
    }
    up() { this.count++; return this; }
}
Object.defineProperty(Counter, "step", { enumerable: true, configurable: true, writable: true, value: 3 });

await runCases(import.meta.url, pool, [
  works('an enum', () => pool.submit((name) => [Colour[name], Colour[6], Colour.Green], 'Blue'), [6, 'Blue', 5]),
  works('a namespace in a namespace', () => pool.submit((x) => Geometry.Plane.move(x), 2), [4, 0]),
  works('a function that is merged with a namespace', () => pool.submit((text) => parse(text), 'a,b'), ['a', 'b']),
  works(
    'decorators of a class and a method, the older ones',
    () => pool.submit((name) => [new Greeter(name).greet(), Greeter.isSealed], 'you'),
    ['greet(hello you)', true],
  ),
  works('a decorator of the standard', () => pool.submit((text) => new Modern().say(text), 'ok'), 'say:OK'),
  works('an async function for an older target', () => pool.submit(slowSum, 1, 2), 3),
  works('fields that are defined', () => pool.submit(() => new Counter().up().up().count + Counter.step), 5),
]);
