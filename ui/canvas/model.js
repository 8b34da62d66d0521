/**
 * The drawing as the view knows it: the payload, indexed.
 *
 * @typedef {{id: string, layer: number, index: number, flat: number, slot: number|null, name: string, short: string,
 *   pinned: boolean, role: "input"|"hidden"|"output", x: number, y: number}} Unit
 *   name: of inputs and outputs; short: how arithmetic calls it; slot: place of the bias in theta (null for an input); flat: place in z and a
 * @typedef {{id: string, source: Unit, target: Unit, slot: number, pinned: boolean, skip: boolean,
 *   cut: boolean, order: number, points: number[], path: string}} Connection
 *   slot: place of the weight in theta; cut: taken away, shown as a faint trace that can be restored
 * @typedef {{index: number, size: number, activation: string, label: string, role: string, units: Unit[],
 *   block: boolean, first: number, x: number, height: number, reach: number}} Layer
 *   reach: from the middle of a unit, or of the block, to its edge
 */

/** Index of a payload: layers, units and connections by id, and who feeds whom. */
export class Model {
  /** @param {object} payload see ui/canvas/payload.py */
  constructor(payload) {
    this.version = payload.version;
    this.activations = payload.activations ?? [];
    const last = payload.layers.length - 1;
    const role = (index) => (index === 0 ? "input" : index === last ? "output" : "hidden");

    /** @type {Layer[]} */
    this.layers = payload.layers.map((layer, index) => ({
      index,
      role: role(index),
      activation: layer.activation,
      label: layer.label,
      size: layer.size ?? layer.units.length,
      block: Boolean(layer.block),
      first: layer.first ?? 0,
      units: [],
      x: 0,
      height: 0,
      reach: 0,
    }));
    /** @type {Map<string, Unit>} */
    this.units = new Map();
    payload.layers.forEach((layer, number) =>
      layer.units.forEach((unit, index) => {
        const made = {
          id: unit.id,
          layer: number,
          index,
          flat: unit.flat,
          slot: unit.slot ?? null,
          name: unit.name ?? "",
          short: unit.short ?? unit.id,
          pinned: Boolean(unit.biasPinned),
          role: role(number),
          x: 0,
          y: 0,
        };
        this.units.set(unit.id, made);
        this.layers[number].units.push(made);
      }),
    );

    /** @type {Map<string, Connection>} */
    this.connections = new Map();
    /** @type {Map<string, Connection[]>} */
    this.incoming = new Map();
    /** @type {Map<string, Connection[]>} */
    this.outgoing = new Map();
    for (const id of this.units.keys()) {
      this.incoming.set(id, []);
      this.outgoing.set(id, []);
    }
    for (const connection of payload.connections) this.#join(connection, false);
    for (const connection of payload.cut ?? []) this.#join(connection, true);
    this.drawn = [...this.connections.values()].filter((connection) => !connection.cut);
  }

  #join({ id, slot, pinned, skip }, cut) {
    const [from, to] = id.split(">");
    const source = this.units.get(from);
    const target = this.units.get(to);
    if (!source || !target) return;
    const made = {
      id,
      source,
      target,
      slot: slot ?? -1,
      pinned: Boolean(pinned),
      skip: Boolean(skip),
      cut,
      order: this.connections.size,
      points: [],
      path: "",
    };
    this.connections.set(id, made);
    if (cut) return;
    this.incoming.get(to).push(made);
    this.outgoing.get(from).push(made);
  }

  /** @returns {Unit|Connection|undefined} */
  find(id) {
    return this.units.get(id) ?? this.connections.get(id);
  }

  /** The place in theta of a weight or a bias; -1 where there is none. */
  slot(id) {
    return this.find(id)?.slot ?? -1;
  }
}

/** First values of a payload, for a view that has not had an update yet. */
export function firstValues(payload) {
  const units = payload.layers.flatMap((layer) => layer.units);
  const slots = [...units, ...payload.connections].map((item) => item.slot ?? -1);
  const flats = units.map((unit) => unit.flat);
  const theta = new Float32Array(slots.reduce((most, slot) => Math.max(most, slot), -1) + 1);
  const z = new Float32Array(flats.reduce((most, flat) => Math.max(most, flat), -1) + 1);
  const a = new Float32Array(z.length);
  for (const unit of units) {
    if (unit.slot !== undefined && unit.slot !== null) theta[unit.slot] = unit.bias;
    z[unit.flat] = unit.z;
    a[unit.flat] = unit.a;
  }
  for (const connection of payload.connections) theta[connection.slot] = connection.weight;
  return { theta, z, a };
}
