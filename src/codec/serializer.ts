/**
 * V8's own serializer, for the values that are not common.
 *
 * @module
 */

import { types } from 'node:util';
import { DefaultDeserializer, DefaultSerializer } from 'node:v8';

interface Hooks {
  _writeHostObject(view: ArrayBufferView): void;
}

/** As Node's, but shared memory is refused: a copy of it would not be what was sent. */
class MessageSerializer extends DefaultSerializer {
  // Node's types leave the hooks out.
  _writeHostObject(view: ArrayBufferView): void {
    if (types.isSharedArrayBuffer(view.buffer)) {
      throw new TypeError('a view over a SharedArrayBuffer does not travel yet');
    }
    (DefaultSerializer.prototype as unknown as Hooks)._writeHostObject.call(this, view);
  }
}

/** The bytes of a value. Throws what V8 throws where something cannot be cloned. */
export function serialize(value: unknown): Buffer {
  const serializer = new MessageSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

/** The value of bytes that `serialize` made. */
export function deserialize(bytes: Uint8Array): unknown {
  const deserializer = new DefaultDeserializer(bytes);
  deserializer.readHeader();
  return deserializer.readValue();
}
