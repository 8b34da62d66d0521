/**
 * The drawing as the view knows it: the payload, indexed.
 *
 * @typedef {"input"|"hidden"|"output"} Role
 *
 * @typedef {object} Unit an input or a neuron
 * @property {string} id "layer.index"
 * @property {number} layer
 * @property {number} index in its layer
 * @property {number} flat place in z and a
 * @property {number} slot place of the bias in theta; −1 for an input, which has none
 * @property {string} name of inputs and outputs, else ""
 * @property {string} short its name in formulas
 * @property {boolean} pinned whether training leaves the bias alone
 * @property {Role} role
 * @property {number} x
 * @property {number} y
 *
 * @typedef {object} Connection
 * @property {string} id "source>target"
 * @property {Unit} source
 * @property {Unit} target
 * @property {number} slot place of the weight in theta; −1 where it is cut
 * @property {boolean} pinned whether training leaves the weight alone
 * @property {boolean} skip whether it passes over a layer
 * @property {boolean} cut taken away, drawn as a faint trace that can be restored
 * @property {number[]} points x, y, x, y … along its line
 * @property {string} path the same as an SVG path
 *
 * @typedef {object} Layer
 * @property {number} index
 * @property {Role} role
 * @property {string} activation
 * @property {string} label
 * @property {number} size
 * @property {boolean} block whether it has too many units to draw them one by one
 * @property {Unit[]} units none in a block
 * @property {number} x
 * @property {number} height
 * @property {number} reach from the middle of a unit, or of the block, to its edge
 *
 * @typedef {object} Values every number of the moment
 * @property {Float32Array} theta weights and biases by slot
 * @property {Float32Array} z weighted sums by flat number
 * @property {Float32Array} a outputs by flat number
 * @property {Float32Array} [derivative] of the cost with respect to theta, by slot
 *
 * @typedef {object} Payload what ui/canvas/payload.py sends
 * @property {number} version
 * @property {PayloadLayer[]} layers
 * @property {PayloadConnection[]} connections
 * @property {PayloadConnection[]} [cut]
 * @property {Activation[]} [activations]
 *
 * @typedef {{activation: string, label: string, size?: number, block?: boolean, units: PayloadUnit[]}} PayloadLayer
 * @typedef {{id: string, flat: number, name?: string, short?: string, slot?: number, bias?: number|null,
 *   biasPinned?: boolean, z?: number|null, a?: number|null}} PayloadUnit
 * @typedef {{id: string, slot?: number, weight?: number|null, pinned?: boolean, skip?: boolean}} PayloadConnection
 * @typedef {{name: string, label: string, outputOnly: boolean}} Activation
 * @typedef {{undo: boolean, redo: boolean}} History
 */

/** @param {number} layer @param {number} index */
export function unitId(layer, index) {
  return `${layer}.${index}`;
}

/** @param {Unit} source @param {Unit} target */
export function connectionId(source, target) {
  return `${source.id}>${target.id}`;
}

/** @param {Unit|Connection} item @returns {item is Connection} */
export function isConnection(item) {
  return "source" in item;
}

/** Index of a payload: layers, units and connections by id, and who feeds whom. */
export class Model {
  /** @type {Map<Unit, Connection[]>} */
  #incoming = new Map();
  /** @type {Map<Unit, Connection[]>} */
  #outgoing = new Map();

  /** @param {Payload} payload */
  constructor(payload) {
    this.version = payload.version;
    this.activations = payload.activations ?? [];
    const last = payload.layers.length - 1;
    /** @type {Layer[]} */
    this.layers = payload.layers.map((layer, index) => {
      const role = index === 0 ? "input" : index === last ? "output" : "hidden";
      return {
        index,
        role,
        activation: layer.activation,
        label: layer.label,
        size: layer.size ?? layer.units.length,
        block: Boolean(layer.block),
        units: layer.units.map((unit, at) => unitOf(unit, index, at, role)),
        x: 0,
        height: 0,
        reach: 0,
      };
    });
    /** @type {Map<string, Unit>} */
    this.units = new Map(this.layers.flatMap(({ units }) => units.map((unit) => [unit.id, unit])));
    /** @type {Map<string, Connection>} */
    this.connections = new Map();
    for (const connection of payload.connections) this.#join(connection, false);
    for (const connection of payload.cut ?? []) this.#join(connection, true);
    this.drawn = [...this.connections.values()].filter((connection) => !connection.cut);
  }

  /** @param {PayloadConnection} connection @param {boolean} cut */
  #join({ id, slot = -1, pinned = false, skip = false }, cut) {
    const [source, target] = id.split(">").map((end) => this.units.get(end));
    if (!source || !target) return;
    /** @type {Connection} */
    const made = { id, source, target, slot, pinned, skip, cut, points: [], path: "" };
    this.connections.set(id, made);
    if (cut) return;
    append(this.#incoming, target, made);
    append(this.#outgoing, source, made);
  }

  /** @param {string|null} id @returns {Unit|Connection|undefined} */
  find(id) {
    return id === null ? undefined : (this.units.get(id) ?? this.connections.get(id));
  }

  /** The drawn connections into a unit. @param {Unit} unit */
  into(unit) {
    return this.#incoming.get(unit) ?? [];
  }

  /** The drawn connections out of a unit. @param {Unit} unit */
  outOf(unit) {
    return this.#outgoing.get(unit) ?? [];
  }

  /** The place in theta of a weight or a bias; −1 where there is none. @param {string} id */
  slot(id) {
    return this.find(id)?.slot ?? -1;
  }
}

/** What there is before the first drawing arrives. */
export const EMPTY = new Model({ version: 0, layers: [], connections: [] });

/**
 * @param {PayloadUnit} unit
 * @param {number} layer
 * @param {number} index
 * @param {Role} role
 * @returns {Unit}
 */
function unitOf({ id, flat, slot, name, short, biasPinned }, layer, index, role) {
  return {
    id,
    layer,
    index,
    flat,
    slot: slot ?? -1,
    name: name ?? "",
    short: short ?? id,
    pinned: Boolean(biasPinned),
    role,
    x: 0,
    y: 0,
  };
}

/** @template Key, Item @param {Map<Key, Item[]>} lists @param {Key} key @param {Item} item */
function append(lists, key, item) {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/**
 * First values of a payload, for a view that has not had an update yet.
 * @param {Payload} payload
 * @returns {Values}
 */
export function firstValues(payload) {
  const units = payload.layers.flatMap((layer) => layer.units);
  const theta = new Float32Array(longest([...units, ...payload.connections].map(({ slot }) => slot ?? -1)));
  const z = new Float32Array(longest(units.map(({ flat }) => flat)));
  const a = new Float32Array(z.length);
  for (const unit of units) {
    if (unit.slot !== undefined) theta[unit.slot] = Number(unit.bias);
    z[unit.flat] = Number(unit.z);
    a[unit.flat] = Number(unit.a);
  }
  for (const { slot, weight } of payload.connections) if (slot !== undefined) theta[slot] = Number(weight);
  return { theta, z, a };
}

/** How long an array has to be that holds all these places. @param {number[]} places */
function longest(places) {
  return places.reduce((most, place) => Math.max(most, place), -1) + 1;
}
