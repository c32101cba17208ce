/**
 * The variables of proc scope on one thread. Each thread holds a copy; the control thread orders
 * all changes and sends every one to all threads, so the copies end up equal whoever changed what.
 * Names keep their slots as long as the process lives: values outlast a reload.
 */
import { formatIp, IpAddress, parseIp } from "../../core/ip.ts";
import type { SampleType, SampleValue } from "../../sample/types.ts";
import { VariableNames, Variables } from "../../sample/variables/variables.ts";

/** A variable's new value as plain data; null when it was unset. Addresses are text. */
export interface VariableChange {
  /** With its scope: "proc.x". */
  readonly name: string;
  readonly value: boolean | number | bigint | string | null;
  readonly type: SampleType;
}

export class ProcessVariables {
  readonly names: VariableNames = new VariableNames();
  readonly values: Variables = new Variables();

  /** Tells `receive` of every change that is made on this thread. */
  onChange(receive: (change: VariableChange) => void): void {
    this.values.onChange = (slot, value, type) =>
      receive(changeOf(this.names.nameOf(slot), value, type));
  }

  /** Takes over what another thread did, without telling of it. */
  apply({ name, value, type }: VariableChange): void {
    const slot = this.names.ref(name)!.slot;
    if (value === null) this.values.forget(slot);
    else this.values.put(slot, sampleOf(value, type), type);
  }

  /** Every variable that is set, for a thread that starts. */
  all(): VariableChange[] {
    return this.names.all().flatMap(({ name, slot }) => {
      const value = this.values.get(slot);
      return value === undefined
        ? []
        : [changeOf(`proc.${name}`, value, this.values.typeOf(slot)!)];
    });
  }
}

function changeOf(name: string, value: SampleValue | undefined, type: SampleType): VariableChange {
  if (value === undefined) return { name, value: null, type };
  return { name, value: value instanceof IpAddress ? formatIp(value) : value, type };
}

function sampleOf(value: NonNullable<VariableChange["value"]>, type: SampleType): SampleValue {
  if (type !== "ipv4" && type !== "ipv6" && type !== "addr") return value;
  return parseIp(String(value)) ?? value;
}
