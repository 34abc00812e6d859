// An ONNX model of one layer, as the bytes of its protocol buffer (onnx.proto, version 7 of the format, operators 13).

const varint = (n) => {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) + 128);
  return Buffer.from([...bytes, n]);
};
const WHOLE = 0;
const BYTES = 2;
const whole = (field, n) => Buffer.concat([varint(field * 8 + WHOLE), varint(n)]);
const bytes = (field, value) => Buffer.concat([varint(field * 8 + BYTES), varint(value.length), value]);
const text = (field, value) => bytes(field, Buffer.from(value));
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

const FLOAT = 1;
const AN_INT = 2;
const INTS = 7;
const attributes = (name, list) => message(5, text(1, name), ...list.map((n) => whole(8, n)), whole(20, INTS));
const attribute = (name, n) => message(5, text(1, name), whole(3, n), whole(20, AN_INT));
const value = (field, name) => message(field, text(1, name), message(2, message(1, whole(1, FLOAT))));

/**
 * @param weights `{ shape, data }` of f32
 * @param options of `layer`; numbers for all axes
 */
export function onnxModel({ shape, data }, { padding = 0, stride = 1, dilation = 1, groups = 1, transposed = false }) {
  const axes = shape.slice(2).map(() => 1);
  const all = (n) => axes.map(() => n);
  const node = message(
    1,
    text(1, "x"),
    text(1, "w"),
    text(2, "y"),
    text(4, transposed ? "ConvTranspose" : "Conv"),
    attributes("pads", [...all(padding), ...all(padding)]),
    attributes("strides", all(stride)),
    attributes("dilations", all(dilation)),
    attribute("group", groups),
  );
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const weights = message(5, ...shape.map((n) => whole(1, n)), whole(2, FLOAT), text(8, "w"), bytes(9, raw));
  const graph = message(7, node, text(2, "layer"), weights, value(11, "x"), value(12, "y"));
  return Buffer.concat([whole(1, 7), graph, message(8, text(1, ""), whole(2, 13))]);
}
